"""The public pages of plans: what they tell, to whom and in which language."""

import re

import pytest

from actionplans.models import (
    ActionPlan,
    Measure,
    MeasureTerm,
    MeasureTranslation,
    UpdateTranslation,
)
from cities.models import City
from coalition import clock
from tests.actionplans.growing import leave_only, part_of, plan_of, say
from tests.actionplans.visiting import codes_of, soup

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


# what they tell ------------------------------------------------------------------------------


def test_a_plan_tells_when_and_how_it_was_adopted(client):
    plan = plan_of("osh")
    plan.act_kind, plan.act_number = "Постановление", "17"
    plan.save()

    page = soup(client, PLAN)

    assert page.h1.get_text().strip().startswith(plan.title)
    said = page.select_one(".kicker").get_text()
    assert "утверждён 30 января 2026 г." in said
    assert "Постановление № 17" in said
    assert "редакция 1" in said


def test_a_plan_shows_every_public_measure_under_its_direction(client):
    page = soup(client, PLAN)

    assert sorted(codes_of(page)) == [f"OSH-0{number}" for number in range(1, 9)]
    for table in page.select("table.measures"):
        assert table.caption.get_text() == table.find_previous("h3").get_text()


def test_each_strip_of_the_timeline_leads_to_its_direction(client):
    page = soup(client, PLAN)

    anchors = [link["href"] for link in page.select(".tl a")]
    assert anchors
    assert all(page.find(id=anchor[1:]) for anchor in anchors)
    assert re.search(r"I+V? кв\. 20\d\d", page.select_one(".tl").get_text())


def test_the_bar_leads_to_the_measures_of_each_status(client):
    page = soup(client, PLAN)
    counted = {
        link["href"]: int(link.b.get_text()) for link in page.select(".legend a[href*=status]")
    }

    assert sum(counted.values()) == 8
    for address, count in counted.items():
        assert len(codes_of(soup(client, address))) == count


def test_conditions_stay_in_the_form_and_the_chips(client):
    page = soup(client, f"{PLAN}?hazard=mudflow&status=in_progress&q=сель")

    form = page.select_one("form[role=search]")
    assert form.select_one("#q")["value"] == "сель"
    assert form.select_one("input[value=in_progress]").has_attr("checked")
    assert form.select_one("#hazard option[selected]")["value"] == "mudflow"
    assert len(page.select(".chips a.chip")) == 4  # three conditions and "all"
    assert "из 8" in page.select_one("[role=status]").get_text()


def test_a_choice_offers_only_what_there_is_with_how_many(client):
    page = soup(client, PLAN)

    offered = {option["value"]: option.get_text() for option in page.select("#hazard option")}
    mudflows = Measure.objects.filter(plan=plan_of("osh"), terms__key="mudflow").count()
    assert offered["mudflow"] == f"Сель ({mudflows})"
    assert "ice_jam_flood" not in offered


def test_conditions_that_nothing_meets_are_said_kindly(client):
    page = soup(client, f"{PLAN}?q=марсоход")

    assert "Мер с такими условиями нет" in page.select_one(".empty").get_text()
    assert codes_of(page) == []


@pytest.mark.parametrize(
    "query", ["status=%00", "q=" + "я" * 5000, "hazard[]=x", "year=-1", "q=%ff%fe", "a" * 3000]
)
@pytest.mark.parametrize("address", [PLAN, "/plans/", f"{PLAN}export.csv", "/plans/export.xlsx"])
def test_nonsense_in_an_address_is_answered_with_the_page(client, address, query):
    assert client.get(f"{address}?{query}").status_code == 200


def test_a_plan_without_measures_is_being_prepared(client):
    Measure.objects.filter(plan=plan_of("osh")).update(visibility="city")

    assert "План готовится" in soup(client, PLAN).select_one(".empty").get_text()


def test_the_six_facts_of_a_measure_come_first(client):
    page = soup(client, MEASURE)

    assert [term.get_text() for term in page.select(".summary dt")] == [
        "№", "Ожидаемый результат", "Ответственный", "Срок", "Статус", "Готовность",
    ]  # fmt: skip
    assert page.h1.find_next("dl")["class"] == ["summary"]


def test_what_the_city_said_stands_latest_first_with_posts_not_names(client, person):
    editor = person("editor.osh")
    editor.name = "Имя Фамилия"
    editor.save()

    page = soup(client, MEASURE)

    days = [entry.time["datetime"] for entry in page.select("ol.feed > li")]
    assert days == sorted(days, reverse=True)
    assert len(days) > 1
    assert "Редактор плана (пример)" in page.select_one("ol.feed").get_text()
    assert "Имя Фамилия" not in page.get_text()


def test_what_waits_for_approval_is_not_shown(client, person):
    waiting = say(part_of("osh", "OSH-04"), person("editor.osh"), "Ещё не утверждено",
                  state="submitted", approved_by=None, approved_at=None)  # fmt: skip

    for address in (f"{PLAN}OSH-04/", "/cities/osh/", "/"):
        assert waiting.achieved not in soup(client, address).get_text()


def test_money_is_told_with_its_scale_and_source(client):
    text = soup(client, MEASURE).select_one("aside").get_text(" ", strip=True)

    assert re.search(r"Республиканский бюджет\s+180 млн сомов", text)


def test_other_cities_against_the_same_hazards_are_shown(client):
    page = soup(client, MEASURE)
    similar = page.select_one("[aria-labelledby=similar]")

    cities = [entry.span.get_text() for entry in similar.select("li")]
    assert cities
    assert "Ош" not in cities
    assert all(cities.count(name) <= 2 for name in cities)


def test_a_joint_plan_shows_the_part_of_each_city(client):
    page = soup(client, "/plans/joint-2026/JNT-02/")

    names = [row.a.get_text() for row in page.select("[aria-labelledby=parts] tbody tr")]
    assert names == ["Ош", "Душанбе", "Ашхабад", "Наманган"]  # the order of the Declaration


def test_cities_stand_in_the_order_of_the_declaration_whatever_they_have_done(client):
    order = [city.name for city in City.objects.members()]

    for address in ("/", "/plans/"):
        names = [cell.get_text(strip=True) for cell in soup(client, address).select("tbody .m")]
        assert [name for name in names if name in order] == order


def test_the_city_page_tells_its_plan_in_figures(client):
    page = soup(client, "/cities/osh/")

    assert page.select_one(".facts dd").get_text() == "8"
    assert page.select_one(f"[aria-labelledby=plan] a[href='{PLAN}']")
    assert page.select_one("[aria-labelledby=changes] li")


def test_a_hazard_of_the_city_leads_to_its_measures_in_two_taps(client):
    chip = soup(client, "/cities/osh/").select_one("[aria-labelledby=hazards] a")
    count = int(chip.select_one(".count").get_text())

    address, _mark, anchor = chip["href"].partition("#")
    page = soup(client, address)

    assert count > 0
    assert len(page.select("tbody .m")) == count
    assert page.select_one(f"#{anchor}").get_text().startswith("Показан")


def test_a_hazard_without_measures_is_named_and_leads_nowhere(client):
    City.objects.filter(slug="osh").update(hazards=["cold_wave"])
    MeasureTerm.objects.filter(scheme="hazards", key="cold_wave").delete()

    hazards = soup(client, "/cities/osh/").select_one("[aria-labelledby=hazards]")

    assert len(hazards.select(".chip")) == 1
    assert not hazards.select("a")


def test_a_city_without_a_plan_says_that_one_is_being_prepared(client):
    ActionPlan.objects.filter(city__slug="osh").update(state="withdrawn")

    page = soup(client, "/cities/osh/")

    assert "План готовится" in page.select_one("[aria-labelledby=plan]").get_text()
    assert "OSH-" not in page.main.get_text()


# signals ---------------------------------------------------------------------------------------


def test_nothing_computed_is_shown_unless_the_city_wants_it(client):
    Measure.objects.filter(code="OSH-01").update(due_on="2026-09-01")
    for address in (*WITH_PLANS, MEASURE):
        assert "c-late" not in client.get(address).content.decode()

    City.objects.filter(slug="osh").update(shows_signals=True)

    assert soup(client, PLAN).select("table .c-late")
    assert soup(client, MEASURE).select(".summary .c-late")
    page = soup(client, f"{PLAN}?signal=late")
    assert codes_of(page) == ["OSH-01"]


# languages -------------------------------------------------------------------------------------


def test_a_translation_says_that_it_is_one(client):
    page = soup(client, f"/en{MEASURE}")

    assert page.h1.get_text().startswith("Bank protection")
    assert "translation" in page.select_one(".badge + .note, .note .badge").get_text()
    assert "Russian" in page.select_one("main .note").get_text()


def test_what_is_not_translated_is_marked_with_its_language(client):
    page = soup(client, f"/kk{MEASURE}")

    assert page.html["lang"] == "kk"
    assert page.h1.span["lang"] == "ru"
    assert not page.select("h1 + .note")


def test_a_machine_translation_of_what_was_said_is_marked(client):
    update = part_of("osh", "OSH-01").updates.filter(state="approved").latest("on")
    UpdateTranslation.objects.filter(update=update).delete()
    UpdateTranslation.objects.create(
        update=update, lang="en", kind="machine", achieved="Said by a machine"
    )

    entry = soup(client, f"/en{MEASURE}").find(id=f"u{update.pk}")

    assert "machine translation" in entry.get_text()
    assert "Said by a machine" in entry.get_text()


def test_a_translation_of_one_text_is_no_translation_of_another(client):
    measure = Measure.objects.get(code="OSH-01")
    MeasureTranslation.objects.update_or_create(
        measure=measure, lang="ky", defaults={"title": "Суу", "expected_result": ""}
    )

    page = soup(client, f"/ky{MEASURE}")

    assert page.h1.get_text().startswith("Суу")
    assert page.select_one(".summary [lang=ru]")


def test_words_of_people_are_never_markup(client, person):
    say(part_of("osh", "OSH-01"), person("editor.osh"), "<script>alert(1)</script>\n\n<b>да</b>")
    Measure.objects.filter(code="OSH-01").update(title="<i>А</i> & Б", description="<u>в</u>")

    for address in (PLAN, MEASURE, "/plans/", "/", "/cities/osh/"):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert "<i>А" not in text
        assert "<u>в" not in text


# lists of all cities -----------------------------------------------------------------------------


def test_the_pages_of_all_measures_lose_none_and_repeat_none(client):
    leave_only(plan_of("osh"), 60)
    seen, address = [], "/plans/"

    while address:
        page = soup(client, address)
        seen += codes_of(page)
        further = page.select_one("a[rel=next]")
        address = further["href"] if further else None

    public = Measure.objects.public()
    assert sorted(seen) == sorted(public.values_list("code", flat=True))


@pytest.mark.parametrize("anchor", ["0", "abc", "-1", "9" * 30, "1;DROP", "%00"])
def test_a_place_in_the_list_that_is_not_there_begins_the_list(client, anchor):
    assert codes_of(soup(client, f"/plans/?after={anchor}")) == codes_of(soup(client, "/plans/"))


def test_the_latest_changes_hold_one_word_per_measure(client, person):
    part = part_of("osh", "OSH-01")
    for number in range(3):
        say(part, person("editor.osh"), f"Слово {number}", on=clock.today())

    text = soup(client, "/cities/osh/").select_one("[aria-labelledby=changes]").get_text()

    assert "Слово 2" in text
    assert "Слово 1" not in text
