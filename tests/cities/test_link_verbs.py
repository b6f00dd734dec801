"""Both links of an application: whose they are, how long they work, whether it is listed."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cities import verbs
from cities.models import Applicant, Application, ApplicationPaper, Companion
from coalition import clock
from coalition.models import JournalEntry, Letter, User
from tests.cities.applying import (
    application_in,
    filled,
    holder,
    pdf,
    people,
)

pytestmark = pytest.mark.django_db
SECOND = "second@sample.invalid"
Kind = ApplicationPaper.Kind


def invited(application: Application) -> tuple[Companion, Applicant]:
    companion = verbs.invite_companion(application, by=holder(application), email=SECOND)
    return companion, Applicant(application, companion.secret)


def letters_to(address: str) -> list[Letter]:
    return list(Letter.objects.filter(to=address).order_by("pk"))


# --- the second person


def test_the_second_person_gets_a_link_of_their_own_whose_secret_is_not_stored():
    application = filled()
    companion, _by = invited(application)

    (letter,) = letters_to(SECOND)
    assert f"/join/apply/{companion.secret}/" in letter.body
    assert application.secret not in letter.body
    assert application.email in letter.body
    assert "Проба-город" not in letter.subject + letter.body  # no stranger's words in a letter
    stored = {str(value) for value in Companion.objects.filter(pk=companion.pk).values()[0]}
    assert companion.secret not in stored


def test_both_links_open_the_one_application():
    application = filled()
    companion, _by = invited(application)

    found = [Application.objects.of_secret(secret, clock.now())
             for secret in (application.secret, companion.secret)]  # fmt: skip
    assert found == [application, application]


def test_each_link_proves_its_own_holder_only():
    application, other = filled(), filled("other@sample.invalid")
    companion, by = invited(application)

    assert (by.is_first, by.companion) == (False, companion)
    assert holder(application).is_first
    assert Applicant(other, companion.secret).application_pk is None


def test_the_journal_tells_which_of_the_two_saved_what():
    application = filled()
    _companion, second = invited(application)
    verbs.save_task(application, by=second, task="reasons", version=1,
                    values={"motivation": "Вместе"})  # fmt: skip

    entry = JournalEntry.objects.filter(deed="application.saved").latest("pk")
    first = JournalEntry.objects.filter(deed="application.saved").earliest("pk")
    assert (entry.actor, entry.details["task"]) == ("Проба-город (второй участник)", "reasons")
    assert "второй участник" not in first.actor


def test_letters_about_the_application_go_to_both_each_with_their_own_link():
    application = filled()
    companion, second = invited(application)

    verbs.submit_application(application, by=second)

    received = [letters_to(address)[-1] for address in (application.email, SECOND)]
    assert all("принята" in letter.subject or "получ" in letter.subject for letter in received)
    assert [application.secret in letter.body for letter in received] == [True, False]
    assert [companion.secret in letter.body for letter in received] == [False, True]


def test_an_ended_link_opens_nothing_and_proves_nothing():
    application = filled()
    companion, _by = invited(application)

    verbs.end_companion(application, by=holder(application))

    assert Application.objects.of_secret(companion.secret, clock.now()) is None
    with pytest.raises(PermissionDenied):
        verbs.submit_application(application, by=Applicant(application, companion.secret))
    assert companion.secret not in letters_to(SECOND)[-1].body


def test_after_the_end_of_one_link_another_person_may_be_invited():
    application = filled()
    invited(application)
    verbs.end_companion(application, by=holder(application))

    verbs.invite_companion(application, by=holder(application), email="third@sample.invalid")

    assert application.companions.filter(ended_at=None).get().email == "third@sample.invalid"


def test_a_third_person_at_once_is_refused():
    application = filled()
    invited(application)

    with pytest.raises(ValidationError):
        verbs.invite_companion(application, by=holder(application), email="third@sample.invalid")


def test_the_first_person_cannot_be_the_second_too():
    application = filled()

    with pytest.raises(ValidationError) as refusal:
        verbs.invite_companion(application, by=holder(application), email=application.email)

    assert "email" in refusal.value.message_dict


def test_nobody_is_invited_to_a_withdrawn_application():
    with pytest.raises(ValidationError):
        invited(application_in("withdrawn"))


def test_invitations_of_a_day_have_an_end():
    application = filled()
    for number in range(5):
        verbs.invite_companion(
            application, by=holder(application), email=f"{number}@sample.invalid"
        )
        verbs.end_companion(application, by=holder(application))

    with pytest.raises(ValidationError):
        verbs.invite_companion(application, by=holder(application), email="6@sample.invalid")


@pytest.mark.parametrize(
    "deed",
    [
        lambda a, by: verbs.invite_companion(a, by=by, email="third@sample.invalid"),
        lambda a, by: verbs.end_companion(a, by=by),
        lambda a, by: verbs.withdraw_application(a, by=by),
    ],
    ids=["invite", "end", "withdraw"],
)
def test_what_is_the_first_persons_is_refused_to_the_second(deed):
    application = filled()
    _companion, second = invited(application)

    with pytest.raises(PermissionDenied):
        deed(application, second)

    assert Companion.objects.get().ended_at is None
    assert Application.objects.get(pk=application.pk).state == "draft"


@pytest.mark.parametrize(
    "deed",
    [
        lambda a, by: verbs.extend_link(a, by=by),
        lambda a, by: verbs.show_publicly(a, by=by, agrees=False),
        lambda a, by: verbs.invite_companion(a, by=by, email="third@sample.invalid"),
        lambda a, by: verbs.end_companion(a, by=by),
        lambda a, by: verbs.add_papers(a, by=by, kind="other", files=[pdf()]),
        lambda a, by: verbs.remove_paper(a.papers.first(), by=by),
    ],
    ids=["extend", "show", "invite", "end", "add", "remove"],
)
@pytest.mark.parametrize("who", ["wrong link", "another applicant", "secretariat"])
def test_deeds_of_the_link_are_refused_to_everybody_else(deed, who):
    application = filled()
    by = {
        "wrong link": lambda: Applicant(application, "no such secret"),
        "another applicant": lambda: holder(filled("other@sample.invalid")),
        "secretariat": lambda: people("secretariat"),
    }[who]()

    with pytest.raises(PermissionDenied):
        deed(application, by)


def test_whoever_is_the_second_person_gets_their_own_link_again():
    application = filled()
    companion, _by = invited(application)
    Companion.objects.update(link_sent_at=clock.now() - timedelta(minutes=5))

    found = verbs.start_application(SECOND)

    assert found == application
    assert companion.secret in letters_to(SECOND)[-1].body
    assert len(letters_to(SECOND)) == 2


# --- ninety days


def test_one_press_keeps_the_link_for_ninety_days_more_and_reminders_begin_anew():
    application = filled()
    Application.objects.update(expires_at=clock.now() + timedelta(days=3), reminders=3)

    verbs.extend_link(application, by=holder(application))

    application.refresh_from_db()
    assert application.expires_at > clock.now() + timedelta(days=89)
    assert application.reminders == 0


def test_a_reminder_leads_to_the_button_that_keeps_the_link():
    application = filled()
    Application.objects.update(expires_at=clock.now() + timedelta(days=14))

    verbs.remind_of_drafts(by=User.system())

    assert f"{application.path}extend/" in letters_to(application.email)[-1].body


# --- the public list


def test_a_city_lets_itself_be_listed_and_takes_it_back():
    application = application_in("received", agrees_to_publish=False)
    shown = Application.objects.shown_publicly

    assert application not in shown()
    verbs.show_publicly(application, by=holder(application), agrees=True)
    assert application in shown()
    verbs.show_publicly(application, by=holder(application), agrees=False)
    assert application not in shown()


@pytest.mark.parametrize(
    ("state", "is_listed"),
    [("draft", False), ("received", True), ("returned", True), ("notified", True),
     ("signed", True), ("copies_sent", False), ("withdrawn", False)],
)  # fmt: skip
def test_only_what_is_under_way_is_listed(state, is_listed):
    application = application_in(state)

    assert (application in Application.objects.shown_publicly()) is is_listed
