"""Our page at a server that is not as it knows it, and on lines that are worse than none."""

from dataclasses import replace

import pytest

from tests.browser import PHONE, Visitor, check, sign_in
from tests.proxying import without_sockets
from tests.running import serving
from tests.workinggroups.test_thread_browser import LIVE, reading, thread, write

__all__ = ["reading", "thread"]  # fixtures

pytestmark = pytest.mark.browser
PATIENCE = 60_000  # milliseconds; a busy machine is no fault


@pytest.fixture(scope="module")
def site():
    """A server of its own, that tells of pinned posts by an event no page knows."""
    with serving(fault="is-of-another-version", POSTS_PER_MINUTE="1000") as server:
        yield server


@pytest.fixture
def renewed(site):
    """Makes the server one of the next version, and as it was again."""
    mark = site.folder / "renewed"
    yield mark.touch
    mark.unlink(missing_ok=True)


def test_an_event_the_page_does_not_know_is_passed_over_and_nothing_is_missed(reading):
    chair, member = reading("chair"), reading("member")
    pulled, frames = [], []

    def heard(frame):  # Playwright cannot take `frames.append` itself
        frames.append(frame)

    member.page.on("websocket", lambda line: line.on("framereceived", heard))
    member.page.reload()
    member.page.wait_for_selector(LIVE)
    member.page.on("request", lambda one: "/events?" in one.url and pulled.append(one.url))
    write(chair.page, "Первое слово")
    member.page.wait_for_selector("#p1")

    chair.page.click("#p1 summary")
    chair.page.click("#p1 >> text=Закрепить")
    chair.page.wait_for_selector(LIVE)
    write(chair.page, "Второе слово")
    member.page.wait_for_selector("#p2", timeout=PATIENCE)

    assert any('"post.sung"' in frame for frame in frames)
    assert member.page.locator("li[data-number]").count() == 2
    assert pulled == []  # the number of the unknown event was counted, so the next one followed it
    assert member.complaints == []


@pytest.fixture
def on_lines(visitor, thread):
    """Opens the thread on lines that a test can break; `begin` is what happens when one opens."""

    def enter(begin):
        window, lines = visitor(PHONE, who="member"), []

        def opened(line):
            lines.append(line)
            begin(line)

        window.page.route_web_socket("**/ws/v1/", opened)
        window.page.goto(thread)
        window.page.wait_for_selector(LIVE)
        return window, lines

    return enter


def test_a_page_of_an_earlier_version_is_asked_to_be_loaded_anew_and_goes_on(
    on_lines, reading, renewed
):
    chair = reading("chair").page
    window, lines = on_lines(lambda line: line.connect_to_server())
    page = window.page
    page.fill("textarea[name=body]", "Не потеряйте меня")
    page.evaluate("window.sameDocument = true")

    renewed()
    lines[0].close(code=1012)
    page.wait_for_selector(".conn:has-text('Платформа обновилась.')", timeout=PATIENCE)

    check(window, "thread-renewed")
    assert page.evaluate("window.sameDocument")  # nobody reloads it but its reader
    write(chair, "Слышно и старой странице")
    page.wait_for_selector("#p1", timeout=PATIENCE)
    page.get_by_role("link", name="Открыть страницу заново").click()
    page.wait_for_function("!window.sameDocument", timeout=PATIENCE)
    assert page.locator("textarea[name=body]").input_value() == "Не потеряйте меня"


@pytest.fixture
def behind_a_proxy(chromium, site, thread):
    """The thread for one of the people in an office whose proxy lets no socket through."""
    with without_sockets(site.url) as proxy:
        office = replace(site, url=proxy.url, cookies={})
        opened = []

        def enter(who):
            window = Visitor(chromium, office, PHONE)
            opened.append(window)
            sign_in(window.page, who, office)
            window.page.goto(thread.replace(site.url, proxy.url))
            return window, proxy

        yield enter
        for window in opened:
            window.context.close()


def test_where_a_proxy_blocks_sockets_posts_come_by_polling_and_leave_as_ever(
    behind_a_proxy, reading
):
    window, proxy = behind_a_proxy("member")
    window.page.wait_for_selector("[data-thread][data-state=polling]", timeout=PATIENCE)
    refused = proxy.refused
    chair = reading("chair")

    write(window.page, "Из-за стены")
    chair.page.wait_for_selector("#p1:has-text('Из-за стены')", timeout=PATIENCE)
    write(chair.page, "Слышно")

    window.page.wait_for_selector("#p2:has-text('Слышно')", timeout=PATIENCE)
    window.page.wait_for_selector("#p1 .own", timeout=PATIENCE)
    assert window.page.locator(".wait").count() == 0
    assert refused <= 3  # tries, before it asks by itself


def test_a_line_on_which_nothing_comes_any_more_is_taken_up_anew(on_lines, reading):
    silent = []

    def goes_silent(line):
        """The first line hears nothing more once it is silent; later ones are as they should be."""
        first, server = not silent, line.connect_to_server()
        silent.append(False)
        server.on_message(lambda frame: None if first and silent[0] else line.send(frame))

    window, lines = on_lines(goes_silent)
    silent[0] = True

    write(reading("chair").page, "Кто слышит?")

    window.page.wait_for_selector("#p1", timeout=PATIENCE)
    assert len(lines) >= 2


def test_a_quote_follows_the_words_it_quotes(reading):
    chair, member = reading("chair"), reading("member")
    write(member.page, "Тайна")
    member.page.wait_for_selector("#p1 .own")
    chair.page.click("#p1 >> text=Ответить")
    write(chair.page, "Что?")
    quote = "#p2 blockquote"
    member.page.wait_for_selector(f"{quote}:has-text('Тайна')")

    member.page.click("#p1 summary")
    member.page.click("#p1 >> text=Отозвать")
    member.page.click("text=Отозвать сообщение")

    chair.page.wait_for_selector("#p1:has-text('Сообщение отозвано.')")
    assert "Тайна" not in chair.page.inner_text("main")
    assert "№ 1" in chair.page.inner_text(quote)
