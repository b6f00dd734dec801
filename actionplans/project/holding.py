"""One reviewer writes after the other."""

from __future__ import annotations

from actionplans.models import Project


def held(project: Project) -> Project:
    """The project's row, held so that two reviewers write one after the other."""
    rows = Project.objects.select_for_update(of=("self",)).select_related("by")
    return rows.get(pk=project.pk)
