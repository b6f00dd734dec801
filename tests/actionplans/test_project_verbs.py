"""What reviewers keep of the project: facts, indicators, values, people, evidence, words."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import verbs
from actionplans.founding.project import found_project
from actionplans.models import (
    Contribution,
    Project,
    ProjectActual,
    ProjectOutput,
    ProjectText,
)
from actionplans.project.report import readable_evidence
from actionplans.review import reviewed_cities
from cities.models import City
from coalition.errors import Conflict
from coalition.models import JournalEntry
from tests.actionplans.project import QUARTER, YEAR, cited, indicator, output, project, reviewer

pytestmark = pytest.mark.django_db
NOBODY = ["editor.osh", "approver.osh", "admin.osh", "secretariat", "keeper", "chair"]
SAID = {"code": "2.9", "names": {"ru": "Показатель", "en": "Indicator"}, "units": {},
        "counts": "since", "baseline": None, "baseline_year": None, "verifications": {},
        "splits": ["sex"]}  # fmt: skip


def actual(code: str = "2.1") -> ProjectActual:
    return ProjectActual.objects.get(indicator__code=code, **QUARTER.of)


def enter(value="124", people=None, version=1, **more):
    return verbs.enter_actual(
        indicator(), by=reviewer(), span=QUARTER, value=None if value is None else Decimal(value),
        people=people, version=version, **more,
    )  # fmt: skip


# --- What the platform is founded with --------------------------------------------------------


def test_the_project_is_founded_with_its_three_outputs_and_their_source():
    found = found_project()

    assert [one.code for one in found.outputs.all()] == ["1", "2", "3"]
    assert all(one.source.startswith("undp.org/") for one in found.outputs.all())
    assert found.sources["ru"]


def test_no_sum_of_the_project_is_told():
    said = str(Project.objects.values()) + str(ProjectOutput.objects.values())

    assert "USD" not in said
    assert "million" not in said


def test_founding_again_keeps_what_reviewers_have_changed():
    verbs.keep_project(project(), by=reviewer(), said={"first_year": 2023}, outputs={}, version=1)

    assert found_project().first_year == 2023


def test_every_invented_indicator_is_marked():
    assert all(
        one.is_example for out in ProjectOutput.objects.all() for one in out.indicators.all()
    )


# --- Who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", NOBODY)
def test_who_reviews_nowhere_keeps_nothing(who, person):
    by, update = person(who), cited()
    deeds = [
        lambda: verbs.keep_project(project(), by=by, said={}, outputs={}, version=1),
        lambda: verbs.keep_indicator(output(), by=by, said=SAID, targets={}),
        lambda: verbs.remove_indicator(indicator(), by=by),
        lambda: verbs.enter_actual(indicator(), by=by, span=QUARTER, value=Decimal(1)),
        lambda: verbs.add_project_evidence(actual(), by=by, title="Встреча"),
        lambda: verbs.remove_project_evidence(actual(), by=by, chosen=[1]),
        lambda: verbs.keep_project_text(project(), by=by, span=QUARTER, section="lessons",
                                        lang="en", text="x"),
        lambda: verbs.translate_for_report(update, by=by, words={"achieved": "x"}, of_words="x"),
    ]  # fmt: skip

    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()


# --- Indicators ---------------------------------------------------------------------------------


def test_an_indicator_is_added_with_targets_by_year():
    made = verbs.keep_indicator(
        output(), by=reviewer(), said=SAID, targets={2026: Decimal(5), 2027: None}
    )

    assert {one.year: one.value for one in made.targets.all()} == {2026: 5}
    assert not made.is_example
    assert JournalEntry.objects.filter(deed="project.indicator_kept").exists()


@pytest.mark.parametrize(
    "wrong",
    [{"names": {"ru": "Только по-русски"}}, {"splits": ["height"]}, {"code": "2.1"}, {"code": ""}],
)
def test_an_indicator_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValidationError):
        verbs.keep_indicator(output(), by=reviewer(), said={**SAID, **wrong}, targets={})


def test_an_indicator_somebody_has_changed_meanwhile_is_a_conflict():
    one = indicator()

    with pytest.raises(Conflict) as found:
        verbs.keep_indicator(output(), by=reviewer(), said=SAID, targets={}, indicator=one,
                             version=one.version - 1)  # fmt: skip

    assert found.value.keep == {"version": one.version}


def test_an_indicator_with_values_stays():
    with pytest.raises(ValidationError):
        verbs.remove_indicator(indicator(), by=reviewer())


def test_an_indicator_without_values_goes():
    made = verbs.keep_indicator(output(), by=reviewer(), said=SAID, targets={})

    verbs.remove_indicator(made, by=reviewer())

    assert not output().indicators.filter(code="2.9").exists()


# --- Values and people --------------------------------------------------------------------------


def test_a_value_is_corrected_and_the_journal_says_what_it_was():
    enter("130", {"women": 70, "men": 60})

    entry = JournalEntry.objects.filter(deed="project.actual_entered").last()
    assert (entry.details["was"], entry.details["became"]) == ("124", "130")
    assert {one.group: one.count for one in actual().people.all()} == {"women": 70, "men": 60}


def test_parts_may_be_less_than_the_whole():
    assert enter("124", {"women": 1, "men": None}).people.count() == 1


@pytest.mark.parametrize(
    "people",
    [
        {"women": 100, "men": 25},
        {"age_0_17": 125},
        {"with_disability": 60, "without_disability": 65},
    ],
)
def test_parts_that_exceed_the_whole_are_refused_with_a_sentence(people):
    with pytest.raises(ValidationError) as refusal:
        enter("124", people)

    assert "больше целого: 124" in refusal.value.messages[0]
    assert actual().people.count() > 2


def test_people_nobody_counts_apart_are_refused():
    with pytest.raises(ValidationError):
        verbs.enter_actual(indicator("1.1"), by=reviewer(), span=QUARTER, value=Decimal(5),
                           people={"women": 2}, version=1)  # fmt: skip


def test_an_empty_value_removes_it():
    assert enter(None) is None
    assert not ProjectActual.objects.filter(indicator__code="2.1", **QUARTER.of).exists()


def test_a_value_somebody_entered_meanwhile_is_a_conflict():
    with pytest.raises(Conflict) as found:
        enter("1", version=0)

    assert ("Значение", "124", "1") in found.value.rows


def test_periods_of_different_kinds_stand_beside_each_other():
    assert indicator().actuals.filter(**QUARTER.of).count() == 1
    assert indicator().actuals.filter(**YEAR.of).count() == 1


# --- Evidence -----------------------------------------------------------------------------------


def test_an_update_is_chosen_as_evidence_once():
    update = cited()
    for _time in range(2):
        verbs.add_project_evidence(actual(), by=reviewer(), updates=[update.pk])

    assert actual().evidence.filter(update=update, contribution=update.contribution).count() == 1


def test_a_meeting_is_named_by_its_title_and_address():
    verbs.add_project_evidence(actual(), by=reviewer(), title="Встреча", url="https://example.org/")

    assert actual().evidence.filter(title="Встреча").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"url": "https://example.org/"},
        {"updates": [10**9]},
        {"parts": [10**9]},
        {"title": "x", "url": "javascript:x"},
    ],
)
def test_evidence_that_is_nothing_is_refused(wrong):
    with pytest.raises(ValidationError):
        verbs.add_project_evidence(actual(), by=reviewer(), **wrong)


def test_what_a_city_keeps_inside_is_no_evidence():
    part = Contribution.objects.filter(city__slug="osh").first()
    type(part.measure).objects.filter(pk=part.measure_id).update(visibility="city")

    with pytest.raises(ValidationError):
        verbs.add_project_evidence(actual(), by=reviewer(), parts=[part.pk])


def shown() -> list:
    rows = ProjectActual.objects.prefetch_related(
        readable_evidence(list(reviewed_cities(reviewer())))
    )
    return list(rows.get(pk=actual().pk).evidence.all())


def test_evidence_is_not_shown_once_the_city_has_taken_it_back(person):
    update = cited()
    verbs.add_project_evidence(actual(), by=reviewer(), updates=[update.pk])
    before = len(shown())

    verbs.withdraw_update(update, by=person("approver.osh"))

    assert len(shown()) == before - 1


def test_evidence_of_a_city_that_no_longer_consents_is_not_shown():
    update = cited()
    verbs.add_project_evidence(actual(), by=reviewer(), updates=[update.pk])
    before = len(shown())

    City.objects.filter(slug="osh").update(review_since=None)

    assert len(shown()) == before - 1


# --- Words --------------------------------------------------------------------------------------


def write(text: str, version: int) -> ProjectText:
    return verbs.keep_project_text(project(), by=reviewer(), span=QUARTER, section="lessons",
                                   lang="en", text=text, version=version)  # fmt: skip


def test_every_version_of_the_words_stays():
    write("Second.", 1)

    kept = ProjectText.objects.filter(section="lessons", lang="en", **QUARTER.of)
    assert [one.version for one in kept] == [2, 1]


def test_the_same_words_make_no_new_version():
    assert write(write("Second.", 1).text, 2).version == 2


def test_words_somebody_wrote_meanwhile_are_a_conflict_that_holds_both():
    with pytest.raises(Conflict) as found:
        write("Mine.", 0)

    ((_label, theirs, mine),) = found.value.rows
    assert theirs.startswith("Example")
    assert mine == "Mine."


def test_a_part_that_is_no_part_is_refused():
    with pytest.raises(ValidationError):
        verbs.keep_project_text(project(), by=reviewer(), span=QUARTER, section="praise",
                                lang="en", text="x")  # fmt: skip
