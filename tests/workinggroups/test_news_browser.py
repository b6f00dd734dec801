"""How much is unread, in the tabs of one person, and in the centre that is open."""

import re
import uuid

import pytest

from tests.browser import DESK, PHONE, check

pytestmark = pytest.mark.browser

LIVE = "[data-thread][data-state=live]"
LOOKED_AT = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def thread(visitor):
    """The address of a new thread in which the member takes part."""
    page = visitor(DESK, who="member").page
    page.goto("/work/groups/early-warning/")
    page.click("summary:has-text('Начать новое обсуждение')")
    page.fill("[name=title]", f"Кто дежурит у реки? {uuid.uuid4().hex[:6]}")
    page.click("form button:has-text('Начать обсуждение')")
    page.wait_for_url(re.compile(r"/work/threads/\d+/$"))
    opened = page.url
    page.goto("about:blank")  # an open thread would read what comes
    return opened


def says(visitor, thread, words):
    """The chair writes in the thread."""
    page = visitor(DESK, who="chair").page
    page.goto(thread)
    page.wait_for_selector(LIVE)
    page.fill("textarea[name=body]", words)
    page.click("form.composer button[type=submit]")
    page.wait_for_selector("[data-number]:has-text('" + words + "')")


def looks_until(page, so):
    """The page looks, as one that is shown again: people are told of a post soon after it."""
    page.wait_for_function(f"() => {{ {LOOKED_AT}; return {so}; }}", polling=300)


def unread(page):
    return int(page.locator("[data-notif]").inner_text() or 0)


def test_what_is_read_in_one_tab_is_read_in_the_other(visitor, thread):
    member = visitor(DESK, who="member")
    member.page.goto("/work/")
    before = unread(member.page) + 1
    says(visitor, thread, "Дежурю в субботу.")
    looks_until(member.page, f"document.querySelector('[data-notif]').innerText == '{before}'")

    tab = member.context.new_page()
    tab.goto(thread)
    tab.wait_for_selector(LIVE)
    one_less = f"[data-notif]:text-is('{before - 1}')"
    tab.wait_for_selector(one_less, state="attached")
    member.page.evaluate(LOOKED_AT)

    member.page.wait_for_selector(one_less, state="attached")
    assert member.complaints == []


def test_the_open_centre_says_what_is_new_and_leaves_its_lines_in_place(visitor, thread):
    member = visitor(PHONE, who="member")
    member.page.goto("/work/notifications/")
    lines = member.page.locator("main .feed").all_inner_texts()

    says(visitor, thread, "Дежурю в воскресенье.")
    looks_until(member.page, "document.querySelector('[role=status] a')")

    link = member.page.locator("[role=status] a")
    assert link.inner_text() == "Новые: 1"
    assert member.page.locator("main .feed").all_inner_texts() == lines
    check(member, "news")
    link.click()
    member.page.wait_for_selector("main .feed .unread:has-text('Кто дежурит у реки?')")
    assert member.page.locator("[role=status] a").count() == 0
