"""The register of documents: what the keeper does with it, what everybody reads and checks."""

import hashlib
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from cities import verbs
from cities.copies import unsent
from cities.models import Application, City, RegisteredDocument
from coalition.models import Attachment, JournalEntry, Letter, User
from tests.cities.applying import COPIES, PDF, application_in, people
from tests.cities.registering import WORDS, registered, rules, scan, text_file

pytestmark = pytest.mark.django_db

NOT_KEEPERS = ["secretariat", "approver.osh", "admin.osh", "editor.osh", "reviewer", "viewer.osh"]
DECLARATION = {"title": "Декларация (образец)", "dated": date(2025, 10, 16)}


def sum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# --- deeds


@pytest.mark.parametrize("name", NOT_KEEPERS)
def test_only_the_keeper_registers(name):
    with pytest.raises(PermissionDenied):
        verbs.register_document(by=people(name), kind="other", **DECLARATION)


DEEDS = {
    "correct": lambda entry, by: verbs.correct_document(entry, by=by, title="Иначе"),
    "end": lambda entry, by: verbs.end_registered_rules(entry, by=by),
    "withdraw": lambda entry, by: verbs.withdraw_scan(entry, by=by, why="Ошибка"),
    "copies": lambda entry, by: verbs.note_copies(entry, by=by, **COPIES),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("name", NOT_KEEPERS)
def test_the_deeds_of_the_keeper_are_nobody_elses(deed, name):
    with pytest.raises(PermissionDenied):
        DEEDS[deed](registered(scan=scan()), people(name))


def test_a_text_stays_letter_by_letter():
    entry = registered("declaration", text_file=text_file())

    assert entry.text.encode() == WORDS
    assert entry.text_sha256 == sum_of(WORDS)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "текст".encode("cp1251"), b"a\0b"])
def test_a_text_that_is_no_plain_text_is_refused(content):
    with pytest.raises(ValidationError, match="UTF-8"):
        registered(text_file=text_file(content))


@pytest.mark.parametrize(
    ("kind", "words", "sentence"),
    [
        ("translation", {}, "Укажите, какой документ переведён"),
        ("other", {"silence_days": 10, "number": "1"}, "только для правил"),
        ("rules", {"silence_days": 10}, "называют по номеру"),
        ("other", {"dated": date(2027, 1, 1)}, "ещё не наступил"),
    ],
)
def test_what_cannot_be_so_is_refused(kind, words, sentence):
    with pytest.raises(ValidationError, match=sentence):
        registered(kind, **words)


def test_a_second_procedure_by_silence_waits_for_the_end_of_the_first():
    first = rules(days=10)
    with pytest.raises(ValidationError, match="уже действуют"):
        rules(days=20, number="ПП-2")
    verbs.end_registered_rules(first, by=people("keeper"))

    second = rules(days=20, number="ПП-2")

    assert RegisteredDocument.objects.silence_rules().get() == second


def test_a_correction_is_a_new_entry_beside_and_takes_what_hangs_on_it():
    application = application_in("copies_sent")
    old = application.act
    new = verbs.correct_document(
        old, by=people("keeper"), title=old.title, number="7-р/испр", dated=old.dated
    )

    old.refresh_from_db()
    application = Application.objects.get(pk=application.pk)
    assert old.number == "7-р"
    assert (new.scan, new.sha256) == (old.scan, old.sha256)
    assert application.act_number == "7-р/испр"
    assert application.copies.count() == City.objects.count()


def test_an_entry_is_put_right_once():
    old = registered()
    verbs.correct_document(old, by=people("keeper"), title="Так", dated=old.dated)

    with pytest.raises(ValidationError, match="уже исправлена"):
        verbs.correct_document(old, by=people("keeper"), title="Иначе", dated=old.dated)


def test_a_withdrawn_scan_leaves_its_sum_and_the_reason():
    entry = registered(scan=scan())
    entry = verbs.withdraw_scan(entry, by=people("keeper"), why="Личные данные")

    assert Attachment.objects.get(pk=entry.scan_id).withdrawn_at is not None
    assert (entry.sha256, entry.withdrawn_why) == (sum_of(PDF), "Личные данные")
    with pytest.raises(ValidationError):
        verbs.withdraw_scan(entry, by=people("keeper"), why="Ещё раз")


def test_the_signed_act_enters_the_register():
    act = application_in("signed").act

    assert (act.kind, act.number, act.shows) == ("act", "7-р", "entry")
    assert JournalEntry.objects.filter(deed="document.registered", subject=str(act)).exists()


# --- copies


def test_copies_go_to_some_parties_now_and_to_the_others_later():
    application = application_in("signed")
    first = City.objects.filter(slug__in=("osh", "namangan"))
    verbs.note_copies(application.act, by=people("keeper"), cities=first, **COPIES)
    half = Application.objects.get(pk=application.pk).state
    verbs.note_copies(application.act, by=people("keeper"), **COPIES)

    assert half == "signed"
    assert Application.objects.get(pk=application.pk).state == "copies_sent"
    numbers = [copy.number for copy in application.copies]
    assert numbers == list(range(1, City.objects.count() + 1))


def test_copies_of_the_declaration_are_registered_with_their_receipts():
    entry = registered("declaration", **DECLARATION)
    osh = City.objects.get(slug="osh")
    (copy,) = verbs.note_copies(entry, by=people("keeper"), cities=[osh], **COPIES)
    verbs.confirm_receipt(copy, by=people("keeper"), received_on=date(2026, 11, 21))

    (left,) = [one for one in unsent() if one.document == entry]
    assert osh not in left.cities
    assert len(left.cities) == City.objects.members().count() - 1
    assert "№ 1" in Letter.objects.filter(to="approver.osh@demo.invalid").latest("pk").body


def test_a_copy_is_sent_once_to_a_party():
    entry = registered("declaration", **DECLARATION)
    osh = City.objects.filter(slug="osh")
    verbs.note_copies(entry, by=people("keeper"), cities=osh, **COPIES)

    with pytest.raises(ValidationError, match="уже есть"):
        verbs.note_copies(entry, by=people("keeper"), cities=osh, **COPIES)


def test_what_is_neither_the_declaration_nor_an_act_has_no_certified_copies():
    with pytest.raises(ValidationError, match="бывают у"):
        verbs.note_copies(registered(), by=people("keeper"), **COPIES)


def test_an_act_is_not_owed_to_cities_that_joined_later():
    application = application_in("copies_sent")
    City.objects.filter(pk=application.city_id).update(joined_on=date(2026, 11, 21))
    earlier = registered("act", title="Прежний акт", dated=date(2026, 11, 20))

    (left,) = [one for one in unsent() if one.document == earlier]
    assert application.city not in left.cities


# --- for everybody


def test_the_page_of_the_declaration_says_that_it_is_not_registered_yet(client):
    page = client.get("/about/declaration/").content.decode()

    assert "ещё не зарегистрировал" in page


def test_the_page_of_the_declaration_shows_its_text_word_for_word(client):
    entry = registered("declaration", text_file=text_file(), scan=scan(), **DECLARATION)

    page = client.get("/en/about/declaration/").content.decode()

    assert "Образец,  дословно: ӯ, ғ, ң." in page
    assert f"<dt>Text, SHA-256</dt><dd><code>{sum_of(WORDS)}" in page
    assert f"<dt>Scan, SHA-256</dt><dd><code>{sum_of(PDF)}" in page
    assert f"/documents/register/{entry.pk}/scan/" in page


def test_a_translation_stands_under_its_original_and_says_what_it_is(client):
    original = registered("declaration", **DECLARATION)
    registered("translation", title="Translation", language="en", original=original)

    page = client.get("/documents/").content.decode()

    assert page.index("Декларация (образец)") < page.index("Translation")
    assert "неофициальный перевод, силы не имеет" in page


@pytest.mark.parametrize(("shows", "status"), [("whole", 200), ("entry", 404), ("inside", 404)])
def test_a_scan_opens_to_everybody_only_where_the_keeper_says_so(client, shows, status):
    entry = registered(scan=scan(), shows=shows)

    assert client.get(f"/documents/register/{entry.pk}/scan/").status_code == status


def test_a_withdrawn_scan_opens_to_nobody(client):
    entry = registered(scan=scan())
    verbs.withdraw_scan(entry, by=people("keeper"), why="Ошибка")

    assert client.get(f"/documents/register/{entry.pk}/scan/").status_code == 404


def test_an_entry_for_the_parties_is_not_there_for_everybody(client, signed_in):
    entry = registered(shows="inside", title="Для Сторон", text_file=text_file())

    assert client.get(f"/documents/register/{entry.pk}/").status_code == 404
    assert "Для Сторон" not in client.get("/documents/").content.decode()
    page = signed_in("approver.osh").get(f"/review/documents/{entry.pk}/").content.decode()
    assert "Для Сторон" in page


@pytest.mark.parametrize("count", [1, 4])
def test_the_public_register_costs_the_same_whatever_its_length(
    client, count, django_assert_num_queries
):
    for number in range(count):
        original = registered(number=str(number))
        registered("translation", original=original, number=f"t{number}", language="en")
    client.get("/documents/")

    with django_assert_num_queries(1):
        client.get("/documents/")


# --- checking a file


@pytest.mark.parametrize("how", ["file", "sum", "text"])
def test_a_file_that_is_registered_is_known_again(client, how):
    entry = registered("declaration", scan=scan(), text_file=text_file(), **DECLARATION)
    sent = {
        "file": {"file": scan()},
        "sum": {"sum": f" {sum_of(PDF).upper()[:32]} {sum_of(PDF)[32:]} "},
        "text": {"file": text_file()},
    }[how]

    page = client.post("/documents/check/", sent).content.decode()

    assert "Файл совпадает с зарегистрированным:" in page
    assert f"/documents/register/{entry.pk}/" in page


def test_a_file_that_is_not_registered_is_not_and_nothing_of_it_is_kept(client):
    registered(scan=scan())
    before = Attachment.objects.count()

    page = client.post("/documents/check/", {"file": scan(PDF + b" ")}).content.decode()

    assert "Такого файла в реестре нет." in page
    assert Attachment.objects.count() == before


def test_a_file_for_the_parties_is_not_told_of_to_everybody(client):
    registered(scan=scan(), shows="inside")

    page = client.post("/documents/check/", {"file": scan()}).content.decode()

    assert "Такого файла в реестре нет." in page


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [({}, "Выберите файл или введите"), ({"sum": "12g"}, "это 64 знака"),
     ({"sum": "a" * 63}, "это 64 знака")],
)  # fmt: skip
def test_nothing_to_check_is_said_and_what_was_typed_stays(client, sent, sentence):
    page = client.post("/documents/check/", sent).content.decode()

    assert sentence in page
    assert sent.get("sum", "") in page


# --- the keeper's side


def test_the_keeper_registers_corrects_and_notes_copies_on_the_pages(signed_in):
    keeper = signed_in("keeper")
    typed = {"kind": "declaration", "title": "Декларация", "dated": "16.10.2025",
             "language": "ru", "shows": "whole", "scan": scan(), "unrestricted": "on"}  # fmt: skip
    keeper.post("/review/documents/new/", typed)
    entry = RegisteredDocument.objects.get(title="Декларация")
    osh = City.objects.get(slug="osh")

    keeper.post(
        f"/review/documents/{entry.pk}/copies/",
        {"cities": [osh.pk], "certified_by": "Хранитель", "certified_on": "20.11.2026",
         "outgoing_number": "1", "way": "post"},
    )  # fmt: skip
    corrected = keeper.post(
        f"/review/documents/{entry.pk}/correct/",
        {"title": "Декларация, исправлено", "dated": "16.10.2025", "language": "ru",
         "shows": "whole"},
    )  # fmt: skip

    new = RegisteredDocument.objects.get(title="Декларация, исправлено")
    assert corrected.url == f"/review/documents/{new.pk}/"
    assert new.copies.get().city == osh


def test_a_file_without_the_tick_is_refused_and_the_words_stay(signed_in):
    typed = {"kind": "other", "title": "Особый заголовок", "dated": "35.13.2026",
             "language": "ru", "shows": "whole", "scan": scan()}  # fmt: skip

    page = signed_in("keeper").post("/review/documents/new/", typed)

    assert page.status_code == 422
    assert "Особый заголовок" in page.content.decode()
    assert "35.13.2026" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [("keeper", 200), ("secretariat", 403), ("approver.osh", 403), ("editor.osh", 403)],
)
def test_the_list_of_unsent_copies_is_for_the_keeper_alone(signed_in, name, status):
    assert signed_in(name).get("/review/documents/unsent/").status_code == status


# --- the founding command


def test_the_declaration_is_founded_from_a_file_once(tmp_path):
    file = tmp_path / "declaration.txt"
    file.write_bytes(WORDS)
    for _time in range(2):
        call_command("found_coalition", declaration=str(file))

    entry = RegisteredDocument.objects.get(kind="declaration")
    assert entry.text.encode() == WORDS
    assert entry.registered_by == User.system()


def test_a_file_of_the_declaration_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("found_coalition", declaration=str(tmp_path / "nothing.txt"))
