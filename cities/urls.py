from django.urls import path

from cities.views import applications, applying, city, team

# read by anybody and kept by caches
PUBLIC = {"join"}
# forms for strangers: no cache, no account; behind /join/apply/ the secret of the link decides
STRANGERS = {"join_start", "apply", "apply_check", "apply_letter", "apply_withdraw", "apply_file",
             "apply_task"}  # fmt: skip

urlpatterns = [
    path("work/city/<slug:slug>/team/", team.team, name="team"),
    path("work/city/<slug:slug>/team/<int:pk>/release/", team.release, name="release"),
    path("work/city/<slug:slug>/facts/", city.facts, name="facts"),
    path("work/city/<slug:slug>/facts/<int:pk>/", city.decide_fact, name="decide_fact"),
    path("work/city/<slug:slug>/journal/", city.journal, name="journal"),
    path("work/city/<slug:slug>/settings/", city.switches, name="city_settings"),
    path("join/", applying.join, name="join"),
    path("join/start/", applying.start, name="join_start"),
    path("join/apply/<str:token>/", applying.apply, name="apply"),
    path("join/apply/<str:token>/check/", applying.apply_check, name="apply_check"),
    path("join/apply/<str:token>/print-letter/", applying.apply_letter, name="apply_letter"),
    path("join/apply/<str:token>/withdraw/", applying.apply_withdraw, name="apply_withdraw"),
    path("join/apply/<str:token>/files/<int:pk>/", applying.apply_file, name="apply_file"),
    path("join/apply/<str:token>/<slug:key>/", applying.apply_task, name="apply_task"),
    path("review/applications/", applications.applications, name="applications"),
    path("review/applications/<int:pk>/", applications.application, name="application"),
    path(
        "review/applications/<int:pk>/<slug:deed>/",
        applications.application_deed,
        name="application_deed",
    ),
    path("review/copies/<int:pk>/receipt/", applications.receipt, name="receipt"),
]
