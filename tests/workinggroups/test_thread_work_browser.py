"""What is made of posts, in two browsers: it arrives by itself and looks as the page draws it."""

import io
import re

import pytest
from PIL import Image

from tests.browser import PHONE, check
from tests.files import PDF
from tests.workinggroups.test_thread_browser import LIVE, reading, thread, write

__all__ = ["reading", "thread"]  # fixtures

pytestmark = pytest.mark.browser


def bare(html):
    """HTML without what only the script needs, and without tokens, which are never the same."""
    return re.sub(r"\s+", "", re.sub(r' (data-f|datetime)="[^"]*"|value="\w{64}"', "", html))


def looks_the_same(page, what):
    """Whether what arrived is drawn by the server alike."""
    arrived = page.locator(what).inner_html()
    page.reload()
    page.wait_for_selector(LIVE)
    return bare(page.locator(what).inner_html()) == bare(arrived)


def large_picture():
    content = io.BytesIO()
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(content, "JPEG", quality=95)
    return content.getvalue()


def deeds(page, number):
    page.click(f"#p{number} summary")
    page.click(f"#p{number} >> text=Поручение и другое")
    page.wait_for_url(re.compile(rf"/posts/{number}/$"))


def test_files_arrive_with_their_names_and_sizes(reading):
    chair, member = reading("chair"), reading("member")
    member.page.click(".composer summary:has-text('Файлы')")
    with member.page.expect_event("filechooser") as chooser:
        member.page.click("[name=attached]")
    chooser.value.set_files(
        [
            {"name": "Датчик.jpg", "mimeType": "image/jpeg", "buffer": large_picture()},
            {"name": "Акт.pdf", "mimeType": "application/pdf", "buffer": PDF},
        ]
    )

    write(member.page, "Вот снимок и акт.")

    chair.page.wait_for_selector("#p1 >> text=Акт.pdf")
    assert "0,1 МБ" in chair.page.inner_text("#p1")
    assert member.page.locator("textarea[name=body]").input_value() == ""
    assert looks_the_same(chair.page, "#p1")
    with chair.page.expect_download() as download:
        chair.page.click("#p1 >> text=Датчик.jpg")
    assert Image.open(download.value.path()).size == (1600, 1200)


def test_a_file_that_is_refused_leaves_the_text(reading):
    page = reading("member").page
    page.click(".composer summary:has-text('Файлы')")
    page.set_input_files("[name=attached]", {"name": "x.pdf", "mimeType": "", "buffer": b"MZ"})

    write(page, "Не потеряйте")

    page.wait_for_selector(".composer details >> text=x.pdf: ")
    assert page.locator("textarea[name=body]").input_value() == "Не потеряйте"
    assert page.locator("#p1").count() == 0


def test_a_mention_is_picked_from_the_list_and_marked(reading):
    chair, member = reading("chair"), reading("member")
    member.page.fill("textarea[name=body]", "Спросим")
    member.page.click(".composer summary:has-text('Упомянуть')")
    member.page.click("[data-word='@Ош']")
    assert member.page.locator("textarea[name=body]").input_value() == "Спросим @Ош "

    member.page.click("form.composer button[type=submit]")

    chair.page.wait_for_selector("#p1 mark:has-text('@Ош')")
    assert looks_the_same(chair.page, "#p1")


def test_a_new_name_arrives(reading):
    chair, member = reading("chair"), reading("member")
    member.page.fill("textarea[name=body]", "Я как раз пишу")

    chair.page.click("text=Переименовать")
    chair.page.fill("[name=title]", "Слышно ли сирену за мостом?")
    chair.page.fill("[name=purpose]", "Проверить весной.")
    chair.page.click("text=Сохранить")

    member.page.wait_for_selector("h1:has-text('за мостом')")
    assert member.page.inner_text("[data-purpose]") == "Проверить весной."
    assert "за мостом" in member.page.title()
    assert member.page.locator("textarea[name=body]").input_value() == "Я как раз пишу"


def test_a_task_and_a_request_to_confirm_arrive_beside_the_posts(reading):
    chair, member = reading("chair"), reading("member")
    write(chair.page, "Нужен образец.")
    chair.page.wait_for_selector("#p1 .own")
    deeds(chair.page, 1)
    check(chair, "post-deeds")

    chair.page.click("#task ~ details summary")
    chair.page.fill("[name=what]", "Подготовить образец")
    chair.page.select_option("[name=city]", "osh")
    chair.page.click("text=Записать поручение")
    member.page.wait_for_selector("[data-beside] >> text=Подготовить образец")
    deeds(chair.page, 1)
    chair.page.click("button:has-text('Попросить подтвердить')")
    member.page.click("[data-beside] button:has-text('Прочитано')")
    member.page.wait_for_selector(LIVE)

    assert member.page.locator("[data-beside] button:has-text('Прочитано')").count() == 0
    chair.page.wait_for_selector("[data-beside] >> text=Также:")
    assert looks_the_same(chair.page, "[data-beside]")
    check(member, "thread-beside")
    member.page.click("[data-beside] >> text=Подготовить образец")
    check(member, "task")


def test_posts_that_move_leave_a_stub_and_arrive_in_their_thread(reading, visitor):
    chair, member = reading("chair"), reading("member")
    for number, words in enumerate(("Слышно?", "Да.", "А зимой?"), start=1):
        write(member.page, words)
        chair.page.wait_for_selector(f"#p{number}")
    deeds(chair.page, 3)

    chair.page.click("text=Перенести сообщения отсюда и далее")
    check(chair, "split")
    chair.page.fill("[name=title]", "Слышно ли зимой?")
    chair.page.click("button:has-text('Начать новое обсуждение')")
    chair.page.wait_for_selector("#p1:has-text('А зимой?')")

    member.page.wait_for_selector("#p3:has-text('перенесено в другое обсуждение')")
    assert "А зимой?" not in member.page.inner_text("#p3")
    assert looks_the_same(member.page, "#p3")
    member.page.click("#p3 >> text=№ 1")
    member.page.wait_for_selector("#p1:has-text('А зимой?')")


def test_what_is_read_in_one_tab_is_marked_no_longer_in_the_other(reading, thread):
    chair, member = reading("chair"), reading("member")
    other = member.context.new_page()
    member.page.goto("/work/")
    write(chair.page, "Новое слово")
    chair.page.wait_for_selector("#p1")
    other.goto("/work/groups/early-warning/")
    row = f"li.unread:has(a[href='{thread[thread.index('/work') :]}'])"
    other.wait_for_selector(row)

    member.page.goto(thread)

    other.wait_for_selector(row, state="detached", timeout=60_000)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("group-search", "/work/groups/early-warning/search/?q=сирен"),
        ("group-files", "/work/groups/early-warning/files/"),
        ("names", "{thread}names/"),
        ("export", "{thread}export/"),
        ("move", "{thread}move/"),
        ("rename", "{thread}rename/"),
    ],
)
def test_the_pages_around_threads_are_for_everybody(visitor, thread, name, path):
    window = visitor(PHONE, who="chair")

    window.page.goto(path.format(thread=thread))

    check(window, name)


def test_everything_can_be_done_without_a_script(reading):
    page = reading("member", java_script_enabled=False).page
    page.click(".composer summary:has-text('Файлы')")
    page.set_input_files(
        "[name=attached]", {"name": "Акт.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    write(page, "Вот акт, @Ош")
    assert "Акт.pdf" in page.inner_text("#p1")
    assert page.inner_text("#p1 mark") == "@Ош"

    deeds(page, 1)
    page.click("#task ~ details summary")
    page.fill("[name=what]", "Сверить акт")
    page.select_option("[name=user]", "Участник группы (пример)")
    page.click("text=Записать поручение")

    assert "Сверить акт" in page.inner_text("[data-beside]")


def test_a_second_press_on_a_slow_line_sends_a_form_no_second_time(visitor):
    page = visitor(PHONE, who="chair").page
    page.goto("/work/groups/early-warning/")

    went = page.evaluate(
        """() => {
          const form = document.querySelector("[name=title]").form;
          const press = () => new SubmitEvent("submit", { bubbles: true, cancelable: true });
          return [form.dispatchEvent(press()), form.dispatchEvent(press())];
        }"""
    )

    assert went == [True, False]
