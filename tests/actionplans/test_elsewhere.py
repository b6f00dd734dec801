"""How other cities do such things: what is found, why, and what it costs."""

import pytest

from actionplans.elsewhere import elsewhere
from actionplans.models import Measure, MeasureWord
from tests.actionplans.forms import fields_of, words_of
from tests.actionplans.planning import draft, measure, plan_of

pytestmark = pytest.mark.django_db

SENSORS = "Датчики уровня воды и SMS-оповещение жителей"


def found(**more):
    return elsewhere(plan_of("osh"), **{"text": SENSORS, "hazards": ["mudflow"], **more})


def test_common_words_and_hazards_find_measures_of_other_cities_with_the_reason():
    kin = found()

    assert kin
    assert all(one.measure.plan.city.slug != "osh" for one in kin)
    assert all(one.hazards or one.words for one in kin)
    assert any("датчики" in one.words for one in kin)


def test_only_what_everybody_may_read_is_found():
    for one in found():
        Measure.objects.filter(pk=one.measure.pk).update(visibility="city")

    again = {one.measure.pk for one in found()}

    assert not Measure.objects.filter(pk__in=again, visibility="city").exists()


def test_no_city_fills_the_list_alone():
    plans = [one.measure.plan_id for one in found(hazards=["mudflow", "earthquake"])]

    assert max(map(plans.count, plans)) <= 2


def test_nothing_said_finds_nothing():
    assert found(text="", hazards=[]) == []


def test_the_words_of_a_measure_follow_its_text(person):
    from actionplans import verbs  # noqa: PLC0415

    changed = measure("OSH-03")
    waiting = draft("OSH-03", person("editor.osh"), title="Метеостанция на перевале")
    verbs.adopt_drafts(changed.plan, by=person("approver.osh"), drafts=[waiting])

    stems = set(changed.words.values_list("stem", flat=True))
    assert "метеос" in stems
    assert "датчик" not in stems


def test_every_standing_measure_has_its_words():
    assert not Measure.objects.exclude(pk__in=MeasureWord.objects.values("measure")).exists()


def test_looking_costs_three_queries_however_many_measures_there_are(django_assert_num_queries):
    found()  # vocabularies are read once per process
    plan = plan_of("osh")
    with django_assert_num_queries(3):
        assert elsewhere(plan, text=SENSORS, hazards=["mudflow"])
    example = measure("DYU-01")
    for number in range(120):
        copy = Measure.objects.get(pk=example.pk)
        copy.pk, copy.code, copy._state.adding = None, f"X-{number}", True
        copy.save()
        MeasureWord.objects.create(measure=copy, stem="датчик")
    with django_assert_num_queries(3):
        assert elsewhere(plan, text=SENSORS, hazards=["mudflow"])


def test_the_page_of_a_measure_says_why_others_are_similar(client):
    page = client.get("/cities/osh/plan/OSH-03/").content.decode()

    assert "Похожие меры в других городах" in page
    assert "Общая угроза" in page


def test_an_author_looks_how_others_do_it_before_anything_is_saved(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get("/work/city/osh/measure/new/"), "title")

    answer = browser.post("/work/city/osh/measure/new/", {**sent, "title": SENSORS, "look": "1"})

    words = words_of(answer)
    assert "Как это делают другие города" in words
    assert "Похоже по описанию" in words
    assert "Исправьте" not in words
    assert fields_of(answer, "title")["title"] == [SENSORS]
    assert not plan_of("osh").drafts.filter(patch__title=SENSORS).exists()
