from django.urls import path

from workinggroups.views import (
    consultations,
    decisions,
    groups,
    outcomes,
    people,
    public,
    threads,
)

PUBLIC = {"groups", "group"}

urlpatterns = [
    path("groups/", public.groups, name="groups"),
    path("groups/<slug:slug>/", public.group, name="group"),
    path("work/groups/new/", groups.new_group, name="new_group"),
    path("work/groups/<slug:slug>/", groups.work_group, name="work_group"),
    path("work/groups/<slug:slug>/ask/", people.ask, name="ask_to_join"),
    path("work/groups/<slug:slug>/people/", people.group_people, name="group_people"),
    path(
        "work/groups/<slug:slug>/people/<int:pk>/release/",
        people.release,
        name="release_from_group",
    ),
    path(
        "work/groups/<slug:slug>/requests/<int:pk>/",
        people.answer,
        name="answer_join_request",
    ),
    path("work/groups/<slug:slug>/decisions/", outcomes.register, name="register"),
    path("work/groups/<slug:slug>/decisions.csv", outcomes.register_file, name="register_file"),
    path("work/groups/<slug:slug>/rules/", outcomes.rules, name="rules"),
    path("work/groups/<slug:slug>/rules/<int:pk>/end/", outcomes.end_rules, name="end_rules"),
    path(
        "work/groups/<slug:slug>/secretariat/",
        consultations.invite_secretariat,
        name="invite_secretariat",
    ),
    path("work/groups/<slug:slug>/note/", consultations.end_consultation, name="end_consultation"),
    path("work/city/<slug:slug>/consultations/", consultations.consultations, name="consultations"),
    path("work/threads/<int:pk>/decide/", decisions.open_decision, name="open_decision"),
    path("work/decisions/<int:pk>/", decisions.decision, name="decision"),
    path("work/decisions/<int:pk>/position/", decisions.say_position, name="say_position"),
    path("work/decisions/<int:pk>/wording/", decisions.change_decision, name="change_decision"),
    path("work/decisions/<int:pk>/deadline/", decisions.extend_decision, name="extend_decision"),
    path(
        "work/decisions/<int:pk>/withdraw/", decisions.withdraw_decision, name="withdraw_decision"
    ),
    path("work/decisions/<int:pk>/outcome/", outcomes.outcome, name="outcome"),
    path("work/decisions/<int:pk>/public/", outcomes.show_outcome, name="show_outcome"),
    path("work/decisions/<int:pk>/offer/", outcomes.offer, name="offer"),
    path("work/threads/<int:pk>/", threads.thread, name="thread"),
    path("work/threads/<int:pk>/read/", threads.read, name="read_thread"),
    path("work/threads/<int:pk>/beside/", threads.beside, name="beside_thread"),
    path("work/threads/<int:pk>/draft/", threads.draft, name="keep_draft"),
    path("work/threads/<int:pk>/follow/", threads.follow, name="follow_thread"),
    path("work/threads/<int:pk>/close/", threads.close, name="close_thread"),
    path("work/threads/<int:pk>/reopen/", threads.reopen, name="reopen_thread"),
    path("work/threads/<int:pk>/posts/<int:number>/edit/", threads.edit, name="edit_post"),
    path("work/threads/<int:pk>/posts/<int:number>/pin/", threads.pin, name="pin_post"),
    path(
        "work/threads/<int:pk>/posts/<int:number>/withdraw/",
        threads.withdraw,
        name="withdraw_post",
    ),
]
