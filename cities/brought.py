"""What an application brings to the city it makes: people, files of plans, perhaps a city."""

from __future__ import annotations

from cities.checklist import same_name
from cities.models import Application, ApplicationPaper, City
from coalition.models import Attachment


def people_of(application: Application) -> list[tuple[str, str]]:
    """Whom the new city asks in, with their roles: the focal point administers it.

    The second person of the application writes its plan, until the city decides otherwise.
    """
    first = application.focal_email or application.email
    second = application.companions.filter(ended_at=None).exclude(email__iexact=first)
    return [(first, "administrator"), *((one.email, "editor") for one in second)]


def plans_of(application: Application) -> list[Attachment]:
    """The files of plans the city has sent, without those taken away."""
    kinds = (ApplicationPaper.Kind.DRR_PLAN, ApplicationPaper.Kind.CLIMATE_PLAN)
    sent = application.papers.filter(kind__in=kinds, attachment__withdrawn_at=None)
    return [paper.attachment for paper in sent.select_related("attachment")]


def may_return(application: Application, slug: str) -> bool:
    """Whether the city of this address has left and is the one that applies now.

    Its people find their own work again, so that another city of the same address is refused.
    """
    gone = City.objects.filter(slug=slug, status=City.Status.LEFT).first()
    return gone is not None and same_name(application, gone)
