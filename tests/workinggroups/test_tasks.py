"""What people undertake in threads."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cities.models import City
from coalition import clock
from coalition.models import Notification
from coalition.notifications import lines_of, sentence
from workinggroups.models import Task, ThreadEvent, WorkingGroup
from workinggroups.verbs import finish_task, give_task, redact_post, reopen_task, seat_delegate

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(thread, say):
    return say(thread, "member", "Нужен образец.")


@pytest.fixture
def task(post, person):
    return give_task(post, by=person("chair"), what="Подготовить образец", user=person("member"))


def of(task, by):
    mine = Task.objects.of(by).open().filter(thread=task.thread)
    return list(mine.values_list("pk", flat=True))


def test_a_task_is_told_to_who_is_to_do_it(task, person):
    line = lines_of(person("member")).get(subject=f"task:{task.pk}")

    assert sentence(line) == f"Поручение вам в обсуждении «{task.thread.title}»: {task.what}"


def test_a_task_is_an_event_without_words(task):
    event = ThreadEvent.objects.get(thread=task.thread, kind="task.new")

    assert (event.post, event.data) == (task.post, {"task": task.pk})


def test_a_task_of_a_city_is_told_to_those_who_speak_for_it(post, group, person):
    osh = City.objects.get(slug="osh")
    seat_delegate(group, by=person("admin.osh"), city=osh, user=person("editor.osh"))

    task = give_task(post, by=person("chair"), what="Проверить сирену", city=osh)

    told = Notification.objects.filter(subject=f"task:{task.pk}").values_list("user__email")
    assert list(told) == [("editor.osh@demo.invalid",)]
    assert of(task, person("editor.osh")) == [task.pk]


def test_a_member_takes_a_task_upon_themselves(post, person):
    task = give_task(post, by=person("member"), what="Сделаю сам", user=person("member"))

    assert of(task, person("member")) == [task.pk]


def test_a_member_gives_no_task_to_others(post, person):
    with pytest.raises(ValidationError):
        give_task(post, by=person("member"), what="Сделайте", user=person("chair"))


def test_nobody_outside_the_group_gets_a_task(post, person):
    with pytest.raises(ValidationError):
        give_task(post, by=person("chair"), what="Сделайте", user=person("viewer.osh"))


def test_a_city_without_a_seat_gets_no_task(post, group, person):
    osh = City.objects.get(slug="osh")
    group.cities.remove(osh)

    with pytest.raises(ValidationError):
        give_task(post, by=person("chair"), what="Сделайте", city=osh)


@pytest.mark.parametrize("whose", [{}, {"user": None, "city": None}])
def test_a_task_is_somebodys(post, person, whose):
    with pytest.raises(ValidationError):
        give_task(post, by=person("chair"), what="Сделать", **whose)


def test_the_database_keeps_no_task_of_nobody(task):
    task.user = None

    with pytest.raises(IntegrityError), transaction.atomic():
        task.save()


def test_nothing_is_made_of_a_withdrawn_post(post, person):
    redact_post(post, by=person("member"))

    with pytest.raises(ValidationError):
        give_task(post, by=person("chair"), what="Сделать", user=person("member"))


def test_a_stranger_gives_no_task(post, person):
    with pytest.raises(PermissionDenied):
        give_task(post, by=person("editor.namangan"), what="Сделать", user=person("member"))


def test_a_finished_group_gives_no_tasks(post, group, person):
    WorkingGroup.objects.filter(pk=group.pk).update(archived=True)

    with pytest.raises(ValidationError):
        give_task(post, by=person("chair"), what="Сделать", user=person("member"))


def test_a_task_is_done_with_a_word_and_its_giver_is_told(task, person):
    finish_task(task, by=person("member"), result="Лежит в файлах.")

    task.refresh_from_db()
    assert (task.closed_by, task.result) == (person("member"), "Лежит в файлах.")
    assert lines_of(person("chair")).filter(kind="task-done").count() == 1


def test_done_twice_is_done_once(task, person):
    finish_task(task, by=person("member"), result="Раз")
    finish_task(task, by=person("chair"), result="Два")

    task.refresh_from_db()
    assert task.result == "Раз"
    assert ThreadEvent.objects.filter(thread=task.thread, kind="task.done").count() == 1


def test_somebody_elses_task_is_not_done_by_a_member(post, person):
    task = give_task(post, by=person("chair"), what="Сделаю", user=person("chair"))

    with pytest.raises(PermissionDenied):
        finish_task(task, by=person("member"))


def test_a_finished_task_is_taken_up_again_and_its_holder_is_told(task, person):
    finish_task(task, by=person("member"), result="Готово.")

    reopen_task(task, by=person("chair"))

    task.refresh_from_db()
    assert (task.closed_at, task.closed_by, task.result) == (None, None, "")
    assert of(task, person("member")) == [task.pk]
    last = ThreadEvent.objects.filter(thread=task.thread).order_by("seq").last()
    assert (last.kind, last.data) == ("task.new", {"task": task.pk})


def test_an_open_task_is_not_taken_up_again(task, person):
    before = ThreadEvent.objects.count()

    reopen_task(task, by=person("chair"))

    assert ThreadEvent.objects.count() == before


def test_only_who_may_finish_a_task_takes_it_up_again(post, person, signed_in):
    task = give_task(post, by=person("chair"), what="Сделаю", user=person("chair"))
    finish_task(task, by=person("chair"))

    with pytest.raises(PermissionDenied):
        reopen_task(task, by=person("member"))
    page = signed_in("member").get(reverse("finish_task", args=[task.pk])).content.decode()
    assert "вернуть в работу" not in page


def test_a_finished_group_takes_up_nothing(task, group, person):
    finish_task(task, by=person("member"))
    WorkingGroup.objects.filter(pk=group.pk).update(archived=True)

    with pytest.raises(ValidationError):
        reopen_task(task, by=person("chair"))


def test_a_task_is_taken_up_again_from_its_page(signed_in, task, person):
    finish_task(task, by=person("member"))
    address = reverse("finish_task", args=[task.pk])
    assert "вернуть в работу" in signed_in("member").get(address).content.decode()

    signed_in("member").post(reverse("reopen_task", args=[task.pk]))

    assert "вернуть в работу" not in signed_in("member").get(address).content.decode()
    task.refresh_from_db()
    assert task.closed_at is None


def test_a_task_stands_in_the_thread_the_group_and_my_day(signed_in, task, group):
    member = signed_in("member")

    for address in (
        reverse("thread", args=[task.thread_id]),
        reverse("beside_thread", args=[task.thread_id]),
        reverse("work_group", args=[group.slug]),
        reverse("work"),
    ):
        assert "Подготовить образец" in member.get(address).content.decode()


def test_a_task_that_is_done_leaves_my_day_and_stays_in_the_thread(signed_in, task, person):
    finish_task(task, by=person("member"), result="Готово здесь")
    member = signed_in("member")

    assert "Подготовить образец" not in member.get(reverse("work")).content.decode()
    assert "Готово здесь" in member.get(reverse("thread", args=[task.thread_id])).content.decode()


def test_the_day_of_a_task_that_has_passed_is_said(task):
    task.due = clock.today() - timedelta(days=1)

    assert task.is_overdue(clock.today())
    assert not task.is_overdue(task.due)


def test_a_task_is_given_and_done_from_pages(signed_in, post, person):
    chair, member = person("chair"), person("member")
    address = reverse("give_task", args=[post.thread_id, post.number])

    given = signed_in("chair").post(
        address, {"what": "Собрать отзывы", "user": member.pk, "due": "16.12.2026"}
    )
    task = Task.objects.get(what="Собрать отзывы")
    done = signed_in("member").post(
        reverse("finish_task", args=[task.pk]), {"result": "Собраны"}, follow=True
    )

    task.refresh_from_db()
    assert (given.status_code, given.headers["Location"]) == (302, post.path)
    assert (task.given_by, task.closed_by, task.result) == (chair, member, "Собраны")
    assert "Поручение выполнено." in done.content.decode()


def test_a_form_without_a_holder_comes_back_with_what_was_typed(signed_in, post):
    answer = signed_in("chair").post(
        reverse("give_task", args=[post.thread_id, post.number]), {"what": "Собрать отзывы"}
    )

    assert answer.status_code == 422
    assert "Собрать отзывы" in answer.content.decode()
    assert "Выберите человека или город." in answer.content.decode()


def test_the_address_of_a_measure_stays_plain_text(signed_in, post, person):
    task = give_task(
        post, by=person("chair"), what="Сделать", user=person("member"),
        measure="javascript:alert(1)",
    )  # fmt: skip

    page = signed_in("member").get(reverse("finish_task", args=[task.pk])).content.decode()

    assert "<dd>javascript:alert(1)</dd>" in page


@pytest.mark.parametrize("count", [1, 4])
def test_a_page_takes_the_same_queries_with_few_tasks_and_many(
    signed_in, post, person, django_assert_num_queries, count
):
    for n in range(count):
        give_task(post, by=person("chair"), what=f"Дело {n}", user=person("member"))
    member = signed_in("member")
    member.get("/work/")

    with django_assert_num_queries(12):
        member.get(reverse("thread", args=[post.thread_id]))
