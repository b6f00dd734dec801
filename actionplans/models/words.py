"""What every record with people's words has: the author's language, and translations beside it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coalition.models import User


class Worded(models.Model):
    """Authored text: the columns hold the author's words in `lang`; that text is authoritative.

    A subclass has a reverse relation `translations`; `prefetch_related("translations")` in lists.
    """

    lang = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="ru")

    class Meta:
        abstract = True

    def say(self, field: str) -> str:
        """A text in the reader's language where somebody has translated it, else the original."""
        wanted = get_language() or "ru"
        if wanted != self.lang:
            for one in self.translations.all():  # type: ignore[attr-defined]
                if one.lang == wanted and getattr(one, field):
                    return getattr(one, field)
        return getattr(self, field)

    @property
    def said_in(self) -> str:
        """The language in which the reader will see it; for `lang` attributes."""
        wanted = get_language() or "ru"
        if any(one.lang == wanted for one in self.translations.all()):  # type: ignore[attr-defined]
            return wanted
        return self.lang


class Translation(models.Model):
    """Somebody's translation of a text, into one language, of one version of the original."""

    class Kind(models.TextChoices):
        HUMAN = "human", _("translated by a person")
        MACHINE = "machine", _("machine translation")

    lang = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.HUMAN)
    of_version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.lang}, {self.kind}"
