from django.urls import path

from coalition import centre, files, own_data, views

urlpatterns = [
    path("files/<int:pk>/", files.open_attachment, name="open_attachment"),
    path("notifications/", centre.notifications, name="notifications"),
    path("notifications/read/", centre.read_all, name="read_notifications"),
    path("notifications/<int:pk>/", centre.open_line, name="open_notification"),
    path("settings/", views.settings, name="settings"),
    path("settings/tokens/", views.issue_token, name="issue_token"),
    path("settings/data/", own_data.own_data, name="own_data"),
    path("settings/data/file/", own_data.own_file, name="own_file"),
    path("settings/data/erase/", own_data.erase_me, name="erase_me"),
    path("settings/sign-out/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("settings/devices/<int:pk>/end/", views.end_sign_in, name="end_sign_in"),
    path("settings/tokens/<int:pk>/revoke/", views.revoke_token, name="revoke_token"),
]
