"""Vocabularies: hazards, sectors, goals and the other lists of the field."""

from __future__ import annotations

from functools import cache
from typing import Self

from django.db import models
from django.utils.translation import get_language

FALLBACK = ("ru", "en")


def in_language(names: dict[str, str], language: str | None = None) -> str:
    """The word in the reader's language, else in Russian, else in English, else any."""
    for code in (language or get_language() or "ru", *FALLBACK):
        if names.get(code):
            return names[code]
    return next(iter(names.values()), "")


class TermQuerySet(models.QuerySet["Term"]):
    def of(self, scheme: str) -> Self:
        """The terms of one list, in the list's own order."""
        return self.filter(scheme=scheme).order_by("position")


class Term(models.Model):
    """One entry of a list, such as the hazard «сель»; retired ones stay for old records."""

    scheme = models.SlugField(max_length=40)
    key = models.CharField(max_length=60)
    names = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    retired = models.BooleanField(default=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "key"], name="one_term_per_scheme_and_key")
        ]
        ordering = ["scheme", "position"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The term in the reader's language."""
        return in_language(self.names)


@cache
def terms(scheme: str) -> dict[str, Term]:
    """The terms of one list by key, read once per process; `forget_terms` after a change."""
    return {term.key: term for term in Term.objects.of(scheme)}


def term_name(scheme: str, key: str) -> str:
    """The name of a term in the reader's language; its key when the list does not know it."""
    term = terms(scheme).get(key)
    return term.name if term else key


def term_choices(scheme: str) -> list[tuple[str, str]]:
    """The list as choices of a form, without the retired terms."""
    return [(key, term.name) for key, term in terms(scheme).items() if not term.retired]


forget_terms = terms.cache_clear
