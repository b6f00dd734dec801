"""What reviewers keep of the regional project: its facts and the indicators of its outputs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.models import Project, ProjectIndicator, ProjectOutput, ProjectTarget
from actionplans.models.project import Split
from actionplans.permissions import require_review
from actionplans.project.holding import held
from actionplans.project.saying import in_plain
from coalition import clock
from coalition.errors import Conflict
from coalition.models import Place, User
from coalition.models.journal import record


@transaction.atomic
def keep_project(
    project: Project,
    *,
    by: User,
    said: Mapping[str, Any],
    outputs: Mapping[str, Mapping[str, str]],
    version: int,
) -> Project:
    """Correct the facts of the project and the names of its outputs ({number: names})."""
    require_review(by)
    project = held(project)
    _meet(project, said, version)
    for name, value in said.items():
        setattr(project, name, value)
    project.version += 1
    project.by, project.at = by, clock.now()
    project.full_clean()
    project.save()
    for output in project.outputs.filter(code__in=outputs):
        output.names = dict(outputs[output.code])
        output.full_clean()
        output.save()
    record("project.kept", by=by, subject=project, place=Place.coalition())
    return project


@transaction.atomic
def keep_indicator(  # noqa: PLR0913 -- what an indicator is
    output: ProjectOutput,
    *,
    by: User,
    said: Mapping[str, Any],
    targets: Mapping[int, Decimal | None],
    indicator: ProjectIndicator | None = None,
    version: int = 0,
    is_example: bool = False,
) -> ProjectIndicator:
    """Add an indicator to an output, or change it; `targets` are {year: value}, None for none."""
    require_review(by)
    held(output.project)
    if indicator is None:
        indicator = ProjectIndicator(
            version=0, is_example=is_example, position=output.indicators.count()
        )
    else:
        indicator.refresh_from_db()
        _meet(indicator, said, version)
    for name, value in {**said, "output": output}.items():
        setattr(indicator, name, value)
    if not indicator.names.get("en") or not indicator.names.get("ru"):
        raise ValidationError(_("Name the indicator in Russian and in English."))
    if set(indicator.splits) - set(Split.values):
        raise ValidationError({"splits": _("Choose from the list.")})
    indicator.version += 1
    indicator.by, indicator.at = by, clock.now()
    indicator.full_clean()
    indicator.save()
    indicator.targets.all().delete()
    ProjectTarget.objects.bulk_create(
        ProjectTarget(indicator=indicator, year=year, value=value)
        for year, value in targets.items() if value is not None
    )  # fmt: skip
    record("project.indicator_kept", by=by, subject=indicator, place=Place.coalition())
    return indicator


@transaction.atomic
def remove_indicator(indicator: ProjectIndicator, *, by: User) -> None:
    """Remove an indicator for which no value has been entered."""
    require_review(by)
    held(indicator.output.project)
    if indicator.actuals.exists():
        raise ValidationError(
            _("Values have been entered for this indicator, so it stays. Remove them first.")
        )
    record("project.indicator_removed", by=by, subject=indicator, place=Place.coalition())
    indicator.delete()


def _label_of(row: Project | ProjectIndicator, name: str) -> str:
    """What a field is called."""
    return str(getattr(row._meta.get_field(name), "verbose_name", name))


def _meet(row: Project | ProjectIndicator, said: Mapping[str, Any], version: int) -> None:
    """Conflict when somebody saved since the row was on the screen."""
    if version == row.version:
        return
    rows = [
        (_label_of(row, name), in_plain(getattr(row, name)), in_plain(value))
        for name, value in said.items()
    ]
    raise Conflict(str(row.by), row.at, rows, {"version": row.version})
