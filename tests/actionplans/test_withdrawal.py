"""A city takes back anything it has published: at once, everywhere, and who and why remain."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import verbs
from actionplans.editions import fingerprint
from actionplans.models import ActionPlan, UpdateTranslation
from actionplans.saying import said_by
from coalition.attachments import attach, may_open
from coalition.models import Attachment, JournalEntry
from tests.actionplans.forms import words_of
from tests.actionplans.planning import deeds, draft, part, plan_of, report
from tests.files import pdf

pytestmark = pytest.mark.django_db

PAGES = ("/cities/osh/plan/", "/cities/osh/plan/export.csv", "/cities/osh/plan/export.docx",
         "/cities/osh/plan/editions/", "/cities/osh/plan/editions/1/",
         "/cities/osh/plan/OSH-01/")  # fmt: skip
LISTS = ("/plans/", "/plans/export.csv", "/api/v1/measures/", "/api/v1/plans/", "/cities/osh/",
         "/data/", "/en/plans/?hazard=mudflow")  # fmt: skip


def published(person):
    """An approved report with words nobody else uses, money, a translation and a file."""
    editor, approver = person("editor.osh"), person("approver.osh")
    line = part("OSH-03").budget_lines.first()
    said = report("OSH-03", editor, achieved="Канарейка поёт.", obstacles="Канарейка мешает.",
                  percent=61, key=uuid.uuid4(), spent={line.pk: 3})  # fmt: skip
    verbs.approve_updates([said], by=approver)
    said.refresh_from_db()
    UpdateTranslation.objects.create(update=said, lang="en", achieved="A canary sings.")
    attach(pdf(), by=editor, owner=said, place=plan_of("osh").place)
    return said


def test_a_report_taken_back_leaves_no_word_behind(person):
    said = published(person)
    whole = fingerprint(said_by(said))

    verbs.withdraw_update(said, by=person("approver.osh"), reason="Сведения уточняются")

    said.refresh_from_db()
    assert (said.achieved, said.obstacles, said.next_steps) == ("", "", "")
    assert not said.spendings.exists()
    assert not said.readings.exists()
    assert not said.translations.exists()
    entry = JournalEntry.objects.get(deed="progress.withdrawn")
    assert (entry.details["sha256"], entry.details["reason"]) == (whole, "Сведения уточняются")
    assert entry.actor == str(person("approver.osh"))


def test_its_files_are_gone_too(person):
    said = published(person)
    file = Attachment.objects.get(owner=f"actionplans.progressupdate:{said.pk}")

    verbs.withdraw_update(said, by=person("approver.osh"))

    file.refresh_from_db()
    assert file.withdrawn_at is not None
    assert not may_open(person("editor.osh"), file)


def test_no_journal_entry_keeps_the_words(person):
    verbs.withdraw_update(published(person), by=person("approver.osh"), reason="Уточняем")

    assert "анарейка" not in str(list(JournalEntry.objects.values_list("subject", "details")))


def test_the_city_still_sees_that_there_was_a_report(signed_in, person):
    verbs.withdraw_update(published(person), by=person("approver.osh"), reason="Уточняем")

    page = words_of(signed_in("viewer.osh").get("/work/city/osh/journal/"))
    assert "Отчёт отозван: OSH-03" in page
    assert ". Уточняем" in page
    shown = words_of(signed_in("approver.osh").get("/work/city/osh/measure/OSH-03/visibility/"))
    assert "отозван" in shown
    assert "анарейка" not in shown


@pytest.mark.parametrize("address", PAGES)
def test_a_plan_taken_back_is_nowhere(client, person, address):
    assert client.get(address).status_code == 200

    verbs.withdraw_plan(plan_of("osh"), by=person("approver.osh"), reason="Уточняем")

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", LISTS)
def test_no_list_names_a_measure_of_a_plan_taken_back(client, person, address):
    verbs.withdraw_plan(plan_of("osh"), by=person("approver.osh"))

    answer = client.get(address)
    assert answer.status_code == 200
    assert b"OSH-0" not in answer.content


def test_a_plan_is_shown_again(client, person):
    plan = verbs.withdraw_plan(plan_of("osh"), by=person("approver.osh"), reason="Уточняем")

    verbs.reinstate_plan(plan, by=person("approver.osh"))

    assert client.get("/cities/osh/plan/").status_code == 200
    assert deeds(plan)[-2:] == ["plan.withdrawn", "plan.reinstated"]
    entry = JournalEntry.objects.get(deed="plan.withdrawn")
    assert len(entry.details["sha256"]) == 64


def test_a_plan_taken_back_is_adopted_without_showing_it(client, person):
    verbs.withdraw_plan(plan_of("osh"), by=person("approver.osh"))
    draft("OSH-03", person("editor.osh"))
    plan = plan_of("osh")

    verbs.adopt_drafts(plan, by=person("approver.osh"), drafts=plan.drafts.open())

    assert (plan_of("osh").state, plan_of("osh").edition) == ("withdrawn", 2)
    assert client.get("/cities/osh/plan/").status_code == 404


def test_what_nobody_sees_is_not_taken_back(person):
    ActionPlan.objects.filter(city__slug="osh").update(state="draft")

    with pytest.raises(ValidationError):
        verbs.withdraw_plan(plan_of("osh"), by=person("approver.osh"))


def test_only_who_decides_for_the_city_takes_its_plan_back(person):
    for who in ("editor.osh", "viewer.osh", "approver.dushanbe"):
        with pytest.raises(PermissionDenied):
            verbs.withdraw_plan(plan_of("osh"), by=person(who))


def test_the_page_of_the_city_takes_the_plan_back_and_shows_it_again(client, signed_in):
    browser = signed_in("approver.osh")

    said = browser.post("/work/city/osh/visibility/", {"reason": "Уточняем"}, follow=True)
    assert "Теперь план видят только сотрудники города." in words_of(said)
    assert "снял его с показа" in words_of(said)
    browser.post("/work/city/osh/visibility/", {"show": "1"})

    assert plan_of("osh").state == "adopted"


@pytest.mark.parametrize("address", ["/cities/osh/plan/", "/cities/osh/plan/export.csv", "/"])
def test_whoever_keeps_a_public_page_asks_before_showing_it(client, address):
    assert client.get(address).headers["Cache-Control"] == "public, no-cache"


def test_the_city_goes_on_with_a_plan_it_has_taken_back(signed_in, person):
    verbs.withdraw_plan(plan_of("osh"), by=person("approver.osh"))

    assert b"OSH-03" in signed_in("editor.osh").get("/work/city/osh/update/").content
    said = report("OSH-03", person("editor.osh"))
    verbs.approve_updates([said], by=person("approver.osh"))
    assert part("OSH-03").percent == 50


def test_headings_of_a_plan_taken_back_are_still_decided_by_the_approver(signed_in, person):
    verbs.withdraw_plan(plan_of("osh"), by=person("approver.osh"))

    assert signed_in("editor.osh").get("/work/city/osh/headings/").status_code == 403
    with pytest.raises(PermissionDenied):
        verbs.rename_heading(plan_of("osh").goals.first(), by=person("editor.osh"), title="Иначе")


def test_a_report_of_a_replaced_measure_is_taken_back_as_well(person, signed_in):
    said = published(person)
    merge = draft("OSH-02", person("editor.osh"), replaces=["OSH-03"])
    verbs.adopt_drafts(plan_of("osh"), by=person("approver.osh"), drafts=[merge])

    answer = signed_in("approver.osh").post(f"/work/city/osh/report/{said.pk}/withdraw/")

    assert answer.status_code == 302
    said.refresh_from_db()
    assert (said.state, said.achieved) == ("withdrawn", "")


@pytest.mark.parametrize("what", ["all", "return"])
def test_a_report_that_waited_when_its_measure_was_replaced_is_decided_all_the_same(
    person, signed_in, what
):
    said = report("OSH-03", person("editor.osh"))
    merge = draft("OSH-02", person("editor.osh"), replaces=["OSH-03"])
    verbs.adopt_drafts(plan_of("osh"), by=person("approver.osh"), drafts=[merge])
    key = f"update:{said.pk}:{said.version}"

    answer = signed_in("approver.osh").post(
        "/work/city/osh/approve/",
        {"what": what, "shown": [key], "chosen": [key], "note": "Уточните, пожалуйста."},
    )

    assert answer.status_code == 302
    said.refresh_from_db()
    assert said.state == {"all": "approved", "return": "returned"}[what]
