"""/api/v1/ read by everybody: shapes, conditions, paging, tags, refusals."""

import json
from datetime import date
from itertools import product

import pytest
from django.test import Client

from actionplans.models import Indicator, Measure, ProgressUpdate
from cities.models import City
from cities.verbs import set_switches
from coalition.verbs import issue_token, revoke_token
from workinggroups.models import WorkingGroup

pytestmark = pytest.mark.django_db
API = "/api/v1/"
LISTS = ["cities/", "plans/", "measures/", "indicators/", "groups/"]


@pytest.fixture
def get(client):
    """An answer of the API as a value: get("cities/")."""

    def ask(path: str, **headers):
        return client.get(API + path, headers=headers).json()

    return ask


@pytest.fixture
def bearer(person):
    """A header with a new key: bearer("editor.osh", "write")."""

    def make(name: str, scope: str = "read") -> dict[str, str]:
        user = person(name)
        _token, secret = issue_token(user, by=user, name="программа", scope=scope)
        return {"Authorization": f"Bearer {secret}"}

    return make


def own(slug: str = "osh") -> Measure:
    return Measure.objects.filter(plan__city__slug=slug).order_by("pk").first()


# --- Shapes --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_items_and_next(path, get):
    answer = get(path)

    assert answer.keys() == {"items", "next"}
    assert answer["items"]


def test_a_measure_tells_at_least_what_is_agreed(get):
    item = get("measures/?city=osh")["items"][0]

    agreed = {"id", "code", "city", "title", "status", "percent", "due", "hazards"}
    assert agreed <= item.keys()
    assert item["city"] == "osh"
    assert date.fromisoformat(item["due"])


def test_a_measure_is_whole_under_its_id(get):
    whole = get(f"measures/{own().pk}/")

    money = whole["contributions"][0]["budget"][0]
    assert money["currency"] == "KGS"
    assert money["amount"].isdecimal()
    assert whole["terms"]["hazards"] == whole["hazards"]
    assert whole["history_url"].endswith(f"/api/v1/measures/{own().pk}/history/")


def test_a_history_is_approved_and_oldest_first(get):
    items = get(f"measures/{own().pk}/history/")["items"]

    days = [item["on"] for item in items]
    assert days == sorted(days)
    assert {item["state"] for item in items} == {"approved"}


def test_a_waiting_update_is_in_no_history(get):
    part = own().contributions.get()
    approved = part.updates.approved().count()
    waiting = part.updates.last()
    ProgressUpdate.objects.filter(pk=waiting.pk).update(
        state="submitted", approved_at=None, approved_by=None
    )

    assert len(get(f"measures/{own().pk}/history/")["items"]) == approved - 1


def test_a_reading_counts_once_its_update_is_approved(get):
    indicator = Indicator.objects.filter(measure=own()).first()
    latest = get(f"indicators/?measure={own().pk}")["items"][0]["latest"]
    update = indicator.readings.order_by("-on", "-pk").first().update
    ProgressUpdate.objects.filter(pk=update.pk).update(
        state="withdrawn", approved_at=None, approved_by=None
    )

    assert get(f"indicators/?measure={own().pk}")["items"][0]["latest"] != latest


def test_words_come_in_the_language_that_is_asked_for(client):
    russian = client.get(f"{API}measures/{own().pk}/", headers={"accept-language": "ru"}).json()
    english = client.get(f"{API}measures/{own().pk}/", headers={"accept-language": "en"}).json()

    assert (russian["lang"], english["lang"]) == ("ru", "en")
    assert russian["title"] != english["title"]


def test_a_group_nobody_need_know_of_is_not_told(get):
    slugs = {item["slug"] for item in get("groups/")["items"]}

    assert "early-warning" in slugs
    hidden = WorkingGroup.objects.exclude(visibility="public").values_list("slug", flat=True)
    assert hidden
    assert not slugs & set(hidden)


def test_coordinates_are_told_only_where_the_city_shows_them(get, person):
    Measure.objects.filter(pk=own().pk).update(latitude=40.5, longitude=72.8)
    assert get(f"measures/{own().pk}/")["latitude"] is None

    osh = City.objects.get(slug="osh")
    set_switches(osh, by=person("admin.osh"), shows_coordinates=True)

    assert get(f"measures/{own().pk}/")["latitude"] == 40.5


def test_the_description_names_every_address_and_what_a_measure_needs(client):
    described = client.get(f"{API}openapi.json").json()

    assert described["openapi"].startswith("3.")
    one = ["cities/{slug}/", "measures/{pk}/", "measures/{pk}/history/", "measures/{pk}/updates/"]
    paths = {*LISTS, *one}
    assert {API + path for path in paths} <= described["paths"].keys()
    needed = {"id", "code", "city", "title", "status", "percent", "due", "hazards"}
    assert needed <= set(described["components"]["schemas"]["Measure"]["required"])
    body = described["paths"][f"{API}measures/{{pk}}/updates/"]["post"]["requestBody"]
    assert {"status", "percent", "achieved", "key"} <= set(
        body["content"]["application/json"]["schema"]["required"]
    )


def test_no_page_of_documents_loads_anything_from_elsewhere(client):
    assert client.get(f"{API}docs/").status_code == 404
    assert client.get(API).status_code == 404


# --- Conditions and paging -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("status=completed", lambda item: item["status"] == "completed"),
        ("status=completed&status=suspended", lambda i: i["status"] in {"completed", "suspended"}),
        ("hazard=mudflow", lambda item: "mudflow" in item["hazards"]),
        ("year=2027", lambda item: item["due"].startswith("2027")),
        ("city=namangan", lambda item: "namangan" in {c["city"] for c in item["contributions"]}),
    ],
)
def test_a_condition_narrows_the_list(condition, holds, get):
    items = get(f"measures/?{condition}")["items"]

    assert items
    assert all(holds(item) for item in items)
    assert len(items) < len(get("measures/")["items"])


def test_the_same_conditions_find_the_same_as_the_page(client, get):
    for condition in ("status=in_progress", "hazard=heatwave", "q=школ", "sdg=11.5"):
        found = {item["code"] for item in get(f"measures/?{condition}")["items"]}
        page = client.get(f"/plans/?{condition}").content.decode()
        assert found, condition
        assert all(code in page for code in found), condition


@pytest.mark.parametrize(
    ("path", "condition"),
    [
        *product(["measures/"], ["status=late", "hazard=dragons", "year=next", "sdg=99"]),
        *product(["measures/", "plans/", "indicators/"], ["city=atlantis", "city=%00"]),
    ],
)
def test_a_condition_that_means_nothing_is_refused_by_name(path, condition, client):
    answer = client.get(f"{API}{path}?{condition}")

    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [condition.split("=")[0]]


def test_signals_find_nothing_in_cities_that_do_not_show_them(get):
    Measure.objects.filter(pk=own().pk).update(start_on=None, due_on=date(2026, 1, 1))

    assert get("measures/?signal=late")["items"] == []

    City.objects.filter(slug="osh").update(shows_signals=True)
    assert [item["id"] for item in get("measures/?signal=late")["items"]] == [own().pk]


@pytest.mark.parametrize("path", [*LISTS, "measures/{pk}/history/"])
def test_pages_come_to_the_end_without_gaps_or_repeats(path, get):
    path = path.format(pk=own().pk)
    whole = get(f"{path}?limit=200")["items"]
    seen, after = [], ""

    while after is not None:
        page = get(f"{path}?limit=2&after={after}")
        seen, after = seen + page["items"], page["next"]

    assert len(whole) > 2
    assert seen == whole


@pytest.mark.parametrize("path", [*LISTS, "measures/{pk}/history/"])
@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 30, "٣", "2026-13-01.5", "2026-01-01."])
def test_a_place_that_is_none_is_refused(path, after, client):
    answer = client.get(API + path.format(pk=own().pk), {"after": after})

    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["after"]


@pytest.mark.parametrize("limit", ["0", "-1", "201", "x", "1e9", ""])
def test_a_limit_out_of_bounds_is_refused(limit, client):
    answer = client.get(API + "measures/", {"limit": limit})

    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["limit"]


# --- Tags ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*LISTS, "cities/osh/"])
def test_what_has_not_changed_is_not_sent_again(path, client):
    tag = client.get(API + path).headers["ETag"]

    again = client.get(API + path, headers={"if-none-match": tag})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == tag


def test_a_change_has_another_tag(client):
    path = f"{API}measures/{own().pk}/"
    tag = client.get(path).headers["ETag"]
    Measure.objects.filter(pk=own().pk).update(title="Другое название")

    assert client.get(path, headers={"if-none-match": tag}).status_code == 200


def test_reading_touches_no_session_and_sets_no_cookie(client, signed_in):
    signed_in("editor.osh")
    for path in LISTS:
        answer = client.get(API + path)
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert answer.headers["Cache-Control"] == "public, no-cache"


def test_head_is_answered_like_get(client):
    assert client.head(f"{API}cities/").status_code == 200


# --- Who sees what -------------------------------------------------------------------------


def test_a_measure_of_the_citys_own_people_is_told_to_their_programs_only(client, bearer):
    Measure.objects.filter(pk=own().pk).update(visibility="city")
    path = f"{API}measures/{own().pk}/"

    assert client.get(path).status_code == 404
    assert client.get(path, headers=bearer("editor.dushanbe")).status_code == 404
    assert client.get(path, headers=bearer("reviewer")).status_code == 404
    mine = client.get(path, headers=bearer("viewer.osh"))
    assert mine.status_code == 200
    assert mine.headers["Cache-Control"] == "private, no-cache"
    history = f"{path}history/"
    assert client.get(history).status_code == 404
    assert client.get(history, headers=bearer("viewer.osh")).status_code == 200


def test_a_session_opens_no_more_than_a_visitor_sees(client, signed_in):
    Measure.objects.filter(pk=own().pk).update(visibility="city")
    signed_in("editor.osh")

    assert client.get(f"{API}measures/{own().pk}/").status_code == 404


def test_a_plan_in_preparation_is_nowhere(client, get):
    plan = own().plan
    type(plan).objects.filter(pk=plan.pk).update(state="draft")

    assert get("cities/osh/")["plan"] is None
    assert plan.slug not in {item["slug"] for item in get("plans/")["items"]}
    assert all(item["plan"] != plan.slug for item in get("measures/")["items"])
    assert all(item["city"] != "osh" for item in get("indicators/")["items"])
    assert client.get(f"{API}measures/{own().pk}/").status_code == 404


@pytest.mark.parametrize("path", [*LISTS, "measures/{pk}/", "cities/osh/"])
def test_a_key_that_does_not_work_is_refused_not_overlooked(path, client):
    answer = client.get(
        API + path.format(pk=own().pk), headers={"Authorization": "Bearer nonsense"}
    )

    assert answer.status_code == 401
    assert answer.json()["error"] == "unauthorized"


def test_a_revoked_key_is_refused(client, person):
    user = person("viewer.osh")
    token, secret = issue_token(user, by=user, name="программа", scope="read")
    header = {"Authorization": f"Bearer {secret}"}
    assert client.get(f"{API}cities/", headers=header).status_code == 200

    revoke_token(token, by=user)

    assert client.get(f"{API}cities/", headers=header).status_code == 401


# --- Refusals ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nowhere/", 404),
        ("measures/999999/", 404),
        ("measures/999999/history/", 404),
        ("cities/atlantis/", 404),
        ("measures/x/", 404),
        ("indicators/?measure=x", 422),
    ],
)
def test_every_refusal_has_one_shape(path, status, client):
    answer = client.get(API + path)

    assert answer.status_code == status
    assert answer.json().keys() == {"error", "detail", "fields"}
    assert answer.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_wrong_method_is_refused_in_that_shape(method, client):
    answer = getattr(client, method)(f"{API}measures/")

    assert answer.status_code == 405
    assert answer.json()["error"] == "not_allowed"
    assert "GET" in answer.headers["Allow"]


def test_a_number_no_database_knows_is_no_error(client):
    browser = Client(raise_request_exception=False)

    for path in (f"measures/{'9' * 40}/", f"indicators/?measure={'9' * 40}"):
        assert browser.get(API + path).status_code in {404, 422}


# --- Cost ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*LISTS, "measures/{pk}/history/"])
def test_the_number_of_queries_does_not_grow_with_rows(path, client, django_assert_num_queries):
    path = API + path.format(pk=own().pk)
    client.get(path)
    with django_assert_num_queries(13, exact=False) as few:
        client.get(f"{path}?limit=1")

    with django_assert_num_queries(len(few)):
        client.get(f"{path}?limit=3")


def test_answers_are_plain_readable_json(client):
    raw = client.get(f"{API}cities/").content

    assert "Ош" in raw.decode()
    assert json.loads(raw)
