"""Cities' words in English: whose they are, what is wanting, what happens when words change."""

import re

import pytest

from actionplans import verbs
from actionplans.models import (
    MeasureTranslation,
    ProgressUpdate,
    UndpTranslation,
    UpdateTranslation,
)
from actionplans.project.cited import parts_of, things_of
from actionplans.project.english import Mark, fingerprint, in_english, state_of, tally
from tests.actionplans.project import (
    PERIOD,
    cited,
    fresh,
    reviewer,
    shown,
    told,
    translate,
    untranslated,
)

pytestmark = pytest.mark.django_db
REPORT = f"/review/project/report/?{PERIOD}&lang=ru"


@pytest.fixture
def desk(signed_in):
    return signed_in("reviewer")


def test_undps_translation_stands_beside_the_citys_words_and_is_marked(desk):
    update = untranslated()
    words = update.achieved
    translate(update)

    said = in_english(fresh(update), "achieved")
    assert (said.text, said.mark) == ("Done.", Mark.UNDP)
    assert fresh(update).achieved == words
    assert "перевод ПРООН" in shown(desk.get(REPORT))


def test_the_citys_own_english_stands_above_undps():
    update = untranslated()
    translate(update)
    UpdateTranslation.objects.create(update=update, lang="en", achieved="The city's English.")

    assert in_english(fresh(update), "achieved") == ("The city's English.", Mark.CITY)


def test_a_machines_english_does_not_count_as_translated():
    update = untranslated()
    UpdateTranslation.objects.create(update=update, lang="en", kind="machine", achieved="Robot.")

    assert in_english(fresh(update), "achieved").mark == Mark.MACHINE
    assert state_of(fresh(update)) == "missing"


def test_words_written_in_english_need_no_translation():
    update = untranslated()
    ProgressUpdate.objects.filter(pk=update.pk).update(lang="en")

    assert state_of(fresh(update)) == "none"


def test_a_translation_is_outdated_once_the_city_says_something_else():
    update = untranslated()
    translate(update)
    ProgressUpdate.objects.filter(pk=update.pk).update(achieved="Иначе.")

    assert in_english(fresh(update), "achieved").mark == Mark.OUTDATED


def test_a_translation_made_while_the_city_changed_its_words_is_kept_as_outdated():
    update = untranslated()
    of_words = fingerprint(update)
    ProgressUpdate.objects.filter(pk=update.pk).update(achieved="Иначе.")

    verbs.translate_for_report(fresh(update), by=reviewer(), words={"achieved": "x"},
                               of_words=of_words)  # fmt: skip

    assert in_english(fresh(update), "achieved").mark == Mark.OUTDATED


def test_withdrawing_an_update_takes_undps_english_with_it(person):
    update = cited()
    UndpTranslation.objects.filter(update=update).delete()
    translate(update)

    verbs.withdraw_update(update, by=person(f"approver.{update.contribution.city.slug}"))

    assert not UndpTranslation.objects.filter(update=update).exists()


def test_one_form_saves_one_thing_and_the_number_falls(desk):
    update = untranslated()
    before = tally(thing for _part, thing in things_of(parts_of(told()))).missing
    key = f"update-{update.pk}"
    said = {"thing": key, f"{key}-of_words": fingerprint(update), f"{key}-version": "0"}
    said |= {f"{key}-{name}": "English." for name in ("achieved", "obstacles", "next_steps")}

    desk.post(f"/review/project/english/?{PERIOD}", said)

    assert tally(thing for _part, thing in things_of(parts_of(told()))).missing == before - 1
    assert f"Ещё не переведено: {before - 1} из" in shown(desk.get(REPORT))


def test_too_long_a_translation_comes_back_with_what_was_typed(desk):
    part = next(one for one in parts_of(told()) if one.part.city.slug == "osh")
    MeasureTranslation.objects.filter(measure=part.measure).delete()
    key = f"measure-{part.measure.pk}"
    answer = shown(desk.post(f"/review/project/english/?{PERIOD}&show=all", {
        "thing": key, f"{key}-of_words": fingerprint(part.measure), f"{key}-version": "0",
        f"{key}-title": "x" * 401,
    }))  # fmt: skip

    assert "x" * 401 in answer
    assert "err-sum" in answer


def test_a_translation_saved_by_a_colleague_meanwhile_shows_both(desk):
    update = untranslated()
    translate(update, "Theirs.")
    key = f"update-{update.pk}"
    answer = desk.post(f"/review/project/english/?{PERIOD}", {
        "thing": key, f"{key}-of_words": fingerprint(update), f"{key}-version": "0",
        f"{key}-achieved": "Mine.",
    })  # fmt: skip

    assert answer.status_code == 409
    assert "Theirs." in shown(answer)
    assert "Mine." in shown(answer)
    sent_again = re.findall(r'<textarea name="([^"]+)" hidden>\n([^<]*)</', shown(answer))
    desk.post(f"/review/project/english/?{PERIOD}", dict(sent_again))
    assert in_english(fresh(update), "achieved").text == "Mine."


@pytest.mark.parametrize("thing", ["update-999999", "x", "measure-0"])
def test_a_thing_the_report_does_not_cite_is_not_translated(thing, desk):
    before = UndpTranslation.objects.count()

    desk.post(f"/review/project/english/?{PERIOD}", {"thing": thing, f"{thing}-achieved": "x"})

    assert UndpTranslation.objects.count() == before
