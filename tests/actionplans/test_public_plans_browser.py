"""Plans in a real browser: on a phone and on a desk, by day, by night and on paper."""

import pytest

from tests.browser import DESK, PHONE, WIDER_THAN_SCREEN, check, photograph, violations

pytestmark = pytest.mark.browser

PLAN = "/cities/osh/plan/"
PAGES = {
    "plan": PLAN,
    "plan-chosen": f"{PLAN}?hazard=mudflow&status=in_progress&status=nonsense",
    "plan-nothing": f"{PLAN}?q=марсоход",
    "measure": f"{PLAN}OSH-01/",
    "plans": "/plans/",
    "joint-plan": "/plans/joint-2026/",
    "joint-measure": "/plans/joint-2026/JNT-02/",
    "data": "/data/",
}


@pytest.mark.parametrize(
    ("name", "prefix"),
    [(name, prefix) for name in PAGES for prefix in ("", "/en")] + [("plan", "/kk")],
)
def test_a_page_of_plans_is_for_everybody(visitor, name, prefix):
    window = visitor(PHONE)
    screen = f"plans-{name}{prefix.replace('/', '-')}"

    answer = window.page.goto(prefix + PAGES[name])

    assert answer.status == 200
    check(window, screen)


@pytest.mark.parametrize("name", ["plan", "measure", "plans", "joint-plan"])
def test_a_page_of_plans_is_for_everybody_at_night(visitor, name):
    window = visitor(PHONE, color_scheme="dark")

    window.page.goto(PAGES[name])

    check(window, f"plans-{name}-dark")


def test_the_narrowest_phone_shows_a_plan_without_scrolling_sideways(visitor):
    page = visitor(320).page

    for address in PAGES.values():
        page.goto(address)
        assert page.evaluate(WIDER_THAN_SCREEN) <= 0, address


def test_measures_are_chosen_without_scripts(visitor):
    page = visitor(PHONE, java_script_enabled=False).page
    page.goto(PLAN)

    page.click("details.fbox summary")
    page.check("#status-in_progress")
    page.select_option("#hazard", "mudflow")
    page.click("form.filters button")

    assert "status=in_progress" in page.url
    assert "hazard=mudflow" in page.url
    assert page.locator(".chips a.chip").count() == 3
    page.click(".chips a.chip >> nth=0")
    assert "status" not in page.url
    assert "hazard=mudflow" in page.url


def test_the_conditions_stand_open_on_a_desk_and_folded_on_a_phone(visitor):
    for width, is_open in ((DESK, True), (PHONE, False)):
        page = visitor(width).page
        page.goto(PLAN)
        assert page.evaluate("document.querySelector('details.fbox').open") is is_open


def test_a_word_of_the_legend_leads_to_its_measures(visitor):
    page = visitor(DESK).page
    page.goto(PLAN)

    page.click(".legend a >> nth=0")

    assert "status=completed" in page.url
    assert page.locator("table.measures .st").all_inner_texts() == ["Выполнено"]


def test_the_files_come_down_under_their_names(visitor):
    page = visitor(DESK).page
    page.goto(PLAN)

    for kind in ("xlsx", "csv", "ics"):
        with page.expect_download() as coming:
            page.click(f".btns a[href*='.{kind}']")
        assert coming.value.suggested_filename.endswith(f".{kind}")
        assert coming.value.suggested_filename.startswith("osh-plan-")


def test_on_paper_there_is_the_plan_and_nothing_to_press(visitor):
    window = visitor(DESK)
    page = window.page
    page.goto(PLAN)

    page.emulate_media(media="print")

    for gone in (".mast nav", ".tools", ".fbox", ".btns", ".foot nav"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator("table.measures").first.is_visible()
    assert page.locator("svg.bar").first.is_visible()
    assert violations(page) == window.complaints == []
    photograph(page, "plans-plan-paper")
