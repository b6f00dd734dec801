"""The silence procedure: announced at a meeting, broken in writing, numbered once announced."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from coalition import clock
from coalition.models import JournalEntry, Letter, Notification, User
from tests.workinggroups.deciding import (
    adopted,
    fresh,
    kinds,
    opened,
    run_out,
    seat_everybody,
    with_rules,
)
from tests.workinggroups.meeting import planned
from workinggroups.models import Decision, Meeting, Statement, WorkingGroup
from workinggroups.verbs import (
    announce_decision,
    attach_statement,
    cancel_meeting,
    close_decision,
    show_outcome,
    state_outcome,
    state_position,
    withdraw_statement,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruled(group):
    seat_everybody(group)
    with_rules(group)
    return group


@pytest.fixture
def silent(thread, ruled):
    return opened(thread, "silence", question="Временное название")


@pytest.fixture
def passed(silent):
    """Nobody has objected."""
    close_decision(run_out(silent), by=User.system())
    return fresh(silent)


def announced(decision, person, **more):
    said = {"words": "Группа рекомендует.", "announced_on": clock.today()}
    return announce_decision(decision, by=person("chair"), **{**said, **more})


# --- under silence


def test_a_text_is_put_under_silence_at_a_meeting(thread, ruled):
    with pytest.raises(ValidationError, match="Укажите встречу"):
        opened(thread, "silence", put_words=" ")


def test_the_meeting_stands_on_the_page(thread, ruled, person, signed_in):
    meeting = planned(ruled, person("chair"), days=-3, title="Осенняя встреча")
    decision = opened(thread, "silence", put_meeting=meeting, put_words="")

    page = signed_in("member").get(f"/work/decisions/{decision.pk}/").content.decode()

    assert "Процедура молчания объявлена: Осенняя встреча" in page
    assert "Название временное, номера у текста ещё нет." in page


@pytest.mark.parametrize("case", ["coming", "called off", "of others"])
def test_a_meeting_that_was_not_is_no_place_for_it(thread, ruled, person, case):
    meeting = planned(ruled, person("chair"), days=-3 if case == "of others" else 3)
    if case == "called off":
        cancel_meeting(meeting, by=person("chair"))
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=clock.now() - timedelta(days=1))
    if case == "of others":
        Meeting.objects.update(group=WorkingGroup.objects.get(slug="council"))

    with pytest.raises(ValidationError, match="которая уже началась"):
        opened(thread, "silence", put_meeting=meeting)


def test_the_database_keeps_no_silence_without_a_place(silent):
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=silent.pk).update(put_words="")


def test_the_page_shows_the_exact_hour_and_its_zone(silent, signed_in):
    page = signed_in("member").get(f"/work/decisions/{silent.pk}/").content.decode()

    assert "(Ош, UTC+6)" in page
    assert " UTC)" in page
    assert "Пока никто не возразил." in page
    assert "позиция не поступила" not in page


def test_the_letter_asks_for_objections_and_for_nothing_else(silent, person):
    letter = Letter.objects.get(to=person("editor.osh").email, subject__startswith="Возражения до ")

    assert "Если город согласен, отвечать не нужно." in letter.body
    assert "Ответить можно здесь" not in letter.body


def test_who_broke_it_with_what_words_is_in_every_letter(silent, person):
    words = "Заменить «ежедневно» на «еженедельно»."
    Letter.objects.all().delete()
    state_position(silent, by=person("editor.dushanbe"), choice="amendment", reason=words)

    letters = Letter.objects.filter(subject__startswith="Не принято: ")
    told = set(letters.values_list("to", flat=True))
    assert {person(one).email for one in ("chair", "editor.osh", "editor.namangan")} <= told
    assert all(words in one.body and "Душанбе" in one.body for one in letters)


def test_a_broken_silence_has_no_number(silent, person):
    state_position(silent, by=person("editor.dushanbe"), choice="objection", reason="Нет.")

    with pytest.raises(ValidationError, match="один раз"):
        announced(fresh(silent), person)


# --- after it


def test_everybody_is_told_of_the_adoption_and_of_what_follows(silent, person):
    Letter.objects.all().delete()
    close_decision(run_out(silent), by=User.system())

    letters = Letter.objects.filter(subject__startswith="Принято как рекомендация: ")
    assert {person(one).email for one in ("chair", "editor.osh", "editor.dushanbe")} <= set(
        letters.values_list("to", flat=True)
    )
    assert all("на ближайшей встрече" in one.body for one in letters)
    assert Notification.objects.filter(user=person("member"), kind="decision_closed").exists()


def test_an_adopted_text_waits_for_its_announcement(passed, person):
    with pytest.raises(ValidationError, match="после объявления"):
        state_outcome(passed, by=person("chair"), words="Так.")
    with pytest.raises(ValidationError, match="записанный итог"):
        show_outcome(passed, by=person("chair"), is_public=True)
    assert fresh(passed).number == ""


def test_the_announcement_gives_the_number_and_the_final_title(passed, person, thread):
    done = announced(passed, person, title="Окончательное название")

    assert done.number.startswith("РГ-")
    assert (done.name, done.question) == ("Окончательное название", "Временное название")
    assert done.announced_on == clock.today()
    assert kinds(thread)[-1] == "decision.outcome"


@pytest.mark.parametrize("days", [-1, 1])
def test_it_is_announced_after_its_adoption_and_not_tomorrow(passed, person, days):
    day = timezone.localdate(passed.closed_at) + timedelta(days=days)

    with pytest.raises(ValidationError, match="день от принятия"):
        announced(passed, person, announced_on=day)


def test_what_was_answered_aloud_is_not_announced(thread, ruled, person):
    with pytest.raises(ValidationError, match="принято молчанием"):
        announced(adopted(thread), person)


def test_the_database_gives_silence_no_number_before_its_announcement(passed, person):
    done = announced(passed, person)

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=done.pk).update(announced_on=None)


def test_the_chair_notes_the_announcement_on_screen(passed, signed_in):
    browser = signed_in("chair")
    page = browser.get(f"/work/decisions/{passed.pk}/").content.decode()
    answer = browser.post(
        f"/work/decisions/{passed.pk}/outcome/",
        {"words": "Группа рекомендует.", "title": "Памятка",
         "announced_on": f"{clock.today():%d.%m.%Y}"},
    )  # fmt: skip

    assert "Записать объявление" in page
    assert answer.status_code == 302, answer.context["form"].errors
    assert fresh(passed).name == "Памятка"


@pytest.mark.parametrize("who", ["member", "editor.osh", "secretariat"])
def test_the_announcement_is_noted_by_those_who_lead(passed, person, who):
    with pytest.raises(PermissionDenied):
        announce_decision(passed, by=person(who), words="Так.", announced_on=clock.today())


# --- statements of cities


def attach(decision, by, **more):
    said = {"kind": "reservation", "text": "Кроме пункта 3."}
    return attach_statement(decision, by=by, **{**said, **more})


def test_a_city_attaches_its_reservation_and_its_journal_knows(passed, person, thread):
    said = attach(passed, person("editor.osh"))

    assert (said.city.slug, fresh(passed).result) == ("osh", "adopted")
    assert JournalEntry.objects.filter(city="osh", deed="statement.attached").exists()
    assert kinds(thread)[-1] == "decision.outcome"
    assert Notification.objects.filter(user=person("member"), kind="decision_statement").exists()


def test_the_event_of_a_statement_says_no_words(passed, person, thread):
    said = attach(passed, person("editor.osh"))

    data = thread.events.latest("seq").data
    assert data == {"decision": passed.pk, "statement": said.pk, "city": "osh"}


def test_a_statement_taken_back_leaves_who_and_when(passed, person):
    said = attach(passed, person("editor.osh"), is_public=True)
    withdraw_statement(said, by=person("approver.osh"))  # the alternate of the same city

    held = Statement.objects.get(pk=said.pk)
    assert (held.text, held.is_public, held.withdrawn_by) == ("", False, person("approver.osh"))


@pytest.mark.parametrize("who", ["chair", "member", "viewer.osh", "admin.osh", "secretariat"])
def test_only_the_voice_of_a_city_makes_statements(passed, person, who):
    said = attach(passed, person("editor.osh"))

    with pytest.raises(PermissionDenied):
        attach(passed, person(who))
    with pytest.raises(PermissionDenied):
        withdraw_statement(said, by=person(who))


def test_a_city_does_not_take_back_the_words_of_another(passed, person):
    said = attach(passed, person("editor.osh"))

    with pytest.raises(PermissionDenied):
        withdraw_statement(said, by=person("editor.dushanbe"))


def test_there_is_nothing_to_attach_to_what_is_not_adopted(silent, person):
    with pytest.raises(ValidationError, match="принятому тексту"):
        attach(silent, person("editor.osh"))


def test_a_statement_without_words_is_refused(passed, person):
    with pytest.raises(ValidationError, match="несколько слов"):
        attach(passed, person("editor.osh"), text="  ")


def test_everybody_reads_a_statement_only_if_its_city_says_so(passed, person, client):
    attach(passed, person("editor.osh"), text="Это видно всем.", is_public=True)
    attach(passed, person("editor.dushanbe"), text="Это видит группа.")
    show_outcome(announced(passed, person), by=person("chair"), is_public=True)

    for address in ("/groups/early-warning/", "/groups/early-warning/decisions/",
                    "/groups/early-warning/decisions.csv"):  # fmt: skip
        page = client.get(address).content.decode()
        assert "Это видно всем." in page, address
        assert "Это видит группа." not in page, address


def test_a_city_makes_and_takes_back_a_statement_on_screen(passed, signed_in):
    browser, address = signed_in("editor.osh"), f"/work/decisions/{passed.pk}/"
    empty = browser.post(f"{address}statements/", {"kind": "reservation", "text": ""})
    browser.post(f"{address}statements/", {"kind": "reservation", "text": "Кроме пункта 3."})
    said = Statement.objects.get()
    page = browser.get(address).content.decode()
    browser.post(f"{address}statements/{said.pk}/withdraw/")

    assert empty.status_code == 422
    assert "Кроме пункта 3." in page
    after = browser.get(address).content.decode()
    assert "Кроме пункта 3." not in after
    assert "отозвано городом" in after
