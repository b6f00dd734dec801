from django.urls import include, path

from coalition import views

urlpatterns = [
    path("invitation/<str:secret>/", views.invitation, name="invitation"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
]
