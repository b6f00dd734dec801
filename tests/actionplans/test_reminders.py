"""When people are reminded: the rules as a table, day by day, and one whole morning."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from actionplans import verbs
from actionplans.digests import Reader, lines_for, roles_in
from actionplans.models import ReminderChoice, SentReminder
from actionplans.reminders import APART, RULES, due, is_morning
from cities.models import City
from coalition import clock
from coalition.letters import deliver
from coalition.models import Letter, Membership, User
from tests.actionplans.planning import measure, part, report
from tests.actionplans.rounds import open_report, report_in

DAYS = range(-30, 91)
# the days on which a person who is told every time hears of one thing
SAID = {
    "soon": [-30, -7, -1],
    "passed": [1, 7, 30, 60, 90],
    "stale": [1, 7, 30, 60, 90],
    "opening": [1, 7],
    "closing": [-7, -1, 4, 9, 30, 60, 90],
    "asked": [1, 7],
    "answer": [-7, -1, 4, 9, 30, 60, 90],
    "approval": [1, 7, 30, 60, 90],
    "returned": [1, 7, 30, 60, 90],
    "sent": [1, 7, 30, 60, 90],
}


def told(kind: str, days=DAYS) -> list[int]:
    """The days on which one thing is mentioned to a person who reads every morning."""
    last, found = None, []
    for day in days:
        if due(kind, day, None if last is None else day - last):
            found.append(day)
            last = day
    return found


def test_the_table_knows_every_kind():
    assert SAID.keys() == RULES.keys()


@pytest.mark.parametrize("kind", RULES)
def test_a_kind_is_said_on_its_days_on_both_sides_of_its_deadline(kind):
    assert told(kind) == SAID[kind]


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize("first", DAYS)
def test_whoever_begins_to_read_on_any_day_is_never_told_twice_within_five_days(kind, first):
    days = told(kind, range(first, 91))

    assert all(later - earlier >= APART for earlier, later in itertools.pairwise(days))


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize("day", DAYS)
def test_what_was_missed_is_made_good_once(kind, day):
    """The server stood still until a day: one reminder, and none again on the next morning."""
    if due(kind, day, None):
        assert not due(kind, day, 0)
        assert not due(kind, day + 1, 1)


@pytest.mark.parametrize(
    ("kind", "days", "last_sent", "said"),
    [
        ("soon", -31, None, False),
        ("soon", -30, None, True),
        ("soon", -20, 10, False),
        ("soon", -7, 23, True),
        ("soon", 0, None, True),
        ("soon", 1, None, False),
        ("passed", 0, None, False),
        ("passed", 1, None, True),
        ("passed", 1, 2, False),  # told the day before the date, as of one coming near
        ("passed", 4, 5, True),
        ("passed", 7, 6, True),
        ("passed", 8, 1, False),
        ("passed", 29, 22, False),
        ("passed", 30, 23, True),
        ("passed", 89, 29, False),
        ("passed", 90, 30, True),
        ("opening", 0, None, False),
        ("opening", 8, None, False),
        ("closing", -8, None, False),
    ],
)
def test_one_day_before_and_after_each_moment(kind, days, last_sent, said):
    assert due(kind, days, last_sent) is said


MORNINGS = [  # hour, when the last letter was put together, weekly, whether it is now
    (7, None, False, False),
    (8, None, False, True),
    (8, 1, False, True),
    (8, 0, False, False),
    (19, 3, False, True),
    (20, 3, False, False),
]


@pytest.mark.parametrize(("hour", "ago", "weekly", "now"), MORNINGS)
def test_a_letter_is_put_together_once_a_morning(hour, ago, weekly, now):
    day = datetime(2026, 11, 21, hour, tzinfo=UTC)
    last = None if ago is None else day.date() - timedelta(days=ago)

    assert is_morning(day, last, weekly=weekly) is now


@pytest.mark.parametrize(
    ("day", "last", "now"),
    [
        (23, date(2026, 11, 16), True),  # Monday
        (24, date(2026, 11, 23), False),
        (29, date(2026, 11, 23), False),  # Sunday
        (25, date(2026, 11, 20), True),  # Monday was missed
    ],
)
def test_a_weekly_letter_comes_on_monday_or_on_the_first_day_after(day, last, now):
    assert is_morning(datetime(2026, 11, day, 9, tzinfo=UTC), last, weekly=True) is now


# --- whose letter says what


def reader(user, **more) -> Reader:
    return Reader(User.objects.get(pk=user.pk), clock.today(), **more)


def kinds(user, **more) -> set[str]:
    return {line.kind for line in lines_for(reader(user, **more))}


def move_due(code: str, days: int):
    one = measure(code)
    one.start_on, one.due_on = None, clock.today() + timedelta(days=days)
    one.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "kind"), [(31, None), (30, "soon"), (0, "soon"), (-1, "passed"), (-90, "passed")]
)
def test_a_due_date_is_mentioned_on_its_side(person, days, kind):
    move_due("OSH-03", days)

    said = [line for line in lines_for(reader(person("editor.osh"))) if "OSH-03" in line.words]

    assert [line.kind for line in said] == ([kind] if kind else [])


@pytest.mark.django_db
def test_a_measure_of_which_a_report_waits_is_left_alone(person):
    move_due("OSH-03", 7)
    report("OSH-03", person("editor.osh"))

    assert not any("OSH-03" in line.words for line in lines_for(reader(person("editor.osh"))))


@pytest.mark.django_db
def test_approvers_hear_of_what_waits_and_editors_of_dates(person):
    move_due("OSH-03", 7)
    said = report("OSH-03", person("editor.osh"))
    said.at -= timedelta(days=1)
    said.save()

    assert "approval" in kinds(person("approver.osh"))
    assert kinds(person("editor.osh")).isdisjoint({"approval"})
    assert kinds(person("viewer.osh")) == set()
    assert kinds(person("admin.osh")) == set()
    assert "approval" not in kinds(person("approver.dushanbe"))


@pytest.mark.django_db
def test_what_came_back_is_told_to_its_author(person):
    said = report("OSH-03", person("editor.osh"))
    verbs.return_update(said, by=person("approver.osh"), note="Уточните цифру.")
    said.refresh_from_db()
    said.at -= timedelta(days=1)
    said.save()

    assert any(
        line.kind == "returned" and line.path.endswith("/update/OSH-03/")
        for line in lines_for(reader(person("editor.osh")))
    )
    assert "returned" not in kinds(person("approver.osh"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opened", "closes", "kind"),
    [(0, 30, None), (1, 30, "opening"), (20, 8, None), (20, 7, "closing"), (20, -1, "closing"),
     (20, -90, "closing")],
)  # fmt: skip
def test_a_round_is_mentioned_on_both_sides_of_its_day(person, opened, closes, kind):
    today = clock.today()
    about = open_report("osh").round
    about.opens_on = min(today - timedelta(days=opened), today + timedelta(days=closes))
    about.submit_by = today + timedelta(days=closes)
    about.save()

    said = {
        line.kind for line in lines_for(reader(person("approver.osh"))) if str(about) in line.words
    }

    assert said == ({kind} if kind else set())
    assert not any(str(about) in line.words for line in lines_for(reader(person("editor.osh"))))


@pytest.mark.django_db
@pytest.mark.parametrize("days", [1, 15])
def test_proposals_are_told_to_the_city_and_reports_to_reviewers(person, days):
    asked = report_in("clarification")
    asked.proposed_at -= timedelta(days=days)
    asked.answer_by = asked.proposed_at.date() + timedelta(days=14)
    asked.save()

    assert "answer" in kinds(person("approver.osh"))
    assert "answer" in kinds(person("editor.osh"))
    assert "answer" not in kinds(person("reviewer"))

    sent = report_in("submitted", "dushanbe")
    sent.submitted_at -= timedelta(days=1)
    sent.save()
    assert any(
        line.path.endswith(f"/review/reports/{sent.pk}/")
        for line in lines_for(reader(person("reviewer")))
    )


@pytest.mark.django_db
def test_the_administrator_is_told_where_there_is_no_editor(person):
    city = City.objects.get(slug="osh")
    assert roles_in(person("admin.osh"), city) == (False, False)

    held = Membership.objects.get(place=city.place, role="editor")
    held.released_at, held.released_by = clock.now(), person("admin.osh")
    held.save()

    assert roles_in(person("admin.osh"), city) == (True, False)


@pytest.mark.django_db
def test_only_what_waits_for_me_leaves_out_measures_i_do_not_watch(person):
    editor = person("editor.osh")
    move_due("OSH-03", 7)
    move_due("OSH-05", 7)
    verbs.watch_measures(City.objects.get(slug="osh"), by=editor, chosen=[part("OSH-05").pk])

    said = [line.words for line in lines_for(reader(editor, only_mine=True))]

    assert any("OSH-05" in words for words in said)
    assert not any("OSH-03" in words for words in said)


# --- the whole morning


@pytest.fixture
def quiet(db):
    """A city of which the only news is one measure that is due in a week."""
    Letter.objects.all().delete()
    move_due("OSH-03", 7)


def at(hour: int, days: int = 0, zone: str = "Asia/Bishkek") -> datetime:
    day = clock.today() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, 5, tzinfo=ZoneInfo(zone))


def letters(name: str):
    return Letter.objects.filter(to=f"{name}@demo.invalid")


def test_a_person_gets_one_letter_in_the_morning_of_their_city(quiet, person):
    verbs.send_digests(by=User.system(), now=at(7))
    assert not letters("editor.osh").exists()

    for hour in (8, 9, 15):
        verbs.send_digests(by=User.system(), now=at(hour))

    letter = letters("editor.osh").get()
    assert letter.subject.startswith("Напоминание: ")
    assert "/work/city/osh/update/OSH-03/" in letter.body
    assert "Приближается срок" in letter.body


def test_eight_in_the_morning_comes_earlier_in_the_east(quiet):
    move_due("DYU-03", 7)
    verbs.send_digests(by=User.system(), now=at(8))  # seven in Dushanbe

    assert letters("editor.osh").exists()
    assert not letters("editor.dushanbe").exists()


def test_nothing_is_said_again_on_the_next_morning(quiet):
    verbs.send_digests(by=User.system(), now=at(8))
    verbs.send_digests(by=User.system(), now=at(8, days=1))

    assert letters("editor.osh").count() == 1


def test_after_days_of_standstill_one_letter_comes(quiet):
    verbs.send_digests(by=User.system(), now=at(8))
    for hour in (9, 10):
        verbs.send_digests(by=User.system(), now=at(hour, days=20))

    assert letters("editor.osh").count() == 2


def test_a_letter_comes_in_the_readers_language(quiet, person):
    User.objects.filter(pk=person("editor.osh").pk).update(language="en")

    verbs.send_digests(by=User.system(), now=at(8))

    letter = letters("editor.osh").get()
    assert letter.subject.startswith("Reminder: ")
    assert "/en/work/city/osh/update/OSH-03/" in letter.body


def test_who_wants_no_reminders_gets_none(quiet, person):
    editor = person("editor.osh")
    verbs.choose_reminders(editor, by=editor, level="none")

    verbs.send_digests(by=User.system(), now=at(8))

    assert not letters("editor.osh").filter(body__contains="Приближается срок").exists()


def test_a_demonstration_never_writes_to_the_world(quiet, settings):
    settings.EMAIL_URL = "smtp://mail.example"
    verbs.send_digests(by=User.system(), now=at(8))

    deliver()

    assert mail.outbox == []


def test_a_real_letter_carries_the_button_that_ends_it(quiet, person, client):
    editor = person("editor.osh")
    editor.email = "editor@osh.example"
    editor.save()
    verbs.send_digests(by=User.system(), now=at(8))
    deliver()

    [letter] = [one for one in mail.outbox if one.to == ["editor@osh.example"]]
    address = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in letter.body
    path = "/" + address.split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert not ReminderChoice.objects.filter(user=editor).exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert editor.reminder_choice.level == "none"


def test_a_made_up_link_ends_nothing(client, db):
    assert client.post("/reminders/nonsense/").status_code == 404


def test_the_settings_keep_the_choice(db, signed_in, person):
    browser = signed_in("editor.osh")
    assert "Напоминания письмом" in browser.get("/work/settings/").content.decode()

    browser.post("/work/settings/reminders/", {"level": "mine", "pace": "weekly"})

    choice = person("editor.osh").reminder_choice
    assert (choice.level, choice.pace) == ("mine", "weekly")


def test_a_choice_that_does_not_exist_is_refused(signed_in, person, db):
    signed_in("editor.osh").post("/work/settings/reminders/", {"level": "hourly", "pace": "daily"})

    assert not ReminderChoice.objects.filter(user=person("editor.osh"), level="hourly").exists()


def test_nobody_chooses_for_another(person, db):
    with pytest.raises(PermissionDenied):
        verbs.choose_reminders(person("editor.osh"), by=person("admin.osh"), level="none")


def test_what_was_said_is_remembered_once(quiet, person):
    verbs.send_digests(by=User.system(), now=at(8))

    told_of = SentReminder.objects.get(
        user=person("editor.osh"), subject=f"part:{part('OSH-03').pk}"
    )
    assert (told_of.kind, told_of.sent_on) == ("soon", clock.today())
