"""Reporting on a phone in a real browser: words kept, a lost connection, photographs made small."""

import gzip
import io

import pytest
from PIL import Image

from tests.browser import PHONE, check, violations
from tests.repository import ROOT

pytestmark = pytest.mark.browser

SCREEN = "/work/city/{city}/update/?show=all"


BYTES = 4608  # of the screens of reports; public pages have a limit of their own
LESS = 1_500_000  # bytes; the picture of a telephone has several times as many


def open_row(page, code: str):
    row = page.locator("li[data-row]", has_text=code)
    row.locator("summary").first.click()
    return row


def say(page, code: str, words: str, percent: str = "45"):
    row = open_row(page, code)
    row.locator("[name$=-percent]").fill(percent)
    row.locator("[name$=-achieved]").fill(words)
    return row


def send(page):
    page.get_by_role("button", name="Сохранить и отправить").click()


def test_a_row_is_folded_and_opens_to_three_fields(visitor):
    window = visitor(PHONE, who="editor.namangan")
    page = window.page
    page.goto(SCREEN.format(city="namangan"))
    assert not page.locator("[name$=-percent]").first.is_visible()

    page.locator("details.quick-row > summary").first.click()

    assert page.locator("[name$=-percent]").first.is_visible()
    check(window, "work-editor-update-open")


def test_what_was_typed_is_kept_row_by_row_and_comes_back(visitor):
    page = visitor(PHONE, who="editor.ashgabat").page
    page.goto(SCREEN.format(city="ashgabat"))
    row = page.locator("li[data-row]").first
    row.locator("summary").first.click()
    row.locator("[name$=-percent]").fill("33")
    row.locator("[name$=-achieved]").fill("Недописанные слова")
    page.get_by_text("Сохранено на этом устройстве в").wait_for()
    key = row.locator("[name$=-key]").input_value()

    page.goto("/work/")
    page.goto(SCREEN.format(city="ashgabat"))

    row = page.locator("li[data-row]").first
    page.get_by_text("Мы вернули то, что вы набрали").wait_for()
    assert row.locator("[name$=-achieved]").input_value() == "Недописанные слова"
    assert row.locator("[name$=-percent]").input_value() == "33"
    assert row.locator("[name$=-key]").input_value() == key
    with page.expect_navigation():
        page.get_by_role("button", name="Начать заново").click()
    assert page.locator("[name$=-achieved]").first.input_value() == ""


def test_what_one_person_typed_is_not_offered_to_another(visitor):
    window = visitor(PHONE, who="editor.ashgabat")
    page = window.page
    page.goto(SCREEN.format(city="ashgabat"))
    keys = page.evaluate("document.querySelector('[data-report]').dataset.report")
    other = visitor(PHONE, who="editor.osh").page
    other.goto(SCREEN.format(city="osh"))

    assert other.evaluate("document.querySelector('[data-report]').dataset.report") != keys


def test_a_report_sent_without_a_connection_leaves_when_it_is_back(visitor):
    window = visitor(PHONE, who="editor.petropavlovsk")
    page = window.page
    page.goto(SCREEN.format(city="petropavlovsk"))
    row = page.locator("li[data-row]").first
    name = row.get_attribute("data-row")
    row.locator("summary").first.click()
    row.locator("[name$=-achieved]").fill("Сделано без связи.")

    window.context.set_offline(True)
    send(page)

    state = page.locator("[role=status][data-state]")
    state.get_by_text("Нет связи. Всё сохранено на этом устройстве").wait_for()
    assert row.locator("[name$=-achieved]").input_value() == "Сделано без связи."
    assert violations(page) == []
    window.complaints.clear()

    window.context.set_offline(False)

    page.get_by_text("1 отчёт сохранён").wait_for()
    assert page.get_by_text("Сделано без связи.").count() == 1
    kept = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('report:'))")
    assert not [key for key in kept if key.endswith(f":{name}")]


def test_an_answer_that_was_lost_on_the_way_does_not_double_the_report(visitor):
    window = visitor(PHONE, who="editor.dushanbe")
    page = window.page
    page.goto(SCREEN.format(city="dushanbe"))
    row = page.locator("li[data-row]").first
    name = row.get_attribute("data-row")
    row.locator("summary").first.click()
    row.locator("[name$=-achieved]").fill("Ответ потерялся.")
    lost = []

    def lose_the_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)  # the server has it, the phone not
            route.abort()
        else:
            route.continue_()

    page.route("**/update/**", lose_the_answer)
    send(page)
    page.locator("[data-state]").get_by_text("Нет связи").wait_for()
    send(page)

    page.get_by_text("1 отчёт сохранён").first.wait_for()
    assert lost == [302]
    assert page.locator(f"#row{name[1:]}").get_by_text("отчёт ждёт").count() == 1


def test_a_photo_is_made_small_before_it_leaves(visitor):
    page = visitor(PHONE, who="editor.osh").page
    page.goto("/work/city/osh/update/OSH-01/")
    large = io.BytesIO()
    Image.effect_noise((3200, 2400), 40).convert("RGB").save(large, "JPEG")

    page.set_input_files(
        "[name=photos]", {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": large.getvalue()}
    )
    for _time in range(50):  # the page forbids what wait_for_function does
        if page.evaluate("document.querySelector('[name=photos]').files[0].size") < LESS:
            break
        page.wait_for_timeout(100)

    size = page.evaluate(
        """createImageBitmap(document.querySelector('[name=photos]').files[0])
        .then((picture) => [picture.width, picture.height])"""
    )
    assert size == [1600, 1200]


def photo(name: str = "IMG_1.jpg", colour: str = "teal") -> dict[str, object]:
    content = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(content, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}


def chosen(page, field: str) -> list[str]:
    return page.eval_on_selector(
        f"[name={field}]", "one => [...one.files].map((file) => file.name)"
    )


def stored(page) -> list[str]:
    """Under what keys the browser keeps photos."""
    return page.evaluate(
        """() => new Promise((done) => {
            const asked = indexedDB.open("reports", 1);
            asked.onsuccess = () => {
                const keys = asked.result.transaction("photos").objectStore("photos").getAllKeys();
                keys.onsuccess = () => { asked.result.close(); done(keys.result); };
            };
        })"""
    )


def full(page, number: int) -> str:
    """The report in full of one of the city's measures; returns its address."""
    page.goto(SCREEN.format(city="namangan"))
    links = page.locator("li[data-row] a[href*='/update/']")
    address = links.nth(number).get_attribute("href")
    page.goto(address)
    return address


def test_photos_that_were_chosen_survive_a_closed_tab_and_leave_with_the_report(visitor):
    window = visitor(PHONE, who="editor.namangan")
    page = window.page
    address = full(page, 1)
    page.set_input_files("[name=photos]", photo())
    page.get_by_role("button", name="Убрать: IMG_1.jpg").wait_for()
    page.set_input_files("[name=photos]", photo("IMG_2.jpg", "red"))
    page.get_by_role("button", name="Убрать: IMG_2.jpg").wait_for()
    page.get_by_text("Сохранено на этом устройстве в").wait_for()
    page.close()

    page = window.page = window.context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Убрать: IMG_2.jpg").wait_for()
    assert chosen(page, "photos") == ["IMG_1.jpg", "IMG_2.jpg"]
    check(window, "work-editor-report-photos")
    page.get_by_role("button", name="Убрать: IMG_1.jpg").click()
    assert chosen(page, "photos") == ["IMG_2.jpg"]
    page.fill("[name=achieved]", "Поставили датчик.")
    page.get_by_label("Файлы не содержат сведений").check()
    page.get_by_role("button", name="Отправить на утверждение").click()

    page.wait_for_url("**/work/city/namangan/")
    assert stored(page) == []
    page.goto(address)
    page.get_by_text("Приложено к этому отчёту").wait_for()
    assert page.locator("main img").count() == 1


def test_photos_come_back_into_a_form_that_has_to_be_corrected(visitor):
    page = visitor(PHONE, who="editor.namangan").page
    full(page, 2)
    page.set_input_files("[name=photos]", photo())
    page.get_by_role("button", name="Убрать: IMG_1.jpg").wait_for()
    page.get_by_text("Сохранено на этом устройстве в").wait_for()
    page.fill("[name=achieved]", "Без подтверждения.")

    page.get_by_role("button", name="Отправить на утверждение").click()

    page.get_by_text("Подтвердите").first.wait_for()
    page.get_by_role("button", name="Убрать: IMG_1.jpg").wait_for()
    assert chosen(page, "photos") == ["IMG_1.jpg"]
    with page.expect_navigation():
        page.get_by_role("button", name="Начать заново").click()
    assert stored(page) == []


def test_a_browser_that_forbids_its_store_still_sends_photos(visitor):
    window = visitor(PHONE, who="editor.namangan")
    page = window.page
    page.add_init_script("indexedDB.open = () => { throw new Error('private') }")
    address = full(page, 3)
    page.set_input_files("[name=photos]", photo())
    page.get_by_role("button", name="Убрать: IMG_1.jpg").wait_for()
    page.fill("[name=achieved]", "Из закрытого окна.")
    page.get_by_label("Файлы не содержат сведений").check()
    window.context.set_offline(True)
    page.get_by_role("button", name="Отправить на утверждение").click()
    page.get_by_text("этот браузер не хранит фото").wait_for()
    window.complaints.clear()

    window.context.set_offline(False)

    page.wait_for_url("**/work/city/namangan/")
    page.goto(address)
    page.get_by_text("Приложено к этому отчёту").wait_for()


def test_the_scripts_of_a_report_stay_within_their_bytes():
    scripts = ROOT / "coalition" / "static" / "coalition" / "js"
    sent = [(scripts / name).read_bytes() for name in ("report.js", "photos.js")]

    assert sum(len(gzip.compress(one, 6)) for one in sent) <= BYTES


def test_words_fill_the_number_in_and_a_number_takes_their_place(visitor):
    page = visitor(PHONE, who="editor.osh").page
    page.goto("/work/city/osh/update/OSH-01/")

    page.get_by_label("75 %").check()
    assert page.input_value("[name=percent]") == "75"

    page.fill("[name=percent]", "80")
    assert page.get_by_label("как указано числом").is_checked()


def test_the_screen_works_without_scripts(visitor):
    page = visitor(PHONE, who="editor.osh", java_script_enabled=False).page
    page.goto(SCREEN.format(city="osh"))
    row = say(page, "OSH-05", "Без скриптов.", "65")
    row.get_by_text("Готовность словами, фото").click()
    row.get_by_label("75 %").check()

    send(page)

    page.get_by_text("1 отчёт сохранён").wait_for()
    assert "75 %. Без скриптов." in page.locator("li", has_text="OSH-05").last.inner_text()
