"""Letters: what they say, when they leave, and to whom they never go."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from coalition.letters import TRIES, deliver, post_letter
from coalition.models import Letter, Place
from coalition.roles import role

pytestmark = pytest.mark.django_db

EDITOR = {"role": role("city", "editor")}
LETTERS = {
    "invitation": ({**EDITOR, "path": "/accounts/invitation/x/"}, "Приглашение", "Invitation"),
    "login_code": ({"code": "ABC-123"}, "Код для входа: ABC-123", "Sign-in code: ABC-123"),
    "password_reset": ({"path": "/accounts/x/"}, "Новый пароль", "A new password"),
    "unknown_account": ({}, "Вход на платформу", "Sign-in to the platform"),
    "notice": ({"what": "password_changed"}, "Изменение в вашей", "A change in your account"),
    "member_released": (EDITOR, "Ваша роль завершена: Ош", "Your role has ended: Osh"),
}


def letter_of(template: str, language: str) -> Letter:
    place = Place.objects.get(kind="city", key="osh")
    return post_letter(
        "a@b.example", template, language=language, place=place, **LETTERS[template][0]
    )


@pytest.mark.parametrize("template", LETTERS)
@pytest.mark.parametrize(("language", "number"), [("ru", 1), ("en", 2)])
def test_a_letter_begins_with_its_subject_in_the_readers_language(template, language, number):
    letter = letter_of(template, language)

    assert letter.subject.startswith(LETTERS[template][number])
    assert "\n" not in letter.subject
    assert letter.body.strip()
    assert letter.language == language


@pytest.mark.parametrize("template", LETTERS)
def test_a_letter_is_plain_text_with_whole_addresses(template, settings):
    body = letter_of(template, "ru").body

    for sign in ("<", "{{", "{%", "&amp;", "&quot;", "\n\n\n"):
        assert sign not in body
    for line in body.splitlines():
        assert line.strip() != settings.SITE_URL
    assert LETTERS[template][0].get("path", "") in body


@pytest.mark.parametrize(
    "what", ["totp_activated", "totp_deactivated", "recovery_codes_generated", "password_set"]
)
def test_a_notice_says_what_has_changed(what):
    changed = post_letter("a@b.example", "notice", what=what).body
    password = post_letter("a@b.example", "notice", what="password_changed").body

    assert (changed == password) == what.startswith("password")


def test_an_invitation_names_the_city_and_the_role():
    body = letter_of("invitation", "ru").body

    assert "Куда: Ош" in body
    assert "Роль: Редактор" in body


def test_a_letter_leaves_once():
    letter_of("login_code", "ru")

    assert [deliver(), deliver()] == [1, 0]
    assert [message.to for message in mail.outbox] == [["a@b.example"]]


def test_a_letter_waits_until_it_is_due():
    letter = letter_of("login_code", "ru")
    Letter.objects.filter(pk=letter.pk).update(due_at=timezone.now() + timedelta(minutes=1))

    assert deliver() == 0


class NobodyAnswers(EmailBackend):
    """A mail server that refuses."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("nobody answers")


def test_a_letter_that_was_not_taken_waits_longer_each_time_and_is_given_up(settings):
    settings.EMAIL_BACKEND = f"{__name__}.NobodyAnswers"
    letter = letter_of("login_code", "ru")

    pauses = []
    for _try in range(TRIES + 2):
        Letter.objects.filter(pk=letter.pk).update(due_at=timezone.now())
        before = timezone.now()
        deliver()
        letter.refresh_from_db()
        pauses.append(round((letter.due_at - before).total_seconds() / 60))

    assert pauses[:4] == [1, 4, 16, 64]
    assert letter.attempts == TRIES
    assert letter.sent_at is None
    assert "nobody answers" in letter.trouble


def test_a_letter_leaves_when_the_mail_server_is_back(settings):
    settings.EMAIL_BACKEND = f"{__name__}.NobodyAnswers"
    letter = letter_of("login_code", "ru")
    deliver()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Letter.objects.filter(pk=letter.pk).update(due_at=timezone.now())

    assert deliver() == 1
    letter.refresh_from_db()
    assert letter.trouble == ""


def test_letters_to_the_demonstration_never_leave_the_machine(settings):
    settings.EMAIL_URL = "smtp://mail.example"
    post_letter("editor.osh@demo.invalid", "notice", what="")
    post_letter("a@b.example", "notice", what="")

    deliver()

    assert [message.to for message in mail.outbox] == [["a@b.example"]]
    assert not Letter.objects.filter(sent_at=None, to__endswith=".invalid").exists()


def test_a_letter_that_is_none_does_not_hold_up_the_others():
    broken, whole = letter_of("login_code", "ru"), letter_of("notice", "ru")
    Letter.objects.filter(pk=broken.pk).update(in_reply_to="<a>\nBcc: x@example.org")

    deliver()

    broken.refresh_from_db()
    whole.refresh_from_db()
    assert (broken.sent_at, bool(broken.trouble)) == (None, True)
    assert whole.sent_at is not None
