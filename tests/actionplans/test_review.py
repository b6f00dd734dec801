"""The reviewers' desk: whom it opens to, what its figures count, what never comes to it."""

import gzip
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from actionplans import activity
from actionplans.figures import keep
from actionplans.matrix import AXES
from actionplans.models import Contribution, Measure, MeasureDraft, ProgressUpdate
from actionplans.verbs import report_progress, withdraw_update
from cities.models import City
from cities.verbs import consent_to_review, provision_city, withdraw_review_consent
from coalition import clock
from coalition.models import Membership, User
from coalition.verbs import appoint

pytestmark = pytest.mark.django_db
FIGURE = re.compile(r'<td class="num(?: sum)?"><a href="([^"]+)">(\d+)</a>')


@pytest.fixture
def desk(signed_in):
    """The reviewer's browser."""
    return signed_in("reviewer")


def shown(response) -> str:
    return response.content.decode()


def found_at(desk, url: str) -> int:
    """How many measures a list says it has."""
    said = re.search(r'id="found"><strong>\D*(\d+)', shown(desk.get(url)))
    return int(said[1])


def first_measure(slug: str) -> Measure:
    return Measure.objects.filter(plan__city__slug=slug).order_by("pk").first()


def many_cities(count: int) -> None:
    """So many further cities, each consenting, reviewed, and with a copy of Osh's plan."""
    system = User.system()
    reviewer = User.objects.get(email="reviewer@demo.invalid")
    pattern = list(first_measure("osh").plan.measures.all())
    for number in range(count):
        city = provision_city(
            f"city-{number}",
            by=system,
            names={"ru": f"Город {number}"},
            country="KZ",
            joined_on=clock.today(),
        )
        City.objects.filter(pk=city.pk).update(review_since=clock.today())
        appoint(reviewer, by=system, place=city.place, role="reviewer")
        for measure in pattern:
            Contribution.objects.create(
                measure=measure, city=city, status="in_progress", changed_at=clock.now()
            )
        keep(city)


# --- Whom it opens to ----------------------------------------------------------------------


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/review/").headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("who", ["editor.osh", "approver.osh", "admin.osh", "secretariat", "chair"])
@pytest.mark.parametrize("path", ["", "measures/", "city/osh/"])
def test_who_reviews_nowhere_is_refused(who, path, signed_in):
    assert signed_in(who).get(f"/review/{path}").status_code == 403


def test_the_desk_is_only_read(desk):
    assert desk.post("/review/").status_code == 405


def test_cities_stand_in_the_order_of_the_declaration(desk):
    page = shown(desk.get("/review/"))

    heads = re.findall(r'<th scope="col"><a href="/review/city/([^/]+)/">', page)
    assert heads == ["petropavlovsk", "osh", "dushanbe", "ashgabat", "namangan"]


def test_a_city_that_takes_its_consent_back_is_gone_at_once(desk, person):
    measure = first_measure("osh")
    city = City.objects.get(slug="osh")

    withdraw_review_consent(city, by=person("admin.osh"))

    assert "/review/city/osh/" not in shown(desk.get("/review/"))
    assert desk.get("/review/city/osh/").status_code == 404
    assert desk.get(f"/review/measure/{measure.pk}/").status_code == 404
    assert measure.code not in shown(desk.get("/review/measures/"))
    assert measure.code not in shown(desk.get("/review/activity/"))


def test_a_reviewer_of_one_city_sees_no_other(desk, person):
    reviewer = person("reviewer")
    Membership.objects.filter(user=reviewer).exclude(place__key="osh").update(
        released_at=clock.now(), released_by=User.system()
    )

    assert "/review/city/dushanbe/" not in shown(desk.get("/review/"))
    assert desk.get("/review/city/dushanbe/").status_code == 404
    assert desk.get(f"/review/measure/{first_measure('dushanbe').pk}/").status_code == 404


def test_a_consent_alone_opens_nothing_to_a_former_reviewer(desk, person):
    city = City.objects.get(slug="osh")
    withdraw_review_consent(city, by=person("admin.osh"))
    consent_to_review(City.objects.get(slug="osh"), by=person("admin.osh"))

    assert desk.get("/review/city/osh/").status_code == 404


# --- What it counts ------------------------------------------------------------------------


def test_cities_beyond_the_columns_of_a_page_stand_on_the_next(desk):
    many_cities(8)

    first, second = shown(desk.get("/review/")), shown(desk.get("/review/?columns=2"))

    links = re.compile(r'<th scope="col"><a href="/review/city/')
    heads = [links.findall(page) for page in (first, second)]
    assert [len(one) for one in heads] == [8, 5]
    assert "?by=status&amp;columns=2" in first


@pytest.mark.parametrize("by", ["", *(f"?by={axis}" for axis in AXES)])
def test_every_figure_leads_to_a_list_of_as_many(by, desk):
    page = shown(desk.get(f"/review/{by}"))

    for url, figure in FIGURE.findall(page):
        assert found_at(desk, url.replace("&amp;", "&")) == int(figure), url
    assert FIGURE.search(page) or by


@pytest.mark.parametrize("by", ["direction", "hazard", "sendai"])
def test_a_cell_of_a_direction_or_hazard_says_completed_of_all(by, desk):
    page = shown(desk.get(f"/review/?by={by}"))

    cells = re.findall(r'<a href="(/review/city/osh/\?[^"]+)"><span>.*?(\d+) / (\d+)</span>', page)
    assert cells
    for url, done, total in cells:
        assert found_at(desk, url) == int(total)
        assert found_at(desk, f"{url}&status=completed") == int(done)


@pytest.mark.parametrize("by", ["direction", "goal", "hazard", "sendai"])
@pytest.mark.parametrize("signal", ["late", "risk", "stale"])
def test_each_signal_of_a_cell_leads_to_a_list_of_as_many(by, signal, desk):
    first_measure("osh").contributions.update(reported_on=clock.today() - timedelta(days=100))
    late = Measure.objects.filter(plan__city__slug="osh", contributions__status="in_progress")
    Measure.objects.filter(pk=late.order_by("-pk").first().pk).update(
        start_on=None, due_on=clock.today() - timedelta(days=1)
    )
    keep(City.objects.get(slug="osh"))
    page = shown(desk.get(f"/review/?by={by}"))

    links = re.findall(rf'<a [^>]*href="([^"]+&amp;signal={signal})">(.*?)</a>', page, re.DOTALL)

    assert links
    for url, words in links:
        told = int(re.findall(r"\d+", re.sub("<[^>]+>", "", words))[-1])
        assert found_at(desk, url.replace("&amp;", "&")) == told, url


def test_signals_are_told_to_reviewers_though_the_city_shows_none(desk):
    assert not City.objects.get(slug="osh").shows_signals
    late = first_measure("osh")
    Measure.objects.filter(pk=late.pk).update(
        start_on=None, due_on=clock.today() - timedelta(days=1)
    )

    page = shown(desk.get("/review/city/osh/?signal=late"))

    assert late.code in page


def test_another_citys_part_does_not_answer_for_this_one(desk):
    joint = Measure.objects.filter(plan__city=None).first()
    parts = list(joint.contributions.select_related("city")[:2])
    Contribution.objects.filter(pk=parts[0].pk).update(status="suspended")
    Contribution.objects.filter(pk=parts[1].pk).update(status="cancelled")

    page = shown(desk.get(f"/review/city/{parts[0].city.slug}/?status=cancelled"))

    assert joint.code not in page


def test_conditions_of_the_address_that_mean_nothing_are_told(desk):
    page = shown(desk.get("/review/city/osh/?status=nonsense&after=x&direction=%00&due=never"))

    assert "nonsense" in page


def test_a_condition_is_dropped_without_the_others(desk):
    page = shown(desk.get("/review/measures/?status=in_progress&direction=protection&due=soon"))

    chips = re.findall(r'<a class="chip" href="([^"]+)"', page)
    assert [url.replace("&amp;", "&").removesuffix("#found") for url in chips] == [
        "/review/measures/?direction=protection&due=soon",
        "/review/measures/?status=in_progress&due=soon",
        "/review/measures/?status=in_progress&direction=protection",
        "/review/measures/",
    ]


def test_a_list_goes_on_where_it_stopped(desk, monkeypatch):
    monkeypatch.setattr("actionplans.views.review.PAGE", 7)
    seen, url = [], "/review/measures/"

    while url:
        page = shown(desk.get(url))
        seen += re.findall(r"/review/measure/(\d+)/", page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        url = following and f"/review/measures/{following[1].replace('&amp;', '&')}"

    assert len(seen) == Contribution.objects.count()


# --- What never comes to it ----------------------------------------------------------------


def test_drafts_and_waiting_updates_are_not_shown(desk, person):
    measure = first_measure("osh")
    part = measure.contributions.get()
    report_progress(
        part,
        by=person("editor.osh"),
        status="in_progress",
        percent=77,
        achieved="Ждёт согласования",
        key="5a5a5a5a-0000-4000-8000-000000000001",
    )
    MeasureDraft.objects.create(
        plan=measure.plan,
        measure=measure,
        patch={"title": "Черновое название"},
        base_version=measure.version,
        by=person("editor.osh"),
        at=clock.now(),
    )

    for path in ("", "city/osh/", f"measure/{measure.pk}/", "activity/"):
        page = shown(desk.get(f"/review/{path}"))
        assert "Ждёт согласования" not in page
        assert "Черновое название" not in page


def test_a_measure_of_the_citys_own_people_is_not_there(desk):
    measure = first_measure("osh")
    Measure.objects.filter(pk=measure.pk).update(visibility="city")

    assert desk.get(f"/review/measure/{measure.pk}/").status_code == 404
    assert measure.title not in shown(desk.get("/review/city/osh/"))
    assert measure.title not in shown(desk.get("/review/activity/"))


def test_a_withdrawn_update_leaves_the_measure_and_the_publications(desk, person):
    approved = ProgressUpdate.objects.approved().filter(contribution__city__slug="osh")
    update = approved.order_by("-on").first()
    ProgressUpdate.objects.filter(pk=update.pk).update(achieved="Слова, взятые назад")
    measure = update.contribution.measure
    assert "Слова, взятые назад" in shown(desk.get(f"/review/measure/{measure.pk}/"))

    withdraw_update(update, by=person("approver.osh"))

    assert "Слова, взятые назад" not in shown(desk.get(f"/review/measure/{measure.pk}/"))


def test_a_city_without_an_adopted_plan_has_dashes(desk, person):
    plan = first_measure("osh").plan
    type(plan).objects.filter(pk=plan.pk).update(state="draft")
    Contribution.objects.filter(city__slug="osh", measure__plan__city=None).delete()
    keep(plan.city)

    page = shown(desk.get("/review/"))

    assert page.count("<td>—<span") == 8


# --- Publications --------------------------------------------------------------------------


def test_publications_come_to_the_end_without_gaps_or_repeats(desk, monkeypatch):
    monkeypatch.setattr(activity, "PAGE", 7)
    cities = list(City.objects.all())
    seen, before = [], ""

    while before is not None:
        page, before = activity.page_of(cities, before)
        seen += [(entry.kind, entry.pk) for entry in page]

    updates = ProgressUpdate.objects.public().count()
    assert len(seen) == len(set(seen)) == updates + 5


@pytest.mark.parametrize("before", ["x", "2026-99-99T00:00:00Z~update.1", "~", "2026~a.b", "\x00"])
def test_an_anchor_that_cannot_be_read_gives_the_beginning(before, desk):
    answer = desk.get("/review/activity/", {"before": before})

    assert answer.status_code == 200
    assert "OSH-" in shown(answer) or "JNT-" in shown(answer)


# --- Cost and words ------------------------------------------------------------------------


def test_the_number_of_queries_does_not_grow_with_cities(desk):
    lists = ["money/", "money/lines/", "measures/", "activity/"]
    pages = ["", *(f"?by={axis}" for axis in AXES), *lists]
    for path in pages:
        desk.get(f"/review/{path}")  # vocabularies are read once per process
    few = {path: asked(desk, path)[0] for path in pages}
    many_cities(25)

    many = {path: asked(desk, path) for path in pages}

    assert {path: queries for path, (queries, _size) in many.items()} == few
    assert max(few.values()) <= 22
    assert few["activity/"] <= 15
    assert max(size for _queries, size in many.values()) < 60_000


def asked(desk, path: str) -> tuple[int, int]:
    """How many queries a page of the desk asks, and how many bytes travel."""
    with CaptureQueriesContext(connection) as queries:
        page = desk.get(f"/review/{path}")
    return len(queries), len(gzip.compress(page.content, 6))


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_desk_never_speaks_of_control(language, desk):
    measure = first_measure("osh")
    with translation.override(language):
        paths = [
            reverse("review"),
            reverse("review_city", args=["osh"]),
            reverse("review_measure", args=[measure.pk]),
            reverse("review_activity"),
        ]
    for path in paths:
        page = shown(desk.get(path)).lower()
        for word in ("нарушен", "обязан", "санкци", "дисциплин", "контрол"):
            assert word not in page.replace(measure.title.lower(), ""), (path, word)
        assert page.count("<h1") == 1


def test_the_desk_is_offered_to_reviewers_only(signed_in):
    assert 'href="/review/"' in shown(signed_in("reviewer").get("/work/"))
    assert 'href="/review/"' not in shown(signed_in("editor.osh").get("/work/"))
