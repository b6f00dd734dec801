"""People who sign in, and the keys they give to their programs."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes people; the address is their name at the door."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person with this address, stored in lower case; no password until one is chosen."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person who works on the platform, shown by post first and by name second."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"))
    post = models.CharField(_("post"), max_length=200, blank=True)
    language = models.CharField(
        _("language of letters"), max_length=5, choices=settings.LANGUAGES, default="ru"
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    shows_contacts = models.BooleanField(_("show my telephone and e-mail"), default=False)
    is_system = models.BooleanField(default=False, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    # one more closes every session of this person at once
    sessions_closed = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()  # type: ignore[assignment,misc]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_per_address",
                violation_error_message=_("There is already a person with this e-mail."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.post or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must know to stay open: this password and this count of closings."""
        known = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return f"{known}:{self.sessions_closed}"

    @classmethod
    def system(cls) -> User:
        """The person who stands in the journal when a command acts; nobody can sign in as it."""
        user, _made = cls.objects.get_or_create(
            email="system@platform.invalid",
            defaults={"is_system": True, "is_active": False, "post": "Платформа"},
        )
        return user


class ApiToken(models.Model):
    """A key with which a person's program speaks to /api/v1/ in that person's name."""

    class Scope(models.TextChoices):
        READ = "read", _("read")
        WRITE = "write", _("read and report progress")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what it is for"), max_length=100)
    scope = models.CharField(_("what it opens"), max_length=10, choices=Scope, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    # made by somebody who had shown the second step of sign-in
    with_second_step = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def digest_of(secret: str) -> str:
        """What is stored of a key: enough to know it again, not enough to use it."""
        return hashlib.sha256(secret.encode()).hexdigest()

    @staticmethod
    def new_secret() -> str:
        """A key nobody can guess: 256 bits."""
        return secrets.token_urlsafe(32)
