"""The addresses of the door. What allauth has and we do not use does not exist here."""

from allauth.account import views as door
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from coalition import views

# what a stranger may open; the rest asks to sign in
PUBLIC = {
    "invitation",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
}

urlpatterns = [
    path("invitation/<str:secret>/", views.invitation, name="invitation"),
    path("login/", door.login, name="account_login"),
    path("login/code/", door.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", door.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", door.logout, name="account_logout"),
    path("inactive/", door.account_inactive, name="account_inactive"),
    path("signup/", door.signup, name="account_signup"),
    path("reauthenticate/", door.reauthenticate, name="account_reauthenticate"),
    path("password/change/", door.password_change, name="account_change_password"),
    path("password/set/", door.password_set, name="account_set_password"),
    path("password/reset/", door.password_reset, name="account_reset_password"),
    path("password/reset/done/", door.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        door.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        door.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # an address is changed by the secretariat, who invites the new one
    path("email/", RedirectView.as_view(pattern_name="settings"), name="account_email"),
    path("2fa/", include("allauth.mfa.urls")),
]
