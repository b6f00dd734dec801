from django.urls import path, re_path

from home import views

urlpatterns = [
    path("work/", views.work, name="work"),
    path("offline/", views.offline, name="offline"),
    path("", views.page, name="home"),
    re_path(r"^((?:[\w\-]+/)+)$", views.page, name="page"),
]
