from django.urls import path

from cities.views import city

urlpatterns = [
    path("work/city/<slug:slug>/team/", city.team, name="team"),
    path("work/city/<slug:slug>/team/<int:pk>/release/", city.release, name="release"),
    path("work/city/<slug:slug>/facts/", city.facts, name="facts"),
    path("work/city/<slug:slug>/facts/<int:pk>/", city.decide_fact, name="decide_fact"),
    path("work/city/<slug:slug>/journal/", city.journal, name="journal"),
    path("work/city/<slug:slug>/settings/", city.switches, name="city_settings"),
]
