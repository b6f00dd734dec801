"""Who holds a link of an application: the one who began it, and the second person invited."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models.application import Application, digest_of, new_seed, secret_of
from coalition import clock

SALT = "cities.companion"


class Companion(models.Model):
    """The second person of an application: invited by the first, with a link of their own."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="companions"
    )
    email = models.EmailField(_("e-mail"))
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="ru")
    seed = models.CharField(max_length=22, default=new_seed, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_at = models.DateTimeField(default=clock.now)
    link_sent_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(ended_at=None),
                name="one_second_person_at_a_time",
                violation_error_message=_("A second person is already invited."),
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def secret(self) -> str:
        """The secret of this person's own link; only its digest is stored."""
        return secret_of(SALT, self.seed, self.email)

    @property
    def digest_of_secret(self) -> str:
        return digest_of(self.secret)

    @property
    def path(self) -> str:
        """The address of this person's link."""
        return f"/join/apply/{self.secret}/"


class Applicant:
    """Whoever holds a link of an application; stands where a person's deeds need one.

    Each link proves its own holder only: the second person is `companion`.
    """

    pk = None
    is_authenticated = is_active = is_system = False

    def __init__(self, application: Application, secret: str = "") -> None:
        self.token = secret
        self.companion: Companion | None = None
        if not application.knows(secret):
            self.companion = next(
                (
                    one
                    for one in application.companions.filter(ended_at=None)
                    if constant_time_compare(digest_of(secret), one.digest)
                ),
                None,
            )
        is_holder = application.knows(secret) or self.companion is not None
        self.application_pk = application.pk if is_holder else None
        side = gettext("second person") if self.companion else gettext("applicant")
        self.words = f"{application.name_ru or application.email} ({side})"

    @property
    def is_first(self) -> bool:
        """Whether this is who began the application, and so may invite and withdraw."""
        return self.application_pk is not None and self.companion is None

    def __str__(self) -> str:
        return self.words
