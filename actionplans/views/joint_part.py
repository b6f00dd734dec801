"""A city's own part of a joint measure: nobody else drafts, adopts, shows or hides it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from actionplans import verbs
from actionplans.forms.joint import PartForm, ReasonForm, WordForm
from actionplans.models import Contribution, Measure, PartDraft
from actionplans.parts import values_of_part
from actionplans.permissions import may_decide, require_decision
from actionplans.views.joint import Together, agreed_only
from actionplans.wording import part_changes
from coalition.errors import Conflict
from coalition.http import SignedInRequest, whole, workspace
from coalition.permissions import may, require

DECISIONS = ("adopt", "return", "show", "hide", "leave")


@workspace
def part(request: SignedInRequest, slug: str, plan: str, code: str) -> HttpResponse:
    """The city's part: its form for the editor, its draft for the approver, what everybody sees."""
    found = agreed_only(request, slug, plan)
    own, waiting = _own(found, code)
    edits, decides = may(request.user, "edit", found.city), may_decide(request.user, found.city)
    word, status = WordForm(), 200
    what = request.POST.get("what", "")
    if request.method == "POST" and not (edits or decides):
        raise PermissionDenied
    if what in DECISIONS:
        require_decision(request.user, found.city)
        try:
            return _decide(request, found, own, waiting)
        except ValidationError as refusal:
            word = WordForm(request.POST)
            word.is_valid()
            word.refuse(refusal)
        except Conflict as conflict:
            if conflict.rows:
                raise
            status = 409
            messages.error(request, _("Something changed while you were reading. Look once more."))
    if what == "withdraw" and waiting:
        verbs.withdraw_part(waiting, by=request.user)
        messages.success(request, _("The draft is taken back; your part stays as it was."))
        return _back(found, own)
    form = _form(request, own, waiting, sent=what == "save")
    if what == "save" and _saved(request, found, own, form):
        messages.success(request, _("Saved. The change waits for the approver of your city."))
        return _back(found, own)
    return render(request, "actionplans/work_joint_part.html", {
        **found.here.context, "joint": found.plan, "part": own, "measure": own.measure,
        "draft": waiting, "form": form if edits else None, "word": word,
        "changes": part_changes(waiting) if waiting else [], "edits": edits, "decides": decides,
        "leave": ReasonForm(prefix="leave"),
    }, status=status)  # fmt: skip


def _own(found: Together, code: str) -> tuple[Contribution, PartDraft | None]:
    """The city's part in the measure of this number, and its draft that waits."""
    rows = Contribution.objects.standing().select_related("measure__plan", "city__place")
    own = get_object_or_404(
        rows.prefetch_related("budget_lines", "milestones", "measure__coordinations__city"),
        city=found.city, measure__plan=found.plan, measure__code=code,
        measure__state=Measure.State.STANDING,
    )  # fmt: skip
    waiting = own.drafts.waiting().select_related("by", "decided_by").first()
    if waiting:
        waiting.contribution = own
    return own, waiting


def _form(
    request: SignedInRequest, own: Contribution, waiting: PartDraft | None, *, sent: bool
) -> PartForm:
    values = {**values_of_part(own), **(waiting.patch if waiting else {})}
    return PartForm(
        request.POST if sent else None, values=values, currency=own.city.currency,
        versions=(own.edition, waiting.version if waiting else None),
        reason=waiting.reason if waiting else "",
    )  # fmt: skip


def _saved(request: SignedInRequest, found: Together, own: Contribution, form: PartForm) -> bool:
    """Whether a draft could be laid; otherwise the form holds the sentences."""
    require(request.user, "edit", found.city)
    if not form.is_valid():
        return False
    said = form.cleaned_data
    try:
        verbs.draft_part(
            own, by=request.user, patch=form.values(), base_version=said["base_version"] or 0,
            draft_version=said["draft_version"], reason=said["reason"],
        )  # fmt: skip
    except ValidationError as refusal:
        form.refuse(refusal)
        return False
    return True


def _decide(
    request: SignedInRequest, found: Together, own: Contribution, waiting: PartDraft | None
) -> HttpResponse:
    """What the city's approver pressed."""
    what, reason = request.POST["what"], request.POST.get("leave-reason", "")
    version = whole(request.POST.get("version", "")) or 0
    if what == "leave":
        verbs.leave_measure(own, by=request.user, reason=reason)
        messages.success(request, _("Your city has left this measure; its part is history."))
        return redirect("joint_work", slug=found.city.slug, plan=found.plan.slug)
    if what in ("show", "hide"):
        shown = Measure.Visibility.PUBLIC if what == "show" else Measure.Visibility.CITY
        verbs.show_part(own, by=request.user, visibility=shown, reason=reason)
        messages.success(request, _("Everybody sees your city's part.") if what == "show" else
                         _("Only your city's people see its part now."))  # fmt: skip
        return _back(found, own)
    if waiting is None:
        raise Conflict
    if what == "adopt":
        verbs.adopt_part(waiting, by=request.user, version=version)
        messages.success(request, _("Adopted. It is your city's part now."))
    else:
        verbs.return_part(waiting, by=request.user, version=version,
                          note=request.POST.get("note", ""))  # fmt: skip
        messages.success(request, _("Returned to the editor with your note."))
    return _back(found, own)


def _back(found: Together, own: Contribution) -> HttpResponse:
    return redirect("joint_part", slug=found.city.slug, plan=found.plan.slug, code=own.measure.code)
