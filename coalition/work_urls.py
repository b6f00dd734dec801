from django.urls import path

from coalition import files, views

urlpatterns = [
    path("files/<int:pk>/", files.open_attachment, name="open_attachment"),
    path("settings/", views.settings, name="settings"),
    path("settings/tokens/", views.issue_token, name="issue_token"),
    path("settings/sign-out/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("settings/tokens/<int:pk>/revoke/", views.revoke_token, name="revoke_token"),
]
