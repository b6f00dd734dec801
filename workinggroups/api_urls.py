from django.urls import path

from workinggroups import api, api_uploads

urlpatterns = [
    path("heads", api.heads, name="api_heads"),
    path("threads/<int:pk>/events", api.events, name="api_events"),
    path("threads/<int:pk>/posts/", api.posts, name="api_posts"),
    path("threads/<int:pk>/uploads/", api_uploads.uploads, name="api_uploads"),
    path("threads/<int:pk>/uploads/<uuid:key>/", api_uploads.upload, name="api_upload"),
]
