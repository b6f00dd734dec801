"""Minutes from what is known of a meeting: decided, undertaken; never over what is typed."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from cities.models import City
from coalition import clock
from coalition.models import User
from tests.files import pdf
from tests.workinggroups.deciding import a_voice, fresh, opened, run_out
from tests.workinggroups.meeting import planned
from workinggroups.drafting import news_for, woven
from workinggroups.facts import Fact
from workinggroups.models import Decision, Minutes, Task, Thread
from workinggroups.verbs import (
    add_item,
    close_decision,
    draft_minutes,
    edit_minutes,
    give_task,
    note_attendance,
    post_reply,
    state_outcome,
    state_position,
)

pytestmark = pytest.mark.django_db
TITLE = "Какой приток выбираем первым"


@pytest.fixture
def past(group, chair, thread):
    meeting = planned(group, chair, days=-3, chair="Координатор")
    add_item(meeting, by=chair, title="Какие датчики стоят", minutes=40, speaker="Инженер")
    add_item(meeting, by=chair, title=TITLE, minutes=30, thread=thread, paper=pdf("Карта.pdf"))
    return meeting


@pytest.fixture
def draft(past, chair):
    return draft_minutes(past, by=chair)


def settled(thread, chair, group, *, question="Первым берём Ак-Буру"):
    voice = a_voice(group, "osh")
    decision = opened(thread, by=chair, question=question, quorum=1)
    state_position(decision, by=voice, choice="agree", reason="Датчик уже куплен.")
    close_decision(run_out(decision), by=User.system())
    return state_outcome(fresh(decision), by=chair, words="Города начинают с Ак-Буры.")


def tasked(thread, chair, *, what="Прислать карту притоков."):
    post = thread.posts.first() or post_reply(thread, by=chair, body="О чём", key=uuid.uuid4())[0]
    due = clock.today() + timedelta(days=14)
    return give_task(post, by=chair, what=what, city=City.objects.get(slug="osh"), due=due)


def item_of(text, title):
    """The lines of one item of the agenda."""
    return next(part for part in text.split("\n\n") if title in part.split("\n")[0]).split("\n")


def anew(minutes):
    return Minutes.objects.select_related("meeting__thread", "meeting__city").get(pk=minutes.pk)


def test_a_draft_has_what_was_decided_and_undertaken_at_its_item(past, chair, group, thread):
    decision = settled(thread, chair, group)
    tasked(thread, chair)

    lines = item_of(draft_minutes(past, by=chair).text, TITLE)

    assert lines[3] == "Материал: «Карта.pdf»."
    assert lines[4] == (
        f"Вынесено на решение: «Первым берём Ак-Буру», № {decision.number} — принято как"
        " рекомендация."
    )
    assert lines[5:7] == [
        "Города начинают с Ак-Буры.",
        "Позиции городов: Ош — согласны (Датчик уже куплен).",
    ]
    assert lines[7] == "Поручение: Прислать карту притоков — Ош, до 5 декабря 2026 г."


def test_what_belongs_to_the_whole_meeting_stands_after_the_items(past, chair):
    tasked(past.thread, chair, what="Собрать замечания")

    assert (
        draft_minutes(past, by=chair)
        .text.split("\n\n")[-1]
        .startswith("Поручение: Собрать замечания — Ош")
    )


def test_what_was_before_the_meeting_is_not_in_its_minutes(past, chair, group, thread):
    decision, task = settled(thread, chair, group), tasked(thread, chair)
    before = past.starts_at - timedelta(hours=1)
    Decision.objects.filter(pk=decision.pk).update(closed_at=before)
    Task.objects.filter(pk=task.pk).update(given_at=before)

    text = draft_minutes(past, by=chair).text

    assert "Ак-Буру" not in text
    assert "карту притоков" not in text


def test_what_was_at_the_next_meeting_is_in_the_minutes_of_that(past, chair, group, thread):
    later = planned(group, chair, days=-1, title="Следующая")
    add_item(later, by=chair, title=TITLE, minutes=30, thread=thread)
    tasked(thread, chair)

    assert "карту притоков" not in draft_minutes(past, by=chair).text
    assert "карту притоков" in draft_minutes(later, by=chair).text


def test_a_thread_that_went_to_another_group_tells_nothing_here(past, chair, group, thread):
    tasked(thread, chair)
    other = chair.memberships.model.objects.exclude(place=group.place).filter(place__kind="group")
    Thread.objects.filter(pk=thread.pk).update(group=other.first().place.working_group)

    assert "карту притоков" not in draft_minutes(past, by=chair).text


def test_those_present_stand_by_city_and_post_never_by_name(past, chair):
    osh = City.objects.get(slug="osh")
    for city, post, sex in ((osh, "Инженер", "f"), (osh, "Юрист", "m"), (None, "Директор", "")):
        note_attendance(
            past, by=chair, city=city, organisation="" if city else "Фонд", post=post,
            name="Иванова А.", sex=sex,
        )  # fmt: skip

    text = draft_minutes(past, by=chair).text

    assert (
        "Участвовали: 3 (женщин 1, мужчин 1, не указано 1). Ош — Инженер, Юрист; Фонд — Директор."
    ) in text
    assert "Не участвовали: Петропавловск, Душанбе, Ашхабад, Наманган." in text
    assert "Иванова" not in text


def test_a_fresh_draft_has_told_everything(draft):
    assert news_for(anew(draft)) == []


def test_what_becomes_known_later_is_offered_and_goes_in_where_it_belongs(draft, chair, thread):
    typed = draft.text.replace("Выступили: ______________.", "Выступил представитель Оша.", 1)
    task = tasked(thread, chair)
    assert [one.key for one in news_for(anew(draft))] == [f"task:{task.pk}"]

    after = edit_minutes(draft, by=chair, text=typed, version=1, take=[f"task:{task.pk}"])

    said = "Поручение: Прислать карту притоков — Ош, до 5 декабря 2026 г."
    assert item_of(after.text, TITLE)[-1] == said
    assert after.text.replace(f"\n{said}", "") == typed
    assert news_for(anew(draft)) == []


def test_what_is_not_wanted_is_not_offered_again(draft, chair, thread):
    tasked(thread, chair)

    after = edit_minutes(draft, by=chair, text=draft.text, version=1, leave=True)

    assert (after.text, after.version) == (draft.text, 1)
    assert news_for(anew(draft)) == []


def test_what_has_changed_since_is_offered_anew(draft, past, chair):
    note_attendance(past, by=chair, organisation="Фонд", post="Директор")
    edit_minutes(draft, by=chair, text=draft.text, version=1, take=["present"])
    assert news_for(anew(draft)) == []

    note_attendance(past, by=chair, organisation="Фонд", post="Юрист")

    assert [one.key for one in news_for(anew(draft))] == ["present"]


def test_an_item_that_moves_in_time_is_not_offered_again(draft, past, chair):
    item = past.items.first()
    past.items.filter(pk=item.pk).update(minutes=50)

    assert news_for(anew(draft)) == []


def test_a_fact_goes_to_the_end_where_its_item_is_gone():
    text = woven("1. Иное\nСлушали: Инженер.", [Fact("task:1", "Поручение.", "Приток")])

    assert text == "1. Иное\nСлушали: Инженер.\n\nПоручение."


def test_the_form_shows_what_is_new_and_keeps_what_is_typed(draft, signed_in, chair, thread):
    task = tasked(thread, chair)
    browser = signed_in("chair")
    path = reverse("edit_minutes", args=[draft.meeting_id])

    assert (
        "новая запись" in browser.get(reverse("minutes", args=[draft.meeting_id])).content.decode()
    )
    assert "Прислать карту притоков — Ош" in browser.get(path).content.decode()
    typed = {"text": "1. Своё\nНаписано.", "version": 1, "take": [f"task:{task.pk}"]}
    browser.post(path, typed)

    after = anew(draft)
    assert after.text.startswith("1. Своё\nНаписано.\n\nПоручение: Прислать")
    assert (
        "новая запись"
        not in browser.get(reverse("minutes", args=[draft.meeting_id])).content.decode()
    )
