"""What comes of decisions: outcomes, the register, what everybody sees, what goes to the cities."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from actionplans.models import CityProposal, Contribution, Measure, MeasureDraft
from actionplans.verbs import make_answer_known, point_to_measure, put_aside_proposal
from coalition import clock
from coalition.models import JournalEntry, Letter, Notification
from tests.actionplans.forms import fields_of
from tests.workinggroups.deciding import (
    adopted,
    city_of,
    fresh,
    offered,
    opened,
    seat_everybody,
    stated,
)
from workinggroups.models import Decision
from workinggroups.verbs import offer_to_cities, show_outcome, state_outcome, state_position

pytestmark = pytest.mark.django_db


@pytest.fixture
def seated(group):
    seat_everybody(group)
    return group


# --- the outcome and its number


def test_outcomes_are_numbered_in_their_order(thread, seated):
    numbers = [stated(thread).number for _n in range(2)]

    group_pk, year = seated.pk, clock.today().year
    assert numbers == [f"РГ-{group_pk}/{year}-01", f"РГ-{group_pk}/{year}-02"]


def test_an_outcome_is_an_event_a_letter_and_news(thread, seated, person):
    decision = stated(thread)

    assert thread.events.latest("seq").kind == "decision.outcome"
    assert Letter.objects.filter(to=person("viewer.osh").email, subject__contains=decision.number)
    assert Notification.objects.filter(user=person("member"), kind="decision_outcome").exists()


def test_an_outcome_without_words_is_refused(thread, seated, person):
    with pytest.raises(ValidationError, match="к чему пришла группа"):
        state_outcome(adopted(thread), by=person("chair"), words="  ")


def test_a_day_of_review_lies_ahead(thread, seated, person):
    with pytest.raises(ValidationError, match="уже прош"):
        state_outcome(adopted(thread), by=person("chair"), words="Так.", review_on=clock.today())


def test_a_decision_is_under_review_from_its_day(thread, seated, person):
    day = clock.today() + timedelta(days=30)
    decision = state_outcome(adopted(thread), by=person("chair"), words="Так.", review_on=day)

    assert not decision.is_under_review(day - timedelta(days=1))
    assert decision.is_under_review(day)


def test_a_later_decision_takes_the_place_of_an_earlier_one(thread, seated, person):
    old = stated(thread)
    new = state_outcome(adopted(thread), by=person("chair"), words="Иначе.", replaces=old)

    assert (fresh(old).state, fresh(old).replaced_by) == ("superseded", new)
    with pytest.raises(ValidationError, match="не действует"):
        state_outcome(adopted(thread), by=person("chair"), words="Снова.", replaces=old)


def test_the_database_gives_a_number_once(thread, seated):
    first, second = stated(thread), stated(thread)

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=second.pk).update(number=first.number)


# --- the register


def test_the_register_has_a_constant_number_of_queries(
    thread, seated, signed_in, django_assert_max_num_queries
):
    browser = signed_in("member")
    counts = []
    for _more in range(2):
        stated(thread)
        browser.get("/work/groups/early-warning/decisions/")
        with django_assert_max_num_queries(20) as seen:
            browser.get("/work/groups/early-warning/decisions/")
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_the_register_is_a_table_too(thread, seated, signed_in):
    decision = stated(thread, words="=ОПАСНО()")

    answer = signed_in("member").get("/work/groups/early-warning/decisions.csv")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == decision.number
    assert rows[1][5] == "'=ОПАСНО()"
    assert "Ош: согласны" in rows[1][8]


# --- what everybody sees


def test_everybody_sees_only_what_the_group_shows(thread, seated, client, person):
    shown, kept = stated(thread, words="Это видно."), stated(thread, words="Это нет.")
    show_outcome(shown, by=person("chair"), is_public=True)

    page = client.get("/groups/early-warning/").content.decode()

    assert "Это видно." in page
    assert "Это нет." not in page
    assert kept.question not in page
    assert "согласны" not in page


def test_what_was_shown_is_taken_back(thread, seated, client, person):
    decision = stated(thread, words="Это видно.")
    show_outcome(decision, by=person("chair"), is_public=True)
    show_outcome(decision, by=person("chair"), is_public=False)

    assert "Это видно." not in client.get("/groups/early-warning/").content.decode()


def test_a_decision_without_an_outcome_is_not_shown(thread, seated, person):
    with pytest.raises(ValidationError, match="записанный итог"):
        show_outcome(adopted(thread), by=person("chair"), is_public=True)


# --- to the cities


def test_a_recommendation_comes_into_the_inbox_of_each_city(thread, seated, person):
    decision = offered(thread)

    found = CityProposal.objects.filter(decision=decision)
    assert {one.city.slug for one in found} == {city.slug for city in seated.cities.all()}
    assert not MeasureDraft.objects.filter(patch__title="Образец предупреждения (пример)").exists()
    assert JournalEntry.objects.filter(city="ashgabat", deed="proposal.came").exists()
    assert Letter.objects.filter(to=person("approver.osh").email, body__contains="Завести образец.")


def test_it_is_sent_once(thread, seated, person):
    decision = offered(thread)

    with pytest.raises(ValidationError, match="уже"):
        offer_to_cities(decision, by=person("chair"), text="Ещё раз.")


def test_what_was_not_adopted_is_not_sent(thread, seated, person):
    from coalition.models import User  # noqa: PLC0415
    from tests.workinggroups.deciding import run_out  # noqa: PLC0415
    from workinggroups.verbs import close_decision  # noqa: PLC0415

    decision = opened(thread)
    state_position(decision, by=person("editor.osh"), choice="objection", reason="Нет.")
    close_decision(run_out(decision), by=User.system())
    refused = state_outcome(fresh(decision), by=person("chair"), words="Не приняли.")

    with pytest.raises(ValidationError, match="действующая рекомендация"):
        offer_to_cities(refused, by=person("chair"), text="Всё же.")


@pytest.fixture
def proposal(thread, seated):
    return CityProposal.objects.get(decision=offered(thread), city=city_of("osh"))


def test_the_city_sees_what_waits_in_its_work(proposal, signed_in):
    page = signed_in("editor.osh").get("/work/city/osh/").content.decode()

    assert proposal.decision.question in page
    assert "/work/city/osh/proposals/" in page


def test_a_proposal_opens_the_form_of_a_new_measure_filled(proposal, signed_in):
    page = signed_in("editor.osh").get(f"/work/city/osh/measure/new/?proposal={proposal.pk}")

    assert "Образец предупреждения (пример)" in page.content.decode()
    assert CityProposal.objects.get(pk=proposal.pk).state == "new"


def test_saving_that_form_lays_a_draft_and_no_measure(proposal, signed_in):
    browser = signed_in("editor.osh")
    address = f"/work/city/osh/measure/new/?proposal={proposal.pk}"
    page = browser.get(address)
    direction = next(pk for pk, _name in page.context["form"].fields["direction"].choices if pk)

    answer = browser.post(
        address, fields_of(page, "title") | {"direction": direction, "due": "31.12.2028"}
    )

    proposal.refresh_from_db()
    assert answer.status_code == 302, answer.context["form"].errors
    assert (proposal.state, proposal.draft.state, proposal.draft.measure) == ("taken", "open", None)


def take(proposal, person):
    """The proposal is taken into the plan as a draft."""
    draft = MeasureDraft.objects.filter(plan__city__slug="osh", measure=None).first()
    CityProposal.objects.filter(pk=proposal.pk).update(
        state="taken", draft=draft, answered_by=person("editor.osh"), answered_at=clock.now()
    )
    return CityProposal.objects.select_related("city__place", "draft").get(pk=proposal.pk)


def told(proposal, signed_in):
    """What the group reads of Osh on the page of its decision."""
    page = signed_in("member").get(f"/work/decisions/{proposal.decision_id}/").content.decode()
    return re.search(r"<dt>Ош</dt><dd>(.*?)</dd>", page, re.DOTALL).group(1)


def test_the_group_learns_only_what_the_city_tells_it(proposal, signed_in, person):
    taken = take(proposal, person)
    before = told(proposal, signed_in)
    make_answer_known(taken, by=person("approver.osh"))

    assert before == "город пока не сообщил"
    assert told(proposal, signed_in) == "готовится как черновик меры"


def test_the_state_of_a_measure_is_the_plans_own(proposal, signed_in, person):
    taken, measure = take(proposal, person), Measure.objects.public().get(code="OSH-03")
    MeasureDraft.objects.filter(pk=taken.draft_id).update(measure=measure, state="adopted")
    make_answer_known(taken, by=person("approver.osh"))
    part = measure.contributions.get()
    Contribution.objects.filter(pk=part.pk).update(status="suspended")

    said = told(proposal, signed_in)

    assert "взято в план: <a href=" in said
    assert "OSH-03" in said
    assert "Приостановлено" in said


def test_a_measure_that_the_city_does_not_show_is_not_named(proposal, signed_in, person):
    measure = Measure.objects.public().get(code="OSH-03")
    point_to_measure(proposal, by=person("editor.osh"), measure=measure, tell=True)
    shown = told(proposal, signed_in)
    Measure.objects.filter(pk=measure.pk).update(visibility="city")

    assert "OSH-03" in shown
    assert told(proposal, signed_in) == "уже было в плане"


def test_a_measure_of_another_city_is_not_pointed_to(proposal, person):
    theirs = Measure.objects.public().filter(plan__city__slug="dushanbe").first()

    with pytest.raises(ValidationError, match="меру плана города"):
        point_to_measure(proposal, by=person("editor.osh"), measure=theirs)


def test_a_draft_that_was_taken_back_is_no_measure(proposal, signed_in, person):
    taken = take(proposal, person)
    MeasureDraft.objects.filter(pk=taken.draft_id).update(state="withdrawn")
    make_answer_known(taken, by=person("editor.osh"))

    assert told(proposal, signed_in) == "не принято к плану"


def test_what_was_told_is_taken_back(proposal, signed_in, person):
    put_aside_proposal(proposal, by=person("editor.osh"), words="Уже делаем.", tell=True)
    known = told(proposal, signed_in)
    make_answer_known(proposal, by=person("editor.osh"), known=False)

    assert known == "не принято к плану"
    assert told(proposal, signed_in) == "город пока не сообщил"


def test_another_answer_is_told_anew(proposal, signed_in, person):
    put_aside_proposal(proposal, by=person("editor.osh"), tell=True)
    point_to_measure(proposal, by=person("editor.osh"),
                     measure=Measure.objects.public().get(code="OSH-03"))  # fmt: skip

    assert told(proposal, signed_in) == "город пока не сообщил"


def test_what_was_not_answered_is_not_told(proposal, person):
    with pytest.raises(ValidationError, match="ещё не ответил"):
        make_answer_known(proposal, by=person("editor.osh"))


def test_the_database_tells_no_group_of_what_was_not_answered(proposal, person):
    with pytest.raises(IntegrityError), transaction.atomic():
        CityProposal.objects.filter(pk=proposal.pk).update(
            known_at=clock.now(), known_by=person("editor.osh")
        )


def test_the_word_why_stays_in_the_city(proposal, signed_in, person):
    put_aside_proposal(proposal, by=person("editor.osh"), words="Уже делаем.", tell=True)

    group_page = signed_in("member").get(f"/work/decisions/{proposal.decision_id}/")
    assert "Уже делаем." not in group_page.content.decode()
    own_page = signed_in("viewer.osh").get("/work/city/osh/proposals/").content.decode()
    assert "Уже делаем." in own_page
    with pytest.raises(ValidationError, match="уже ответил"):
        put_aside_proposal(proposal, by=person("editor.osh"))


def test_the_citys_people_see_on_the_measure_who_recommended_it(proposal, signed_in, person):
    measure = Measure.objects.public().get(code="OSH-03")
    point_to_measure(proposal, by=person("editor.osh"), measure=measure)

    page = signed_in("editor.osh").get("/work/city/osh/measure/OSH-03/").content.decode()

    assert proposal.decision.number in page


def test_the_city_answers_from_its_inbox(proposal, signed_in, person):
    browser = signed_in("editor.osh")
    measure = Measure.objects.public().get(code="OSH-03")
    address = f"/work/city/osh/proposals/{proposal.pk}/"

    browser.post(f"{address}measure/", {"measure": measure.pk, "tell": "on"})
    page = browser.get("/work/city/osh/proposals/").content.decode()
    browser.post(f"{address}known/", {"off": "1"})

    proposal.refresh_from_db()
    assert (proposal.state, proposal.measure, proposal.known_at) == ("has", measure, None)
    assert f"/work/city/osh/measure/{measure.code}/" in page


@pytest.mark.parametrize(
    "who", ["viewer.osh", "admin.osh", "editor.dushanbe", "chair", "secretariat"]
)
@pytest.mark.parametrize("deed", [put_aside_proposal, make_answer_known])
def test_only_the_citys_editor_or_approver_answers(proposal, person, deed, who):
    with pytest.raises(PermissionDenied):
        deed(proposal, by=person(who))


def test_the_inbox_has_a_constant_number_of_queries(
    thread, seated, signed_in, django_assert_max_num_queries
):
    browser, counts = signed_in("editor.osh"), []
    for _more in range(2):
        offered(thread)
        browser.get("/work/city/osh/proposals/")
        with django_assert_max_num_queries(40) as seen:
            browser.get("/work/city/osh/proposals/")
        counts.append(len(seen))

    assert counts[0] == counts[1]
