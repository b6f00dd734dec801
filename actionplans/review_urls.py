from django.urls import path

from actionplans.views import (
    groups,
    matrix,
    money,
    project,
    project_actual,
    project_report,
    project_words,
    reports,
    review,
)

urlpatterns = [
    path("review/", matrix.review, name="review"),
    path("review/matrix.xlsx", matrix.review_matrix_file, name="review_matrix_file"),
    path("review/period/", matrix.review_period, name="review_period"),
    path("review/measures/", review.review_measures, name="review_measures"),
    path("review/city/<slug:slug>/", review.review_city, name="review_city"),
    path("review/measure/<int:pk>/", review.review_measure, name="review_measure"),
    path("review/activity/", groups.review_activity, name="review_activity"),
    path("review/activity/groups.xlsx", groups.review_groups_file, name="review_groups_file"),
    path("review/money/", money.review_money, name="review_money"),
    path("review/money/lines/", money.review_money_lines, name="review_money_lines"),
    path("review/rates/", money.review_rates, name="review_rates"),
    path("review/reports/", reports.review_reports, name="review_reports"),
    path("review/reports/open/", reports.review_round_new, name="review_round_new"),
    path("review/reports/<int:pk>/", reports.review_report, name="review_report"),
    path(
        "review/reports/<int:pk>/frozen.json",
        reports.review_report_file,
        name="review_report_file",
    ),
    path("review/project/", project.review_project, name="review_project"),
    path("review/project/facts/", project.review_project_facts, name="review_project_facts"),
    path("review/project/figure/", project.review_project_figure, name="review_project_figure"),
    path(
        "review/project/outputs/<int:pk>/new/", project.review_indicator_new, name="indicator_new"
    ),
    path("review/project/indicators/<int:pk>/", project.review_indicator, name="indicator_edit"),
    path(
        "review/project/indicators/<int:pk>/value/",
        project_actual.review_actual,
        name="indicator_value",
    ),
    path("review/project/english/", project_words.review_translations, name="review_translations"),
    path(
        "review/project/report/", project_report.review_project_report, name="review_project_report"
    ),
    path(
        "review/project/report.<str:kind>",
        project_report.review_project_file,
        name="review_project_file",
    ),
]
