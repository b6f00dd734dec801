"""What an address may ask for, and what becomes of what is not understood."""

import pytest
from django.http import QueryDict

from actionplans.filters import Filter
from actionplans.models import Measure
from actionplans.reading import listed
from cities.models import City
from coalition import clock
from tests.actionplans.growing import plan_of

pytestmark = pytest.mark.django_db


def read(query: str, **how) -> Filter:
    cities = {city.slug: city.name for city in City.objects.members()}
    return Filter.read(QueryDict(query), cities=cities, **how)


def codes(query: str, measures=None, **how) -> set[str]:
    found = read(query, **how).apply(listed() if measures is None else measures, clock.today())
    return set(found.values_list("code", flat=True))


def of_osh(query: str, **how) -> set[str]:
    return codes(query, plan_of("osh").measures.public(), **how)


ALL_OF_OSH = {f"OSH-0{number}" for number in range(1, 9)}


def test_an_empty_address_asks_for_everything():
    assert not read("")
    assert of_osh("") == ALL_OF_OSH


def test_words_are_found_whatever_their_case_and_marks():
    Measure.objects.filter(code="OSH-01").update(folded="берегоукрепление суу акаба елка")

    assert of_osh("q=ЁЛКА+Берегоукр") == {"OSH-01"}


def test_all_words_must_be_there():
    assert of_osh("q=русла+марсоход") == set()


@pytest.mark.parametrize("typed", ["%25", "_", "100%25", "\\"])
def test_signs_of_patterns_are_plain_text(typed):
    assert of_osh(f"q={typed}") == set()


@pytest.mark.parametrize(
    ("query", "check"),
    [
        ("status=completed", lambda m: m.contributions.filter(status="completed").exists()),
        (
            "status=completed&status=suspended",
            lambda m: m.contributions.filter(status__in=["completed", "suspended"]).exists(),
        ),
        ("hazard=mudflow", lambda m: m.terms.filter(scheme="hazards", key="mudflow").exists()),
        ("sdg=11.5", lambda m: m.terms.filter(scheme="sdg_targets", key="11.5").exists()),
        ("sendai=P3", lambda m: m.terms.filter(key="P3").exists()),
        (
            "owner=construction",
            lambda m: m.executors.filter(role="lead", department="construction").exists(),
        ),
        ("year=2027", lambda m: m.due_on.year == 2027),
        ("year=2027&year=2028", lambda m: m.due_on.year in {2027, 2028}),
        (
            "hazard=mudflow&status=in_progress",
            lambda m: (
                m.terms.filter(key="mudflow").exists()
                and m.contributions.filter(status="in_progress").exists()
            ),
        ),
    ],
)
def test_a_condition_gives_exactly_the_measures_that_meet_it(query, check):
    expected = {measure.code for measure in plan_of("osh").measures.public() if check(measure)}

    assert of_osh(query) == expected
    assert 0 < len(expected) < len(ALL_OF_OSH)


def test_a_city_is_asked_for_in_lists_of_all_cities():
    found = codes("city=osh")

    assert found >= ALL_OF_OSH
    assert not any(code.startswith("DYU") for code in found)


def test_city_and_status_are_of_one_and_the_same_part():
    found = codes("city=namangan&status=in_progress")

    assert "JNT-02" not in found  # Osh and Dushanbe have begun it, Namangan has not
    assert "JNT-02" in codes("city=osh&status=in_progress")


def test_signals_are_found_only_where_the_city_shows_them():
    Measure.objects.filter(code="OSH-01").update(due_on="2026-09-01")
    assert codes("signal=late") == set()

    City.objects.filter(slug="osh").update(shows_signals=True)

    assert codes("signal=late") == {"OSH-01"}


def test_a_citys_own_people_find_their_signals_before_they_are_shown():
    Measure.objects.filter(code="OSH-01").update(due_on="2026-09-01")

    assert of_osh("signal=late", all_signals=True) == {"OSH-01"}


def test_a_page_without_signals_says_why_it_leaves_them_out():
    asked = read("signal=late", signals=False)

    assert not asked
    assert asked.ignored == ("Город не показывает вычисленные сигналы.",)


@pytest.mark.parametrize(
    "query",
    [
        "status=done",
        "hazard=dragons",
        "sector=%00",
        "owner=' OR 1=1 --",
        "year=35",
        "year=99999999999999999999",
        "year=２０２７",
        "sdg=18.1",
        "sendai=Z",
        "city=atlantis",
        "signal=doom",
        "tag=" + "x" * 61,
    ],
)
def test_an_unknown_value_is_left_out_with_a_sentence(query):
    asked = read(query)

    assert not asked
    assert len(asked.ignored) == (0 if query == "sector=%00" else 1)


def test_the_known_values_beside_an_unknown_one_count():
    asked = read("status=completed&status=nonsense")

    assert asked.chosen == {"status": ("completed",)}
    assert "nonsense" in asked.ignored[0]


def test_a_long_nonsense_is_cut_in_its_sentence():
    assert len(read("hazard=" + "z" * 10_000).ignored[0]) < 150


def test_many_nonsenses_give_few_sentences():
    assert len(read("&".join(f"hazard=z{n}" for n in range(500))).ignored) == 3


def test_a_search_text_of_ten_kilobytes_is_cut_and_said():
    asked = read("q=" + "щ" * 10_000)

    assert len(asked.q) == 200
    assert "200" in asked.ignored[0]
    assert of_osh("q=" + "щ" * 10_000) == set()


@pytest.mark.parametrize("typed", ["%00", "%00сель%00", "%EF%BF%BE", "%ED%A0%80", "%0d%0a"])
def test_null_bytes_and_broken_letters_do_no_harm(typed):
    assert of_osh(f"q={typed}") <= ALL_OF_OSH


def test_unknown_names_are_not_ours_to_speak_of():
    asked = read("utm_source=letter&after=7&__proto__=1")

    assert not asked
    assert asked.ignored == ()


def test_each_chip_is_the_address_without_its_condition():
    asked = read("q=сель&status=completed&status=suspended&hazard=mudflow")

    chips = asked.chips("/p/")

    assert [chip.label for chip in chips] == [
        "Поиск: сель", "Статус: Выполнено", "Статус: Приостановлено", "Угроза: Сель",
    ]  # fmt: skip
    assert "status=suspended" not in chips[2].url
    assert "status=completed" in chips[2].url
    assert read("status=completed").chips("/p/")[0].url == "/p/"


def test_an_address_is_read_back_as_it_was_written():
    asked = read("q=а+%26+б&hazard=mudflow&city=osh&year=2027")

    assert read(asked.query()) == asked


def test_conditions_cost_a_fixed_number_of_queries(django_assert_num_queries):
    asked = read("q=сель&status=completed&hazard=mudflow&owner=construction&year=2027&sdg=11.5")

    with django_assert_num_queries(1):
        list(asked.apply(listed(), clock.today()))
