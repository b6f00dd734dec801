"""A whole group as it leaves the platform: one ZIP that opens without the platform.

`index.html` leads to `threads/<id>.html`; beside each stands the same as JSON with its fingerprint.
`decisions.csv` is the register; `files/` holds what came with posts that still have their words.
"""

from __future__ import annotations

import shutil
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.template.loader import render_to_string
from django.utils.text import get_valid_filename

from coalition import clock
from workinggroups.exporting import canonical, content_of, fingerprint, whole_file
from workinggroups.models import PostFile, Thread, WorkingGroup
from workinggroups.register import heading, line_of, stated_in, written


def archive_of(group: WorkingGroup) -> IO[bytes]:
    """The archive as an open file, from its beginning; lies on the disk while it is made."""
    out = TemporaryFile()  # noqa: SIM115 -- whoever sends it closes it
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        threads = [
            (thread, _put_thread(archive, thread))
            for thread in Thread.objects.filter(group=group).select_related("group").order_by("pk")
        ]
        decisions = stated_in(group).order_by("pk")
        archive.writestr("decisions.csv", written(heading(), map(line_of, decisions)))
        _put_files(archive, group)
        about = {"group": group, "threads": threads, "taken_at": clock.now()}
        archive.writestr("index.html", _page("kept_group", about))
    out.seek(0)
    return out


def _put_thread(archive: ZipFile, thread: Thread) -> str:
    """A thread as a page and as data; returns the fingerprint of what it says."""
    content = content_of(thread)
    sha256 = fingerprint(canonical(content))
    about = {"thread": thread, "content": content, "sha256": sha256}
    archive.writestr(f"threads/{thread.pk}.html", _page("kept_thread", about))
    archive.writestr(f"threads/{thread.pk}.json", whole_file(content))
    return sha256


def _put_files(archive: ZipFile, group: WorkingGroup) -> None:
    """The files of posts, each once, as they are: photos and office files are packed already."""
    rows = PostFile.objects.filter(post__thread__group=group, attachment__withdrawn_at=None)
    rows = rows.filter(post__redacted_at=None, post__moved_to=None).select_related("attachment")
    known = set()
    for file in (row.attachment for row in rows.order_by("pk").iterator()):
        name = f"files/{file.sha256[:12]}-{get_valid_filename(file.name)}"
        if name in known:
            continue
        known.add(name)
        entry = ZipInfo(name, clock.now().timetuple()[:6])
        entry.file_size = file.size
        with file.file.open() as said, archive.open(entry, "w") as kept:
            shutil.copyfileobj(said, kept)


def _page(name: str, about: dict[str, Any]) -> str:
    return render_to_string(f"workinggroups/{name}.html", about)
