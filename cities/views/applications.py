"""Applications as the secretariat, the Parties and the keeper see them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cities import verbs
from cities.checklist import likenesses, points, subjects
from cities.exports import semicolons, table, workbook
from cities.forms.review import FORMS, DeedForm, ReceiptForm
from cities.models import Application, CertifiedCopy, City, Question, party_cities, reads_register
from cities.positions import positions
from cities.steps import WHO, Who, deeds_for, is_one_of
from cities.tasks import TASKS, answers
from cities.turn import turns, waiting_for, with_turns
from cities.way import track
from coalition.attachments import owner_key
from coalition.forms import refuse
from coalition.http import SignedInRequest, page_mark, workspace
from coalition.models import JournalEntry, Place, User
from coalition.permissions import may

PAGE = 50
HISTORY = 100
MOST = 2000  # lines of an exported list
FILES = {
    "xlsx": (workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (semicolons, "text/csv; charset=utf-8"),
}
QUIET = ("application.saved", "application.extended", "application.companion_invited",
         "application.companion_ended", "file.attached", "file.withdrawn")  # fmt: skip
# between the secretariat and the city
ASKED = (
    "application.marked",
    "application.returned",
    "question.asked",
    "question.answered",
    "question.closed",
)
VOICES = ("application.spoken_to", "application.more_time")
VERBS = {
    "mark": verbs.mark_points,
    "ask": verbs.ask_question,
    "extend": verbs.extend_positions,
    "return": verbs.return_application,
    "check_complete": verbs.check_complete,
    "notify": verbs.notify_parties,
    "speak": verbs.speak,
    "open_consultations": verbs.open_consultations,
    "record_act": verbs.record_signed_act,
    "send_copies": verbs.send_copies,
}
DONE = {
    "mark": _("The marks are saved."),
    "ask": _("The city has a letter with the question."),
    "extend": _("The Parties have letters with the new day."),
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


def listed(request: SignedInRequest) -> tuple[QuerySet[Application], str, bool]:
    """The applications this person may read, newest first; by state, or those of one's turn."""
    if not reads_applications(request.user):
        raise PermissionDenied
    found = Application.objects.visible_to(request.user).order_by("-pk")
    state, mine = request.GET.get("state", ""), bool(request.GET.get("mine"))
    if state in Application.State.values:
        found = found.filter(state=state)
    if mine:
        found = found.filter(pk__in={one.application.pk for one in waiting_for(request.user)})
    return found, state, mine


@workspace
def applications(request: SignedInRequest) -> HttpResponse:
    """All applications this person may read, each with whose turn it is."""
    found, state, mine = listed(request)
    before = page_mark(request)
    if before is not None:
        found = found.filter(pk__lt=before)
    page = list(with_turns(found)[: PAGE + 1])
    parties = list(City.objects.members())
    return render(
        request,
        "cities/applications.html",
        {
            "section": "applications",
            "rows": [(one, turns(one, parties)) for one in page[:PAGE]],
            "older": page[PAGE - 1].pk if len(page) > PAGE else None,
            "is_later": before is not None,
            "state": state,
            "mine": mine,
            "states": Application.State.choices,
            "may_export": may(request.user, "administer", Place.coalition()),
        },
    )


@workspace
def applications_export(request: SignedInRequest, form: str) -> HttpResponse:
    """The list as a file, for the secretariat: what the filters show, at most 2,000 lines."""
    found, _state, _mine = listed(request)
    if not may(request.user, "administer", Place.coalition()):
        raise PermissionDenied
    if form not in FILES:
        raise Http404
    make, content_type = FILES[form]
    response = HttpResponse(make(table(with_turns(found)[:MOST])), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="applications.{form}"'
    return response


def visible_or_404(request: SignedInRequest, pk: int) -> Application:
    """An application this person may read; for others there is none."""
    related = Application.objects.select_related("act__scan", "city")
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
            refuse(form, refusal)
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
            "turns": turns(with_turns(Application.objects).get(pk=found.pk),
                           list(City.objects.members())),
            "sections": [(task, list(answers(found, task))) for task in TASKS.values()],
            "points": points(found) if leads else [],
            "questions": questions(found) if leads else [],
            "may_close": "close_question" in offered,
            "likenesses": likenesses(found) if leads else [],
            "positions": positions(found) if hears and found.notified_at else [],
            "copies": found.copies.select_related("city__place"),
            "may_confirm": "confirm_receipt" in offered,
            "hears": hears,
            "forms": {
                deed: bound.get(deed) or form(application=found, by=user)
                for deed, form in FORMS.items()
                if deed in offered or deed in bound
            },
            "bound": next(iter(bound.values()), None),
            "history": history(found, hears=hears, leads=leads),
            "demo_page": found.is_demo,
        },
    )  # fmt: skip


def questions(found: Application) -> list[tuple[Question, str]]:
    """What the city was asked, with all answers, and what each question is about."""
    names = dict(subjects())
    rows = found.questions.select_related("asked_by", "closed_by").prefetch_related("answers")
    return [(one, names.get(one.about, "")) for one in rows]


def history(found: Application, *, hears: bool, leads: bool) -> list[JournalEntry]:
    """What has been done about it; who said what is only for those who hear the voices."""
    entries = JournalEntry.objects.filter(subject_key=owner_key(found)).exclude(deed__in=QUIET)
    if not hears:
        entries = entries.exclude(deed__in=VOICES)
    if not leads:
        entries = entries.exclude(deed__in=ASKED)
    return list(entries.order_by("-pk")[:HISTORY])


@workspace
def receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that a Party has received its certified copy."""
    related = CertifiedCopy.objects.select_related("document__application", "document__place",
                                                   "city")  # fmt: skip
    copy = get_object_or_404(related, pk=pk)
    if not reads_register(request.user):
        raise Http404
    if not may(request.user, "keep", copy):
        raise PermissionDenied
    form = ReceiptForm(
        request.POST or None, initial={"received_on": copy.received_on, "receipt": copy.receipt}
    )
    led_by: Application | None = getattr(copy.document, "application", None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.confirm_receipt(copy, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            if led_by:
                return redirect("application", pk=led_by.pk)
            return redirect("review_document", pk=copy.document_id)
    return render(
        request,
        "cities/receipt.html",
        {"copy": copy, "application": led_by, "form": form,
         "demo_page": bool(led_by and led_by.is_demo)},
    )  # fmt: skip
