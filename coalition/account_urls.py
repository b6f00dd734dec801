"""The addresses of the door. What allauth has and we do not use does not exist here."""

from allauth.account import views as door
from allauth.mfa.base import views as steps
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as apps
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from coalition import step_views, views

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
    "mfa_login_webauthn",
    "mfa_list_webauthn",
}


def own_provider() -> list[URLPattern]:
    """The two addresses of sign-in with an identity provider, where one is named."""
    if not settings.OIDC_ISSUER:
        return []
    from allauth.socialaccount.providers.openid_connect import views as oidc  # noqa: PLC0415

    way = r"^oidc/(?P<provider_id>own)/login/"
    return [
        re_path(f"{way}$", oidc.login, name="openid_connect_login"),
        re_path(f"{way}callback/$", oidc.callback, name="openid_connect_callback"),
    ]


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
    *own_provider(),
    path("2fa/", step_views.index, name="mfa_index"),
    path("2fa/authenticate/", steps.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", steps.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", step_views.activate_app, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", apps.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path(
        "2fa/webauthn/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",
    ),
    path("2fa/webauthn/add/", step_views.add_passkey, name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", step_views.enter_by_passkey, name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/reauthenticate/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        passkeys.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
]
