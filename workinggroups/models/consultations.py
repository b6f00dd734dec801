"""Consultations between cities (Art. 9): a room that only the named cities know of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models import Application, City
from coalition.models import User
from workinggroups.models.groups import WorkingGroup
from workinggroups.models.posts import Post


class Consultation(models.Model):
    """A question that some cities talk over among themselves, until they note what came of it."""

    group = models.OneToOneField(
        WorkingGroup, on_delete=models.PROTECT, related_name="consultation"
    )
    question = models.CharField(_("question"), max_length=200)
    # the application to join that these cities talk over, where it is about one
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="consultation"
    )
    opened_for = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    outcome = models.TextField(_("what came of it"), max_length=4000, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, outcome="")
                | Q(~Q(outcome=""), ended_at__isnull=False, ended_by__isnull=False),
                name="a_consultation_ends_with_a_note",
            )
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.question

    @property
    def place_id(self) -> int:
        return self.group.place_id

    @property
    def has_secretariat(self) -> bool:
        """Whether every city whose words are here has invited the secretariat.

        A city that has gone since is asked no more, so without its word nobody comes in.
        """
        said = Post.objects.filter(thread__group=self.group, city__isnull=False)
        named = {self.opened_for_id, *said.values_list("city", flat=True)}
        named |= set(self.group.cities.values_list("pk", flat=True))
        return named <= set(self.invitations.values_list("city", flat=True))


class SecretariatInvitation(models.Model):
    """The word of one named city that the secretariat may read its consultation."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="invitations"
    )
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "city"], name="one_word_per_city_and_consultation"
            )
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.consultation}: {self.city}"
