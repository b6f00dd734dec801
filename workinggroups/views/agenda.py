"""The agenda of a meeting: its items, their order, their papers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from coalition.http import SignedInRequest, workspace
from coalition.steps import done, sent
from workinggroups import verbs
from workinggroups.meeting_forms import ItemForm
from workinggroups.models import AgendaItem
from workinggroups.models.meetings import timed
from workinggroups.views.meetings import around, meeting_to_lead
from workinggroups.views.steps import form_page


@workspace
def agenda(request: SignedInRequest, pk: int) -> HttpResponse:
    """The items as they stand, and a form for the next one."""
    found = meeting_to_lead(request, pk)
    form = ItemForm(request.POST or None, request.FILES or None, meeting=found,
                    initial={"minutes": 20})  # fmt: skip
    if sent(request, form, lambda: verbs.add_item(found, by=request.user, **form.said())):
        return redirect("agenda", pk=pk)
    items = timed(found, list(found.items.select_related("paper", "thread")))
    context = {
        **around(request, found), "items": items, "arranging": True,
        "needed": sum(item.minutes for item in items),
    }  # fmt: skip
    return form_page(request, "agenda", form, context)


@workspace
def agenda_item(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """Change one item, move it up or down, take it off."""
    meeting = meeting_to_lead(request, pk)
    rows = AgendaItem.objects.select_related("meeting__group__place", "paper")
    found = get_object_or_404(rows, pk=item, meeting=meeting)
    if request.method == "POST" and request.POST.get("what") in ("up", "down", "remove"):
        done(request, lambda: _arrange(request, found))
        return redirect("agenda", pk=pk)
    first = {name: getattr(found, name) for name in ("title", "minutes", "speaker", "thread")}
    form = ItemForm(request.POST or None, request.FILES or None, meeting=meeting, initial=first,
                    has_paper=found.paper is not None)  # fmt: skip
    if sent(request, form, lambda: verbs.edit_item(found, by=request.user, **form.said()),
            _("Saved.")):  # fmt: skip
        return redirect("agenda", pk=pk)
    context = {**around(request, meeting), "item": found}
    return form_page(request, "agenda_item", form, context)


def _arrange(request: SignedInRequest, item: AgendaItem) -> None:
    if request.POST["what"] == "remove":
        verbs.remove_item(item, by=request.user)
    else:
        verbs.move_item(item, by=request.user, down=request.POST["what"] == "down")
