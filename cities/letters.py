"""Letters about an application, each to those whom its step concerns."""

from __future__ import annotations

from cities.models import Application, City, Companion
from coalition import clock
from coalition.letters import post_letter
from coalition.models import Membership
from coalition.templatetags.site import in_language


def tell_applicant(application: Application, step: str) -> None:
    """What has happened and what comes next, to both who hold a link, to each with their own."""
    holders: list[Application | Companion] = [application]
    for one in [*holders, *application.companions.filter(ended_at=None)]:
        post_letter(
            one.email,
            "application",
            language=one.language,
            step=step,
            application=application,
            path=in_language(one.path, one.language),
        )


def tell_companion(companion: Companion, step: str) -> None:
    """What concerns the second person alone: the invitation, and its end."""
    post_letter(
        companion.email,
        "application",
        language=companion.language,
        step=step,
        application=companion.application,
        path=in_language(companion.path, companion.language),
    )


def tell_parties(application: Application, step: str) -> int:
    """One letter to each approver and administrator of the member cities; returns how many."""
    people = Membership.objects.filter(
        place__city__status=City.Status.MEMBER, role__in=("approver", "administrator")
    )
    return _tell(people, application, step)


def tell_secretariat(application: Application, step: str) -> int:
    """One letter to each person of the secretariat; returns how many."""
    return _tell(
        Membership.objects.filter(place=application.place, role="secretariat"), application, step
    )


def _tell(people: object, application: Application, step: str) -> int:
    told = {}
    for membership in people.in_force(clock.today()).select_related("user"):  # type: ignore[attr-defined]
        told[membership.user.email] = membership.user.language
    path = f"/review/applications/{application.pk}/"
    for email, language in told.items():
        post_letter(
            email,
            "application_inside",
            language=language,
            step=step,
            application=application,
            path=in_language(path, language),
        )
    return len(told)
