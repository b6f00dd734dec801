"""The day of review: who is told, what is found, and what of it stands in the register."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from coalition import clock
from coalition.models import Letter, Notification, User
from tests.workinggroups.deciding import adopted, fresh, kinds, opened, seat_everybody, stated
from workinggroups.models import Decision, DecisionReview
from workinggroups.verbs import (
    end_decision,
    keep_decision,
    offer_to_cities,
    replace_decision,
    state_outcome,
    tell_reviews,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def seated(group):
    seat_everybody(group)
    return group


@pytest.fixture
def due(thread, seated):
    """A recommendation whose day of review has come."""
    decision = stated(thread)
    Decision.objects.filter(pk=decision.pk).update(review_on=clock.today())
    return fresh(decision)


def test_on_its_day_those_who_lead_are_told_once(due, person):
    Letter.objects.all().delete()

    assert tell_reviews(by=User.system()) == 1
    assert tell_reviews(by=User.system()) == 0
    told = Letter.objects.filter(subject__contains=due.number).values_list("to", flat=True)
    leading = ("chair", "secretary", "viewer.osh")
    assert set(told) == {person(who).email for who in leading}
    assert Notification.objects.filter(user=person("chair"), kind="decision_review").exists()
    assert not Notification.objects.filter(user=person("member"), kind="decision_review").exists()


def test_nobody_is_told_before_the_day(due):
    tomorrow = clock.today() + timedelta(days=1)
    Decision.objects.filter(pk=due.pk).update(review_on=tomorrow)

    assert tell_reviews(by=User.system()) == 0


def test_people_do_not_tell_it_by_hand(due, person):
    with pytest.raises(PermissionDenied):
        tell_reviews(by=person("chair"))


def test_my_day_of_the_chair_and_the_register_say_so(due, signed_in):
    day = signed_in("chair").get("/work/").content.decode()
    register = signed_in("member").get("/work/groups/early-warning/decisions/").content.decode()
    other = signed_in("member").get("/work/").content.decode()

    assert f"/work/decisions/{due.pk}/review/" in day
    assert "к пересмотру" in register.lower()
    assert f"/work/decisions/{due.pk}/review/" not in other


def test_what_stays_gets_its_next_day(due, person, thread):
    again = clock.today() + timedelta(days=100)
    keep_decision(due, by=person("chair"), words="Всё верно.", review_on=again)

    held, review = fresh(due), DecisionReview.objects.get()
    assert (held.state, held.review_on, held.review_told_at) == ("stated", again, None)
    assert (review.finding, review.words, review.review_on) == ("kept", "Всё верно.", again)
    assert kinds(thread)[-1] == "decision.outcome"


def test_the_next_day_lies_ahead(due, person):
    with pytest.raises(ValidationError, match="уже прош"):
        keep_decision(due, by=person("chair"), review_on=clock.today())


def test_a_later_decision_takes_its_place(due, thread, person):
    later = stated(thread)
    replace_decision(due, by=person("chair"), new=later, words="Уточнили.")

    assert (fresh(due).state, fresh(due).replaced_by) == ("superseded", later)
    assert DecisionReview.objects.get().replaced_by == later


def test_an_outcome_that_takes_the_place_of_another_is_its_review(due, thread, person):
    later = state_outcome(adopted(thread), by=person("chair"), words="Иначе.", replaces=due)

    assert DecisionReview.objects.get(decision=due).replaced_by == later


def test_an_earlier_one_takes_no_place(due, thread, person):
    later = stated(thread)

    with pytest.raises(ValidationError, match="более позднее"):
        replace_decision(later, by=person("chair"), new=due)
    with pytest.raises(ValidationError, match="более позднее"):
        replace_decision(due, by=person("chair"), new=opened(thread))


def test_what_holds_no_more_says_why_and_stays_in_the_register(due, person, signed_in):
    with pytest.raises(ValidationError, match="почему"):
        end_decision(due, by=person("chair"), words=" ")
    end_decision(due, by=person("chair"), words="Закон изменился.")

    page = signed_in("member").get("/work/groups/early-warning/decisions/").content.decode()
    assert fresh(due).state == "ended"
    assert due.number in page
    assert "больше не действует" in page


def test_what_holds_no_more_goes_to_no_city_and_is_not_looked_at_again(due, person):
    end_decision(due, by=person("chair"), words="Закон изменился.")

    with pytest.raises(ValidationError, match="действующая рекомендация"):
        offer_to_cities(fresh(due), by=person("chair"), text="Всё же.")
    with pytest.raises(ValidationError, match="не действует"):
        keep_decision(fresh(due), by=person("chair"))


def test_the_database_keeps_no_change_without_the_new_decision(due, person):
    keep_decision(due, by=person("chair"))

    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionReview.objects.update(finding="changed")


@pytest.mark.parametrize("who", ["member", "editor.osh", "secretariat", "admin.osh"])
def test_those_who_lead_look_at_it(due, person, who):
    for deed in (
        lambda by: keep_decision(due, by=by),
        lambda by: replace_decision(due, by=by, new=due),
        lambda by: end_decision(due, by=by, words="Так."),
    ):
        with pytest.raises(PermissionDenied):
            deed(person(who))


@pytest.mark.parametrize(
    ("finding", "state"), [("kept", "stated"), ("ended", "ended"), ("changed", "superseded")]
)
def test_what_was_found_is_written_down_on_screen(due, thread, signed_in, finding, state):
    later = stated(thread)

    answer = signed_in("chair").post(
        f"/work/decisions/{due.pk}/review/",
        {
            "finding": finding,
            "words": "Посмотрели.",
            "new": later.pk if finding == "changed" else "",
        },
    )

    assert answer.status_code == 302, answer.context["form"].errors
    assert fresh(due).state == state


def test_a_change_names_its_decision(due, signed_in):
    answer = signed_in("chair").post(
        f"/work/decisions/{due.pk}/review/", {"finding": "changed", "words": "Посмотрели."}
    )

    assert answer.status_code == 422
    assert "которое его заменяет" in answer.content.decode()


# --- what waits for a person


def test_my_day_shows_a_question_until_the_city_has_spoken(thread, seated, signed_in):
    decision = opened(thread)
    browser = signed_in("editor.osh")
    before = browser.get("/work/").content.decode()
    browser.post(f"/work/decisions/{decision.pk}/position/",
                 {"choice": "agree", "round": decision.round})  # fmt: skip

    assert f"/work/decisions/{decision.pk}/" in before
    assert "Ждут слова вашего города" in before
    assert "Ждут слова вашего города" not in browser.get("/work/").content.decode()


def test_my_day_tells_the_chair_what_is_closed_without_an_outcome(thread, seated, signed_in):
    decision = adopted(thread)

    page = signed_in("chair").get("/work/").content.decode()

    assert "Ждут записи итога" in page
    assert f"/work/decisions/{decision.pk}/" in page


def test_what_waits_is_asked_in_as_many_queries_however_much_there_is(
    thread, seated, person, django_assert_num_queries
):
    from coalition.permissions import rights_of  # noqa: PLC0415
    from workinggroups.waiting import decisions_for  # noqa: PLC0415

    user = person("editor.osh")
    for _more in range(2):
        opened(thread)
        rights_of(user)
        with django_assert_num_queries(1):
            decisions_for(user)
