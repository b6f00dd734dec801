"""Who is meant by an @word of a post."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cities.models import City
from coalition.models import User
from workinggroups.models.posts import Post


class Mention(models.Model):
    """A post names a person, the voice of a city, or everybody who reads the thread."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    city = models.ForeignKey(City, on_delete=models.CASCADE, null=True, related_name="+")
    is_everybody = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "user"], name="a_person_is_mentioned_once"),
            models.UniqueConstraint(fields=["post", "city"], name="a_city_is_mentioned_once"),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(is_everybody=True),
                name="everybody_is_mentioned_once",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, city=None, is_everybody=False)
                | Q(user=None, city__isnull=False, is_everybody=False)
                | Q(user=None, city=None, is_everybody=True),
                name="a_mention_is_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.user or self.city or '*'}"
