"""The public pages of plans: who sees them, that they are the same for all, what they cost."""

import gzip
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actionplans.models import ActionPlan, Measure
from actionplans.verbs import add_evidence
from tests.actionplans.growing import leave_only, plan_of
from tests.actionplans.visiting import codes_of, soup
from workinggroups.models import WorkingGroup

pytestmark = pytest.mark.django_db

PLAN = "/cities/osh/plan/"
MEASURE = f"{PLAN}OSH-01/"
PAGES = [PLAN, MEASURE, "/plans/", "/plans/joint-2026/", "/plans/joint-2026/JNT-02/", "/data/"]
WITH_PLANS = [*PAGES, "/", "/cities/osh/"]


@pytest.fixture
def warm(client):
    """Vocabularies are read once per process; a second visitor shows what a page costs."""

    def visit(address: str):
        client.get(address)
        return client.get(address)

    return visit


# who may see -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [None, "editor.osh", "editor.dushanbe", "secretariat", "reviewer"])
@pytest.mark.parametrize("state", ["draft", "on_review", "withdrawn"])
def test_a_plan_that_is_not_public_is_nowhere(client, person, who, state):
    if who:
        client.force_login(person(who))
    ActionPlan.objects.filter(city__slug="osh").update(state=state)

    assert client.get(PLAN).status_code == 404
    assert client.get(MEASURE).status_code == 404
    for kind in ("xlsx", "csv", "ics", "json"):
        assert client.get(f"{PLAN}export.{kind}").status_code == 404
    title = Measure.objects.get(code="OSH-01").title
    for address in ("/plans/?city=osh", "/plans/?q=русла", "/", "/cities/dushanbe/plan/DYU-01/",
                    "/plans/export.csv", "/plans/export.json", "/data/"):  # fmt: skip
        assert title not in client.get(address).content.decode()


@pytest.mark.parametrize("who", [None, "editor.osh", "editor.dushanbe"])
def test_a_measure_kept_inside_the_city_is_nowhere(client, person, who):
    if who:
        client.force_login(person(who))
    kept = Measure.objects.get(code="OSH-01")
    Measure.objects.filter(pk=kept.pk).update(visibility="city")

    assert client.get(MEASURE).status_code == 404
    for address in (PLAN, "/plans/", f"{PLAN}export.csv", f"{PLAN}export.ics", "/", "/cities/osh/",
                    "/cities/dushanbe/plan/DYU-01/", "/plans/export.json"):  # fmt: skip
        assert kept.title not in client.get(address).content.decode()
    assert soup(client, "/cities/osh/").select_one(".facts dd").get_text() == "7"


def test_an_ended_plan_stays_but_leaves_the_lists(client):
    ActionPlan.objects.filter(city__slug="osh").update(state="archived")

    assert "завершён" in soup(client, PLAN).select_one(".kicker").get_text()
    assert soup(client, MEASURE)
    assert "OSH-01" not in codes_of(soup(client, "/plans/?city=osh"))


@pytest.mark.parametrize(
    "address",
    [
        "/cities/atlantis/plan/",
        "/cities/osh/plan/NO-1/",
        "/cities/osh/plan/DYU-01/",
        "/cities/osh/plan/export.exe",
        "/plans/no-such-plan/",
        "/plans/joint-2026/OSH-01/",
        "/plans/export.pdf",
        "/cities/osh/plan/%00/",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


# one page for everybody ------------------------------------------------------------------------


@pytest.mark.parametrize("address", [*WITH_PLANS, f"{PLAN}export.xlsx", f"{PLAN}export.ics"])
def test_a_page_is_the_same_for_everybody_and_may_be_kept(client, person, address):
    stranger = client.get(address)
    client.force_login(person("editor.osh"))
    editor = client.get(address)

    for answer in (stranger, editor):
        assert not answer.cookies
        assert not {"cookie", "accept-language"} & set(answer.get("Vary", "").lower().split(", "))
    if not address.endswith("xlsx"):
        assert stranger.content == editor.content


@pytest.mark.parametrize("address", PAGES)
def test_only_reading_is_answered(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", WITH_PLANS)
def test_invented_plans_are_kept_out_of_search_engines_and_said(client, address):
    page = soup(client, address)

    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert "пример" in page.main.get_text().lower() or page.select(".demo")


def test_a_real_plan_is_no_example(client):
    ActionPlan.objects.update(is_example=False)
    WorkingGroup.objects.update(is_example=False)  # whose meetings stand on the first page

    for address in WITH_PLANS:
        page = soup(client, address)
        assert not page.select("meta[name=robots]")
        assert not page.select(".demo")
        assert not [badge for badge in page.select(".badge") if "пример" in badge.get_text()]


# what it costs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 240])
@pytest.mark.parametrize(
    ("address", "most"),
    [
        (PLAN, 6),
        (f"{PLAN}?hazard=mudflow", 7),
        (f"/en{PLAN}", 10),
        ("/plans/", 12),
        (MEASURE, 13),
        (f"/en{MEASURE}", 15),
        ("/", 15),
        (f"{PLAN}export.csv", 12),
        ("/data/", 12),
    ],
)
def test_a_page_costs_the_same_few_queries_whatever_the_plan(
    client, django_assert_max_num_queries, address, most, count
):
    leave_only(plan_of("osh"), count)
    client.get(address)

    with django_assert_max_num_queries(most):
        client.get(address)


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(("address", "most"), [(MEASURE, 15), (f"/en{MEASURE}", 17)])
def test_a_measure_with_files_instead_of_others_costs_two_queries_more(  # noqa: PLR0917
    client, person, django_assert_max_num_queries, address, most, count
):
    standing = Measure.objects.get(plan=plan_of("osh"), code="OSH-01")
    codes = [f"OSH-0{number}" for number in range(2, 2 + count)]
    replaced = standing.plan.measures.filter(code__in=codes)
    replaced.update(state="superseded", superseded_by=standing)
    for code in codes:
        file = SimpleUploadedFile(f"{code}.pdf", b"%PDF-1.4 " + code.encode())
        add_evidence(standing, by=person("approver.osh"), title=f"Смета {code}", file=file,
                     visibility="public", is_open=True)  # fmt: skip
    client.get(address)

    with django_assert_max_num_queries(most):
        page = soup(client, address).select_one("aside").get_text()

    assert all(f"Смета {code}" in page for code in codes)
    assert all(f"{one.code} {one.title}" in page for one in replaced)


def sent(answer) -> int:
    return len(gzip.compress(answer.content, 6))


def assets(page: str) -> int:
    """Bytes of the style sheet and the scripts that a first visit adds."""
    from django.contrib.staticfiles import finders  # noqa: PLC0415

    names = re.findall(r"/static/([\w/.\-]+?)(?:\.[0-9a-f]{12})?(\.(?:css|js))", page)
    files = {finders.find(name + ending) for name, ending in names}
    assert files
    return sum(len(gzip.compress(open(file, "rb").read(), 6)) for file in files)  # noqa: PTH123


@pytest.mark.parametrize("address", WITH_PLANS)
def test_a_page_is_light(warm, address):
    assert sent(warm(address)) <= 16 * 1024


def test_a_plan_of_240_measures_stays_light(warm):
    leave_only(plan_of("osh"), 240)

    answer = warm(PLAN)

    page = answer.content.decode()
    assert page.count('class="n num"') == 240
    assert sent(answer) + assets(page) <= 60 * 1024
