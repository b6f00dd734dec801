"""The approver's page: what was, what became, and one button."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from actionplans import verbs
from actionplans.desk import plan_aside
from actionplans.forms.adoption import ACT, DecisionForm
from actionplans.models import Edition, MeasureDraft, ProgressUpdate, UpdateFile
from actionplans.permissions import require_decision
from actionplans.views.city import inside
from actionplans.wording import changes, directions_of, report_changes
from cities.models import City
from coalition.errors import Conflict
from coalition.forms import refuse
from coalition.http import SignedInRequest, whole, workspace

DRAFT_PARTS = tuple(f"measure__{part}" for part in (
    "executors", "terms", "translations", "indicators", "contributions__city",
    "contributions__budget_lines", "contributions__milestones", "supersedes",
))  # fmt: skip


@workspace
def approve(request: SignedInRequest, slug: str) -> HttpResponse:
    """Changes and reports that wait: approve all or some, or return them with a note."""
    city, _plan, context = inside(request, slug, "approve")
    require_decision(request.user, city)
    drafts, updates = _waiting(city)
    form = DecisionForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                done = _decide(request, form, city, drafts, updates)
        except ValidationError as refusal:
            refuse(form, refusal)
        except Conflict as found:
            status = 409
            form.add_error(
                None,
                _(
                    "Something changed while you were reading (%(who)s). Nothing "
                    "has been decided; look once more."
                )
                % {"who": found.who or "—"},
            )
            drafts, updates = _waiting(city)
        else:
            messages.success(request, done)
            return redirect("approve", slug=slug)
    return render(request, "actionplans/work_approve.html", {
        **context, "form": form, "aside": plan_aside(city),
        "items": _items(city, drafts, updates, request.POST),
    }, status=status)  # fmt: skip


def _waiting(city: City) -> tuple[list[MeasureDraft], list[ProgressUpdate]]:
    """What waits for the approver, with all that is shown of it."""
    drafts = MeasureDraft.objects.open().filter(plan__city=city, plan__is_current=True)
    updates = ProgressUpdate.objects.filter(contribution__city=city, state="submitted")
    return (
        list(drafts.select_related("plan__place", "plan__city", "measure__plan", "by")
             .prefetch_related(*DRAFT_PARTS)),
        list(updates.select_related("contribution__city__place", "contribution__measure__plan",
                                    "by", "letter")
             .prefetch_related("readings__indicator", "spendings__budget_line",
                               "steps_done__milestone", files_of_update())),
    )  # fmt: skip


def files_of_update() -> Prefetch:
    """The files beside a report, under `shots`."""
    kept = UpdateFile.objects.kept().select_related("attachment")
    return Prefetch("files", kept, to_attr="shots")


def _items(
    city: City, drafts: list[MeasureDraft], updates: list[ProgressUpdate], posted: QueryDict
) -> list[dict[str, object]]:
    """Drafts, then reports, each with what was and what became."""
    chosen = set(posted.getlist("chosen"))
    directions = directions_of(drafts[0].plan) if drafts else {}
    items: list[dict[str, object]] = [
        {"key": f"draft:{one.pk}:{one.version}", "draft": one, "said": one,
         "changes": changes(one, directions), "is_new": one.measure is None}
        for one in drafts
    ]  # fmt: skip
    items += [
        {"key": f"update:{one.pk}:{one.version}", "update": one, "said": one,
         "measure": one.contribution.measure, "changes": report_changes(one)}
        for one in updates
    ]  # fmt: skip
    return [{**item, "chosen": item["key"] in chosen} for item in items]


def _decide(
    request: SignedInRequest,
    form: DecisionForm,
    city: City,
    drafts: list[MeasureDraft],
    updates: list[ProgressUpdate],
) -> str:
    """Do what the pressed button says; the sentence for the person."""
    what = request.POST.get("what", "")
    sent = request.POST.getlist("shown" if what == "all" else "chosen")
    versions = _versions(sent)
    found = [one for one in drafts if ("draft", one.pk) in versions]
    said = [one for one in updates if ("update", one.pk) in versions]
    if not versions:
        raise ValidationError(_("Tick at least one change or report."))
    if len(found) + len(said) != len(versions):
        raise Conflict
    if what == "return":
        return _return(request, form.cleaned_data["note"], found, said)
    act = _act(form, found)
    edition = _adopt(request, found, versions, act) if found else None
    if said:
        seen = {pk: version for (kind, pk), version in versions.items() if kind == "update"}
        verbs.approve_updates(said, by=request.user, versions=seen)
    return _approved(city, edition)


def _act(form: DecisionForm, drafts: list[MeasureDraft]) -> dict[str, Any]:
    """The act on paper as it was typed; it adopts changes of the plan, and has its day."""
    if form.cleaned_data["scan"] and not drafts:
        raise ValidationError({"scan": _("An act adopts changes of the plan: tick at least one.")})
    if drafts and form.names_an_act and not form.cleaned_data["act_date"]:
        raise ValidationError({"act_date": _("Say which day the act is dated.")})
    return {name: form.cleaned_data[name] for name in ACT if name != "unrestricted"}


def _adopt(
    request: SignedInRequest,
    drafts: list[MeasureDraft],
    versions: dict[tuple[str, int], int],
    act: dict[str, Any],
) -> Edition:
    """The drafts adopted, by a click or by the signed act."""
    seen = {pk: version for (kind, pk), version in versions.items() if kind == "draft"}
    return verbs.adopt_drafts(drafts[0].plan, by=request.user, drafts=drafts, versions=seen, **act)


def _approved(city: City, edition: Edition | None) -> str:
    """The sentence for the person; which edition came to be, with the way to it."""
    said = _("Approved. Everybody sees it now.")
    if city.plans.current().filter(state="withdrawn").exists():
        said = _("Approved. The plan is taken back from public view, so only the city sees it.")
    if edition is None:
        return said
    name = _("Edition %(number)s") % {"number": edition.number}
    return format_html('{} <a href="{}">{}</a>', said, edition_at(city, edition.number), name)


def edition_at(city: City, number: int) -> str:
    """Where the city's people find an edition."""
    return f"{reverse('work_editions', args=[city.slug])}#edition-{number}"


def _return(
    request: SignedInRequest, note: str, drafts: list[MeasureDraft], updates: list[ProgressUpdate]
) -> str:
    if drafts:
        verbs.return_drafts(drafts[0].plan, by=request.user, drafts=drafts, note=note)
    for one in updates:
        verbs.return_update(one, by=request.user, note=note)
    return _("Returned to the editor with your note.")


def _versions(sent: list[str]) -> dict[tuple[str, int], int]:
    """{(kind, id): version} of what the page showed; what nobody could have sent is left out."""
    found = {}
    for key in sent:
        kind, _colon, numbers = key.partition(":")
        pk, version = map(whole, numbers.partition(":")[::2])
        if kind in ("draft", "update") and pk is not None and version is not None:
            found[kind, pk] = version
    return found
