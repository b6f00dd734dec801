"""Editions: as they were adopted, what changed between them, the scan of the act, who sees what."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans import verbs
from actionplans.comparison import differences
from actionplans.models import ActionPlan, Edition, Measure
from coalition.models import Attachment
from tests.actionplans.forms import words_of
from tests.actionplans.planning import deeds, draft, measure, plan_of
from tests.files import pdf

pytestmark = pytest.mark.django_db

PUBLIC = "/cities/osh/plan/editions/"
WORK = "/work/city/osh/editions/"


@pytest.fixture
def second(person) -> Edition:
    """A second edition: OSH-02 has another name, OSH-09 is new, OSH-08 is gone."""
    editor = person("editor.osh")
    draft("OSH-02", editor, title="Карта опасностей города", due_on="2028-12-31")
    draft("OSH-08", editor, state="removed")
    plan = plan_of("osh")
    return verbs.adopt_drafts(plan, by=person("approver.osh"), drafts=plan.drafts.open(),
                              act_kind="Постановление", act_number="7")  # fmt: skip


def adopted_by_scan(plan: ActionPlan, by, **more) -> Edition:
    return verbs.adopt_drafts(plan, by=by, drafts=plan.drafts.open(), act_kind="Постановление",
                              act_number="7", scan=pdf(), **more)  # fmt: skip


def test_everybody_reads_the_list_of_editions(client, second):
    said = words_of(client.get(PUBLIC))

    assert "Редакция 1" in said
    assert "Постановление № 7" in said
    assert second.sha256[:12] in said


def test_an_edition_is_read_as_it_was_adopted_whatever_the_plan_says_today(client, second):
    said = words_of(client.get(f"{PUBLIC}1/"))

    assert "Карта селевой и паводковой опасности" in said
    assert "Трансграничный обмен данными" in said
    assert "Курсы первой помощи" not in said
    assert "Это прежняя редакция." in said


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_an_edition_leaves_as_a_file(client, second, kind):
    answer = client.get(f"{PUBLIC}1/export.{kind}")

    assert answer.status_code == 200
    assert f"osh-edition-1-2026-11-21.{kind}" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("where", ["3/", "1/export.csv", "1/act/", "changes/?was=1&became=9", "x/"])
def test_an_edition_that_is_not_there_is_not_found(client, second, where):
    assert client.get(PUBLIC + where).status_code == 404


def test_what_changed_is_told_by_measure_in_words(client, second):
    said = words_of(client.get(f"{PUBLIC}changes/"))

    assert "изменено OSH-02 Карта опасностей города" in said
    assert "было: Карта селевой" in said
    assert "добавлено OSH-09" in said
    assert "исключено OSH-08" in said
    assert "OSH-03" not in said


def test_renamed_headings_are_told_too(person, second):
    verbs.rename_heading(plan_of("osh").goals.first(), by=person("approver.osh"), title="Иначе")
    draft("OSH-03", person("editor.osh"))
    plan = plan_of("osh")
    third = verbs.adopt_drafts(plan, by=person("approver.osh"), drafts=plan.drafts.open())

    headings, _measure = differences(second.content, third.content)
    assert [one.became for one in headings.changes] == ["Иначе"]


def test_the_waiting_changes_are_compared_with_the_last_edition(signed_in):
    said = words_of(signed_in("editor.osh").get(f"{WORK}changes/?became=drafts"))

    assert "изменено OSH-05" in said
    assert "добавлено OSH-09" in said


def test_waiting_changes_are_no_business_of_the_public(client):
    assert client.get(f"{PUBLIC}changes/?became=drafts").status_code == 200
    assert "OSH-09" not in words_of(client.get(f"{PUBLIC}changes/?became=drafts"))


def test_a_measure_taken_back_is_gone_from_every_edition(client, person, second):
    verbs.withdraw_measure(measure("OSH-03"), by=person("approver.osh"))

    for number in (1, 2):
        page = words_of(client.get(f"{PUBLIC}{number}/"))
        assert "OSH-03" not in page
        assert "1 меру этой редакции город не показывает" in page
        assert b"OSH-03" not in client.get(f"{PUBLIC}{number}/export.docx").content


def test_an_edition_taken_back_keeps_its_line_and_fingerprint(client, signed_in, second):
    browser = signed_in("approver.osh")

    browser.post(f"{WORK}1/", {"reason": "Уточняем"})

    assert client.get(f"{PUBLIC}1/").status_code == 404
    assert client.get(f"{PUBLIC}1/export.docx").status_code == 404
    assert client.get(f"{PUBLIC}changes/?was=1&became=2").status_code == 404
    said = words_of(client.get(PUBLIC))
    assert "снята с показа городом" in said
    first = Edition.objects.get(plan=second.plan, number=1)
    assert first.sha256[:12] in said
    assert deeds(first) == ["edition.hidden"]
    browser.post(f"{WORK}1/", {"is_shown": "on"})
    assert client.get(f"{PUBLIC}1/").status_code == 200


def test_an_editor_does_not_decide_what_everybody_sees(signed_in, second):
    browser = signed_in("editor.osh")

    assert browser.post(f"{WORK}1/", {}).status_code == 403
    assert browser.post("/work/city/osh/visibility/", {}).status_code == 403
    assert Edition.objects.get(plan=second.plan, number=1).is_shown


def test_the_scan_of_the_act_stays_with_the_edition_for_the_city_alone(client, signed_in, person):
    edition = adopted_by_scan(plan_of("osh"), person("approver.osh"))

    file = Attachment.objects.get(pk=edition.scan_id)
    assert client.get(f"{PUBLIC}2/act/").status_code == 404
    assert signed_in("viewer.osh").get(f"/work/files/{file.pk}/").status_code == 200
    assert signed_in("editor.dushanbe").get(f"/work/files/{file.pk}/").status_code == 404


def test_the_scan_is_public_when_the_approver_says_so(client, person):
    adopted_by_scan(plan_of("osh"), person("approver.osh"), shows_scan=True)

    answer = client.get(f"{PUBLIC}2/act/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_scan_leaves_public_view_with_its_edition(client, person):
    edition = adopted_by_scan(plan_of("osh"), person("approver.osh"), shows_scan=True)

    verbs.show_edition(edition, by=person("approver.osh"), is_shown=False, shows_scan=True)

    assert client.get(f"{PUBLIC}2/act/").status_code == 404


def test_a_scan_that_is_no_picture_and_no_pdf_adopts_nothing(person):
    plan = plan_of("osh")

    with pytest.raises(ValidationError):
        verbs.adopt_drafts(plan, by=person("approver.osh"), drafts=plan.drafts.open(),
                           scan=pdf(content=b"MZ" + b"0" * 100))  # fmt: skip


def act(**more) -> dict[str, object]:
    return {"act_kind": "Постановление", "act_number": "12-п", "scan": pdf(), **more}


def shown(browser) -> list[str]:
    from tests.actionplans.forms import fields_of  # noqa: PLC0415

    return fields_of(browser.get("/work/city/osh/approve/"), "shown")["shown"]


def test_one_scanned_act_adopts_many_changes(signed_in):
    browser = signed_in("approver.osh")

    browser.post("/work/city/osh/approve/", {
        "what": "all", "shown": shown(browser), **act(unrestricted="on", act_date="20.11.2026"),
    })  # fmt: skip

    edition = plan_of("osh").editions.get(number=2)
    assert (edition.act, edition.scan.name, edition.shows_scan) == (
        "Постановление № 12-п", "act.pdf", False,
    )  # fmt: skip
    assert not plan_of("osh").drafts.open().exists()


def test_a_scan_asks_whether_anybody_may_read_it(signed_in):
    browser = signed_in("approver.osh")

    answer = browser.post("/work/city/osh/approve/", {
        "what": "all", "shown": shown(browser), **act(),
    })  # fmt: skip

    assert "Подтвердите это или не прикладывайте файл" in words_of(answer)
    assert plan_of("osh").edition == 1


def test_a_scan_without_a_change_to_adopt_gets_a_sentence(signed_in):
    browser = signed_in("approver.osh")
    report = next(one for one in shown(browser) if one.startswith("update"))

    answer = browser.post("/work/city/osh/approve/", {
        "what": "chosen", "chosen": [report], **act(unrestricted="on"),
    })  # fmt: skip

    assert "Акт утверждает правки плана" in words_of(answer)


@pytest.mark.parametrize("where", ["", "2/", "changes/"])
def test_pages_of_editions_cost_the_same_for_any_plan(client, person, second, where):
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(PUBLIC + where).status_code == 200
        return len(counted)

    queries()
    before = queries()
    Measure.objects.filter(plan__city__slug="osh").update(visibility="city")
    for code in ("OSH-01", "OSH-02"):
        draft(code, person("editor.osh"))
    plan = plan_of("osh")
    verbs.adopt_drafts(plan, by=person("approver.osh"), drafts=plan.drafts.open())

    assert queries() == before


@pytest.mark.parametrize("where", ["", "1/", "1/export.docx", "1/export.xlsx", "changes/"])
def test_a_joint_plan_has_its_editions_too(client, where):
    assert client.get(f"/plans/joint-2026/editions/{where}").status_code == 200
    assert client.get(f"/plans/osh-2026/editions/{where}").status_code == 404
