"""Answers by e-mail: what is read of a letter, what is posted, what goes back and why."""

import io
import sys
import uuid
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from coalition import clock
from coalition.letters import deliver
from coalition.models import Letter, Membership, User
from coalition.verbs import appoint, release
from tests.workinggroups.answers import HTML, PLAIN
from workinggroups import verbs
from workinggroups.letters import post_id
from workinggroups.mailing.markup import words_of_html
from workinggroups.mailing.quotes import own_words
from workinggroups.mailing.reading import read_letter
from workinggroups.models import Post
from workinggroups.replies import read_token, reply_address, token_in, token_of

pytestmark = pytest.mark.django_db
BOX = "reply@coalition.example"


@pytest.fixture(autouse=True)
def _box(db, settings):
    settings.REPLY_ADDRESS = BOX
    Letter.objects.all().delete()


@pytest.fixture
def answer(person, thread):
    """A letter in which somebody answers: answer("member", "Слышно.", To=…) as bytes."""

    def write(who="member", words="Слышно.", **headers):
        letter = EmailMessage()
        of = {
            "From": f"Участник <{who}@demo.invalid>",
            "To": reply_address(person("member"), thread),
            "Subject": "Re: Сирены",
            "Message-ID": f"<{uuid.uuid4()}@mail.example>",
        }
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in (of | given).items():
            letter[name] = value
        letter.set_content(words)
        return letter

    return write


def receive(letter, **more):
    raw = letter if isinstance(letter, bytes) else letter.as_bytes()
    return verbs.receive_letter(raw, by=User.system(), **more)


def returned():
    return list(Letter.objects.filter(message_id__startswith="<returned."))


# --- what is read
def test_there_are_enough_samples():
    assert (len(PLAIN), len(HTML)) == (39, 7)


@pytest.mark.parametrize(("text", "wanted"), [row[1:] for row in PLAIN], ids=[r[0] for r in PLAIN])
def test_of_an_answer_only_its_authors_words_are_kept(text, wanted):
    assert own_words(text) == wanted


@pytest.mark.parametrize(("text", "wanted"), [row[1:] for row in PLAIN], ids=[r[0] for r in PLAIN])
def test_lines_may_end_in_either_way(text, wanted):
    assert own_words(text.replace("\n", "\r\n")) == wanted


@pytest.mark.parametrize(("text", "wanted"), [row[1:] for row in HTML], ids=[r[0] for r in HTML])
def test_of_a_letter_in_html_the_words_are_kept(text, wanted):
    assert own_words(words_of_html(text)) == wanted


@pytest.mark.parametrize("charset", ["utf-8", "koi8-r", "windows-1251", "iso-8859-5"])
def test_a_letter_in_any_usual_alphabet_is_read(charset):
    letter = EmailMessage()
    letter.set_content("Слышно, кроме села.", charset=charset)

    assert read_letter(letter.as_bytes()).words == "Слышно, кроме села."


def test_an_alphabet_nobody_knows_is_no_fault():
    raw = b"Content-Type: text/plain; charset=klingon\n\nOK\n"

    assert read_letter(raw).words == "OK"


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff", b"From: =?x?\n\n", b"Content-Type: multipart/mixed"]
)
def test_a_damaged_letter_is_read_as_far_as_it_goes(raw):
    assert read_letter(raw).words in ("", "\x00\ufffd")


def test_the_plain_part_is_read_before_the_html_one(answer):
    letter = answer(words="Простое.")
    letter.add_alternative("<p>Размеченное.</p>", subtype="html")

    assert read_letter(letter.as_bytes()).words == "Простое."


# --- the address
def test_a_token_says_who_and_where_and_survives_other_case():
    token = token_of(17, 4)

    assert read_token(token.upper()) == (17, 4)
    assert token == token.lower()
    assert len(f"reply+{token}") <= 64


def test_a_token_that_was_changed_is_none_of_ours():
    token = token_of(17, 4)
    other = ("a" if token[0] != "a" else "b") + token[1:]

    assert (read_token(other), read_token("abc"), read_token("")) == (None, None, None)


def test_a_token_ends_after_its_days(monkeypatch):
    token = token_of(17, 4)
    later = clock.today() + timedelta(days=91)
    monkeypatch.setattr(clock, "today", lambda: later)

    assert read_token(token) is None


def test_without_an_address_there_are_no_answers_by_letter(settings, person, thread, answer):
    letter = answer()
    settings.REPLY_ADDRESS = ""

    assert reply_address(person("member"), thread) == ""
    assert token_in(f"+{token_of(1, 1)}@") == ""
    assert receive(letter) is None


def test_letters_about_posts_can_be_answered(thread, say, person):
    verbs.choose_volume(thread.group, by=person("member"), level="all")

    say(thread, "chair")

    letter = Letter.objects.get(to="member@demo.invalid")
    assert letter.reply_to == reply_address(person("member"), thread)
    assert "можно просто ответить" in letter.body


def test_who_only_reads_is_not_asked_to_answer(thread, say, person):
    appoint(person("viewer.osh"), by=person("chair"), place=thread.group.place, role="observer")
    verbs.choose_volume(thread.group, by=person("viewer.osh"), level="all")

    say(thread, "chair")

    letter = Letter.objects.get(to="viewer.osh@demo.invalid", subject__endswith=thread.title)
    assert letter.reply_to == ""
    assert "можно просто ответить" not in letter.body


# --- what is posted
def test_an_answer_is_a_post_in_its_authors_name(answer, thread, person):
    post = receive(answer())

    assert (post.thread, post.author, post.body) == (thread, person("member"), "Слышно.")
    assert returned() == []


def test_the_same_letter_twice_is_one_post(answer, thread):
    letter = answer()

    assert receive(letter).pk == receive(letter).pk
    assert Post.objects.filter(thread=thread).count() == 8


def test_the_same_letter_with_other_words_changes_nothing(answer, thread):
    first = receive(answer(Message_ID="<a@mail.example>"))

    again = receive(answer(Message_ID="<a@mail.example>", words="Другое."))

    assert (again.pk, again.body) == (first.pk, "Слышно.")


def test_an_answer_to_the_letter_of_a_post_answers_that_post(answer, thread):
    second = Post.objects.get(thread=thread, number=2)

    post = receive(answer(In_Reply_To=post_id(second.pk)))

    assert post.reply_to == second


def test_an_answer_to_a_post_of_another_thread_answers_nothing(answer, group, person, say):
    elsewhere = verbs.open_thread(group, by=person("chair"), title="Другое")
    other = say(elsewhere, "chair")

    assert receive(answer(In_Reply_To=post_id(other.pk))).reply_to is None


def test_the_address_may_be_known_to_the_mail_server_alone(answer, person, thread):
    letter = answer(To="undisclosed-recipients:;")

    assert receive(letter) is None
    assert receive(letter, recipient=reply_address(person("member"), thread)).body == "Слышно."


def test_files_stay_behind_with_a_word_of_it(answer):
    letter = answer()
    letter.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="План.pdf")
    letter.add_attachment(b"GIF", maintype="image", subtype="gif", filename="logo.gif",
                          disposition="inline", cid="<logo>")  # fmt: skip

    assert receive(letter).body == "Слышно.\n\n(К письму был приложен 1 файл, он не перенесён.)"


def test_html_never_becomes_html(answer):
    letter = answer()
    letter.set_content("<p>&lt;script&gt;alert(1)&lt;/script&gt; Да</p>", subtype="html")

    post = receive(letter)

    assert post.body == "<script>alert(1)</script> Да"
    assert "<script" not in post.html


# --- what is not
def test_a_letter_from_another_address_is_not_posted_and_its_person_hears_of_it_once(
    answer, thread
):
    for _time in range(2):
        assert receive(answer("chair", "Тайное слово")) is None

    [letter] = returned()
    assert letter.to == "member@demo.invalid"
    assert "с другого адреса" in letter.body
    assert "Тайное слово" not in letter.body
    assert Post.objects.filter(thread=thread).count() == 7


def test_a_letter_the_server_found_forged_is_not_posted(answer):
    forged = answer(Authentication_Results="mx.example; spf=pass; dmarc=fail (p=none)")

    assert receive(forged) is None
    assert len(returned()) == 1


def test_whoever_left_the_group_posts_nothing(answer, thread, person):
    letter = answer()
    held = Membership.objects.get(user=person("member"), place=thread.group.place, released_at=None)
    release(held, by=person("chair"))
    Letter.objects.all().delete()

    assert receive(letter) is None
    assert "больше не участвуете" in returned()[0].body
    assert thread.title not in returned()[0].subject + returned()[0].body


def test_whoever_only_reads_hears_so(answer, thread, person):
    held = Membership.objects.get(user=person("member"), place=thread.group.place, released_at=None)
    release(held, by=person("chair"))
    appoint(person("member"), by=person("chair"), place=thread.group.place, role="observer")

    assert receive(answer()) is None
    assert "читать" in returned()[0].body


def test_a_closed_thread_takes_no_answer_and_gives_the_words_back(answer, thread, person):
    verbs.close_thread(thread, by=person("chair"), words="Решено.")

    assert receive(answer(words="Мои слова.")) is None

    [letter] = returned()
    assert "Мои слова." in letter.body
    assert letter.in_reply_to.endswith("@mail.example>")


@pytest.mark.parametrize("words", ["", "> только цитата", "слово " * 4000])
def test_nothing_and_too_much_go_back(answer, words):
    assert receive(answer(words=words)) is None
    assert len(returned()) == 1


def test_what_goes_back_goes_back_once(answer):
    letter = answer(words="")

    receive(letter)
    receive(letter)

    assert len(returned()) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"X_Coalition_Letter": "1"},
        {"X_Auto_Response_Suppress": "All"},
    ],
    ids=str,
)
def test_what_a_machine_wrote_is_neither_posted_nor_answered(answer, thread, headers):
    assert receive(answer(**headers)) is None
    assert (returned(), Post.objects.filter(thread=thread).count()) == ([], 7)


def test_a_person_who_says_they_are_no_machine_is_heard(answer):
    assert receive(answer(Auto_Submitted="no")).body == "Слышно."


def test_our_own_letter_that_comes_back_is_not_posted(thread, say, person):
    verbs.choose_volume(thread.group, by=person("member"), level="all")
    say(thread, "chair")
    deliver()
    sent = next(one for one in mail.outbox if one.to == ["member@demo.invalid"])

    raw = sent.message().as_bytes()

    assert receive(raw, recipient=reply_address(person("member"), thread)) is None
    assert returned() == []


def test_a_closed_account_posts_nothing(answer, person):
    letter = answer()
    User.objects.filter(pk=person("member").pk).update(is_active=False)

    assert (receive(letter), returned()) == (None, [])


def test_only_the_platform_receives_letters(answer, person):
    with pytest.raises(PermissionDenied):
        verbs.receive_letter(answer().as_bytes(), by=person("member"))


# --- the command
class Piped:
    """Standard input as a mail server fills it."""

    def __init__(self, raw):
        self.buffer = io.BytesIO(raw)


def test_a_mail_server_pipes_a_letter_into_the_command(answer, thread, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", Piped(answer().as_bytes()))

    call_command("receive_mail")

    assert Post.objects.get(thread=thread, number=8).body == "Слышно."
    assert capsys.readouterr().out.startswith("Posted: ")


def test_a_letter_that_comes_too_fast_is_asked_for_later(answer, settings, monkeypatch, capsys):
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 0}
    monkeypatch.setattr(sys, "stdin", Piped(answer().as_bytes()))

    with pytest.raises(SystemExit) as left:
        call_command("receive_mail")

    assert left.value.code == 75


def test_the_id_of_a_letter_begins_no_header_of_our_answer(answer, person):
    raw = answer().as_bytes().replace(b"Message-ID: ", b"Message-ID: =?utf-8?q?a=0ABcc=3A_x?= ")
    release(Membership.objects.get(user=person("member"), place__key="early-warning"),
            by=person("chair"))  # fmt: skip

    receive(raw)
    deliver()

    back = returned()
    assert (len(back), back[0].sent_at is not None) == (1, True)
    assert all("\nBcc" not in str(one.message()) for one in mail.outbox)
