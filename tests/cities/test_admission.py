"""What a signed act makes: whole or not at all, and whole again when a part is lost."""

from io import BytesIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Collection, GroupPagePermission

from actionplans.models import ActionPlan, CityFigures, PlanImport
from actionplans.verbs.importing import lay_import
from cities import verbs, welcome
from cities.models import (
    Application,
    ApplicationPaper,
    City,
    CityPage,
    Companion,
    WelcomeDismissal,
)
from cities.permissions import collection_name
from coalition import jobs
from coalition.attachments import EVERY_KIND, attach
from coalition.models import Invitation, JournalEntry, PlaceGroupRight, User
from coalition.verbs import appoint
from tests.cities.applying import ACT, application_in, pdf, people
from tests.coalition.tables import xlsx
from workinggroups.models import WorkingGroup

pytestmark = pytest.mark.django_db
FIELDS = {"names": {"ru": "Худжанд"}, "country": "TJ", "joined_on": "2026-11-21"}


def admitted() -> City:
    return verbs.provision_city("khujand", by=User.system(), **FIELDS)


def whole(city: City) -> dict[str, object]:
    """What belongs to a city, in counts and in rights."""
    place = city.place
    return {
        "pages": CityPage.objects.filter(city=city).count(),
        "collection": Collection.objects.filter(name=collection_name(place)).count(),
        "groups": Group.objects.filter(name__startswith="city:khujand:").count(),
        "rights": PlaceGroupRight.objects.filter(content_object=place).count(),
        "editing": GroupPagePermission.objects.filter(group__name="city:khujand:editor").count(),
        "team": WorkingGroup.objects.filter(slug="team-khujand", cities=city).count(),
        "council": WorkingGroup.objects.filter(slug="council", cities=city).count(),
        "plan": ActionPlan.objects.filter(city=city, is_current=True).count(),
        "figures": CityFigures.objects.filter(city=city).count(),
    }


def council() -> WorkingGroup:
    return WorkingGroup.objects.get(slug="council")


LOSSES = {
    "a page": lambda city: CityPage.objects.filter(city=city).first().delete(),
    "all pages": lambda city: [page.delete() for page in CityPage.objects.filter(city=city)],
    "the collection": lambda city: Collection.objects.get(
        name=collection_name(city.place)
    ).delete(),
    "a group of a role": lambda _city: Group.objects.get(name="city:khujand:editor").delete(),
    "a right": lambda city: PlaceGroupRight.objects.filter(content_object=city.place)[0].delete(),
    "the right to edit a page": lambda _city: GroupPagePermission.objects.filter(
        group__name="city:khujand:editor"
    )[0].delete(),
    "the team": lambda _city: WorkingGroup.objects.get(slug="team-khujand").delete(),
    "the seat in the team": lambda _city: WorkingGroup.objects.get(
        slug="team-khujand"
    ).cities.clear(),
    "the seat in the council": lambda city: city.working_groups.remove(council()),
    "the plan": lambda city: ActionPlan.objects.filter(city=city).delete(),
    "the figures": lambda city: CityFigures.objects.filter(city=city).delete(),
}


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_a_city_that_lost_a_part_is_whole_again_when_provisioned_anew(loss):
    city = admitted()
    before = whole(city)
    loss(city)
    assert whole(city) != before

    admitted()

    assert whole(city) == before
    call_command("check_rights", verbosity=0)


def rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }


def saved_models() -> list[str]:
    """The kinds of rows that admitting a city saves, in the order of their first row."""
    found = []

    def hear(sender, **_more):
        if sender._meta.label not in found:
            found.append(sender._meta.label)

    post_save.connect(hear, weak=False, dispatch_uid="hear")
    try:
        with transaction.atomic():
            admitted()
            transaction.set_rollback(True)
    finally:
        post_save.disconnect(dispatch_uid="hear")
    return found


class Broken(Exception):
    """A fault in the middle."""


def test_a_fault_at_any_step_leaves_nothing():
    steps, before = saved_models(), rows()
    left = {}
    for step in steps:
        model = apps.get_model(step)

        def break_it(**_more):
            raise Broken

        post_save.connect(break_it, sender=model, weak=False, dispatch_uid="break")
        try:
            with pytest.raises(Broken), transaction.atomic():
                admitted()
        finally:
            post_save.disconnect(sender=model, dispatch_uid="break")
        if rows() != before:
            left[step] = step

    assert len(steps) >= 8
    assert left == {}


PLAN = xlsx([
    ["№", "Мероприятие", "Ответственный исполнитель", "Срок исполнения"],
    ["1", "Очистить селевой канал", "Отдел по ЧС", "2027"],
    ["2", "Обновить карту рисков", "Отдел архитектуры", "2028"],
])  # fmt: skip


def sent_with(content: bytes, name: str) -> Application:
    """An application that came with a file of its plan."""
    application = application_in("consultations")
    file = attach(SimpleUploadedFile(name, content), by=User.system(), owner=application,
                  place=application.place, kinds=EVERY_KIND)  # fmt: skip
    ApplicationPaper.objects.create(application=application, kind="drr_plan", attachment=file)
    return application


def signed(application: Application) -> City:
    return verbs.record_signed_act(application, by=people("keeper"), scan=pdf("act.pdf"), **ACT)


def joined_with(content: bytes, name: str) -> City:
    return signed(sent_with(content, name))


def test_the_focal_point_and_the_second_person_are_asked_in():
    application = application_in("consultations")
    Companion.objects.create(application=application, email="second@sample.invalid", digest="d")

    city = signed(application)

    asked = Invitation.objects.filter(place=city.place).values_list("email", "role")
    assert set(asked) == {
        ("focal@sample.invalid", "administrator"), ("second@sample.invalid", "editor"),
    }  # fmt: skip


def test_a_plan_of_the_application_is_laid_as_a_proposal_and_not_adopted():
    city = joined_with(PLAN, "plan.xlsx")
    jobs.run_waiting()

    brought = PlanImport.objects.get(city=city)
    assert (brought.state, brought.counts["new"]) == ("ready", 2)
    assert city.plans.get().state == "draft"
    assert city.plans.get().measures.count() == 0


def test_a_plan_that_is_no_table_leaves_an_empty_draft_and_a_line():
    city = joined_with(pdf().read(), "plan.pdf")

    assert PlanImport.objects.get(city=city).state == "failed"
    assert "unread_plan" in keys_of(city)
    assert "brought_plan" not in keys_of(city)


def test_a_plan_that_is_gone_from_the_server_does_not_lose_the_admission():
    application = sent_with(PLAN, "plan.xlsx")
    gone = application.papers.get(kind="drr_plan").attachment.file
    gone.storage.delete(gone.name)

    city = signed(application)

    assert city.plans.get().state == "draft"
    assert JournalEntry.objects.filter(deed="import.unread", city=city.slug).count() == 1


def test_a_damaged_table_ends_as_one_that_could_not_be_read():
    city = admitted()
    lay_import(city, by=User.system(), file=SimpleUploadedFile("plan.xlsx", b"PK\x03\x04 no table"))
    jobs.run_waiting()

    assert PlanImport.objects.get(city=city).state == "failed"


def test_laying_a_plan_is_refused_to_a_person(person):
    with pytest.raises(PermissionDenied):
        lay_import(City.objects.get(slug="osh"), by=person("editor.osh"),
                   file=SimpleUploadedFile("plan.xlsx", BytesIO(PLAN).read()))  # fmt: skip


# --- the first steps -----------------------------------------------------------------------


def keys_of(city: City) -> list[str]:
    user = User.objects.filter(email=f"admin.{city.slug}@sample.invalid").first()
    if user is None:
        user = User.objects.create_user(f"admin.{city.slug}@sample.invalid")
        appoint(user, by=User.system(), place=city.place, role="administrator")
    user = User.objects.get(pk=user.pk)
    return [line.step.key for line in welcome.lines_for(user, [city])]


def test_a_new_city_has_a_line_for_each_first_step():
    assert set(keys_of(admitted())) == {
        "administrator", "approver", "shown", "page", "plan", "council",
    }  # fmt: skip


def test_a_line_goes_when_its_step_is_done():
    city = admitted()
    assert "approver" in keys_of(city)

    appoint(User.objects.create_user("a@sample.invalid"), by=User.system(), place=city.place,
            role="approver")  # fmt: skip

    assert "approver" not in keys_of(city)


def test_a_line_that_was_put_aside_stays_away_for_the_whole_city(person, signed_in):
    osh = City.objects.select_related("place").get(slug="osh")
    before = [line.step.key for line in welcome.lines_for(person("admin.osh"), [osh])]
    assert "administrator" in before

    answer = signed_in("admin.osh").post(
        "/work/city/osh/welcome/administrator/", {"next": "/work/city/osh/"}
    )

    assert answer.url == "/work/city/osh/"
    after = [line.step.key for line in welcome.lines_for(person("admin.osh"), [osh])]
    assert after == [key for key in before if key != "administrator"]


@pytest.mark.parametrize("back", ["//elsewhere.example/", "https://elsewhere.example/", "\\\\x"])
def test_putting_a_line_aside_never_leads_to_another_site(signed_in, back):
    answer = signed_in("admin.osh").post("/work/city/osh/welcome/facts/", {"next": back})

    assert answer.url == "/work/"


def test_first_steps_are_shown_to_administrators_only(signed_in, person):
    osh = City.objects.get(slug="osh")

    assert welcome.lines_for(person("editor.osh"), [osh]) == []
    assert "Первые шаги" in signed_in("admin.osh").get("/work/").content.decode()
    assert "Первые шаги" in signed_in("admin.osh").get("/work/city/osh/").content.decode()
    assert "Первые шаги" not in signed_in("viewer.osh").get("/work/city/osh/").content.decode()


def test_putting_aside_is_refused_to_an_editor_and_for_a_line_that_does_not_exist(person):
    osh = City.objects.select_related("place").get(slug="osh")

    with pytest.raises(PermissionDenied):
        verbs.dismiss_step(osh, by=person("editor.osh"), key="facts")
    with pytest.raises(ValidationError):
        verbs.dismiss_step(osh, by=person("admin.osh"), key="nonsense")
    assert WelcomeDismissal.objects.count() == 0
