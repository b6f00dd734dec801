"""A thread in two browsers: what arrives, what is kept, what works without a script."""

import re
import uuid

import pytest

from tests.browser import DESK, PHONE, check

pytestmark = pytest.mark.browser
LIVE = "[data-thread][data-state=live]"


@pytest.fixture
def thread(visitor):
    """The address of a new thread of the group, opened by its chair."""
    page = visitor(PHONE, who="chair").page
    page.goto("/work/groups/early-warning/")
    page.click("summary:has-text('Начать новое обсуждение')")
    page.fill("[name=title]", f"Слышно ли сирену у реки? {uuid.uuid4().hex[:6]}")
    page.click("form button:has-text('Начать обсуждение')")
    page.wait_for_url(re.compile(r"/work/threads/\d+/$"))
    return page.url


@pytest.fixture
def reading(visitor, thread):
    """Opens the thread for one of the people and waits until the line stands."""

    def open_thread(who, width=PHONE, **how):
        window = visitor(PHONE, who=who, **how)
        window.page.goto(thread)
        if how.get("java_script_enabled", True):
            window.page.wait_for_selector(LIVE)
        return window

    return open_thread


def write(page, text):
    page.fill("textarea[name=body]", text)
    page.click("form.composer button[type=submit]")


def test_a_post_appears_in_the_other_browser_without_a_reload(reading):
    chair, member = reading("chair"), reading("member")
    chair.page.evaluate("window.sameDocument = true")

    write(member.page, "У реки слышно **плохо**.")

    arrived = chair.page.wait_for_selector("#p1")
    assert "У реки слышно плохо." in arrived.inner_text()
    assert chair.page.locator("#p1 strong").inner_text() == "плохо"
    assert chair.page.evaluate("window.sameDocument")
    assert chair.page.locator(".conn.on").inner_text() == "Соединение есть"
    member.page.wait_for_selector("#p1 .own")
    assert member.page.locator(".wait").count() == 0
    assert member.page.locator("textarea[name=body]").input_value() == ""
    check(chair, "thread-chair")
    check(member, "thread-member")


def test_a_post_that_arrives_looks_as_the_page_itself_shows_it(reading):
    chair, member = reading("chair"), reading("member")
    write(member.page, "Слышно.")
    arrived = chair.page.wait_for_selector("#p1").inner_html()

    chair.page.reload()

    def bare(html):
        return re.sub(r"\s+", "", re.sub(r' (data-f|datetime)="[^"]+"', "", html))

    assert bare(chair.page.locator("#p1").inner_html()) == bare(arrived)


def test_a_thread_is_for_everybody_on_a_desk_and_at_night(reading):
    window = reading("chair", DESK, color_scheme="dark")
    write(window.page, "Видно ли ночью?")
    window.page.wait_for_selector("#p1")

    check(window, "thread-dark")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("group", "/work/groups/early-warning/"),
        ("people", "/work/groups/early-warning/people/"),
        ("groups", "/groups/"),
        ("group-public", "/groups/early-warning/"),
        ("group-public-en", "/en/groups/early-warning/"),
    ],
)
def test_the_pages_of_groups_are_for_everybody(visitor, name, path):
    window = visitor(PHONE, who="chair")

    window.page.goto(path)

    check(window, name)


def test_a_thread_with_something_new_is_marked_until_it_is_read(reading, visitor, thread):
    away = visitor(PHONE, who="chair").page
    away.goto(thread)
    away.wait_for_selector(LIVE)
    write(away, "Первое слово")
    away.wait_for_selector("#p1")
    away.goto("/work/")
    member = reading("member").page
    write(member, "Второе слово")
    member.wait_for_selector("#p2")
    marked = f'li.unread a[href="{thread[thread.index("/work") :]}"]'

    away.goto("/work/groups/early-warning/")
    away.wait_for_selector(marked)
    away.click(marked)
    assert away.locator(".new-line").inner_text() == "Новые: 1"
    away.wait_for_selector(LIVE)
    with away.expect_response("**/read/"):
        away.evaluate("document.querySelector('#latest').scrollIntoView()")
    away.goto("/work/groups/early-warning/")

    assert away.locator(marked).count() == 0


def test_news_does_not_move_the_page_or_the_text_of_somebody_who_is_writing(reading):
    chair, member = reading("chair"), reading("member")
    chair.page.fill("textarea[name=body]", "Я как раз пишу")
    chair.page.focus("textarea[name=body]")
    before = chair.page.evaluate("scrollY")

    for number in range(5):
        write(member.page, f"Слово {number}")
    jump = chair.page.get_by_role("link", name="Новых сообщений: 5. Показать")
    jump.wait_for()

    assert chair.page.evaluate("scrollY") == before
    assert chair.page.locator("textarea[name=body]").input_value() == "Я как раз пишу"
    assert chair.page.evaluate("document.activeElement.name") == "body"
    assert chair.page.title().startswith("(5)")


def test_many_posts_at_once_are_announced_once_as_a_number(reading):
    chair, member = reading("chair"), reading("member")
    chair.page.evaluate("""() => {
        window.told = [];
        const status = document.querySelector('[data-jump]');
        new MutationObserver(() => status.textContent && told.push(status.textContent))
            .observe(status, {childList: true, subtree: true, characterData: true});
    }""")

    for number in range(8):
        write(member.page, f"Слово {number}")
    chair.page.wait_for_selector("#p8")
    chair.page.wait_for_timeout(2500)

    assert 1 <= len(chair.page.evaluate("told")) <= 3


def test_a_draft_survives_a_reload(reading):
    page = reading("member").page
    page.fill("textarea[name=body]", "Недописанное")

    page.reload()

    assert page.locator("textarea[name=body]").input_value() == "Недописанное"


def test_a_draft_goes_on_in_another_browser(reading, visitor, thread):
    page = reading("member").page
    page.fill("textarea[name=body]", "Начато на телефоне")
    page.wait_for_selector("text=Черновик сохранён в")

    other = visitor(DESK, who="member").page
    other.goto(thread)

    assert other.locator("textarea[name=body]").input_value() == "Начато на телефоне"


def test_what_is_sent_without_a_network_leaves_once_when_it_is_back(reading):
    chair, member = reading("chair"), reading("member")
    member.context.set_offline(True)
    write(member.page, "Из туннеля")
    member.page.wait_for_selector(".wait:has-text('Ещё не отправлено')")

    member.context.set_offline(False)
    member.page.evaluate("dispatchEvent(new Event('online'))")

    chair.page.wait_for_selector("#p1:has-text('Из туннеля')", timeout=60_000)
    member.page.wait_for_selector("#p1 .own", timeout=60_000)
    assert member.page.locator(".wait").count() == 0
    assert chair.page.locator("li[data-number]").count() == 1


def test_a_sign_in_that_ends_keeps_the_text_and_shows_the_door(visitor, chromium, site, thread):
    site.cookies.pop("member", None)  # a sign-in of its own, since this one ends it
    window = visitor(PHONE, who="member")
    window.page.goto(thread)
    window.page.wait_for_selector(LIVE)
    window.page.fill("textarea[name=body]", "Не потеряйте меня")
    other = window.context.new_page()
    other.goto("/work/")
    other.get_by_role("button", name="Выйти").click()
    site.cookies.pop("member", None)

    window.page.wait_for_selector("[data-thread][data-state=auth]")

    assert "Вход истёк. Текст сохранён." in window.page.locator(".conn").inner_text()
    assert window.page.locator("textarea[name=body]").input_value() == "Не потеряйте меня"
    assert "next=" in window.page.locator(".conn a").get_attribute("href")


def test_a_thread_closed_while_somebody_writes_keeps_the_text(reading):
    chair, member = reading("chair"), reading("member")
    member.page.fill("textarea[name=body]", "Последнее слово")

    chair.page.click("summary:has-text('Закрыть обсуждение')")
    chair.page.fill("[name=words]", "Решили повторить опыт весной.")
    chair.page.click("details button:has-text('Закрыть обсуждение')")
    member.page.wait_for_selector("text=Обсуждение закрыто. Ваш текст сохранён.")
    member.page.reload()

    assert "Решили повторить опыт весной." in member.page.inner_text("main")


def test_a_reply_by_button_quotes_what_it_answers(reading):
    member = reading("member").page
    write(member, "Слышно?")
    member.wait_for_selector("#p1")

    member.click("#p1 >> text=Ответить")
    write(member, "Да, слышно.")

    quote = member.wait_for_selector("#p2 blockquote")
    assert "№ 1" in quote.inner_text()
    assert "Слышно?" in quote.inner_text()


def test_a_correction_and_a_withdrawal_arrive_too(reading):
    chair, member = reading("chair"), reading("member")
    write(member.page, "Слышна")
    chair.page.wait_for_selector("#p1")

    member.page.click("#p1 >> text=Исправить")
    member.page.fill("[name=body]", "Слышно")
    member.page.click("text=Сохранить")
    chair.page.wait_for_selector("#p1:has-text('исправлено')")
    assert "Слышно" in chair.page.inner_text("#p1")
    member.page.click("#p1 summary")
    member.page.click("#p1 >> text=Отозвать")
    member.page.click("text=Отозвать сообщение")

    chair.page.wait_for_selector("#p1:has-text('Сообщение отозвано.')")
    assert "Слышно" not in chair.page.inner_text("#p1")


def test_everything_but_arrival_works_without_a_script(reading):
    member = reading("member", java_script_enabled=False).page

    write(member, "Без скриптов")

    assert member.url.endswith("#p1")
    assert "Без скриптов" in member.inner_text("#p1")
    member.click("#p1 >> text=Ответить")
    write(member, "Ответ без скриптов")
    assert "№ 1" in member.inner_text("#p2 blockquote")
    assert member.locator(".conn").is_hidden()
    assert member.get_by_role("link", name="Обновить").is_visible()
