"""A new city joins, on a phone, from the first page to its own team page."""

import re
import sqlite3
from contextlib import closing

import pytest

from tests.browser import PHONE, check
from tests.cities.applying import PDF
from tests.running import serving

pytestmark = pytest.mark.browser

MAYOR = "office@trial.invalid"
FOCAL = "focal@trial.invalid"
FILE = {"name": "Письмо ʻҶ.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.fixture(scope="module")
def site():
    """A server of its own: the journey adds a city."""
    with serving() as server:
        yield server


def link_to(site, address: str, path: str) -> str:
    """The last link of one kind in the letters to an address."""
    with closing(sqlite3.connect(site.folder / "coalition.sqlite3")) as rows:
        bodies = rows.execute(
            'SELECT body FROM coalition_letter WHERE "to" = ? ORDER BY id DESC', [address]
        ).fetchall()
    links = [re.search(rf"/{path}/[\w-]+/", body) for (body,) in bodies]
    return next(found.group() for found in links if found)


def fill_in(page, task: int, answers: dict[str, str], ticks: tuple[str, ...] = ()) -> None:
    """One task of the list: type, tick, save."""
    page.click(f"ol.tasks li:nth-child({task}) a")
    for name, value in answers.items():
        field = page.locator(f"[name={name}]")
        if field.first.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    for tick in ticks:
        page.check(tick)
    if task == 6:
        page.set_input_files("[name=letter]", FILE)
    check_and_press(page, "Сохранить и продолжить")


def check_and_press(page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def apply(page, site) -> None:
    """From the first page to the application that has been sent."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Присоединиться к Коалиции").click()
    page.get_by_role("link", name="Начать заявку").click()
    page.fill("[name=email]", MAYOR)
    check_and_press(page, "Прислать ссылку")
    page.goto(link_to(site, MAYOR, "join/apply"))
    fill_in(page, 1, {
        "name_ru": "Проба-город", "name_national": "Намуна ʻҶ", "name_en": "Trial City",
        "country": "TJ", "authority_type": "exec_body", "authority_name": "Орган города Проба",
        "population": "12\u00a0500", "population_year": "2025",
        "latitude": "38,0", "longitude": "70,0",
    })  # fmt: skip
    fill_in(page, 2, {
        "head_name": "Подписант (пример)", "head_post": "Председатель",
        "focal_name": "Координатор (пример)", "focal_post": "Начальник отдела",
        "focal_email": FOCAL, "focal_phone": "000",
    })  # fmt: skip
    fill_in(page, 3, {}, ("[name=hazards][value=mudflow]",))
    fill_in(page, 4, {"early_warning": "Сирены"}, (
        "[name=drr_plan][value=preparing]", "[name=climate_plan][value=no]",
        "[name=mcr2030_stage][value=A]",
    ))  # fmt: skip
    fill_in(page, 5, {"motivation": "Учиться вместе"})
    consents = ("accepts_declaration", "agrees_to_publish", "agrees_to_data", "holds_no_secrets")
    fill_in(page, 6, {}, tuple(f"[name={name}]" for name in consents))
    page.get_by_role("link", name="Проверить ответы и отправить").click()
    check_and_press(page, "Отправить заявку")
    page.get_by_text("Где сейчас заявка").wait_for()


def open_application(page) -> None:
    page.goto("/review/applications/")
    page.get_by_role("link", name="Проба-город").click()


def record_act(page) -> None:
    """The keeper records the signed act."""
    open_application(page)
    page.fill("[name=number]", "7-р")
    page.fill("[name=signed_on]", "20.11.2026")
    page.set_input_files("[name=scan]", FILE)
    check_and_press(page, "Внести акт")
    page.get_by_text("№ 7-р от 20 ноября 2026").first.wait_for()


def take_up_the_role(page, site) -> None:
    """The focal point opens the invitation and, with printed codes, is the first administrator."""
    page.goto(link_to(site, FOCAL, "accounts/invitation"))
    page.fill("[name=first_name]", "Координатор")
    page.fill("[name=post]", "Начальник отдела (пример)")
    page.fill("[name=password]", "a short sentence is good")
    page.locator("main form button[type=submit]").click()
    page.get_by_role("link", name="Создать коды").click()
    page.get_by_role("button", name="Создать коды").click()
    code = page.locator("main code").first.inner_text()
    page.get_by_role("link", name="Лист у меня: ввести код").click()
    page.fill("[name=code]", code)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/work/")


def test_a_new_city_joins_on_a_phone(visitor, site):
    mayor = visitor(PHONE)
    apply(mayor.page, site)
    check(mayor, "join-track")

    secretariat = visitor(PHONE, who="secretariat")
    open_application(secretariat.page)
    check(secretariat, "review-completeness")
    for point in secretariat.page.locator("input[value=yes]").all():
        point.check()
    check_and_press(secretariat.page, "Сохранить отметки")
    check_and_press(secretariat.page, "Сведения полны")
    check_and_press(secretariat.page, "Уведомить Стороны")
    check(secretariat, "review-application")

    approver = visitor(PHONE, who="approver.osh")
    open_application(approver.page)
    approver.page.check("[name=kind][value=support]")
    check_and_press(approver.page, "Заявить позицию")
    approver.page.locator("td", has_text="поддерживает").first.wait_for()

    keeper = visitor(PHONE, who="keeper")
    record_act(keeper.page)

    citizen = visitor(PHONE)
    assert citizen.page.goto("/cities/trial-city/").status == 200
    assert citizen.page.goto("/en/cities/trial-city/").status == 200
    check(citizen, "city-joined")

    first = visitor(PHONE)
    take_up_the_role(first.page, site)
    first.page.get_by_role("link", name="Команда", exact=True).click()
    first.page.wait_for_url("**/work/city/trial-city/team/")
    check(first, "team-of-a-new-city")

    mayor.page.reload()
    mayor.page.get_by_text("Акт о присоединении № 7-р").wait_for()


@pytest.mark.parametrize(
    "name", ["", "city/", "hazards/", "existing/", "letter/", "check/", "print-letter/", "papers/"]
)
def test_the_pages_behind_a_link_are_for_everybody(visitor, site, name):
    link = link_to(site, "example-draft@demo.invalid", "join/apply")
    window = visitor(PHONE)

    window.page.goto(link + name)

    check(window, f"apply-{name.strip('/') or 'tasks'}")


@pytest.mark.parametrize("name", ["team", "facts", "journal", "settings"])
def test_the_pages_of_a_citys_people_are_for_everybody(visitor, name):
    window = visitor(PHONE, who="admin.osh")

    window.page.goto(f"/work/city/osh/{name}/")

    check(window, f"city-{name}")


def test_a_task_saves_itself_when_its_page_goes_out_of_sight(visitor, site):
    link = link_to(site, "example-draft@demo.invalid", "join/apply")
    page = visitor(PHONE).page
    page.goto(f"{link}people/")
    page.fill("[name=head_name]", "Подписант сам сохранился")

    page.evaluate("Object.defineProperty(document, 'hidden', {value: true})")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_role("status").filter(has_text=re.compile(r"Сохранено \d\d:\d\d")).wait_for()

    again = visitor(PHONE).page
    again.goto(f"{link}people/")
    assert again.input_value("[name=head_name]") == "Подписант сам сохранился"
    check_and_press(page, "Сохранить и продолжить")  # its own saving is no other window
    page.get_by_text("Сохранено.").first.wait_for()


def test_two_browsers_on_one_task_choose_between_both_texts(visitor, site):
    link = link_to(site, "example-draft@demo.invalid", "join/apply")
    one, other = visitor(PHONE).page, visitor(PHONE).page
    for page in (one, other):
        page.goto(f"{link}reasons/")
    one.fill("[name=motivation]", "Первый браузер")
    check_and_press(one, "Сохранить и продолжить")
    other.fill("[name=motivation]", "Второй браузер")
    check_and_press(other, "Сохранить и продолжить")

    other.get_by_text("Первый браузер").first.wait_for()
    other.locator("main form button[type=submit]").click()
    other.goto(f"{link}reasons/")
    assert other.input_value("[name=motivation]") == "Второй браузер"
