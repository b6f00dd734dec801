"""POST /api/v1/measures/<id>/updates/: who may report, what is refused, and once is enough."""

import json

import pytest
from django.test import Client

from actionplans.models import BudgetLine, Contribution, Measure, ProgressUpdate
from actionplans.verbs import approve_updates
from coalition.models import JournalEntry, User
from coalition.verbs import appoint, issue_token, revoke_token
from tests.actionplans.reporting import fields, post, quiet_measure, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure():
    return quiet_measure()


@pytest.fixture
def send(signed_in):
    """Report as somebody: send("editor.osh", measure, {...})."""

    def report(who: str, measure, body, **more):
        return post(signed_in(who), measure, body, **more)

    return report


@pytest.fixture
def joint():
    """A measure of several cities."""
    return Measure.objects.filter(plan__city=None).order_by("pk").first()


# --- What is reported ----------------------------------------------------------------------


def test_a_report_waits_for_the_approver(send, measure, person):
    answer = send("editor.osh", measure, words())

    assert answer.status_code == 201
    said = answer.json()
    assert (said["state"], said["percent"], said["city"]) == ("submitted", 55, "osh")
    update = ProgressUpdate.objects.get(pk=said["id"])
    assert (update.by, update.contribution.measure) == (person("editor.osh"), measure)
    assert update.contribution.percent != 55
    assert JournalEntry.objects.filter(deed="progress.reported", city="osh").exists()


def test_an_approved_report_comes_into_the_history(send, client, measure, person):
    number = send("editor.osh", measure, words()).json()["id"]

    approve_updates([ProgressUpdate.objects.get(pk=number)], by=person("approver.osh"))

    items = client.get(f"/api/v1/measures/{measure.pk}/history/").json()["items"]
    assert items[-1]["id"] == number


def test_readings_and_money_are_reported_in_whole_units(send, measure):
    part = measure.contributions.get()
    line = part.budget_lines.first()
    assert line.scale == BudgetLine.Scale.MILLION

    answer = send(
        "editor.osh",
        measure,
        words(
            readings=[{"indicator": measure.indicators.first().pk, "value": "12,5"}],
            spent=[{"budget_line": line.pk, "amount": 90_500_000, "currency": "KGS"}],
        ),
    )

    assert answer.status_code == 201
    assert [one["value"] for one in answer.json()["readings"]] == [12.5]
    assert [one["amount"] for one in answer.json()["spent"]] == ["90500000"]


def test_the_same_key_brings_the_same_report_once(send, measure):
    report = words()
    first = send("editor.osh", measure, report)
    again = send("editor.osh", measure, report)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert ProgressUpdate.objects.filter(key=report["key"]).count() == 1


def test_a_key_with_other_words_is_refused(send, measure):
    report = words()
    send("editor.osh", measure, report)

    answer = send("editor.osh", measure, {**report, "percent": 60})

    assert answer.status_code == 409
    assert answer.json()["error"] == "key_reused"


def test_a_second_report_waits_for_the_first(send, measure):
    send("editor.osh", measure, words())

    answer = send("editor.osh", measure, words())

    assert answer.status_code == 409
    assert answer.json()["error"] == "waiting"


# --- For which city ------------------------------------------------------------------------


def test_one_own_part_of_a_joint_measure_needs_no_city(send, joint):
    slug = joint.contributions.select_related("city").first().city.slug
    Contribution.objects.get(measure=joint, city__slug=slug).updates.all().delete()

    answer = send(f"editor.{slug}", joint, words())

    assert answer.status_code == 201
    assert answer.json()["city"] == slug


def two_cities(joint, person) -> tuple[User, list[str]]:
    """A person who edits in two cities of a joint measure."""
    parts = list(joint.contributions.select_related("city__place")[:2])
    for part in parts:
        part.updates.all().delete()
    user = person(f"editor.{parts[0].city.slug}")
    appoint(user, by=User.system(), place=parts[1].city.place, role="editor")
    return user, [part.city.slug for part in parts]


def test_several_own_parts_ask_for_the_city(send, joint, person):
    user, slugs = two_cities(joint, person)

    answer = send(user.email.split("@")[0], joint, words())

    assert answer.status_code == 422
    assert fields(answer) == ["city"]
    assert all(slug in answer.json()["detail"] for slug in slugs)
    assert not joint.contributions.filter(updates__by=user).exists()


def test_a_named_city_decides(send, joint, person):
    user, slugs = two_cities(joint, person)

    answer = send(user.email.split("@")[0], joint, words(city=slugs[1]))

    assert (answer.status_code, answer.json()["city"]) == (201, slugs[1])


def test_a_city_that_is_not_ones_own_is_not_there(send, measure):
    assert send("editor.osh", measure, words(city="dushanbe")).status_code == 404


# --- Who may not ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["editor.dushanbe", "approver.dushanbe", "reviewer", "secretariat", "keeper", "member"]
)
def test_for_others_the_measure_has_no_inside(who, send, measure):
    answer = send(who, measure, words())

    assert answer.status_code == 404
    nothing = json.loads(send(who, Measure(pk=999_999), words()).content)
    assert answer.json() == nothing


@pytest.mark.parametrize("who", ["viewer.osh", "admin.osh", "approver.osh"])
def test_ones_own_without_the_right_are_forbidden(who, send, measure):
    answer = send(who, measure, words())

    assert answer.status_code == 403
    assert answer.json()["error"] == "forbidden"


def test_the_right_is_asked_for_before_the_words(send, measure):
    assert send("viewer.osh", measure, "{").status_code == 403
    assert send("editor.dushanbe", measure, "{").status_code == 404


def test_a_visitor_is_asked_who_calls(client, measure):
    answer = client.post(f"/api/v1/measures/{measure.pk}/updates/", "{}", "application/json")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_without_the_security_token_is_refused(measure, person):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person("editor.osh"))

    answer = post(browser, measure, words())

    assert answer.status_code == 403
    assert answer.json()["error"] == "csrf"
    assert not measure.contributions.get().updates.filter(state="submitted").exists()


def test_a_session_with_the_security_token_reports(measure, person):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person("editor.osh"))
    browser.get("/work/")
    token = browser.cookies["csrftoken"].value

    answer = post(browser, measure, words(), headers={"x-csrftoken": token})

    assert answer.status_code == 201


def key_of(user: User, scope: str) -> tuple[object, dict[str, str]]:
    token, secret = issue_token(user, by=user, name="программа", scope=scope)
    return token, {"Authorization": f"Bearer {secret}"}


def program(measure, header) -> object:
    """A program's report, with its key and no session."""
    return post(Client(enforce_csrf_checks=True), measure, words(), headers=header)


def test_a_key_that_may_write_reports_without_a_session(measure, person):
    _token, header = key_of(person("editor.osh"), "write")

    assert program(measure, header).status_code == 201


def test_a_key_that_may_only_read_is_forbidden(measure, person):
    _token, header = key_of(person("editor.osh"), "read")

    answer = program(measure, header)

    assert answer.status_code == 403
    assert answer.json()["error"] == "forbidden"


def test_a_revoked_key_is_unknown(measure, person):
    token, header = key_of(person("editor.osh"), "write")
    revoke_token(token, by=person("editor.osh"))

    assert program(measure, header).status_code == 401


def test_a_key_of_somebody_who_has_left_is_unknown(measure, person):
    _token, header = key_of(person("editor.osh"), "write")
    User.objects.filter(pk=person("editor.osh").pk).update(is_active=False)

    assert program(measure, header).status_code == 401


@pytest.mark.parametrize("value", ["", "Bearer ", "Basic ZTpk", "Bearer \u0447", "x" * 9000])
def test_a_key_that_is_none_is_refused_even_with_a_session(value, send, measure):
    answer = send("editor.osh", measure, words(), headers={"Authorization": value})

    assert answer.status_code == 401
