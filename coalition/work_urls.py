from django.urls import path

from coalition import views

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/tokens/<int:pk>/revoke/", views.revoke_token, name="revoke_token"),
]
