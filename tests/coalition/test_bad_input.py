"""What people and machines send by mistake: a sentence, the text kept, never a fault."""

import re
import unicodedata
from decimal import Decimal
from urllib.parse import quote

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client

from coalition.forms import DayField, NumberField, TidyField
from coalition.models import Membership

pytestmark = pytest.mark.django_db

WORDS = {"me-post": "Отдел ГО,\nчетыре человека", "me-first_name": "Ҷамшед", "me-language": "ru"}


def kept_fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<textarea name="([\w-]+)" hidden>\n(.*?)</textarea>', page, re.DOTALL))


def token_of(page: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)


def test_a_broken_security_token_keeps_the_typed_text_and_sends_it_again(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("editor.osh"))

    refused = client.post("/work/settings/", {**WORDS, "csrfmiddlewaretoken": "x" * 64})

    assert refused.status_code == 403
    assert "Ваш текст цел" in refused.text
    assert "<blockquote>Отдел ГО,<br>четыре человека</blockquote>" in refused.text
    again = {**kept_fields(refused.text), "csrfmiddlewaretoken": token_of(refused.text)}
    assert client.post("/work/settings/", again).url == "/work/settings/"
    assert person("editor.osh").first_name == "Ҷамшед"


def test_a_broken_security_token_never_sends_a_password_back(db):
    sent = {"login": "a@b.example", "password": "секрет секрет", "password1": "секрет секрет"}

    refused = Client(enforce_csrf_checks=True).post("/accounts/login/", sent)

    assert refused.status_code == 403
    assert "секрет" not in refused.text
    assert kept_fields(refused.text) == {"login": "a@b.example"}


def test_a_lapsed_session_keeps_the_typed_text_until_the_person_is_back(person):
    client = Client(enforce_csrf_checks=True)
    page = client.get("/accounts/login/").text

    refused = client.post("/work/settings/", {**WORDS, "csrfmiddlewaretoken": token_of(page)})

    assert refused.status_code == 403
    assert "Вход истёк. Ваш текст цел" in refused.text
    assert 'href="/accounts/login/" target="_blank"' in refused.text
    assert person("editor.osh").first_name == ""

    client.force_login(person("editor.osh"))
    again = {**kept_fields(refused.text), "csrfmiddlewaretoken": token_of(refused.text)}
    assert client.post("/work/settings/", again).url == "/work/settings/"
    assert person("editor.osh").first_name == "Ҷамшед"


def test_text_that_looks_like_a_page_stays_text(client):
    sent = {"me-post": "</textarea><script>alert(1)</script> и слова"}

    assert "<script>alert" not in client.post("/work/settings/", sent).text


def test_a_lapsed_session_on_a_page_leads_to_the_door_and_back(client):
    answer = client.get("/work/city/osh/journal/?before=5")

    assert answer.url == "/accounts/login/?next=/work/city/osh/journal/%3Fbefore%3D5"


@pytest.mark.parametrize(
    "address",
    ["/?q=%FF%FE", "/cities/%FF/", "/cities/osh/?lang=%C3%28", "/accounts/login/?next=%FF",
     "/accounts/login/?next=%00", "/accounts/invitation/%FF/", "/%00/", "/documents/%FF/",
     "/media/%FF.png", "/media/../settings.py", "/media/%00"],
)  # fmt: skip
def test_damaged_letters_in_an_address_are_no_fault(client, address):
    assert client.get(address).status_code in (200, 400, 404, 410)


@pytest.mark.parametrize("damaged", [b"%FF%FE", b"\xff\xfe", b"a%00b", b"%ED%A0%80"])
def test_damaged_letters_in_a_form_are_no_fault(signed_in, damaged):
    body = b"me-language=ru&me-post=" + damaged

    answer = signed_in("editor.osh").post(
        "/work/settings/", body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code in (200, 302, 400)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"anything", "multipart/form-data"),
        (b"", "multipart/form-data; boundary=x"),
        (b"{", "application/json"),
    ],
)
def test_a_damaged_form_is_no_fault(signed_in, body, kind):
    client = signed_in("editor.osh")
    client.raise_request_exception = True

    answer = client.post("/work/settings/", body, content_type=kind)

    assert answer.status_code in (200, 302, 400)


def test_a_form_with_too_many_fields_is_refused_with_a_page(signed_in):
    answer = signed_in("editor.osh").post("/work/settings/", {f"f{n}": "" for n in range(4500)})

    assert answer.status_code == 400
    assert "Запрос не удалось прочитать" in answer.text


def test_a_form_with_a_book_in_it_is_refused_with_a_page(signed_in):
    answer = signed_in("editor.osh").post("/work/settings/", {"me-post": "ы" * 3_000_000})

    assert answer.status_code == 413
    assert "Пришло больше, чем нужно" in answer.text


@pytest.mark.parametrize("length", ["abc", "-1", "99999999999999999999"])
def test_a_length_that_is_none_is_no_fault(client, length):
    answer = client.post("/accounts/login/", CONTENT_LENGTH=length)

    assert answer.status_code in (200, 400, 413)


def test_a_request_that_is_too_large_is_refused_before_it_is_read(client):
    answer = client.post("/accounts/login/", CONTENT_LENGTH="31000000")

    assert answer.status_code == 413
    assert "Пришло 31 МБ, а файл может быть до 10 МБ" in answer.text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("12,5", "12.5"), ("12\u00a0500", "12500"), ("12\u202f500", "12500"), ("-3", "-3"),
     ("12 500,75", "12500.75"), (" 7 ", "7")],
)  # fmt: skip
def test_a_number_is_understood_as_it_is_typed(typed, meant):
    assert NumberField().clean(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed", ["двенадцать", "1e9", "NaN", "Infinity", "1.2.3", "--1", ".", "٣"]
)
def test_what_is_no_number_gets_a_sentence(typed):
    with pytest.raises(ValidationError, match="число"):
        NumberField().clean(typed)


@pytest.mark.parametrize(
    "typed",
    ["35.13.2026", "31.02.2026", "завтра", "2026-13-01", "0.0.0", "31.12.9999", "01.01.0001",
     "2926-01-01"],
)  # fmt: skip
def test_a_date_there_is_not_gets_a_sentence(typed):
    with pytest.raises(ValidationError, match="Такой даты нет"):
        DayField().clean(typed)


class WhenForm(forms.Form):
    when = DayField()


def test_a_date_there_is_not_stays_in_its_field():
    assert 'value="35.13.2026"' in str(WhenForm({"when": "35.13.2026"})["when"])


@pytest.mark.parametrize("name", ["Oʻtkir Gʻulomov", "Ҷамшед Ғаниев", "Әйгерім Құдайберген"])
def test_letters_of_the_region_are_kept_and_composed(name):
    typed = unicodedata.normalize("NFD", name)

    assert TidyField().clean(typed) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    "address",
    ["/cities/no-such-city/", "/work/city/no-such-city/team/", "/work/city/dushanbe/team/",
     "/work/city/dushanbe/journal/", "/work/city/dushanbe/settings/", "/cities/ОШ/"],
)  # fmt: skip
def test_a_wrong_or_another_citys_slug_does_not_exist(signed_in, address):
    assert signed_in("editor.osh").get(address).status_code == 404


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 19, "9" * 60])
def test_an_id_there_is_not_does_not_exist_however_long(signed_in, pk):
    client = signed_in("admin.osh")

    assert client.post(f"/work/settings/tokens/{pk}/revoke/").status_code == 404
    assert client.post(f"/work/city/osh/team/{pk}/release/").status_code == 404
    assert client.get(f"/work/city/osh/facts/{pk}/").status_code == 404


@pytest.mark.parametrize("pk", ["9" * 19, "9" * 60])
def test_a_long_id_in_the_page_editor_does_not_exist(signed_in, pk):
    client = signed_in("editor.osh")

    for address in (f"/cms/pages/{pk}/edit/", f"/cms/images/{pk}/", f"/cms/documents/edit/{pk}/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("before", ["abc", "-1", "9" * 30, "²", "%FF", ""])
def test_a_page_of_the_journal_there_is_not_is_no_fault(signed_in, before):
    answer = signed_in("editor.osh").get(f"/work/city/osh/journal/?before={before}")

    assert answer.status_code == 200


def test_another_citys_person_is_not_released_through_the_own_city(signed_in):
    theirs = Membership.objects.get(
        user__email="editor.dushanbe@demo.invalid", place__key="dushanbe"
    )

    answer = signed_in("admin.osh").post(f"/work/city/osh/team/{theirs.pk}/release/")

    assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.released_at is None


ENDLESS = "9" * 5000  # Python itself refuses to read more than 4300 digits
EDGES = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("editor.osh", "/work/city/osh/measure/new/?direction=" + ENDLESS, 200),
        ("chair", "/work/groups/early-warning/?before=2026-01-01T00:00:00Z," + ENDLESS, 200),
        *(("chair", f"/work/groups/early-warning/?before={quote(at)},1", 200) for at in EDGES),
        *(("reviewer", f"/review/activity/?before={quote(at)}~update.1", 200) for at in EDGES),
        ("chair", f"/work/threads/{2**70}/posts/1/edit/", 404),
        ("chair", f"/work/threads/{2**70}/posts/1/withdraw/", 404),
        ("editor.osh", f"/documents/{ENDLESS}/plan.pdf", 404),
        ("editor.osh", "/cms/choose-page/chosen-multiple/?id=" + ENDLESS, 404),
    ],
    ids=lambda value: str(value)[:48],
)
def test_numbers_and_days_beyond_every_row_are_no_fault(signed_in, who, address, status):
    assert signed_in(who).get(address).status_code == status


@pytest.mark.parametrize(
    "chosen", [f"draft:{ENDLESS}:1", f"update:1:{ENDLESS}"], ids=["row", "version"]
)
def test_an_endless_number_of_a_draft_is_asked_for_again(signed_in, chosen):
    answer = signed_in("approver.osh").post(
        "/work/city/osh/approve/", {"what": "chosen", "chosen": chosen}
    )

    assert answer.status_code == 200
    assert "Отметьте хотя бы" in answer.text


def test_an_endless_number_of_a_city_is_a_sentence_in_the_form_of_a_group(signed_in):
    answer = signed_in("secretariat").post("/work/groups/new/", {"cities": [str(10**30)]})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("who", "address"),
    [("admin.osh", "/work/city/osh/team/"), ("chair", "/work/groups/early-warning/people/")],
)
def test_an_address_too_long_for_a_letter_is_a_sentence_in_the_form(signed_in, who, address):
    sent = {"email": "x" * 290 + "@example.org", "role": "viewer" if who != "chair" else "member"}

    answer = signed_in(who).post(address, sent)

    assert answer.status_code in {200, 422}
    assert "254" in answer.text


def test_a_group_lets_nobody_in_until_a_day_that_has_passed(signed_in):
    answer = signed_in("chair").post(
        "/work/groups/early-warning/people/",
        {"email": "guest@example.org", "role": "guest", "until": "01.01.2026"},
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("address", ["/accounts/2fa/", "/accounts/password/change/"])
def test_no_page_made_for_one_person_is_kept_by_a_browser(signed_in, address):
    answer = signed_in("editor.osh").get(address, follow=True)

    assert "no-store" in answer.headers["Cache-Control"]


def test_a_page_for_everybody_may_be_kept(client):
    assert client.get("/cities/osh/").headers["Cache-Control"] == "public, no-cache"
