"""Many measures at once: a sheet of cells, each changed row one draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.grid import Sheet
from actionplans.models import Contribution
from actionplans.views.city import inside
from coalition.http import SignedInRequest, whole, workspace
from coalition.permissions import require


@workspace
def grid(request: SignedInRequest, slug: str) -> HttpResponse:
    """All measures of the plan, or of one direction, as a sheet to fill in."""
    here = inside(request, slug, "plan")
    require(request.user, "edit", here.city)
    sheet = Sheet(here.own_plan, whole(request.GET.get("direction", "")))
    if request.method == "POST":
        saved = sheet.lay(request.POST, by=request.user)
        if saved:
            messages.success(
                request,
                ngettext(
                    "%(count)d row saved. It waits for the approver.",
                    "%(count)d rows saved. They wait for the approver.",
                    saved,
                )
                % {"count": saved},
            )
        if not sheet.wrong:
            if not saved:
                messages.info(request, _("Nothing has been changed yet."))
            where = f"?direction={sheet.direction}" if sheet.direction else ""
            return redirect(reverse("grid", args=[slug]) + where)
    return render(
        request,
        "actionplans/work_grid.html",
        {**here.context, "sheet": sheet, "finances": Contribution.Finance.choices},
    )
