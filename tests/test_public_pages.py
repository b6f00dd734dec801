"""Every public page: the same for everybody, light, and well made; in each language."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cities.models import City
from coalition.templatetags.site import in_language
from tests.addresses import Address, addresses
from tests.denominators import count
from tests.pages import (
    first_visit_bytes,
    inline,
    mute_tables,
    repeated_ids,
    script_bytes,
    soup,
    third_parties,
    unlabelled,
)
from tests.personas import OWN
from tests.rights import table

pytestmark = pytest.mark.django_db

FOUNDING = ("cities/", "about/", "privacy/", "accessibility/")
OF_A_PERSON = ("django_session", "coalition_user", "guardian", "auth_group", "coalition_membership")
QUERIES, FIRST_VISIT, SCRIPTS = 15, 60 * 1024, 3 * 1024
# each a few rows: parts, money, steps, words, files, likeness; always as many
OF_A_MEASURE, OF_A_JOINT_PLAN = 24, 16


def asks_of(sql: str, reader: str) -> bool:
    """Whether a query is about who is reading.

    The post of who wrote a public text may be read beside it, and whether those who speak for
    cities still belong to them.
    """
    rows = sql.partition(" WHERE ")[0]
    return any(f'FROM "{name}' in rows for name in OF_A_PERSON) or bool(
        re.search(rf'"user_id" = {reader}\b', sql)
    )


def public() -> list[Address]:
    return [a for a in addresses() if a.name in table() and table()[a.name].cacheable]


def most_queries(url: str) -> int:
    """How many questions a page may ask; one of many parts asks one for each kind of part."""
    if "/OSH-" in url or "/JNT-" in url:
        return OF_A_MEASURE
    return OF_A_JOINT_PLAN if url.endswith("/plans/joint-2026/") else QUERIES


def paths() -> list[str]:
    """Every public address with Osh in it, every founding page, every city."""
    found = [address.path(table()[address.name].arguments(OWN, address)) for address in public()]
    found += [f"/{page}" for page in FOUNDING]
    found += [f"/cities/{city.slug}/" for city in City.objects.all()]
    return list(dict.fromkeys(found))


@pytest.fixture
def public_file():
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / "public.txt").write_text("public")


@pytest.mark.parametrize("code", ["ru", "en", "kk"])
def test_public_answers_are_the_same_for_everybody(code, signed_in, public_file, record_property):
    stranger, person = Client(), signed_in("editor.osh")

    seen = 0
    for path in paths():
        url = in_language(path, code)
        stranger.get(url)  # what a process reads once
        with CaptureQueriesContext(connection) as queries:
            answer = stranger.get(url)
        body = answer.getvalue()
        vary = answer.headers.get("Vary", "").lower()

        assert answer.status_code == 200, url
        assert not answer.cookies, url
        assert "cookie" not in vary, url
        assert "accept-language" not in vary, url
        assert len(queries) <= most_queries(url), url
        with CaptureQueriesContext(connection) as asked:
            same = person.get(url)
        assert same.getvalue() == body, url
        assert not same.cookies, url
        reader = person.session["_auth_user_id"]
        assert [q["sql"] for q in asked if asks_of(q["sql"], reader)] == [], url
        seen += 1

    count(record_property, "public: pages", seen, of=code)


@pytest.mark.parametrize("code", ["ru", "en", "kk"])
def test_public_pages_are_well_made(client, code, public_file):
    for path in paths():
        answer = client.get(in_language(path, code))
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page = soup(answer.content.decode())
        found = {
            "headings": len(page.find_all("h1")),
            "language": page.html["lang"],
            "third parties": third_parties(page),
            "repeated ids": repeated_ids(page),
            "controls without a label": unlabelled(page),
            "tables without a caption": mute_tables(page),
            "inline": inline(page),
        }

        assert (path, found) == (
            path,
            {
                "headings": 1,
                "language": code,
                "third parties": [],
                "repeated ids": [],
                "controls without a label": [],
                "tables without a caption": [],
                "inline": [],
            },
        )
        assert script_bytes(page) <= SCRIPTS, path
        assert first_visit_bytes(answer.content, page) <= FIRST_VISIT, path


@pytest.mark.parametrize(
    ("path", "title"), [("/kk/about/", "О Коалиции"), ("/kk/groups/", "Рабочие группы")]
)
def test_a_page_without_translation_shows_the_russian_one_and_says_so(client, path, title):
    page = soup(client.get(path).content.decode())

    assert page.html["lang"] == "kk"
    assert page.find("main").find("p", class_="panel", lang="kk")
    assert page.find("div", lang="ru").h1.text == title


def test_a_translated_page_says_nothing_of_that(client):
    page = soup(client.get("/en/about/").content.decode())

    assert not page.find("main").find("p", class_="panel", recursive=False)
    assert page.find("div", lang="ru") is None


@pytest.mark.parametrize(
    "path", ["/", "/en/cities/osh/", "/accounts/login/", "/no-such-page/", "/healthz"]
)
def test_the_browser_is_told_to_load_nothing_from_elsewhere(client, path):
    headers = client.get(path).headers

    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_page_editor_alone_may_write_styles_into_its_pages(signed_in):
    policy = signed_in("editor.osh").get("/cms/").headers["Content-Security-Policy"]

    assert "'unsafe-inline'" in policy
    assert "http" not in policy


def test_one_language_does_not_answer_for_another(client):
    russian = client.get("/cities/", headers={"accept-language": "en"})

    assert russian.headers["Content-Language"] == "ru"
    assert soup(russian.content.decode()).html["lang"] == "ru"


def test_the_links_to_other_languages_lead_to_the_same_page(client):
    page = soup(client.get("/en/cities/osh/").content.decode())

    links = {tag["hreflang"]: tag["href"] for tag in page.find_all("link", rel="alternate")}
    assert set(links) == dict(settings.LANGUAGES).keys()
    assert links["ru"].endswith("/cities/osh/")
    assert links["kk"].endswith("/kk/cities/osh/")
