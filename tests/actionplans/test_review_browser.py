"""The reviewers' desk in a real browser."""

import pytest

from tests.browser import DESK, PHONE, WIDER_THAN_SCREEN, check, sign_in

pytestmark = pytest.mark.browser

PAGES = {
    "review": "/review/",
    "review-directions": "/review/?by=direction",
    "review-hazards": "/review/?by=hazard",
    "review-measures": "/review/measures/?status=in_progress&direction=protection",
    "review-city": "/review/city/osh/",
    "review-measure": "/review/measure/9/",
    "review-activity": "/review/activity/",
}


@pytest.fixture
def desk(visitor):
    """A reviewer's window."""

    def open_desk(width: int, **how):
        window = visitor(width, **how)
        sign_in(window.page, "reviewer", window.site)
        return window

    return open_desk


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_desk_is_for_everybody(desk, name):
    window = desk(PHONE)

    answer = window.page.goto(PAGES[name])

    assert answer.status == 200
    check(window, name)


def test_the_desk_is_for_everybody_in_english_and_at_night(desk):
    window = desk(PHONE, color_scheme="dark")

    window.page.goto("/en/review/?by=direction")

    check(window, "review-directions-en-dark")


def test_the_table_scrolls_by_itself_and_its_rows_stay_named(desk):
    page = desk(PHONE).page
    page.goto("/review/")
    region = page.locator(".scroll[tabindex='0']").first

    assert page.evaluate(WIDER_THAN_SCREEN) <= 0
    assert region.get_attribute("aria-labelledby") == "matrix-name"
    region.evaluate("region => region.scrollLeft = 300")
    head = region.locator("tbody th").first.bounding_box()
    assert head["x"] >= 0
    assert head["x"] < 60


def test_a_figure_leads_down_to_the_measure_without_scripts(desk):
    page = desk(DESK, java_script_enabled=False).page
    page.goto("/review/")

    page.click(".matrix tbody tr:nth-child(2) td:nth-of-type(2) a")
    assert "/review/city/osh/?status=in_progress" in page.url
    page.click("table.mt td.m a >> nth=0")

    assert "/review/measure/" in page.url
    assert page.locator("h1").count() == 1
