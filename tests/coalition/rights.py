"""Who may come to which address of the kernel: the door, a person's own pages, public files."""

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from coalition.models import ApiToken, Notification, Place, SignIn, User
from coalition.verbs import invite
from tests.rules import NOT_YOURS, NOWHERE, OPEN, PUBLIC, SIGNED_IN


def document(_city: str) -> tuple[int, str]:
    """A public document of the site."""
    found = get_document_model().objects.filter(title="Of everybody").first()
    if found is None:
        found = get_document_model()(title="Of everybody")
        found.file.save("of-everybody.csv", ContentFile(b"a;b"))
    return found.pk, found.filename


def open_invitation(city: str) -> dict[str, str]:
    place = Place.objects.get(kind="city", key=city)
    _invitation, secret = invite(
        "newcomer@demo.invalid", by=User.system(), place=place, role="viewer"
    )
    return {"secret": secret}


def foreign_token(city: str) -> dict[str, int]:
    """A key of somebody who is none of the personas: it is nobody else's to revoke."""
    owner, _made = User.objects.get_or_create(email=f"keys.{city}@demo.invalid")
    token, _made = ApiToken.objects.get_or_create(
        user=owner, name=f"Key of {city}", defaults={"digest": ApiToken.digest_of(city)}
    )
    return {"pk": token.pk}


def foreign_line(city: str) -> dict[str, int]:
    """A line in the centre of somebody who is none of the personas."""
    owner, _made = User.objects.get_or_create(email=f"keys.{city}@demo.invalid")
    line, _made = Notification.objects.get_or_create(
        user=owner, kind="thread_news", subject="thread:1", defaults={"path": "/work/"}
    )
    return {"pk": line.pk}


def foreign_sign_in(city: str) -> dict[str, int]:
    """A session of somebody who is none of the personas."""
    owner, _made = User.objects.get_or_create(email=f"keys.{city}@demo.invalid")
    row, _made = SignIn.objects.get_or_create(session_key=f"of-{city}", defaults={"user": owner})
    return {"pk": row.pk}


RULES = {
    "account_login": OPEN(),
    "account_logout": OPEN(),
    "account_inactive": OPEN(),
    "account_email": OPEN(),
    "account_signup": OPEN(),
    "account_request_login_code": OPEN(),
    "account_reset_password": OPEN(),
    "account_reset_password_done": OPEN(),
    "account_reset_password_from_key": OPEN(fill=lambda _city: {"uidb36": "1", "key": "set-1"}),
    "account_reset_password_from_key_done": OPEN(),
    "invitation": OPEN(fill=open_invitation),
    # a second step: without the first one, back to the door
    "account_confirm_login_code": SIGNED_IN(),
    "mfa_authenticate": SIGNED_IN(),
    "account_reauthenticate": SIGNED_IN(),
    "account_change_password": SIGNED_IN(),
    "account_set_password": SIGNED_IN(),
    "mfa_index": SIGNED_IN(),
    "mfa_reauthenticate": SIGNED_IN(),
    "mfa_activate_totp": SIGNED_IN(),
    "mfa_generate_recovery_codes": SIGNED_IN(),
    # nobody of the demonstration has a second factor
    "mfa_deactivate_totp": NOT_YOURS(),
    "mfa_view_recovery_codes": NOT_YOURS(only="get"),
    "mfa_download_recovery_codes": NOT_YOURS(),
    "mfa_list_webauthn": OPEN(),
    "mfa_login_webauthn": SIGNED_IN(),  # back to the door, or inside already
    "mfa_add_webauthn": SIGNED_IN(),
    "mfa_reauthenticate_webauthn": SIGNED_IN(),
    "mfa_remove_webauthn": SIGNED_IN(fill=lambda _city: {"pk": 1}),
    "end_sign_in": NOT_YOURS(fill=foreign_sign_in, only="post"),
    "settings": SIGNED_IN(),
    "own_data": SIGNED_IN(only="get"),
    "own_file": SIGNED_IN(only="get"),
    "erase_me": SIGNED_IN(only="post"),
    "notifications": SIGNED_IN(only="get"),
    "read_notifications": SIGNED_IN(only="post"),
    "open_notification": NOT_YOURS(fill=foreign_line, only="post"),
    "issue_token": SIGNED_IN(only="post"),
    "sign_out_everywhere": SIGNED_IN(only="post"),
    "revoke_token": NOT_YOURS(fill=foreign_token, only="post"),
    "media": PUBLIC(fill=lambda _city: {"name": "public.txt"}),
    "wagtaildocs_serve": OPEN(fill=document),
    "wagtaildocs_authenticate_with_password": NOWHERE(fill=lambda _city: {"restriction_id": 1}),
    # the page editor has no door of its own
    "cms/login/": NOT_YOURS(),
    "cms/password_reset/": NOT_YOURS(),
}
