from django.urls import path

from coalition import views

urlpatterns = [path("media/<path:name>", views.media, name="media")]
