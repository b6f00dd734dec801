"""The editor and the approver of Osh at work, on a phone and on a desk."""

import pytest

from tests.browser import PHONE, check

pytestmark = pytest.mark.browser

EDITOR = {
    "day": "/work/",
    "plan": "/work/city/osh/",
    "measure": "/work/city/osh/measure/OSH-05/",
    "new": "/work/city/osh/measure/new/",
    "update": "/work/city/osh/update/",
    "report": "/work/city/osh/update/OSH-03/",
    "mine": "/work/city/osh/mine/",
    "paper": "/work/city/osh/paper/",
}
APPROVER = {
    "day": "/work/",
    "approve": "/work/city/osh/approve/",
    "headings": "/work/city/osh/headings/",
    "shown": "/work/city/osh/measure/OSH-03/visibility/",
}
PAGES = [("editor.osh", name, path) for name, path in EDITOR.items()] + [
    ("approver.osh", name, path) for name, path in APPROVER.items()
]


@pytest.mark.parametrize(("who", "name", "path"), PAGES, ids=lambda value: str(value).strip("/"))
def test_a_page_of_the_workspace_is_for_everybody(visitor, who, name, path):
    window = visitor(PHONE, who=who)
    screen = f"work-{who.partition('.')[0]}-{name}"

    window.page.goto(path)

    check(window, screen)


def test_everything_under_more_is_for_everybody(visitor):
    window = visitor(PHONE, who="editor.osh")
    window.page.goto("/work/city/osh/measure/OSH-05/")

    window.page.evaluate(
        "document.querySelectorAll('main details').forEach(one => one.open = true)"
    )

    check(window, "work-editor-measure-open")


@pytest.mark.parametrize("path", ["/work/city/osh/", "/work/city/osh/update/", "/work/"])
def test_a_page_of_the_workspace_is_for_everybody_at_night(visitor, path):
    window = visitor(PHONE, who="editor.osh", color_scheme="dark")

    window.page.goto(path)

    check(window, f"work-editor-{path.strip('/').replace('/', '-')}-dark")


def test_what_was_saved_fills_no_other_form(visitor):
    page = visitor(PHONE, who="editor.namangan").page
    page.goto("/work/city/namangan/measure/new/")
    page.fill("[name=title]", "Сирены на трёх площадях")
    page.get_by_role("button", name="Сохранить меру").click()
    page.get_by_text("Поправьте, пожалуйста").wait_for()
    page.reload()
    page.goto("/work/city/namangan/measure/new/")
    assert page.input_value("[name=title]") == "Сирены на трёх площадях"  # not sent yet: kept
    page.select_option("[name=direction]", index=1)
    page.select_option("[name=lead_department]", index=1)
    page.fill("[name=due]", "2028")
    page.get_by_role("button", name="Сохранить меру").click()
    page.locator("[data-kept-done]").wait_for()

    page.goto("/work/city/namangan/measure/new/")

    assert page.input_value("[name=title]") == ""
    assert page.input_value("[name=due]") == ""


def test_an_act_that_adopted_changes_is_not_typed_into_the_next_adoption(visitor):
    editor = visitor(PHONE, who="editor.ashgabat").page
    editor.goto("/work/city/ashgabat/measure/ASB-02/")
    editor.fill("[name=expected_result]", "Сейсмодатчики стоят в каждом районе.")
    editor.get_by_role("button", name="Сохранить правку").click()
    editor.locator("[data-kept-done]").wait_for()
    page = visitor(PHONE, who="approver.ashgabat").page
    page.goto("/work/city/ashgabat/approve/")
    page.locator("[name=chosen]").first.check()
    page.get_by_text("Принято подписанным актом").click()
    page.fill("[name=act_kind]", "Постановление")
    page.fill("[name=act_number]", "12-п")
    page.get_by_role("button", name="Утвердить отмеченное").click()
    page.get_by_text("Укажите дату акта.").first.wait_for()
    assert page.input_value("[name=act_number]") == "12-п"
    page.fill("[name=act_date]", "01.10.2026")
    page.get_by_role("button", name="Утвердить отмеченное").click()
    page.locator("[data-kept-done]").wait_for()

    editor.goto("/work/city/ashgabat/measure/ASB-02/")
    editor.fill("[name=expected_result]", "Сейсмодатчики стоят и в новых районах.")
    editor.get_by_role("button", name="Сохранить правку").click()
    editor.locator("[data-kept-done]").wait_for()
    page.goto("/work/city/ashgabat/approve/")

    assert page.input_value("[name=act_number]") == ""
    assert not page.locator("[name=chosen]:checked").count()


def test_a_change_and_a_report_go_from_the_editor_to_everybody(visitor):
    """The one path through the plan, on a phone; the approver needs two taps."""
    editor = visitor(PHONE, who="editor.dushanbe")
    page = editor.page
    page.goto("/work/city/dushanbe/")
    page.get_by_role("link", name="Изменить DYU-03").click()
    page.fill("[name=expected_result]", "Сирены слышны в каждом районе.")
    page.get_by_role("button", name="Сохранить правку").click()
    page.get_by_text("Правка ждёт утверждения").wait_for()
    page.get_by_role("link", name="Сообщить о ходе").click()
    row = page.locator("li", has_text="DYU-03").last
    row.locator("summary").first.click()
    row.get_by_label("Готовность").first.fill("40")
    row.get_by_label("Что сделано").fill("Поставлены пять сирен.")
    page.get_by_role("button", name="Сохранить и отправить").click()
    page.get_by_text("1 отчёт сохранён").wait_for()
    check(editor, "work-editor-update-sent")

    approver = visitor(PHONE, who="approver.dushanbe")
    page = approver.page
    page.goto("/work/")
    page.get_by_role("link", name="Посмотреть и утвердить").click()
    page.get_by_text("Сирены слышны в каждом районе.").wait_for()
    check(approver, "work-approver-approve-was-became")
    page.get_by_role("button", name="Утвердить всё").click()
    page.get_by_text("Теперь это видят все").wait_for()

    citizen = visitor(PHONE).page
    citizen.goto("/cities/dushanbe/plan/DYU-03/")
    citizen.get_by_text("Сирены слышны в каждом районе.").wait_for()
    citizen.get_by_text("Поставлены пять сирен.").first.wait_for()
