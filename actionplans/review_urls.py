from django.urls import path

from actionplans.views import review

urlpatterns = [
    path("review/", review.review, name="review"),
    path("review/measures/", review.review_measures, name="review_measures"),
    path("review/city/<slug:slug>/", review.review_city, name="review_city"),
    path("review/measure/<int:pk>/", review.review_measure, name="review_measure"),
    path("review/activity/", review.review_activity, name="review_activity"),
]
