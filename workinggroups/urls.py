from django.urls import path

from workinggroups.decision_urls import PUBLIC as PUBLIC_DECISIONS
from workinggroups.decision_urls import urlpatterns as decisions
from workinggroups.meeting_urls import PUBLIC as PUBLIC_MEETINGS
from workinggroups.meeting_urls import urlpatterns as meetings
from workinggroups.views import (
    deeds,
    finding,
    groups,
    leading,
    letters,
    moving,
    people,
    public,
    seats,
    threads,
)

PUBLIC = {"groups", "group", *PUBLIC_DECISIONS, *PUBLIC_MEETINGS}

urlpatterns = [
    *decisions,
    *meetings,
    path("groups/", public.groups, name="groups"),
    path("groups/<slug:slug>/", public.group, name="group"),
    path("work/groups/new/", groups.new_group, name="new_group"),
    path("work/groups/<slug:slug>/", groups.work_group, name="work_group"),
    path("work/groups/<slug:slug>/ask/", people.ask, name="ask_to_join"),
    path("work/groups/<slug:slug>/ask/take-back/", people.take_back, name="take_back_request"),
    path("work/groups/<slug:slug>/people/", people.group_people, name="group_people"),
    path("work/groups/<slug:slug>/settings/", leading.group_settings, name="group_settings"),
    path("work/groups/<slug:slug>/settings/finish/", leading.finish_group, name="finish_group"),
    path("work/groups/<slug:slug>/seats/<slug:city>/", seats.city_seat, name="city_seat"),
    path(
        "work/groups/<slug:slug>/seats/<slug:city>/<int:pk>/end/", seats.end_seat, name="end_seat"
    ),
    path(
        "work/groups/<slug:slug>/people/<int:pk>/prolong/",
        leading.prolong_guest,
        name="prolong_guest",
    ),
    path("work/groups/<slug:slug>/people/<int:pk>/chair/", leading.hand_over, name="hand_over"),
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
    path("work/groups/<slug:slug>/letters/", letters.choose, name="choose_letters"),
    path("work/settings/letters/", letters.choose_all, name="choose_all_letters"),
    path("letters/stop/<str:token>/", letters.stop, name="stop_letters"),
    path("work/threads/<int:pk>/", threads.thread, name="thread"),
    path("work/threads/<int:pk>/read/", threads.read, name="read_thread"),
    path("work/threads/<int:pk>/beside/", threads.beside, name="beside_thread"),
    path("work/threads/<int:pk>/draft/", threads.draft, name="keep_draft"),
    path("work/threads/<int:pk>/follow/", letters.follow, name="follow_thread"),
    path("work/threads/<int:pk>/show/", leading.show_thread, name="show_thread"),
    path("work/threads/<int:pk>/close/", threads.close, name="close_thread"),
    path("work/threads/<int:pk>/reopen/", threads.reopen, name="reopen_thread"),
    path("work/groups/<slug:slug>/files/", finding.group_files, name="group_files"),
    path("work/groups/<slug:slug>/archive.zip", finding.group_archive, name="group_archive"),
    path("work/groups/<slug:slug>/search/", finding.group_search, name="group_search"),
    path("work/groups/<slug:slug>/read/", finding.read_group, name="read_group"),
    path("work/tasks/<int:pk>/", deeds.finish_task, name="finish_task"),
    path("work/tasks/<int:pk>/reopen/", deeds.reopen_task, name="reopen_task"),
    path("work/threads/<int:pk>/names/", finding.thread_names, name="thread_names"),
    path("work/threads/<int:pk>/export/", finding.export, name="thread_export"),
    path("work/threads/<int:pk>/export.json", finding.export_json, name="thread_export_json"),
    path("work/threads/<int:pk>/rename/", moving.rename, name="rename_thread"),
    path("work/threads/<int:pk>/move/", moving.move, name="move_thread"),
    path("work/threads/<int:pk>/split/", moving.split, name="split_thread"),
    path("work/threads/<int:pk>/posts/<int:number>/", deeds.post_deeds, name="post_deeds"),
    path("work/threads/<int:pk>/posts/<int:number>/task/", deeds.give_task, name="give_task"),
    path(
        "work/threads/<int:pk>/posts/<int:number>/ask/",
        deeds.ask_to_confirm,
        name="ask_to_confirm",
    ),
    path(
        "work/threads/<int:pk>/posts/<int:number>/confirm/",
        deeds.confirm_read,
        name="confirm_read",
    ),
    path("work/threads/<int:pk>/posts/<int:number>/unread/", deeds.mark_unread, name="mark_unread"),
    path("work/threads/<int:pk>/posts/<int:number>/edit/", threads.edit, name="edit_post"),
    path("work/threads/<int:pk>/posts/<int:number>/pin/", threads.pin, name="pin_post"),
    path(
        "work/threads/<int:pk>/posts/<int:number>/withdraw/",
        threads.withdraw,
        name="withdraw_post",
    ),
]
