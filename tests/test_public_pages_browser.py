"""What a citizen sees, in a real browser: on a phone and on a desk, by day and by night."""

import re

import pytest

from tests.browser import DESK, PHONE, check, violations

pytestmark = pytest.mark.browser

CITIES = ("petropavlovsk", "osh", "dushanbe", "ashgabat", "namangan")
PAGES = {
    "home": "/",
    "cities": "/cities/",
    **{f"city-{slug}": f"/cities/{slug}/" for slug in CITIES},
    "about": "/about/",
    "join": "/join/",
    "join-start": "/join/start/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "login": "/accounts/login/",
    "404": "/no-such-page/",
}


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["ru", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(visitor, name, prefix):
    window = visitor(PHONE)
    screen = f"public-{name}{prefix.replace('/', '-')}"

    answer = window.page.goto(prefix + PAGES[name])

    assert answer.status == (404 if name == "404" else 200)
    check(window, screen)


@pytest.mark.parametrize("name", ["home", "cities", "city-osh", "about", "login"])
def test_a_page_is_for_everybody_at_night(visitor, name):
    window = visitor(PHONE, color_scheme="dark")

    window.page.goto(PAGES[name])

    check(window, f"public-{name}-dark")


def test_the_first_key_leads_past_the_menus(visitor):
    page = visitor(DESK).page
    page.goto("/cities/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_language_switch_keeps_the_page(visitor, width):
    page = visitor(width).page
    page.goto("/cities/osh/?from=letter")

    if width == PHONE:
        page.click("details.langbox summary")
    page.click("a[hreflang=en]:visible")

    assert page.url.endswith("/en/cities/osh/?from=letter")
    assert page.get_attribute("html", "lang") == "en"


def test_every_link_in_sight_is_reached_by_keyboard(visitor):
    page = visitor(DESK).page
    page.goto("/")
    wanted = page.locator("a:visible").count()

    reached = set()
    for _press in range(wanted + 20):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "[...document.querySelectorAll('a')].indexOf(document.activeElement.closest('a'))"
            )
        )

    assert len(reached - {-1}) >= wanted


def test_the_site_works_without_scripts(visitor):
    page = visitor(PHONE, java_script_enabled=False).page
    page.goto("/")

    page.click("details.menu summary")
    page.click("details.menu a[href='/cities/']")

    assert page.url.endswith("/cities/")
    assert page.locator("main h1").is_visible()


def test_axe_would_find_a_picture_without_words(visitor):
    page = visitor(DESK).page
    page.goto("/")

    page.evaluate("document.querySelector('main').prepend(document.createElement('img'))")

    assert re.match("image-alt", violations(page)[0])


def test_a_complaint_of_the_browser_would_be_heard(visitor):
    window = visitor(DESK)
    window.page.goto("/")

    window.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    )

    assert "Content Security Policy" in window.complaints[0]
