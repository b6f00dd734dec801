"""The order, the sheet and the files in a real browser: by keyboard, by paste, without scripts."""

import pytest

from tests.browser import DESK, PHONE, check

pytestmark = pytest.mark.browser

GRID = "/work/city/osh/grid/"
PAGES = {
    "grid": GRID,
    "order": "/work/city/osh/order/",
    "files": "/work/city/osh/measure/OSH-03/files/",
    "merge": "/work/city/osh/measure/OSH-03/?merge=OSH-02",
    "copy": "/work/city/osh/measure/new/?copy=OSH-03",
    "gaps": "/work/city/osh/?gap=any",
}
PASTE = """([field, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const how = {clipboardData: data, bubbles: true, cancelable: true};
  field.dispatchEvent(new ClipboardEvent("paste", how));
}"""
BLOCK = (
    "OSH-20\tНасосная станция\tВода уходит за час\tВодоканал\t2029 г.\tищем\t2.2\tСель\n"
    'OSH-21\t"Ливневая\nканализация"\t\tВодоканал\tIV квартал 2028\tищем\t2.2\t\n'
    "\tЗапасной склад\t\tОбразование\t2028 г.\t\t3.2\t\n"
    "\tМобильные помпы\t\tВодоканал\t2028 г.\t\t2.2\t\n"
)


@pytest.mark.parametrize(("name", "path"), PAGES.items(), ids=list(PAGES))
def test_a_page_for_editing_is_for_everybody(visitor, name, path):
    window = visitor(PHONE, who="editor.osh")

    window.page.goto(path)

    check(window, f"editing-{name}")


def test_arrows_and_enter_move_between_the_cells(visitor):
    page = visitor(DESK, who="editor.osh").page
    page.goto(GRID)
    cells = page.locator("[data-col=due]")
    cells.nth(0).focus()

    page.keyboard.press("Enter")
    assert cells.nth(1).evaluate("one => one === document.activeElement")
    page.keyboard.press("ArrowDown")
    assert cells.nth(2).evaluate("one => one === document.activeElement")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    money = page.locator("[data-col=finance]")
    assert money.nth(1).evaluate("one => one === document.activeElement")
    page.keyboard.press("Tab")
    line = page.locator("[data-col=direction]")
    assert line.nth(1).evaluate("one => one === document.activeElement")


def test_a_block_from_excel_fills_cells_makes_rows_and_is_undone(visitor):
    window = visitor(DESK, who="editor.osh")
    page = window.page
    page.goto(GRID)
    before = page.locator("tbody tr").count()
    first = page.locator("[data-col=code]").first

    first.evaluate(f"(field, text) => ({PASTE})([field, text])", BLOCK)

    page.get_by_text("Новых строк: 1").wait_for()
    assert page.locator("tbody tr").count() == before + 1
    assert page.locator("[name=n1-title]").input_value() == "Ливневая\nканализация"
    assert page.locator("[name=n0-finance]").input_value() == "seeking"
    check(window, "editing-grid-pasted")
    page.get_by_role("button", name="Отменить вставку").click()

    assert page.locator("tbody tr").count() == before
    assert page.locator("[name=n0-title]").input_value() == ""
    assert page.locator(".changed").count() == 0


def test_pasted_rows_are_saved_as_drafts(visitor):
    page = visitor(DESK, who="editor.namangan").page
    page.goto("/work/city/namangan/grid/")
    first = page.locator("[data-col=code]").first
    first.evaluate(f"(field, text) => ({PASTE})([field, text])", BLOCK.replace("OSH", "NEW"))

    page.get_by_role("button", name="Сохранить строки").click()

    page.get_by_text("Сохранены 4 строки").wait_for()
    assert page.locator("td", has_text="NEW-20").count() == 1


def test_changed_cells_are_marked_and_leaving_is_asked_about(visitor):
    page = visitor(DESK, who="editor.osh").page
    page.goto(GRID)
    page.locator("[data-col=due]").first.fill("2029 г.")
    page.get_by_text("Изменено ячеек: 1").wait_for()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.goto("/work/")

    assert asked == ["beforeunload"]


def test_the_sheet_and_the_order_work_without_scripts(visitor):
    page = visitor(PHONE, who="editor.ashgabat", java_script_enabled=False).page
    page.goto("/work/city/ashgabat/grid/")
    page.locator("[data-col=due]").first.fill("2029 г.")
    page.get_by_role("button", name="Сохранить строки").click()
    page.get_by_text("Сохранена 1 строка").wait_for()

    page.goto("/work/city/ashgabat/order/")
    button = page.get_by_role("button", name="Ниже").first
    code = button.inner_text().partition(":")[2].strip()
    button.press("Enter")

    page.locator("li", has_text=code).get_by_text("правка ждёт").wait_for()
