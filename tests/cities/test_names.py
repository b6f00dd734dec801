"""Another name for a city or its authority, and who stands at its head."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans.models import Edition
from actionplans.papers.plans import Source, plan_paper
from cities import verbs
from cities.models import City, CityHead, CityName, CityPage
from coalition.deeds import sentence
from coalition.models import JournalEntry
from workinggroups.models import WorkingGroup

pytestmark = pytest.mark.django_db
PAGE = "/work/city/osh/names/"
ACT = {"since": date(2026, 11, 1), "act_number": "44-з", "act_on": date(2026, 10, 20)}
NAMES = {"ru": "Ош-Сити", "en": "Osh City", "ky": "Ош шаары"}


@pytest.fixture
def osh():
    return City.objects.select_related("place").get(slug="osh")


def renamed(osh, person, kind="city", names=NAMES, **more) -> City:
    return verbs.rename_city(osh, by=person("admin.osh"), kind=kind, names=names, **{**ACT, **more})


def test_the_new_name_is_the_citys_and_the_old_one_is_kept_with_its_days(osh, person):
    was = dict(osh.names)

    city = renamed(osh, person)

    former = city.former_names.get()
    assert (city.names, former.names, former.until) == (NAMES, was, date(2026, 10, 31))
    assert (city.slug, city.place.key) == ("osh", "osh")


def test_a_second_change_begins_where_the_first_ended(osh, person):
    renamed(osh, person)

    renamed(osh, person, names={"ru": "Ош"}, since=date(2026, 11, 20))

    later = CityName.objects.filter(city=osh).first()
    assert (later.since, later.until) == (date(2026, 11, 1), date(2026, 11, 19))


def test_titles_of_the_pages_follow_in_each_language(osh, person):
    renamed(osh, person)

    titles = dict(CityPage.objects.filter(city=osh).values_list("locale__language_code", "title"))
    assert (titles["ru"], titles["en"]) == ("Ош-Сити", "Osh City")


def test_a_title_written_by_the_city_stays(osh, person):
    page = CityPage.objects.get(city=osh, locale__language_code="ru")
    page.title = "Южная столица"
    page.save_revision().publish()

    renamed(osh, person)

    page.refresh_from_db()
    assert page.title == "Южная столица"


def test_a_draft_on_top_of_a_page_is_renamed_and_not_published(osh, person):
    page = CityPage.objects.get(city=osh, locale__language_code="ru")
    page.lede = "Черновик"
    page.save_revision()

    renamed(osh, person)

    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (page.title, draft.title, draft.lede) == ("Ош-Сити", "Ош-Сити", "Черновик")
    assert page.lede != "Черновик"


def test_the_team_is_called_after_the_city_and_keeps_its_address(osh, person):
    renamed(osh, person)

    assert WorkingGroup.objects.get(slug="team-osh").names["ru"] == "Команда города Ош-Сити"


def test_the_authority_is_renamed_without_the_pages(osh, person):
    city = renamed(osh, person, kind="authority", names={"ru": "Городской совет Оша"})

    assert city.authority == {"ru": "Городской совет Оша"}
    page = CityPage.objects.get(city=osh, locale__language_code="ru")
    assert page.title == osh.names["ru"]


def test_everybody_reads_the_former_name(osh, person, client):
    before = osh.names["ru"]

    renamed(osh, person)

    page = client.get("/cities/osh/").content.decode()
    assert f"Прежнее название, до 31 октября 2026 г.: {before}" in page
    assert "<h1>Ош-Сити</h1>" in page


def test_the_former_name_is_among_the_words_a_page_is_found_by(osh, person):
    renamed(osh, person)

    page = CityPage.objects.get(city=osh, locale__language_code="ru")
    assert osh.names["ru"] in page.former_words()
    found = CityPage.objects.search(osh.names["ru"], operator="and").results()
    assert found is not None


def test_a_frozen_edition_keeps_the_name_of_its_day(osh, person):
    edition = Edition.objects.filter(plan__city=osh).first()
    edition.adopted_on = date(2026, 6, 1)
    before, content = osh.authority_name, edition.sha256

    city = renamed(osh, person, kind="authority", names={"ru": "Городской совет Оша"})

    assert city.called_on(date(2026, 6, 1)) == before
    assert city.called_on(date(2026, 11, 2)) == "Городской совет Оша"
    edition.plan.city = city
    paper = plan_paper(Source(edition.plan, content=edition.content, edition=edition))
    said = words_of(paper.content())
    assert before in said
    assert "Городской совет Оша" not in said
    assert Edition.objects.get(pk=edition.pk).sha256 == content


def words_of(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as parts:
        return parts.read("word/document.xml").decode()


def test_the_journal_tells_of_the_act(osh, person):
    renamed(osh, person)

    entry = JournalEntry.objects.get(deed="city.renamed", city="osh")
    assert (entry.details["became"], entry.details["number"]) == ("Ош-Сити", "44-з")
    assert sentence(entry) == "«Ош» теперь «Ош-Сити»: акт № 44-з от 20.10.2026"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"names": {"ru": " "}}, "ru"),
        ({"since": date(2099, 1, 1)}, "since"),
        ({"act_on": date(2099, 1, 1)}, "act_on"),
        ({"act_number": " "}, "act_number"),
    ],
)
def test_a_new_name_needs_its_words_and_its_act(osh, person, change, field):
    with pytest.raises(ValidationError) as refusal:
        renamed(osh, person, **change)

    assert field in refusal.value.message_dict
    assert not osh.former_names.exists()


def test_the_same_name_is_no_change(osh, person):
    with pytest.raises(ValidationError):
        renamed(osh, person, names=dict(osh.names))


def test_two_changes_from_one_day_are_refused(osh, person):
    renamed(osh, person)

    with pytest.raises(ValidationError):
        renamed(osh, person, names={"ru": "Иное"})


@pytest.mark.parametrize("name", ["editor.osh", "approver.osh", "admin.dushanbe", "secretariat"])
def test_only_its_administrator_renames_a_city(osh, person, name):
    with pytest.raises(PermissionDenied):
        verbs.rename_city(osh, by=person(name), kind="city", names=NAMES, **ACT)
    with pytest.raises(PermissionDenied):
        verbs.name_head(osh, by=person(name), post="Мэр", name="Пример", since=ACT["since"])


# --- who signs -----------------------------------------------------------------------------


def headed(osh, person, name="Пример П. П.", since=date(2026, 1, 1), **more) -> CityHead:
    return verbs.name_head(
        osh, by=person("admin.osh"), post="Мэр города (пример)", name=name, since=since, **more
    )


def test_a_new_head_ends_the_days_of_the_one_before(osh, person):
    headed(osh, person)

    headed(osh, person, name="Другой Д. Д.", since=date(2026, 11, 1))

    assert [(one.name, one.until) for one in osh.heads.all()] == [
        ("Другой Д. Д.", None), ("Пример П. П.", date(2026, 10, 31)),
    ]  # fmt: skip


def test_a_slip_in_the_name_is_corrected_in_place(osh, person):
    headed(osh, person)

    headed(osh, person, name="Примеров П. П.")

    assert osh.heads.get().name == "Примеров П. П."


def test_the_head_is_shown_only_where_the_city_says_so(osh, person, client):
    headed(osh, person)
    assert "Пример П. П." not in client.get("/cities/osh/").content.decode()

    headed(osh, person, is_shown=True)
    assert "Мэр города (пример): Пример П. П." in client.get("/cities/osh/").content.decode()


@pytest.mark.parametrize("since", [date(2099, 1, 1), date(2025, 1, 1)])
def test_a_head_comes_neither_in_the_future_nor_before_the_last_one(osh, person, since):
    headed(osh, person)

    with pytest.raises(ValidationError) as refusal:
        headed(osh, person, name="Другой Д. Д.", since=since)

    assert "since" in refusal.value.message_dict


# --- the page ------------------------------------------------------------------------------

FORM = {"kind": "city", "ru": "Ош-Сити", "en": "Osh City", "since": "01.11.2026",
        "act_number": "44-з", "act_on": "20.10.2026"}  # fmt: skip


def test_an_administrator_gives_the_new_name_on_the_page(signed_in, osh):
    assert signed_in("admin.osh").post(f"{PAGE}rename/", FORM).url == PAGE

    osh.refresh_from_db()
    assert osh.names == {"ru": "Ош-Сити", "en": "Osh City"}


def test_a_mistake_keeps_what_was_typed(signed_in, osh):
    page = signed_in("admin.osh").post(f"{PAGE}rename/", {**FORM, "since": "01.01.2099"})

    assert 'value="Ош-Сити"' in page.content.decode()
    osh.refresh_from_db()
    assert osh.names["ru"] != "Ош-Сити"


def test_an_administrator_enters_the_head_on_the_page(signed_in, osh):
    form = {"head-post": "Мэр (пример)", "head-name": "Пример П. П.", "head-since": "01.01.2026"}

    assert signed_in("admin.osh").post(f"{PAGE}head/", form).url == PAGE
    assert (osh.heads.get().name, osh.heads.get().is_shown) == ("Пример П. П.", False)


def test_a_head_without_a_day_is_asked_for_again(signed_in, osh):
    page = signed_in("admin.osh").post(f"{PAGE}head/", {"head-post": "Мэр (пример)"})

    assert 'value="Мэр (пример)"' in page.content.decode()
    assert not osh.heads.exists()


def test_an_editor_sees_the_names_and_no_forms(signed_in):
    page = signed_in("editor.osh").get(PAGE).content.decode()

    assert 'name="act_number"' not in page
