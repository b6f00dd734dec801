"""The pages of bringing a plan."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from actionplans import verbs
from actionplans.models import MeasureDraft, PlanImport
from tests.actionplans.forms import words_of
from tests.actionplans.importing import HEADINGS, row, table, upload
from tests.coalition.tables import xlsx

pytestmark = pytest.mark.django_db

HERE = "/work/city/osh/import/"


def brought(client, content: bytes, name: str = "plan.xlsx"):
    return client.post(HERE, {"file": upload(content, name)}, follow=True)


def look() -> str:
    return f"{HERE}{PlanImport.objects.get().pk}/"


def test_an_editor_brings_a_plan_and_accepts_it(signed_in):
    client = signed_in("editor.osh")

    page = brought(client, table(row()))
    assert "Принять 1 меру" in page.content.decode()
    shown = page.context["shown"].result["fingerprint"]
    done = client.post(f"{look()}accept/", {"fingerprint": shown}, follow=True)

    assert done.redirect_chain[-1][0] == "/work/city/osh/"
    assert MeasureDraft.objects.filter(patch__code="9.1").exists()


def test_a_file_that_is_no_table_is_told_beside_the_field(signed_in):
    page = brought(signed_in("editor.osh"), b"\x00\x01" * 400)

    assert "повреждён" in page.context["form"].errors["file"][0]


def test_without_a_file_a_sentence_comes(signed_in):
    page = signed_in("editor.osh").post(HERE, {})

    assert "Выберите файл" in page.content.decode()


def test_another_choice_of_columns_is_another_reading(signed_in):
    client = signed_in("editor.osh")
    brought(client, xlsx([["a", "b", "c", "d"], ["9.1", "Дамба", "Мэрия", "2028"]]))

    client.post(look(), {"row": "1", "c0": "code", "c1": "title", "c2": "offices", "c3": "due"})

    assert PlanImport.objects.get().counts["new"] == 1


def test_two_columns_of_one_meaning_are_refused(signed_in):
    client = signed_in("editor.osh")
    brought(client, table(row()))

    page = client.post(look(), {"row": "1", "c0": "title", "c1": "title"})

    assert page.context["form"].errors


def test_the_table_with_comments_marks_the_cell(signed_in):
    client = signed_in("editor.osh")
    brought(client, table(row(due="скоро")))

    book = load_workbook(BytesIO(client.get(f"{look()}file/").content))

    assert "скоро" in book.worksheets[0]["E2"].comment.text
    assert book.worksheets[-1].title == "Исправить"


def test_the_empty_table_is_understood_when_it_is_filled_in(signed_in):
    client = signed_in("editor.osh")
    book = load_workbook(BytesIO(client.get(f"{HERE}template/").content))
    head = [cell.value for cell in book.worksheets[0][1]]

    brought(client, xlsx([head, ["9.1", None, "Дамба", "Дамба", "2028", "Мэрия"]]))

    assert PlanImport.objects.get().counts["new"] == 1


def test_a_plan_that_changed_meanwhile_is_shown_anew(signed_in):
    client = signed_in("editor.osh")
    brought(client, table(row()))

    page = client.post(f"{look()}accept/", {"fingerprint": "old"}, follow=True)

    assert "план изменился" in page.content.decode()
    assert not MeasureDraft.objects.filter(patch__code="9.1").exists()


def test_the_page_that_waits_is_told_how_far_it_is(signed_in, monkeypatch):
    monkeypatch.setattr("actionplans.verbs.importing.AT_ONCE", 100)
    client = signed_in("editor.osh")

    page = brought(client, table(row()))

    assert "job.js" in page.content.decode()
    assert "refresh" in page.content.decode()
    assert client.get(f"{look()}state/").json()["open"] is True


def test_a_long_proposal_is_shown_in_pages(signed_in):
    client = signed_in("editor.osh")
    brought(client, table(*(row(f"9.{n}", f"Мера {n}") for n in range(120))))

    page = client.get(f"{look()}?show=new&page=3")

    assert len(page.context["shown"].rows) == 20


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "٣"])
def test_a_page_of_nowhere_shows_the_nearest(signed_in, page):
    client = signed_in("editor.osh")
    brought(client, table(row()))

    assert client.get(f"{look()}?page={page}").status_code == 200


def test_the_last_files_are_listed(signed_in):
    client = signed_in("editor.osh")
    brought(client, xlsx([HEADINGS, row()]), "План города.xlsx")

    assert "План города.xlsx" in client.get(HERE).content.decode()


def test_a_second_press_on_accept_gets_a_sentence_and_doubles_nothing(signed_in):
    client = signed_in("editor.osh")
    page = brought(client, table(row()))
    pressed = {"fingerprint": page.context["shown"].result["fingerprint"]}
    client.post(f"{look()}accept/", pressed)

    answer = client.post(f"{look()}accept/", pressed, follow=True)

    assert answer.context["messages"]
    assert MeasureDraft.objects.filter(patch__code="9.1").count() == 1


def test_a_row_read_before_the_file_was_accepted_does_not_map_it_anew(person, signed_in):
    page = brought(signed_in("editor.osh"), table(row()))
    stale = PlanImport.objects.select_related("city__place", "by").get()
    shown = page.context["shown"].result["fingerprint"]
    verbs.accept_import(stale, by=person("editor.osh"), fingerprint=shown)
    stale.state = "ready"  # as a second press of the button had read it

    with pytest.raises(ValidationError):
        verbs.accept_import(stale, by=person("editor.osh"), fingerprint=shown)


# what became of it -------------------------------------------------------------------------------


def accepted_file(client) -> MeasureDraft:
    page = brought(client, table(row(), row("9.2", "Вторая дамба")))
    shown = page.context["shown"].result["fingerprint"]
    client.post(f"{look()}accept/", {"fingerprint": shown})
    return MeasureDraft.objects.get(patch__code="9.1")


def test_the_page_of_an_accepted_file_names_the_edition_its_measures_came_to(signed_in, person):
    client = signed_in("editor.osh")
    brought_by_it = accepted_file(client)
    assert "2 меры ждут утверждающего" in words_of(client.get(look()))

    verbs.adopt_drafts(brought_by_it.plan, by=person("approver.osh"), drafts=[brought_by_it])

    page = client.get(look())
    assert "1 мера вошла в план: Редакция 2" in words_of(page)
    assert "1 мера ждёт утверждающего" in words_of(page)
    assert 'href="/work/city/osh/editions/#edition-2"' in page.content.decode()


def test_what_was_returned_or_taken_back_of_a_file_is_told(signed_in, person):
    client = signed_in("editor.osh")
    first = accepted_file(client)
    second = MeasureDraft.objects.get(patch__code="9.2")
    verbs.return_drafts(first.plan, by=person("approver.osh"), drafts=[first], note="Срок?")
    verbs.withdraw_draft(second, by=person("editor.osh"))

    page = words_of(client.get(look()))

    assert "1 мера возвращена с замечанием" in page
    assert "1 мера снята самим городом" in page


def test_drafts_count_with_the_file_that_was_laid_over_them_last(signed_in):
    client = signed_in("editor.osh")
    accepted_file(client)
    first = PlanImport.objects.get()
    brought(client, table(row(title="Новая дамба", due="2029 г.")), "second.xlsx")
    second = PlanImport.objects.exclude(pk=first.pk).get()

    client.post(f"{HERE}{second.pk}/accept/", {"fingerprint": second.result["fingerprint"]})

    assert (first.drafts.count(), second.drafts.count()) == (1, 1)


# the file is gone --------------------------------------------------------------------------------


def without_its_file(client, content: bytes) -> PlanImport:
    brought(client, content)
    found = PlanImport.objects.get()
    found.file.storage.delete(found.file.name)
    return found


def test_a_file_that_is_gone_from_the_disk_can_still_be_accepted(signed_in):
    client = signed_in("editor.osh")
    found = without_its_file(client, table(row()))

    page = client.get(look())
    client.post(f"{look()}accept/", {"fingerprint": found.result["fingerprint"]})

    assert "Самого файла на сервере больше нет" in words_of(page)
    assert f'href="{HERE}"' in page.content.decode()
    assert MeasureDraft.objects.filter(patch__code="9.1").exists()


def test_a_file_that_is_gone_is_not_read_with_other_columns(signed_in):
    client = signed_in("editor.osh")
    without_its_file(client, table(row()))

    answer = client.post(look(), {"row": "1", "c0": "code"}, follow=True)

    assert "Самого файла на сервере больше нет" in words_of(answer)
    assert PlanImport.objects.get().state == "ready"


def test_the_comments_of_a_file_that_is_gone_get_a_sentence(signed_in):
    client = signed_in("editor.osh")
    without_its_file(client, table(row(due="скоро")))

    answer = client.get(f"{look()}file/", follow=True)

    assert answer.redirect_chain[-1][0] == look()
    assert "Выберите его ещё раз" in words_of(answer)


def test_a_file_that_is_gone_when_the_plan_moved_asks_for_it_again(signed_in):
    client = signed_in("editor.osh")
    found = without_its_file(client, table(row()))

    answer = client.post(f"{look()}accept/", {"fingerprint": "old"}, follow=True)

    found.refresh_from_db()
    assert found.state == "failed"
    assert "Выберите его ещё раз" in words_of(answer)


def test_a_file_that_is_gone_is_left_like_any_other(signed_in):
    client = signed_in("editor.osh")
    found = without_its_file(client, table(row()))

    client.post(f"{look()}leave/")

    found.refresh_from_db()
    assert found.state == "left"
