from django.urls import path

from actionplans.views import money, reports, review

urlpatterns = [
    path("review/", review.review, name="review"),
    path("review/measures/", review.review_measures, name="review_measures"),
    path("review/city/<slug:slug>/", review.review_city, name="review_city"),
    path("review/measure/<int:pk>/", review.review_measure, name="review_measure"),
    path("review/activity/", review.review_activity, name="review_activity"),
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
]
