"""Writing with @words and files in a real browser, on a line that breaks."""

import gzip
import hashlib
import json
import re
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

import coalition
from coalition.staticfiles import without_notes
from tests.browser import DESK, PHONE, check
from tests.files import PDF
from tests.workinggroups.test_thread_browser import LIVE, reading, thread, write

__all__ = ["reading", "thread"]  # fixtures

pytestmark = pytest.mark.browser
TEXT = "textarea[name=body]"
SCRIPTS = Path(coalition.__file__).parent / "static" / "coalition" / "js"
PIECE = 256 * 1024
LONG = PDF + b"%" + b"x" * (6 * PIECE)  # seven pieces
UP = "text=Файлы загружены и уйдут вместе с сообщением."


def test_the_scripts_of_a_first_view_stay_within_their_bytes():
    """What is fetched only when somebody types @ or picks a file is no part of a first view."""
    first = ("core.js", "thread.js", "line.js", "outbox.js")

    sent = [gzip.compress(without_notes((SCRIPTS / name).read_bytes()), 6) for name in first]

    assert sum(map(len, sent)) <= 10 * 1024


def test_a_first_view_fetches_no_other_script(visitor, thread):
    window = visitor(PHONE, who="member")
    asked = []
    window.page.on("request", lambda request: asked.append(request.url))
    window.page.goto(thread)
    window.page.wait_for_selector(LIVE)

    names = {re.sub(r"(\.\w+)?\.js$", "", url.rpartition("/")[2]) for url in asked if ".js" in url}

    assert names == {"core", "once", "thread", "line", "outbox"}


def test_a_draft_and_a_picked_file_survive_a_closed_tab(reading):
    window = reading("member")
    window.page.fill(TEXT, "Недописанное")
    pick(window.page, ("Акт.pdf", PDF))
    window.page.wait_for_selector(UP)
    address = window.page.url

    window.page.close()
    page = window.context.new_page()
    page.goto(address)

    page.wait_for_selector("[data-photos] li:has-text('Акт.pdf')")
    assert page.locator(TEXT).input_value() == "Недописанное"


def test_a_second_tab_of_a_thread_has_files_of_its_own(reading):
    window = reading("member")
    first = window.page
    pick(first, ("Акт.pdf", PDF))
    first.wait_for_selector(UP)

    second = window.context.new_page()
    second.goto(first.url)
    pick(second, ("Схема.pdf", PDF))

    expect(second.locator("[data-photos] li")).to_contain_text(["Схема.pdf"])
    expect(first.locator("[data-photos] li")).to_contain_text(["Акт.pdf"])


def test_a_post_is_copied_for_a_messenger_as_plain_text(reading):
    window = reading("member", permissions=["clipboard-read", "clipboard-write"])
    page = window.page
    write(page, "Сирена **слышна**.")
    page.wait_for_selector("#p1 .own")

    page.click("#p1 summary")
    page.click("#p1 >> text=Скопировать для мессенджера")
    page.wait_for_selector("#p1 >> text=Скопировано")

    who, where, _gap, words, _gap, link = page.evaluate("navigator.clipboard.readText()").split(
        "\n"
    )
    assert who == "Участник группы (пример)"
    assert where == f"{page.inner_text('h1')}, № 1"
    assert words == "Сирена слышна."
    assert link == f"{page.url.partition('?')[0].partition('#')[0]}?at=1#p1"


# --- @words --------------------------------------------------------------------------------------
def offered(page):
    page.wait_for_selector("[role=option]")
    return [text.split("\n")[0] for text in page.locator("[role=option]").all_inner_texts()]


def test_names_are_offered_while_they_are_typed_and_put_in_with_the_keyboard(reading):
    window = reading("chair")
    page = window.page
    page.focus(TEXT)

    page.keyboard.type("Спросим @")
    first = offered(page)
    assert first[0].startswith("@все")
    page.keyboard.type("ош")
    expect(page.locator("[role=option]")).to_have_count(1)
    chosen = page.locator("[role=option][aria-selected=true]")
    assert chosen.inner_text().startswith("@Ош")
    assert page.get_attribute(TEXT, "aria-activedescendant") == chosen.get_attribute("id")
    check(window, "thread-mention")
    page.keyboard.press("Enter")

    assert page.locator(TEXT).input_value() == "Спросим @Ош "
    assert page.locator("[role=option]:visible").count() == 0
    page.keyboard.type("и всех")
    assert page.locator(TEXT).input_value() == "Спросим @Ош и всех"


def test_arrows_choose_and_escape_leaves_what_was_typed(reading):
    page = reading("chair").page
    page.focus(TEXT)
    page.keyboard.type("@")
    offered(page)

    page.keyboard.press("ArrowDown")
    second = page.locator("[role=option][aria-selected=true]").inner_text()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    last = page.locator("[role=option]").last.get_attribute("aria-selected")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")

    assert not second.startswith("@все")
    assert last == "true"
    assert page.locator(TEXT).input_value() == "@\n"


@pytest.mark.parametrize("typed", ["@osh", "@Oш", "@ош"])
def test_either_keyboard_finds_a_name(reading, typed):
    page = reading("member").page
    page.focus(TEXT)

    page.keyboard.type(typed)
    offered(page)
    page.keyboard.press("Enter")

    assert page.locator(TEXT).input_value() == "@Ош "


def test_a_member_is_offered_no_word_for_everybody_and_nobody_from_outside(reading):
    page = reading("member").page
    page.focus(TEXT)

    page.keyboard.type("@")
    names = offered(page)
    page.keyboard.type("все")

    assert not any(name.startswith("@все") for name in names)
    page.wait_for_selector("[role=option]", state="hidden")


def test_an_address_of_mail_offers_nothing(reading):
    page = reading("member").page
    page.focus(TEXT)
    page.keyboard.type("@")
    offered(page)

    page.fill(TEXT, "")
    page.keyboard.type("mail@osh")

    page.wait_for_timeout(300)
    assert page.locator("[role=option]:visible").count() == 0


def test_a_slow_line_delays_the_offer_and_not_the_typing(reading):
    page = reading("member").page
    held = []
    page.route("**/names/?list", lambda route: held.append(route))  # noqa: PLW0108 -- playwright asks for a function
    page.focus(TEXT)

    page.keyboard.type("@ош")
    page.wait_for_selector("[role=listbox]", state="attached")
    page.wait_for_timeout(200)
    assert page.locator(TEXT).input_value() == "@ош"
    assert page.locator("[role=option]").count() == 0
    held[0].continue_()

    assert offered(page) == ["@Ош"]


def test_a_name_is_picked_with_a_finger(reading):
    page = reading("member", has_touch=True).page
    page.focus(TEXT)
    page.keyboard.type("Вот, @ош")
    offered(page)

    page.tap("[role=option]")

    assert page.locator(TEXT).input_value() == "Вот, @Ош "
    assert page.evaluate("document.activeElement.name") == "body"


# --- files ----------------------------------------------------------------------------------------
def pick(page, *files):
    if not page.locator("[name=attached]").is_visible():
        page.click(".composer summary:has-text('Файлы')")
    page.set_input_files(
        "[name=attached]",
        [{"name": name, "mimeType": "application/pdf", "buffer": data} for name, data in files],
    )


def sha256_of_the_first_file(page):
    with page.expect_download() as download:
        page.click("#p1 [data-f=file]")
    return hashlib.sha256(Path(download.value.path()).read_bytes()).hexdigest()


class Pieces:
    """The pieces that leave a page; `cut` lets so many through and then none."""

    def __init__(self, page, cut=10**6):
        self.offsets, self.cut = [], cut
        page.route("**/uploads/*/", self.pass_on)

    def pass_on(self, route):
        offset = route.request.headers.get("upload-offset")
        if len(self.offsets) >= self.cut:
            route.abort()
            return
        if offset is not None:
            self.offsets.append(int(offset))
        route.continue_()


def test_a_file_goes_up_in_pieces_while_one_writes_and_leaves_with_the_words(reading):
    chair, member = reading("chair"), reading("member")
    pieces = Pieces(member.page)
    pick(member.page, ("Акт.pdf", LONG))
    member.page.wait_for_selector(UP)
    check(member, "thread-files")

    write(member.page, "Вот акт.")

    chair.page.wait_for_selector("#p1 >> text=Акт.pdf")
    assert pieces.offsets == list(range(0, len(LONG), PIECE))
    assert sha256_of_the_first_file(chair.page) == hashlib.sha256(LONG).hexdigest()
    assert member.page.locator(TEXT).input_value() == ""
    assert member.page.locator("[data-photos] li").count() == 0


def test_after_a_break_and_a_reload_the_file_goes_on_from_where_it_stopped(reading):
    chair, member = reading("chair"), reading("member")
    page = member.page
    first = Pieces(page, cut=3)
    pick(page, ("Акт.pdf", LONG))
    page.fill(TEXT, "Вот акт.")
    page.wait_for_selector("text=Когда она появится, файлы загрузятся дальше")

    page.unroute("**/uploads/*/")
    second = Pieces(page)
    page.reload()
    page.wait_for_selector(UP)
    assert page.locator("[data-photos] li").count() == 1
    assert page.locator(TEXT).input_value() == "Вот акт."
    page.click("form.composer button[type=submit]")

    chair.page.wait_for_selector("#p1 >> text=Акт.pdf")
    assert first.offsets + second.offsets == list(range(0, len(LONG), PIECE))
    assert sha256_of_the_first_file(chair.page) == hashlib.sha256(LONG).hexdigest()


def test_what_is_sent_while_its_files_are_on_their_way_leaves_after_them(reading):
    chair, member = reading("chair"), reading("member")
    page = member.page
    Pieces(page, cut=2)
    pick(page, ("Акт.pdf", LONG))
    page.wait_for_selector("text=Когда она появится, файлы загрузятся дальше")
    write(page, "Вот акт.")
    assert page.locator("form.composer button[type=submit]").is_disabled()

    page.unroute("**/uploads/*/")
    page.evaluate("dispatchEvent(new Event('online'))")

    chair.page.wait_for_selector("#p1 >> text=Акт.pdf", timeout=60_000)
    assert page.locator("form.composer button[type=submit]").is_enabled()


def test_a_connection_cut_in_the_middle_of_a_piece_leaves_no_half_of_it(reading, thread, site):
    """A raw connection to the server that dies after half of what it announced."""
    page = reading("member").page
    token = page.input_value("[name=csrfmiddlewaretoken]")
    number = re.search(r"threads/(\d+)", thread)[1]
    address = f"/api/v1/threads/{number}/uploads/"
    begun = page.request.post(
        address,
        data={"name": "Акт.pdf", "size": len(LONG)},
        headers={"X-CSRFToken": token, "Referer": site.url},
    ).json()
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
    where = urlsplit(site.url)
    head = (
        f"POST {address}{begun['id']}/ HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {cookies}\r\n"
        f"X-CSRFToken: {token}\r\nReferer: {site.url}\r\nUpload-Offset: 0\r\n"
        f"Content-Type: application/octet-stream\r\nContent-Length: {PIECE}\r\n\r\n"
    )
    with socket.create_connection((where.hostname, where.port)) as line:
        line.sendall(head.encode() + LONG[: PIECE // 2])
    page.wait_for_timeout(300)

    def piece(offset):
        return page.request.post(
            f"{address}{begun['id']}/",
            data=LONG[offset : offset + PIECE],
            headers={"X-CSRFToken": token, "Referer": site.url, "Upload-Offset": str(offset),
                     "Content-Type": "application/octet-stream"},
        )  # fmt: skip

    assert page.request.get(f"{address}{begun['id']}/").json()["offset"] == 0
    answers = [piece(offset) for offset in range(0, len(LONG), PIECE)]
    assert [answer.status for answer in answers] == [200] * 7
    assert (piece(0).status, piece(0).json()["offset"]) == (409, len(LONG))
    page.request.post(
        address.replace("uploads", "posts"),
        data=json.dumps({"body": "Вот.", "uploads": [begun["id"]]}),
        headers={"X-CSRFToken": token, "Referer": site.url, "Content-Type": "application/json",
                 "Idempotency-Key": begun["id"]},
    )  # fmt: skip
    page.wait_for_selector("#p1 >> text=Акт.pdf")
    assert sha256_of_the_first_file(page) == hashlib.sha256(LONG).hexdigest()


def test_a_file_of_a_wrong_kind_is_told_when_it_is_picked_and_the_text_stays(reading):
    page = reading("member").page
    page.fill(TEXT, "Не потеряйте")

    pick(page, ("x.pdf", b"MZ"), ("Акт.pdf", PDF))

    page.wait_for_selector("details >> text=x.pdf: ")
    assert page.locator("[data-photos] li").count() == 1
    assert page.locator(TEXT).input_value() == "Не потеряйте"
    page.click("form.composer button[type=submit]")  # not without its file unknowingly
    page.wait_for_timeout(300)
    assert page.locator(TEXT).input_value() == "Не потеряйте"
    page.click("form.composer button[type=submit]")
    page.wait_for_selector("#p1 >> text=Акт.pdf")


def test_a_file_that_is_too_large_is_told_before_it_goes_up(reading):
    page = reading("member").page
    pieces = Pieces(page)

    pick(page, ("Запись.pdf", PDF + b"x" * 10_000_000))

    page.wait_for_selector("text=Запись.pdf: Файл 10.0 МБ")
    assert pieces.offsets == []


def test_a_refusal_is_told_in_the_language_of_the_page_not_of_the_browser(reading, thread):
    page = reading("member").page
    page.goto(thread.replace("/work/", "/en/work/"))
    page.click(".composer summary:has-text('Files')")

    pick(page, ("x.pdf", b"MZ"))

    page.wait_for_selector("text=x.pdf: This is not a file of the kind we can take.")


def test_a_picked_file_can_be_taken_out_again(reading):
    chair, member = reading("chair"), reading("member")
    pick(member.page, ("Акт.pdf", PDF), ("Лишний.pdf", PDF + b"2"))
    member.page.wait_for_selector(UP)

    member.page.click("[aria-label='Убрать: Лишний.pdf']")
    member.page.wait_for_selector(UP)
    write(member.page, "Вот акт.")

    chair.page.wait_for_selector("#p1 >> text=Акт.pdf")
    assert "Лишний" not in chair.page.inner_text("#p1")


def test_files_chosen_one_after_the_other_all_leave(reading):
    chair, member = reading("chair", DESK), reading("member")
    pick(member.page, ("1.pdf", PDF))
    pick(member.page, ("2.pdf", PDF + b"2"))
    expect(member.page.locator("[data-photos] li")).to_have_count(2)

    write(member.page, "Вот.")

    chair.page.wait_for_selector("#p1 >> text=1.pdf")
    chair.page.wait_for_selector("#p1 >> text=2.pdf")
