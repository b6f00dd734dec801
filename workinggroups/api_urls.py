from django.urls import path

from workinggroups import api

urlpatterns = [
    path("heads", api.heads, name="api_heads"),
    path("threads/<int:pk>/events", api.events, name="api_events"),
    path("threads/<int:pk>/posts/", api.posts, name="api_posts"),
]
