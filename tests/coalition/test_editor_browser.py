"""The page editor in a real browser: an editor of Osh changes Osh's page and publishes it."""

import pytest
from PIL import Image

from tests.browser import DESK, photograph

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def window(visitor):
    return visitor(DESK, who="editor.osh")


def at_rest(window, name: str) -> None:
    """The screen has settled; nothing was missing and nothing complained."""
    window.page.wait_for_load_state("networkidle")
    photograph(window.page, f"cms-{name}")
    assert window.complaints == []


@pytest.mark.parametrize("language", ["Русский", "English"])
def test_an_editor_publishes_the_page_of_the_city_with_a_picture(window, tmp_path, language):
    page, picture = window.page, tmp_path / "river.png"
    Image.new("RGB", (800, 500), (30, 120, 130)).save(picture)
    page.goto("/cms/")
    at_rest(window, "home")

    page.goto("/cms/images/add/")
    page.set_input_files("input[type=file]", picture)
    page.fill("[name=title]", f"Река Ак-Буура, {language}")
    page.click("main button[type=submit]")
    at_rest(window, "images")

    page.goto("/cms/")
    page.click(f"tr:has-text('{language}') td.title a")
    at_rest(window, "edit")
    page.fill("[name=lede]", f"Город у реки: {language}")
    page.click("text=Выберите изображение")
    page.click(f".modal-dialog a:has-text('{language}')")
    page.wait_for_selector(".modal-dialog", state="detached")
    page.click("footer button[aria-expanded]")
    page.click("text=Опубликовать")
    at_rest(window, "published")

    page.goto("/cities/osh/" if language == "Русский" else "/en/cities/osh/")
    assert page.locator(f"text=Город у реки: {language}").is_visible()
    assert page.locator("main img").count() == 1
    assert page.locator("wagtail-userbar").count() == 0
    assert window.complaints == []


def test_every_screen_of_the_editor_is_in_russian_and_without_complaints(window):
    screens = {
        "account": "/cms/account/",
        "documents": "/cms/documents/",
        "documents-add": "/cms/documents/multiple/add/",
        "images-add": "/cms/images/multiple/add/",
        "explore": "/cms/pages/",
        "search": "/cms/pages/search/?q=Ош",
    }
    for name, path in screens.items():
        assert window.page.goto(path).status == 200
        at_rest(window, name)
        assert window.page.get_attribute("html", "lang") == "ru"


def test_the_menu_holds_what_an_editor_needs(window):
    window.page.goto("/cms/")
    window.page.wait_for_load_state("networkidle")

    names = window.page.locator("aside li[data-menu-item], aside .sidebar-menu-item").all()
    texts = {name.inner_text().strip() for name in names} - {""}
    assert {"Страницы", "Изображения", "Документы", "Моя работа"} <= texts
    assert not texts & {"Отчёты", "Отчеты", "Настройки", "Сниппеты"}
