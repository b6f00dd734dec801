"""The work of reading a file beside the plan, done while a page waits or by the worker."""

from __future__ import annotations

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actionplans.importing.layout import Layout, propose
from actionplans.importing.proposing import propose_import
from actionplans.models import PlanImport
from actionplans.permissions import may_decide
from coalition import jobs
from coalition.models import Job
from coalition.sheets import Tables, open_tables

JOB = "actionplans.read_import"
STATE = PlanImport.State
TABLES = (".xlsx", ".docx")


def is_readable(name: str) -> bool:
    """Whether a file that came with an application can hold a plan as a table."""
    return PurePath(name).suffix.lower() in TABLES


def tables_of(imported: PlanImport) -> Tables:
    """The tables of the file as it was taken in.

    ValidationError with the code "missing" when the file lies there no more: a database may have
    been restored without its files.
    """
    try:
        file = imported.file.open("rb")
    except OSError:
        raise ValidationError(
            _("The file itself is no longer on the server. Choose it again."), code="missing"
        ) from None
    with file:
        return open_tables(file, imported.name)


def read_import(job: Job, watch: jobs.Watch) -> None:
    """Read the file and lay its proposal beside it; nothing of the plan is written."""
    imported = PlanImport.objects.select_related("city__place", "by").get(
        pk=int(job.subject.partition(":")[2])
    )
    try:
        tables = tables_of(imported)
        layout = Layout.of(imported.layout) if imported.layout else propose(tables)
        plan = imported.city.plans.current().first()
        result = propose_import(
            tables,
            layout,
            imported.city,
            plan,
            fallback=imported.fallback,
            may_add=plan is None or not plan.is_public or may_decide(imported.by, imported.city),
            progress=lambda done, total: watch.tell(done, total, _("Comparing with the plan")),
        )
    except ValidationError:
        PlanImport.objects.filter(pk=imported.pk, state=STATE.READING, job=job).update(
            state=STATE.FAILED
        )
        raise
    going = PlanImport.objects.filter(pk=imported.pk, state=STATE.READING, job=job)
    going.update(state=STATE.READY, layout=layout.stored(), result=result)


def register_jobs() -> None:
    """What the worker does for imports."""
    jobs.register(JOB, read_import)
