"""Letters about an application, each to those whom its step concerns."""

from __future__ import annotations

from typing import Any

from cities.models import Application, CertifiedCopy, City, Companion, Standing
from coalition import clock
from coalition.letters import post_letter
from coalition.models import Membership, Place
from coalition.templatetags.site import in_language


def tell_applicant(application: Application, step: str, **more: Any) -> None:
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
            **more,
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


def tell_parties(application: Application, step: str, **more: Any) -> int:
    """One letter to each approver and administrator of the member cities; returns how many."""
    people = Membership.objects.filter(
        place__city__status=City.Status.MEMBER, role__in=("approver", "administrator")
    )
    return _tell(people, application, step, **more)


def tell_secretariat(application: Application, step: str, **more: Any) -> int:
    """One letter to each person of the secretariat; returns how many."""
    people = Membership.objects.filter(place=application.place, role="secretariat")
    return _tell(people, application, step, **more)


def tell_keeper(application: Application, step: str) -> int:
    """One letter to each person who keeps the authentic original; returns how many."""
    people = Membership.objects.filter(place=application.place, role="keeper")
    return _tell(people, application, step)


def tell_of_copy(copy: CertifiedCopy) -> None:
    """A certified copy is on its way, to the approvers and administrators of its city."""
    people = Membership.objects.filter(
        place=copy.city.place, role__in=("approver", "administrator")
    )
    for email, language in _addresses(people).items():
        post_letter(email, "certified_copy", language=language, copy=copy)


def tell_of_standing(standing: Standing) -> None:
    """A city has paused, left or come back: one letter to each of the secretariat and the keeper.

    They keep the Coalition's affairs and the register; nobody is asked to agree.
    """
    held = Membership.objects.filter(place=Place.coalition()).in_force(clock.today())
    for user in {membership.user for membership in held.select_related("user")}:
        post_letter(
            user.email, "city_standing", language=user.language, standing=standing,
            city=standing.city,
        )  # fmt: skip


def _addresses(people: Any) -> dict[str, str]:
    """{address: language} of those who have the role today."""
    held = people.in_force(clock.today()).select_related("user")
    return {one.user.email: one.user.language for one in held}


def _tell(people: Any, application: Application, step: str, **more: Any) -> int:
    told = _addresses(people)
    path = f"/review/applications/{application.pk}/"
    for email, language in told.items():
        post_letter(
            email,
            "application_inside",
            language=language,
            step=step,
            application=application,
            path=in_language(path, language),
            **more,
        )
    return len(told)
