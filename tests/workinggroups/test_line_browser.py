"""The states of the line of an open thread, in a browser whose clock the test moves."""

import json
import re

import pytest

from coalition import clock
from tests.browser import PHONE
from tests.workinggroups.test_thread_browser import LIVE, reading, thread, write

__all__ = ["reading", "thread"]  # fixtures

pytestmark = pytest.mark.browser
TEXT = "textarea[name=body]"
MINUTE = 60_000


def state(name):
    return f"[data-thread][data-state={name}]"


class Line:
    """A thread in a window, with the socket and the polls between it and the server in hand."""

    def __init__(self, window, address):
        self.window, self.page, self.address = window, window.page, address
        self.sockets, self.polls = [], 0
        self.on_socket = lambda socket: socket.connect_to_server()
        self.on_poll = None
        self.page.clock.install(time=clock.now())
        self.page.clock.pause_at(clock.now())  # from here the test moves it
        self.page.route_web_socket("**/ws/v1/", self.socket)
        self.page.route("**/api/v1/heads*", self.poll)

    def socket(self, socket):
        self.sockets.append(socket)
        self.on_socket(socket)

    def poll(self, route):
        self.polls += 1
        if self.on_poll:
            self.on_poll(route)
        else:
            route.continue_()

    def open(self):
        self.page.goto(self.address)
        return self

    def run(self, milliseconds):
        self.page.clock.run_for(milliseconds)

    def until(self, name, step=1000, most=400):
        """Let time pass until the line is in a state; how long that took, in milliseconds."""
        for passed in range(most):
            if self.page.locator(state(name)).count():
                return passed * step
            self.run(step)
        now = self.page.get_attribute("[data-thread]", "data-state")
        raise AssertionError(f"never {name}, but {now}")

    def come_back(self):
        """The tab is looked at again."""
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    @property
    def told(self):
        return self.page.inner_text(".conn")


@pytest.fixture
def line(visitor, thread):
    return Line(visitor(PHONE, who="member"), thread)


def silent(_socket):
    """Opened, and nothing ever comes."""


def refused(socket):
    socket.close(code=1011)


def says(code, retry=(0, 0)):
    """The server's last word, once the page has said hello: before that it may not listen yet."""

    def bye(socket):
        def answer(frame):
            if json.loads(frame)["t"] == "hello":
                socket.send(json.dumps({"t": "bye", "code": code, "retry_ms": retry}))
                socket.close(code=code)

        socket.on_message(answer)

    return bye


def answers(status, **headers):
    return lambda route: route.fulfill(status=status, headers=headers, body="{}")


def test_a_socket_that_says_nothing_is_given_up_after_eight_seconds(line):
    line.on_socket = silent
    line.open()
    line.run(7_000)
    assert line.page.locator(state("connecting")).count() == 1

    line.on_socket = lambda socket: socket.connect_to_server()
    line.run(3_100)  # the eighth second, and two at most until the next try

    line.page.wait_for_selector(LIVE)
    assert len(line.sockets) == 2


def test_a_line_that_falls_silent_is_left_for_a_new_one(line):
    line.open()
    line.page.wait_for_selector(LIVE)

    line.run(8_500)  # longer than two heartbeats of the tests' server, and the pause before a try

    line.page.wait_for_selector(LIVE)
    assert len(line.sockets) == 2


def test_the_line_is_called_live_only_when_nothing_is_missing(line):
    def behind(socket):
        server = socket.connect_to_server()

        def hear(frame):
            told = json.loads(frame)
            if told["t"] == "subok":
                told["head"] += 1
            if told["t"] != "hb":
                socket.send(json.dumps(told))

        server.on_message(hear)

    line.on_socket = behind
    line.open()
    line.page.wait_for_timeout(1_500)

    assert line.page.locator(state("live")).count() == 0


def test_the_third_failure_brings_polling_which_asks_every_ten_seconds(line):
    line.on_socket = refused
    line.open()
    line.until("polling")
    sockets, polls = len(line.sockets), line.polls

    for _ten_seconds in range(6):
        line.run(10_000)
        line.page.wait_for_timeout(150)

    assert sockets >= 3
    assert 5 <= line.polls - polls <= 7


def test_a_tab_that_is_not_looked_at_asks_once_a_minute_and_at_once_when_it_is(line):
    line.on_socket = refused
    line.open()
    line.until("polling")
    line.page.evaluate("Object.defineProperty(document, 'hidden', {value: true, writable: true})")
    line.run(10_000)
    line.page.wait_for_timeout(200)
    polls = line.polls

    line.run(50_000)
    line.page.wait_for_timeout(200)
    assert line.polls == polls

    line.page.evaluate("document.hidden = false")
    line.come_back()
    line.page.wait_for_timeout(300)
    assert line.polls == polls + 1


def test_the_server_is_not_asked_before_it_wishes(line):
    line.on_socket = refused
    line.on_poll = answers(503, **{"Retry-After": "240"})
    line.open()
    for _second in range(40):
        line.run(1_000)
        if line.polls:
            break
    line.page.wait_for_timeout(300)
    assert line.polls == 1

    line.run(200_000)
    line.page.wait_for_timeout(300)
    assert line.polls == 1
    line.run(41_000)
    line.page.wait_for_timeout(300)
    assert line.polls == 2


def test_three_polls_without_an_answer_are_told_with_the_time_of_the_last_news(line):
    line.on_socket = refused
    line.on_poll = lambda route: route.abort()
    line.open()

    line.until("offline", step=5_000)
    line.run(2_000)

    assert re.search(r"Показано состояние на \d\d:\d\d\.", line.told)
    line.on_poll, line.on_socket = None, lambda socket: socket.connect_to_server()
    line.page.evaluate("dispatchEvent(new Event('online'))")
    line.page.wait_for_selector(LIVE)


def test_a_network_that_goes_is_told_and_one_that_comes_is_used_at_once(line):
    line.open()
    line.page.wait_for_selector(LIVE)

    line.page.evaluate("dispatchEvent(new Event('offline'))")
    line.page.wait_for_selector(state("offline"))
    line.page.evaluate("dispatchEvent(new Event('online'))")

    line.page.wait_for_selector(LIVE)
    assert len(line.sockets) == 2


def test_a_sign_in_that_ends_keeps_text_and_outbox_and_goes_on_after_it(line):
    line.on_socket, line.on_poll = says(4401), answers(401)
    line.open()
    line.page.fill(TEXT, "Не потеряйте меня")
    line.page.wait_for_selector(state("auth"))
    line.run(2_000)
    assert "Вход истёк. Текст сохранён." in line.told

    line.on_socket, line.on_poll = (lambda socket: socket.connect_to_server()), None
    line.come_back()  # from the tab in which one has signed in

    line.page.wait_for_selector(LIVE)
    assert line.page.locator(TEXT).input_value() == "Не потеряйте меня"


def test_a_network_that_goes_while_signing_out_is_no_end_of_the_sign_in(line):
    line.on_socket, line.on_poll = says(4401), lambda route: route.abort()
    line.open()

    line.page.wait_for_selector(state("broken"))


def test_who_may_no_longer_read_keeps_the_text_and_sends_nothing(line):
    line.on_socket = says(4403)
    line.open()

    line.page.wait_for_selector(state("gone"))
    line.page.evaluate("dispatchEvent(new Event('offline'))")
    line.page.evaluate("dispatchEvent(new Event('online'))")
    line.run(5 * MINUTE)

    assert line.page.locator(state("gone")).count() == 1
    assert line.page.locator(TEXT).get_attribute("readonly") is not None
    assert line.page.locator("form.composer button[type=submit]").is_disabled()
    assert len(line.sockets) == 1


def test_the_sixth_tab_is_read_by_polling_until_one_looks_at_it(line):
    line.on_socket = says(4409)
    line.open()
    line.until("polling")
    line.run(10 * MINUTE)
    assert len(line.sockets) == 1

    line.on_socket = lambda socket: socket.connect_to_server()
    line.come_back()

    line.page.wait_for_selector(LIVE)


def test_a_server_that_is_full_is_left_in_peace_and_polled_meanwhile(line):
    line.on_socket = says(1013, (30_000, 60_000))
    line.open()
    line.until("polling")

    line.run(25_000)

    assert len(line.sockets) == 1


# --- what was sent -------------------------------------------------------------------------------
def test_a_post_that_arrived_before_a_reload_does_not_wait_for_ever(line):
    line.open()
    line.page.wait_for_selector(LIVE)
    line.on_socket, line.on_poll = refused, lambda route: route.abort()
    for socket in line.sockets:
        socket.close(code=1012)
    line.page.route("**/events?after=*", lambda route: route.abort())
    with line.page.expect_response("**/posts/"):
        write(line.page, "Дошло")
    line.page.wait_for_selector(".wait:has-text('Дошло')")

    line.page.reload()

    line.page.wait_for_selector("#p1:has-text('Дошло')")
    line.page.wait_for_selector(".wait", state="detached")
    assert line.page.locator("li[data-number]").count() == 1


def test_two_tabs_do_not_take_each_others_posts_away(reading):
    first = reading("member")
    second = first.context.new_page()
    second.goto(first.page.url)
    second.wait_for_selector(LIVE)
    for page in (first.page, second):
        page.route("**/posts/", lambda route: route.abort())
    write(first.page, "Из первой вкладки")
    write(second, "Из второй вкладки")
    first.page.wait_for_selector(".wait")
    second.wait_for_selector(".wait")

    first.page.close()
    second.unroute("**/posts/")
    second.reload()

    second.wait_for_selector("#p2", timeout=60_000)
    texts = second.locator("li[data-number] .prose").all_inner_texts()
    assert sorted(texts) == ["Из второй вкладки", "Из первой вкладки"]


def test_a_sign_in_renewed_in_another_tab_does_not_refuse_what_is_sent(visitor, site, thread):
    site.cookies.pop("member", None)  # a sign-in of its own, since this one ends it
    window = visitor(PHONE, who="member")
    window.page.goto(thread)
    window.page.wait_for_selector(LIVE)
    other = window.context.new_page()
    other.goto("/work/")
    other.get_by_role("button", name="Выйти").click()
    other.goto("/accounts/login/")
    other.fill("[name=login]", "member@demo.invalid")
    other.fill("[name=password]", "demo")
    other.press("[name=password]", "Enter")
    other.wait_for_url("**/work/")
    site.cookies.pop("member", None)

    write(window.page, "Под новым входом")

    window.page.wait_for_selector("#p1:has-text('Под новым входом')", timeout=60_000)
    assert window.page.locator(".wait").count() == 0


def test_twenty_posts_at_once_are_one_announcement_with_their_number_and_focus_stays(line, reading):
    line.page.goto(line.address)
    line.page.wait_for_selector(LIVE)
    line.run(100)
    line.page.focus(TEXT)
    line.page.keyboard.type("Пишу")
    line.page.evaluate("""() => {
        window.told = [];
        for (const status of document.querySelectorAll('[role=status], [role=log], [aria-live]'))
            new MutationObserver(() => status.textContent.trim() && told.push(status.textContent))
                .observe(status, {childList: true, subtree: true, characterData: true});
    }""")

    member = reading("chair").page
    member.evaluate("""async () => {
        const {dataset} = document.querySelector('[data-thread]');
        const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
        for (let n = 1; n <= 20; n += 1)
            await fetch(dataset.posts, {method: 'POST', body: JSON.stringify({body: `Слово ${n}`}),
                headers: {'Content-Type': 'application/json', 'X-CSRFToken': token,
                          'Idempotency-Key': crypto.randomUUID()}});
    }""")
    line.page.wait_for_selector("#p20")
    line.run(1_100)

    assert line.page.evaluate("told") == ["Новых сообщений: 20. Показать"]
    assert line.page.evaluate("document.activeElement.name") == "body"
    assert line.page.locator(TEXT).input_value() == "Пишу"
