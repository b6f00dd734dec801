"""What is held on a person: all of it for them, and their erasure, which keeps the record."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import CASCADE

from cities.models import City
from coalition import clock
from coalition.models import (
    ApiToken,
    Invitation,
    JournalEntry,
    Letter,
    Membership,
    Notification,
    Place,
    User,
)
from coalition.models.journal import record
from coalition.personal import erase_oneself, held_on, mark_of
from coalition.verbs import (
    accept_invitation,
    appoint,
    hand_over,
    invite,
    issue_token,
    name_deputy,
    release,
)
from workinggroups.models import Draft, Post, Thread, ThreadUser, WorkingGroup
from workinggroups.verbs import invite_guest, open_thread, post_reply, seat_delegate

pytestmark = pytest.mark.django_db
PAGE = "/work/settings/data/"
EMAIL = "leaver@sample.invalid"
TICKS = {"taken": "on", "sure": "on"}


@pytest.fixture
def osh():
    return City.objects.select_related("place").get(slug="osh")


@pytest.fixture
def leaver(osh, person) -> User:
    """A person who has worked for Osh in every way and whose role has ended."""
    user = User.objects.create_user(EMAIL, "a short sentence", first_name="Айгуль",
                                    last_name="Примерова", post="Главный специалист",
                                    phone="+996 000", shows_contacts=True)  # fmt: skip
    admin = person("admin.osh")
    invite(EMAIL, by=admin, place=osh.place, role="viewer")
    held = appoint(user, by=admin, place=osh.place, role="editor")
    team = WorkingGroup.objects.get(slug="team-osh")
    thread = open_thread(team, by=user, title="Паводок")
    post_reply(thread, by=user, body="Моё слово", key="7b0c7d0c-6b1e-4c0c-9a60-2f2c0d0e0f01")
    Draft.objects.create(user=user, key=f"thread:{thread.pk}", data={"body": "недописано"})
    issue_token(user, by=user, name="Программа отдела", scope="read")
    Notification.objects.create(user=user, kind="thread_news", subject="thread:1", path="/work/",
                                at=clock.now())  # fmt: skip
    record("group.handed_over", by=admin, subject=team, place=team.place, person=str(user))
    release(held, by=admin)
    return User.objects.get(pk=user.pk)


def test_the_file_holds_all_that_is_held(leaver):
    said = json.loads(held_on(leaver))

    assert said["person"]["email"] == EMAIL
    assert [post["body"] for post in said["posts"]] == ["Моё слово"]
    assert [key["name"] for key in said["keys"]] == ["Программа отдела"]
    assert said["roles"][0]["place__key"] == "osh"
    assert {"roles", "invitations", "journal", "posts", "post_drafts", "notifications", "letters",
            "keys", "second_factors", "sign_ins", "measure_drafts", "progress", "reminders",
            "watched", "seats", "tasks"} <= set(said)  # fmt: skip
    assert all(said[part] for part in ("roles", "invitations", "journal", "posts", "post_drafts",
                                       "notifications", "letters", "keys"))  # fmt: skip


def test_the_file_holds_no_secret_and_nothing_of_others(leaver):
    said = held_on(leaver).decode()

    assert "digest" not in said
    assert "password" not in said.replace("a short sentence", "")
    assert "editor.dushanbe" not in said


def test_a_person_takes_their_own_file(signed_in, client, leaver):
    client.force_login(leaver)

    answer = client.get(f"{PAGE}file/")

    assert json.loads(answer.content)["person"]["last_name"] == "Примерова"
    assert "no-store" in answer.headers["Cache-Control"]
    assert json.loads(answer.content)["sign_ins"] != []


def everything_about(word: str) -> list[str]:
    """Where a word still stands: in any row of any table that has text."""
    found = []
    for model in apps.get_models():
        texts = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, (models.CharField, models.TextField, models.JSONField))
        ]
        if not texts:
            continue
        rows = model._default_manager.values("pk", *texts)
        told = ((row["pk"], json.dumps(row, ensure_ascii=False, default=str)) for row in rows)
        found += [f"{model._meta.label}:{pk}" for pk, said in told if word in said]
    return found


def test_nothing_names_an_erased_person_in_any_table(leaver):
    words = (EMAIL, "Примерова", "+996 000", "Главный специалист")
    assert all(everything_about(word) for word in words)

    erase_oneself(leaver, by=leaver)

    left = {word: everything_about(word) for word in words}
    assert left == {word: [] for word in words}


def test_deeds_of_others_name_an_erased_person_no_more(leaver, osh, person):
    boss, colleague = person("admin.osh"), person("viewer.osh")
    role = appoint(leaver, by=boss, place=osh.place, role="editor")
    council = WorkingGroup.objects.get(slug="council")
    seat_delegate(council, by=boss, city=osh, user=leaver, is_alternate=True)
    hand_over(Membership.objects.get(user=person("editor.osh"), place=osh.place), by=boss,
              successor=leaver)  # fmt: skip
    name_deputy(role, by=boss, deputy=colleague, since=clock.today(), until=clock.today())
    Notification.objects.create(user=boss, kind="seat_ends", subject="seat:1", path="/work/",
                                details={"person": str(leaver)}, at=clock.now())  # fmt: skip
    Letter.objects.update(sent_at=clock.now())
    for held in Membership.objects.filter(user=leaver, released_at=None):
        release(held, by=User.system())
    assert len(everything_about("Примерова")) > 8

    leaver = User.objects.get(pk=leaver.pk)
    erase_oneself(leaver, by=leaver)

    assert everything_about("Примерова") == []
    entry = JournalEntry.objects.get(deed="person.deputised")
    assert (entry.details["holder"], entry.subject) == (mark_of(leaver), str(colleague))


def test_the_address_of_an_erased_guest_is_kept_nowhere(person):
    group = WorkingGroup.objects.get(slug="early-warning")
    _sent, secret = invite_guest(group, by=person("chair"), email="guest@sample.invalid",
                                 until=clock.today(), stakeholder="academia")  # fmt: skip
    guest = accept_invitation(secret, by=None, password="вода камень точит", post="Гость")
    release(guest.memberships.get(), by=person("chair"))

    guest = User.objects.get(pk=guest.pk)
    erase_oneself(guest, by=guest)

    assert everything_about("guest@sample.invalid") == []


def test_whoever_is_to_have_a_role_is_not_erased_before(leaver, osh, person):
    tomorrow = clock.today() + timedelta(days=1)
    appoint(leaver, by=person("admin.osh"), place=osh.place, role="administrator", since=tomorrow)

    with pytest.raises(ValidationError):
        erase_oneself(leaver, by=leaver)


def test_the_record_stays_word_for_word_but_for_the_name(leaver):
    lines = JournalEntry.objects.filter(actor_id=leaver.pk)
    before = list(lines.order_by("pk").values_list("pk", "at", "deed", "place", "details"))
    posts = list(Post.objects.filter(author=leaver).values_list("pk", "body"))
    total = JournalEntry.objects.count()

    erase_oneself(leaver, by=leaver)

    kept = lines.exclude(deed="person.erased").order_by("pk")
    assert list(kept.values_list("pk", "at", "deed", "place", "details")) == before
    assert set(lines.values_list("actor", flat=True)) == {mark_of(leaver)}
    assert list(Post.objects.filter(author=leaver).values_list("pk", "body")) == posts
    assert JournalEntry.objects.count() == total + 1


def test_the_thread_shows_the_mark(leaver, signed_in):
    thread = Thread.objects.get(title="Паводок")

    erase_oneself(leaver, by=leaver)

    page = signed_in("viewer.osh").get(f"/work/threads/{thread.pk}/").content.decode()
    assert f"Удалённый участник № {leaver.pk}" in page
    assert "Примерова" not in page


def test_every_door_is_closed(leaver, client):
    client.force_login(leaver)
    assert Session.objects.exists()

    erase_oneself(leaver, by=leaver)

    assert client.get("/work/").status_code == 302
    assert not ApiToken.objects.filter(user=leaver).exists()
    gone = User.objects.get(pk=leaver.pk)
    assert (gone.is_active, gone.has_usable_password(), gone.groups.count()) == (False, False, 0)
    assert not client.login(login=EMAIL, password="a short sentence")
    assert not Session.objects.filter(expire_date__gt=clock.now()).exists()


# what leads to a person and is not theirs alone: who was named in somebody else's post
OF_OTHERS = {"workinggroups.Mention"}


def test_no_row_that_is_a_persons_alone_outlives_them(leaver):
    erase_oneself(leaver, by=leaver)

    left = {
        relation.related_model._meta.label
        for relation in User._meta.get_fields(include_hidden=True)
        if getattr(relation, "on_delete", None) is CASCADE
        and relation.related_model._default_manager.filter(
            **{relation.field.name: leaver.pk}
        ).exists()
    }

    assert left - OF_OTHERS == set()
    assert not ThreadUser.objects.filter(user=leaver).exists()


def test_letters_to_them_and_open_invitations_go(leaver, osh, person):
    invite(EMAIL, by=person("admin.osh"), place=osh.place, role="viewer")

    erase_oneself(leaver, by=leaver)

    assert not Letter.objects.filter(to=EMAIL).exists()
    assert not Invitation.objects.filter(email=EMAIL).exists()
    open_ones = Invitation.objects.filter(used_at=None, revoked_at=None, place=osh.place)
    assert not open_ones.filter(email__startswith="erased-").exists()


def test_the_address_can_be_invited_anew_as_somebody_new(leaver, osh, person):
    erase_oneself(leaver, by=leaver)

    anew = User.objects.create_user(EMAIL)
    appoint(anew, by=User.system(), place=osh.place, role="viewer")

    assert anew.pk != leaver.pk


def test_whoever_has_a_role_is_not_erased(person):
    editor = person("editor.osh")

    with pytest.raises(ValidationError):
        erase_oneself(editor, by=editor)

    assert person("editor.osh").is_active


def test_nobody_erases_another(leaver, person):
    for name in ("admin.osh", "secretariat"):
        with pytest.raises(PermissionDenied):
            erase_oneself(leaver, by=person(name))
    with pytest.raises(PermissionDenied):
        erase_oneself(User.system(), by=User.system())


def test_the_page_erases_after_two_ticks(client, leaver):
    client.force_login(leaver)
    assert "Удалить мои данные" in client.get(PAGE).content.decode()

    for lacking in TICKS:
        form = {name: said for name, said in TICKS.items() if name != lacking}
        assert client.post(f"{PAGE}erase/", form).status_code == 200
        assert User.objects.get(pk=leaver.pk).is_active

    answer = client.post(f"{PAGE}erase/", TICKS)
    assert "Ваши данные удалены" in answer.content.decode()
    assert not User.objects.get(pk=leaver.pk).is_active
    assert client.get("/work/").status_code == 302


def test_the_page_tells_whoever_has_a_role_what_comes_first(signed_in, person):
    client = signed_in("editor.osh")

    assert "У вас есть действующая роль" in client.get(PAGE).content.decode()
    answer = client.post(f"{PAGE}erase/", TICKS)
    assert "У вас есть действующая роль" in answer.content.decode()
    assert person("editor.osh").is_active


def test_the_journal_is_still_append_only():
    entry = JournalEntry.objects.first()

    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_a_namesakes_post_is_not_taken_for_the_erased_one(leaver, person):
    """Two people with one post: only what names the erased one is marked."""
    twin = User.objects.create_user("twin@sample.invalid", post="Главный специалист")
    record("person.noted", by=twin, subject=twin, place=Place.coalition())

    erase_oneself(leaver, by=leaver)

    assert JournalEntry.objects.get(deed="person.noted").actor == "Главный специалист"
