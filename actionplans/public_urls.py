from django.urls import path

from actionplans import converters  # noqa: F401 -- makes <code:…> known
from actionplans.views import data, export, measure, plan, plans

# addresses open to everybody, by name
PUBLIC = {
    "plan",
    "measure",
    "evidence",
    "plan_export",
    "plans",
    "plans_export",
    "joint_plan",
    "joint_plan_export",
    "joint_measure",
    "data",
}

urlpatterns = [
    path("cities/<slug:slug>/plan/", plan.plan, name="plan"),
    path("cities/<slug:slug>/plan/export.<str:kind>", export.plan, name="plan_export"),
    path("cities/<slug:slug>/plan/<code:code>/", measure.measure, name="measure"),
    path("cities/<slug:slug>/plan/<code:code>/files/<int:pk>/", measure.evidence, name="evidence"),
    path("plans/", plans.plans, name="plans"),
    path("plans/export.<str:kind>", export.plans, name="plans_export"),
    path("plans/<slug:slug>/", plan.joint_plan, name="joint_plan"),
    path("plans/<slug:slug>/export.<str:kind>", export.joint_plan, name="joint_plan_export"),
    path("plans/<slug:slug>/<code:code>/", measure.joint_measure, name="joint_measure"),
    path("data/", data.data, name="data"),
]
