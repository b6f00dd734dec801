"""What an application said at each sending, kept as it was."""

from __future__ import annotations

from cities.models import Applicant, Application, ApplicationRevision
from cities.tasks import FILES, TASKS


def freeze_revision(application: Application, *, by: Applicant) -> ApplicationRevision:
    """Keep all answers and the fingerprints of all files; part of the deed of sending."""
    names = [name for task in TASKS.values() for name in task.fields if name not in FILES]
    papers = application.papers.select_related("attachment", "signs__attachment")
    return ApplicationRevision.objects.create(
        application=application,
        number=application.revisions.count() + 1,
        content={
            "answers": {name: getattr(application, name) for name in names},
            "files": [
                {
                    "kind": paper.kind,
                    "name": paper.attachment.name,
                    "size": paper.attachment.size,
                    "sha256": paper.attachment.sha256,
                    "signs": str(paper.signs or ""),
                }
                for paper in papers
            ],
        },
        sent_by=str(by),
    )
