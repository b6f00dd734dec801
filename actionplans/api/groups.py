"""groups/: the working groups everybody may know of; never who is in them or what is said."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from ninja import Router

from actionplans.api.paging import After, Limit, page_by_number
from actionplans.api.readers import reader
from actionplans.api.said import say_group
from actionplans.api.schemas import Group, Page
from cities.models import City
from workinggroups.models import WorkingGroup

router = Router(tags=["groups"])


@router.get("groups/", response=Page[Group], url_name="groups")
def groups(request: HttpRequest, after: After = "", limit: Limit = 100) -> Any:
    """The public working groups with their purpose and cities."""
    reader(request)
    known = WorkingGroup.objects.public().prefetch_related(
        Prefetch("cities", City.objects.members())
    )
    rows, following = page_by_number(known, after, limit)
    return {"items": [say_group(group) for group in rows], "next": following}
