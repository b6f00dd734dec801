"""Addresses of the workspace of plans."""

from django.urls import path

from actionplans import converters  # noqa: F401 -- makes <code:…> known
from actionplans.views import (
    approve,
    city,
    documents,
    edit,
    editions,
    grid,
    importing,
    order,
    paper,
    reminders,
    report,
    rounds,
    shown,
    update,
)

CITY = "work/city/<slug:slug>/"

urlpatterns = [
    path("work/settings/reminders/", reminders.choose, name="choose_reminders"),
    path("reminders/<str:token>/", reminders.stop, name="stop_reminders"),
    path(CITY, city.city_work, name="city_work"),
    path(f"{CITY}open/", city.open_plan, name="plan_open"),
    path(f"{CITY}submit/", city.submit_plan, name="plan_submit"),
    path(f"{CITY}headings/", order.headings, name="headings"),
    path(f"{CITY}measure/new/", edit.measure_new, name="measure_new"),
    path(f"{CITY}measure/<code:code>/", edit.measure_edit, name="measure_edit"),
    path(
        f"{CITY}measure/<code:code>/visibility/",
        shown.measure_visibility,
        name="measure_visibility",
    ),
    path(f"{CITY}measure/<code:code>/files/", shown.files, name="measure_files"),
    path(f"{CITY}order/", order.order, name="order"),
    path(f"{CITY}grid/", grid.grid, name="grid"),
    path(f"{CITY}draft/<int:pk>/", edit.draft_edit, name="draft"),
    path(f"{CITY}draft/<int:pk>/withdraw/", edit.draft_withdraw, name="draft_withdraw"),
    path(f"{CITY}update/", update.update, name="update"),
    path(f"{CITY}import/", importing.plan_import, name="import"),
    path(f"{CITY}import/template/", importing.import_template, name="import_template"),
    path(f"{CITY}import/<int:pk>/", importing.import_look, name="import_look"),
    path(f"{CITY}import/<int:pk>/accept/", importing.import_accept, name="import_accept"),
    path(f"{CITY}import/<int:pk>/leave/", importing.import_leave, name="import_leave"),
    path(f"{CITY}import/<int:pk>/file/", importing.import_file, name="import_file"),
    path(f"{CITY}import/<int:pk>/state/", importing.import_state, name="import_state"),
    path(f"{CITY}mine/", update.mine, name="update_mine"),
    path(f"{CITY}paper/", paper.paper, name="paper"),
    path(f"{CITY}paper/form.xlsx", paper.form, name="paper_form"),
    path(f"{CITY}update/<code:code>/", report.update_measure, name="update_measure"),
    path(f"{CITY}report/<int:pk>/withdraw/", report.update_withdraw, name="update_withdraw"),
    path(f"{CITY}report/files/<int:pk>/withdraw/", report.file_withdraw, name="file_withdraw"),
    path(f"{CITY}approve/", approve.approve, name="approve"),
    path(f"{CITY}rounds/", rounds.rounds, name="rounds"),
    path(f"{CITY}rounds/<int:pk>/", rounds.city_report, name="city_report"),
    path(f"{CITY}rounds/<int:pk>/frozen.json", rounds.city_report_file, name="city_report_file"),
    path(f"{CITY}visibility/", editions.plan_visibility, name="plan_visibility"),
    path(f"{CITY}editions/", editions.work_editions, name="work_editions"),
    path(f"{CITY}editions/changes/", editions.work_changes, name="work_changes"),
    path(f"{CITY}editions/<int:number>/", editions.edition_visibility, name="edition_visibility"),
    path(f"{CITY}documents/", documents.documents, name="documents"),
]
