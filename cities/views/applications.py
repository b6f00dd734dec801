"""Applications as the secretariat, the Parties and the keeper see them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cities import verbs
from cities.checklist import likenesses, points
from cities.forms.review import FORMS, DeedForm, ReceiptForm
from cities.models import Application, CertifiedCopy, City, party_cities
from cities.steps import WHO, Who, deeds_for, is_one_of, track
from cities.tasks import TASKS, answers
from cities.views.applying import show_refusal
from coalition.attachments import owner_key
from coalition.http import SignedInRequest, page_mark, workspace
from coalition.models import JournalEntry, Place, User
from coalition.permissions import may

PAGE = 50
HISTORY = 100
QUIET = ("application.saved", "application.extended", "application.companion_invited",
         "application.companion_ended", "file.attached", "file.withdrawn")  # fmt: skip
VERBS = {
    "return": verbs.return_application,
    "check_complete": verbs.check_complete,
    "notify": verbs.notify_parties,
    "speak": verbs.speak,
    "open_consultations": verbs.open_consultations,
    "record_act": verbs.record_signed_act,
    "send_copies": verbs.send_copies,
}
DONE = {
    "return": _("The city has a letter about what to add."),
    "check_complete": _("Noted: the information is complete. The city has a letter."),
    "notify": _("The Parties have letters. From now on they read the application."),
    "speak": _("The position of the city is noted."),
    "open_consultations": _("Consultations are open. The city and the Parties have letters."),
    "record_act": _(
        "The act is recorded. The city has its page, and its first administrator has an invitation."
    ),
    "send_copies": _("The copies are noted. Their receipts can be noted below."),
}


def reads_applications(user: User) -> bool:
    """Whether there is any side of joining on which this person stands."""
    coalition = Place.coalition()
    return (
        may(user, "administer", coalition)
        or may(user, "keep", coalition)
        or party_cities(user).exists()
    )


@workspace
def applications(request: SignedInRequest) -> HttpResponse:
    """All applications this person may read, newest first."""
    if not reads_applications(request.user):
        raise PermissionDenied
    found = Application.objects.visible_to(request.user).order_by("-pk")
    state = request.GET.get("state", "")
    if state in Application.State.values:
        found = found.filter(state=state)
    before = page_mark(request)
    if before is not None:
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    return render(
        request,
        "cities/applications.html",
        {
            "section": "applications",
            "applications": page[:PAGE],
            "older": page[PAGE - 1].pk if len(page) > PAGE else None,
            "is_later": before is not None,
            "state": state,
            "states": Application.State.choices,
        },
    )


def visible_or_404(request: SignedInRequest, pk: int) -> Application:
    """An application this person may read; for others there is none."""
    related = Application.objects.select_related("act_scan", "city")
    related = related.prefetch_related("papers__attachment")
    found = get_object_or_404(related, pk=pk)
    if not found.is_visible_to(request.user):
        raise Http404
    return found


@workspace
def application(request: SignedInRequest, pk: int) -> HttpResponse:
    """One application: its answers, its way, the voices, and what this person may do now."""
    return show(request, visible_or_404(request, pk), {})


@require_POST
@workspace
def application_deed(request: SignedInRequest, pk: int, deed: str) -> HttpResponse:
    """Do one deed of `cities.steps`; with a refusal everything typed stays."""
    found = visible_or_404(request, pk)
    if deed not in FORMS:
        raise Http404
    if not is_one_of(WHO[deed], request.user, found):
        raise PermissionDenied
    form = FORMS[deed](request.POST, request.FILES, application=found, by=request.user)
    if form.is_valid():
        try:
            VERBS[deed](found, by=request.user, **form.cleaned_data)  # type: ignore[operator]
        except ValidationError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, DONE[deed])
            return redirect("application", pk=pk)
    return show(request, visible_or_404(request, pk), {deed: form})


def show(request: SignedInRequest, found: Application, bound: dict[str, DeedForm]) -> HttpResponse:
    """The page of an application, with the forms of what may be done now."""
    user = request.user
    offered = deeds_for(user, found)
    leads = is_one_of(Who.SECRETARIAT, user, found)
    hears = leads or party_cities(user).exists()
    return render(
        request,
        "cities/application.html",
        {
            "section": "applications",
            "application": found,
            "track": track(found),
            "sections": [(task, list(answers(found, task))) for task in TASKS.values()],
            "points": points(found) if leads else [],
            "likenesses": likenesses(found) if leads else [],
            "voices": voices(found) if hears and found.notified_at else [],
            "copies": found.copies.select_related("city__place"),
            "may_confirm": "confirm_receipt" in offered,
            "forms": {
                deed: bound.get(deed) or form(application=found, by=user)
                for deed, form in FORMS.items()
                if deed in offered or deed in bound
            },
            "bound": next(iter(bound.values()), None),
            "history": history(found, hears=hears),
            "demo_page": found.is_demo,
        },
    )


def voices(found: Application) -> list[tuple[City, Any]]:
    """Every member in the order of the Declaration, with its position or without one."""
    said = {voice.city_id: voice for voice in found.voices.select_related("said_by")}
    members = City.objects.members().exclude(application=found)
    return [(city, said.get(city.pk)) for city in members]


def history(found: Application, *, hears: bool) -> list[JournalEntry]:
    """What has been done about it; who said what is only for those who hear the voices."""
    entries = JournalEntry.objects.filter(subject_key=owner_key(found)).exclude(deed__in=QUIET)
    if not hears:
        entries = entries.exclude(deed="application.spoken_to")
    return list(entries.order_by("-pk")[:HISTORY])


@workspace
def receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that a Party has received its certified copy."""
    copy = get_object_or_404(CertifiedCopy.objects.select_related("application", "city"), pk=pk)
    if not copy.application.is_visible_to(request.user):
        raise Http404
    if not is_one_of(Who.KEEPER, request.user, copy.application):
        raise PermissionDenied
    form = ReceiptForm(
        request.POST or None, initial={"received_on": copy.received_on, "receipt": copy.receipt}
    )
    if request.method == "POST" and form.is_valid():
        try:
            verbs.confirm_receipt(copy, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("application", pk=copy.application_id)
    return render(
        request,
        "cities/receipt.html",
        {"copy": copy, "application": copy.application, "form": form,
         "demo_page": copy.application.is_demo},
    )  # fmt: skip
