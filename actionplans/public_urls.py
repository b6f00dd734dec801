from django.urls import URLPattern, path

from actionplans import converters  # noqa: F401 -- makes <code:…> known
from actionplans.views import data, editions, export, measure, outward, plan, plans

# addresses open to everybody, by name
PUBLIC = {
    "plan",
    "measure",
    "evidence",
    "update_file",
    "plan_export",
    "plans",
    "plans_export",
    "plan_editions",
    "plan_changes",
    "plan_edition",
    "edition_export",
    "edition_act",
    "ended_plan",
    "ended_measure",
    "ended_plan_export",
    "ended_plan_editions",
    "ended_plan_changes",
    "ended_plan_edition",
    "ended_edition_export",
    "ended_edition_act",
    "joint_plan_editions",
    "joint_plan_changes",
    "joint_plan_edition",
    "joint_edition_export",
    "joint_edition_act",
    "joint_plan",
    "joint_plan_export",
    "joint_measure",
    "data",
    "dataset",
    "side_by_side",
    "embedded_plan",
}


# a plan that has ended keeps an address of its own
ENDED = "cities/<slug:slug>/plans/<slug:ended>/"


def of_editions(plan: str, begin: str = "") -> list[URLPattern]:
    """The addresses of the editions of a plan, under the plan's own."""
    more = {"joint": begin == "joint_"}
    one = f"{plan}editions/<int:number>/"
    return [
        path(f"{plan}editions/", editions.plan_editions, more, f"{begin}plan_editions"),
        path(f"{plan}editions/changes/", editions.plan_changes, more, f"{begin}plan_changes"),
        path(one, editions.plan_edition, more, f"{begin}plan_edition"),
        path(f"{one}export.<str:kind>", editions.edition_export, more, f"{begin}edition_export"),
        path(f"{one}act/", editions.edition_act, more, f"{begin}edition_act"),
    ]


urlpatterns = [
    path("cities/<slug:slug>/photos/<int:pk>/", measure.update_file, name="update_file"),
    path("cities/<slug:slug>/plan/", plan.plan, name="plan"),
    path("cities/<slug:slug>/plan/export.<str:kind>", export.plan, name="plan_export"),
    *of_editions("cities/<slug:slug>/plan/"),
    path("cities/<slug:slug>/plan/<code:code>/", measure.measure, name="measure"),
    path("cities/<slug:slug>/plan/<code:code>/files/<int:pk>/", measure.evidence, name="evidence"),
    path(ENDED, plan.ended_plan, name="ended_plan"),
    path(f"{ENDED}export.<str:kind>", export.ended_plan, name="ended_plan_export"),
    *of_editions(ENDED, "ended_"),
    path(f"{ENDED}<code:code>/", measure.ended_measure, name="ended_measure"),
    path("plans/", plans.plans, name="plans"),
    path("plans/export.<str:kind>", export.plans, name="plans_export"),
    path("plans/<slug:slug>/", plan.joint_plan, name="joint_plan"),
    path("plans/<slug:slug>/export.<str:kind>", export.joint_plan, name="joint_plan_export"),
    *of_editions("plans/<slug:slug>/", "joint_"),
    path("plans/<slug:slug>/<code:code>/", measure.joint_measure, name="joint_measure"),
    path("data/", data.data, name="data"),
    path("data/side-by-side/", outward.side_by_side, name="side_by_side"),
    path("embed/<slug:slug>/plan/", outward.embedded_plan, name="embedded_plan"),
    path("data/<slug:name>.<str:kind>", data.dataset, name="dataset"),
]
