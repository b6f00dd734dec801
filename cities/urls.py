from django.urls import path

from cities import views

urlpatterns = [
    path("work/city/<slug:slug>/team/", views.team, name="team"),
    path("work/city/<slug:slug>/team/<int:pk>/release/", views.release, name="release"),
    path("work/city/<slug:slug>/facts/", views.facts, name="facts"),
    path("work/city/<slug:slug>/facts/<int:pk>/", views.decide_fact, name="decide_fact"),
    path("work/city/<slug:slug>/journal/", views.journal, name="journal"),
    path("work/city/<slug:slug>/settings/", views.switches, name="city_settings"),
]
