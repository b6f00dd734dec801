from django.urls import path

from actionplans import converters  # noqa: F401 -- makes <code:…> known
from actionplans.views import data, editions, export, measure, plan, plans

# addresses open to everybody, by name
PUBLIC = {
    "plan",
    "measure",
    "evidence",
    "plan_export",
    "plans",
    "plans_export",
    "plan_editions",
    "plan_changes",
    "plan_edition",
    "edition_export",
    "edition_act",
    "joint_plan",
    "joint_plan_export",
    "joint_measure",
    "data",
}

EDITION = "cities/<slug:slug>/plan/editions/<int:number>/"

urlpatterns = [
    path("cities/<slug:slug>/plan/", plan.plan, name="plan"),
    path("cities/<slug:slug>/plan/export.<str:kind>", export.plan, name="plan_export"),
    path("cities/<slug:slug>/plan/editions/", editions.plan_editions, name="plan_editions"),
    path("cities/<slug:slug>/plan/editions/changes/", editions.plan_changes, name="plan_changes"),
    path(EDITION, editions.plan_edition, name="plan_edition"),
    path(f"{EDITION}export.<str:kind>", editions.edition_export, name="edition_export"),
    path(f"{EDITION}act/", editions.edition_act, name="edition_act"),
    path("cities/<slug:slug>/plan/<code:code>/", measure.measure, name="measure"),
    path("cities/<slug:slug>/plan/<code:code>/files/<int:pk>/", measure.evidence, name="evidence"),
    path("plans/", plans.plans, name="plans"),
    path("plans/export.<str:kind>", export.plans, name="plans_export"),
    path("plans/<slug:slug>/", plan.joint_plan, name="joint_plan"),
    path("plans/<slug:slug>/export.<str:kind>", export.joint_plan, name="joint_plan_export"),
    path("plans/<slug:slug>/<code:code>/", measure.joint_measure, name="joint_measure"),
    path("data/", data.data, name="data"),
]
