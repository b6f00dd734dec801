"""A question prepared as a draft: seen by those who lead, told to nobody, put when ready."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from coalition import clock
from coalition.errors import Conflict
from coalition.models import Letter, Notification
from tests.workinggroups.deciding import city_of, fresh, kinds, opened, seat_everybody
from workinggroups.models import Decision
from workinggroups.verbs import (
    ThreadClosed,
    change_draft,
    close_thread,
    drop_draft,
    open_draft,
    prepare_decision,
    state_position,
)

pytestmark = pytest.mark.django_db

SECRET = "Вопрос, который ещё готовится"


@pytest.fixture
def seated(group):
    seat_everybody(group)
    return group


def asked(**more):
    said = {
        "mode": "consent", "question": SECRET, "text": "Образец.", "quorum": 1,
        "closes_at": clock.now() + timedelta(days=7), "clock_city": city_of("osh"),
    }  # fmt: skip
    return {**said, **more}


@pytest.fixture
def draft(thread, seated, person):
    return prepare_decision(thread, by=person("chair"), **asked())


def test_nobody_is_told_of_a_draft(thread, seated, person):
    letters, lines, events = Letter.objects.count(), Notification.objects.count(), kinds(thread)
    prepare_decision(thread, by=person("chair"), **asked())

    assert (Letter.objects.count(), Notification.objects.count()) == (letters, lines)
    assert kinds(thread) == events


@pytest.mark.parametrize("who", ["chair", "viewer.osh"])
def test_whoever_leads_the_group_sees_it(draft, signed_in, who):
    browser = signed_in(who)

    for address in (f"/work/decisions/{draft.pk}/", f"/work/threads/{draft.thread_id}/",
                    "/work/groups/early-warning/decisions/"):  # fmt: skip
        assert SECRET in browser.get(address).content.decode(), address


@pytest.mark.parametrize("who", ["member", "editor.osh", "viewer.dushanbe"])
def test_nobody_else_in_the_group_sees_it(draft, signed_in, who):
    browser = signed_in(who)

    assert browser.get(f"/work/decisions/{draft.pk}/").status_code == 404
    for address in (f"/work/threads/{draft.thread_id}/", "/work/groups/early-warning/decisions/",
                    "/work/groups/early-warning/decisions.csv", "/work/"):  # fmt: skip
        assert SECRET not in browser.get(address).content.decode(), address


def test_a_draft_takes_no_words_of_cities(draft, person):
    with pytest.raises(ValidationError):
        state_position(draft, by=person("editor.osh"), choice="agree")


def test_a_draft_is_written_anew_by_the_secretary_too(draft, person):
    change_draft(draft, by=person("viewer.osh"), version=1, **asked(text="Иначе."))

    assert (fresh(draft).text, fresh(draft).version, fresh(draft).state) == ("Иначе.", 2, "draft")


def test_two_who_write_one_draft_see_both_texts(draft, person):
    change_draft(draft, by=person("viewer.osh"), version=1, **asked(text="Иначе."))

    with pytest.raises(Conflict):
        change_draft(draft, by=person("chair"), version=1, **asked(text="Третье."))
    with pytest.raises(Conflict):
        open_draft(draft, by=person("chair"), version=1, **asked(text="Третье."))


def test_a_draft_that_is_put_to_the_cities_is_told_like_any_question(draft, thread, person):
    put = open_draft(draft, by=person("viewer.osh"), version=1, **asked(text="Готово."))

    assert (put.state, put.text, put.opened_by) == ("open", "Готово.", person("viewer.osh"))
    assert kinds(thread)[-1] == "decision.open"
    assert Letter.objects.filter(to=person("editor.osh").email, body__contains="Готово.").exists()


def test_a_draft_whose_deadline_has_passed_is_not_put(draft, person):
    with pytest.raises(ValidationError, match="уже прошёл"):
        open_draft(draft, by=person("chair"), version=1, **asked(closes_at=clock.now()))


def test_what_was_put_is_no_draft_any_more(thread, seated, person):
    put = opened(thread)

    for deed in (
        lambda: change_draft(put, by=person("chair"), version=1, **asked()),
        lambda: open_draft(put, by=person("chair"), version=1, **asked()),
        lambda: drop_draft(put, by=person("chair")),
    ):
        with pytest.raises(ValidationError, match="больше не черновик"):
            deed()


def test_a_draft_is_thrown_away(draft, person):
    drop_draft(draft, by=person("chair"))

    assert not Decision.objects.filter(pk=draft.pk).exists()


def test_a_closed_thread_takes_no_draft(thread, seated, person):
    close_thread(thread, by=person("chair"), words="Всё.")
    thread.refresh_from_db()

    with pytest.raises(ThreadClosed):
        prepare_decision(thread, by=person("chair"), **asked())


@pytest.mark.parametrize("who", ["member", "editor.osh", "secretariat", "admin.ashgabat"])
def test_drafts_are_for_those_who_lead(draft, thread, person, who):
    for deed in (
        lambda by: prepare_decision(thread, by=by, **asked()),
        lambda by: change_draft(draft, by=by, version=1, **asked()),
        lambda by: open_draft(draft, by=by, version=1, **asked()),
        lambda by: drop_draft(draft, by=by),
    ):
        with pytest.raises(PermissionDenied):
            deed(person(who))


FORM = {
    "question": SECRET, "text": "Образец.", "mode": "consent", "closes_on": "06.12.2026",
    "closes_time": "18:00", "clock_city": "osh", "quorum": "1", "lang": "ru",
}  # fmt: skip


def test_the_chair_keeps_a_draft_and_puts_it_later(thread, seated, signed_in):
    browser = signed_in("chair")
    browser.post(f"/work/threads/{thread.pk}/decide/", {**FORM, "draft": "1"})
    kept = Decision.objects.get(question=SECRET)
    page = browser.get(f"/work/decisions/{kept.pk}/draft/")

    assert page.context["form"]["closes_time"].value() == "18:00"
    answer = browser.post(f"/work/decisions/{kept.pk}/draft/", {**FORM, "version": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert fresh(kept).is_open


def test_a_draft_is_dropped_from_its_page(draft, signed_in):
    answer = signed_in("chair").post(f"/work/decisions/{draft.pk}/draft/drop/")

    assert answer.url == f"/work/threads/{draft.thread_id}/"
    assert not Decision.objects.filter(pk=draft.pk).exists()


def test_the_form_of_a_draft_that_was_put_leads_to_the_decision(thread, seated, signed_in):
    put = opened(thread)

    answer = signed_in("chair").get(f"/work/decisions/{put.pk}/draft/")

    assert answer.url == f"/work/decisions/{put.pk}/"
