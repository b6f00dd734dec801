from django.urls import path, re_path

from home.views import pages, reports

PUBLIC = {"offline", "home", "wagtail_serve"}

urlpatterns = [
    path("work/", pages.work, name="work"),
    path("work/reports/", reports.reports, name="reports"),
    path("work/reports/<int:pk>/close/", reports.close_report, name="close_report"),
    path("report/", reports.report_page, name="report_page"),
    path("report/thanks/", reports.report_thanks, name="report_thanks"),
    path("offline/", pages.offline, name="offline"),
    path("", pages.page, name="home"),
    # the name under which Wagtail looks for the addresses of its pages
    re_path(r"^((?:[\w\-]+/)*)$", pages.page, name="wagtail_serve"),
]
