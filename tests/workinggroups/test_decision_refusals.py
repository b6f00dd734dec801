"""What is refused to decisions, and how it is said on the screen."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from coalition import clock
from tests.workinggroups.deciding import opened, seat_everybody
from workinggroups.verbs import state_position, withdraw_decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(thread, group):
    seat_everybody(group)
    return opened(thread)


def test_a_deadline_is_within_a_year(thread, decision):
    with pytest.raises(ValidationError, match="не дальше года"):
        opened(thread, closes_at=clock.now() + timedelta(days=400))


def test_more_cities_than_there_are_cannot_be_asked_to_speak(thread, decision):
    with pytest.raises(ValidationError, match="городов меньше: 5"):
        opened(thread, quorum=6)


@pytest.mark.parametrize(
    ("who", "why"),
    [("approver.osh", "основной представитель"), ("editor.namangan", "Вопрос снят")],
)
def test_an_answer_that_came_too_late_is_shown_with_the_reason(
    decision, person, signed_in, who, why
):
    state_position(decision, by=person("editor.osh"), choice="agree")
    if who == "editor.namangan":
        withdraw_decision(decision, by=person("chair"), why="Рано.")

    said = {"choice": "objection", "reason": "Дорого", "round": "1"}
    answer = signed_in(who).post(f"/work/decisions/{decision.pk}/position/", said)

    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Ваш ответ не записан", why, "Дорого"):
        assert words in page


@pytest.mark.parametrize("page", ["outcome", "offer"])
def test_the_forms_of_what_comes_later_lead_back_from_an_open_question(decision, signed_in, page):
    answer = signed_in("chair").get(f"/work/decisions/{decision.pk}/{page}/")

    assert answer.url == f"/work/decisions/{decision.pk}/"
