"""Reporting on a phone in a real browser: words kept, a lost connection, photographs made small."""

import io

import pytest
from PIL import Image

from tests.browser import PHONE, check, violations

pytestmark = pytest.mark.browser

SCREEN = "/work/city/{city}/update/?show=all"


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
    page.get_by_role("button", name="Начать заново").click()
    page.wait_for_load_state()
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
