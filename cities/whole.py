"""All data of a city in one ZIP that opens without the platform, with a list of fingerprints.

Every app puts its own part into it when it hears `city_gathered`. `README.txt` says what is where;
`manifest.json` names each file with its size and SHA-256, is written last and not in its own list.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import IO, Any, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.formats import date_format
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cities.holdings import files_of
from cities.journal_files import journal_csv
from cities.models import City, CityWhole
from cities.permissions import collection_name
from cities.signals import city_gathered
from coalition import clock, jobs
from coalition.models import Job, JournalEntry, Membership
from coalition.permissions import may

FORMAT = "city-data/1"
CHUNK = 1 << 16
OWN_FIELDS = (
    "slug", "status", "names", "authority", "authority_type", "country", "latitude", "longitude",
    "timezone", "currency", "languages", "hazards", "joined_on", "review_since", "shows_signals",
    "shows_coordinates", "in_open_data", "in_api", "editor_may_approve",
)  # fmt: skip


# what lies where, for whoever opens the ZIP without having seen the platform
PARTS = {
    "city.json": gettext_noop("the city: facts, former names, heads, its pauses and returns"),
    "people.json": gettext_noop("who had which role, and from when to when"),
    "pages/": gettext_noop("the texts of the city's page, by language"),
    "plans/": gettext_noop("plans and all their editions"),
    "progress/": gettext_noop("reports on measures, money"),
    "reports/": gettext_noop("reports of the city by period"),
    "groups/": gettext_noop("the talks of the city's team; another ZIP with pages to read"),
    "files/": gettext_noop("files beside measures, reports and acts"),
    "media/": gettext_noop("pictures and documents of the city's page"),
    "journal": gettext_noop("who did what and when"),
}


class Put(Protocol):
    """Lays one file into the whole: its name there, and its content."""

    def __call__(self, name: str, content: bytes | IO[bytes]) -> None: ...


def as_json(content: Any) -> bytes:
    """A part of the whole as JSON that people can read too."""
    return json.dumps(content, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()


class Bundle:
    """A ZIP that is being filled, and what lies in it so far."""

    def __init__(self, archive: ZipFile, tell: Callable[[int], None]) -> None:
        self.archive, self.tell = archive, tell
        self.files: list[dict[str, Any]] = []
        self._known: set[str] = set()

    def put(self, name: str, content: bytes | IO[bytes]) -> None:
        """Lay a file in; a second one of the same name gets a number."""
        name = self._free(name)
        counted, size = hashlib.sha256(), 0
        entry = ZipInfo(name, clock.now().timetuple()[:6])
        entry.compress_type = ZIP_DEFLATED
        with self.archive.open(entry, "w", force_zip64=True) as kept:
            for piece in (
                [content] if isinstance(content, bytes) else iter(lambda: content.read(CHUNK), b"")
            ):
                kept.write(piece)
                counted.update(piece)
                size += len(piece)
        self.files.append({"name": name, "size": size, "sha256": counted.hexdigest()})
        self.tell(len(self.files))

    def _free(self, name: str) -> str:
        path, number = PurePosixPath(name), 1
        while name in self._known:
            number += 1
            name = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        self._known.add(name)
        return name


def gather(job: Job, watch: jobs.Watch) -> None:
    """Make the file of a job; who asked for it must still administer the city."""
    whole = CityWhole.objects.select_related("city__place", "by").get(
        pk=int(job.subject.partition(":")[2])
    )
    if not may(whole.by, "administer", whole.city):
        raise PermissionDenied
    with TemporaryFile() as out:
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            step = _("Gathering the data")
            bundle = Bundle(archive, lambda count: watch.tell(count, count + 20, step))
            put_city(whole.city, bundle.put)
            city_gathered.send(sender=City, city=whole.city, put=bundle.put)
            bundle.put("README.txt", read_me(whole.city, bundle))
            manifest = {
                "format": FORMAT, "city": whole.city.slug, "made_at": clock.now(),
                "how": "SHA-256 of each file as it lies here", "files": bundle.files,
            }  # fmt: skip
            archive.writestr(ZipInfo("manifest.json", clock.now().timetuple()[:6]),
                             as_json(manifest), ZIP_DEFLATED)  # fmt: skip
        whole.size = out.tell()
        out.seek(0)
        whole.sha256 = hashlib.file_digest(out, "sha256").hexdigest()
        out.seek(0)
        whole.file.save("whole", File(out), save=False)
    whole.save(update_fields=["size", "sha256", "file"])


def read_me(city: City, bundle: Bundle) -> bytes:
    """A page of plain text that says what lies where; old programs of Windows read it too."""
    title = _("All data of the city: %(city)s, %(day)s")
    lines = [title % {"city": city, "day": date_format(clock.today(), "SHORT_DATE_FORMAT")}, ""]
    for start, words in PARTS.items():
        if any(one["name"].startswith(start) for one in bundle.files):
            lines.append(f"{start}: {_(words)}")
    lines += [
        f"manifest.json: {_('every file with its size and fingerprint (SHA-256)')}",
        "",
        _("Tables (XLSX, CSV) open in Excel, files JSON in any program for text."),
    ]
    return "\r\n".join(lines).encode("utf-8-sig")


def put_city(city: City, put: Put) -> None:
    """What this app and the kernel hold of the city."""
    put("city.json", as_json({
        **{name: getattr(city, name) for name in OWN_FIELDS},
        "facts": list(city.facts.values("kind", "value", "unit", "texts", "as_of", "source",
                                        "note", "state", "decided_at")),
        "former_names": list(city.former_names.values("kind", "names", "since", "until",
                                                      "act_number", "act_on")),
        "heads": list(city.heads.values("post", "name", "since", "until", "is_shown")),
        "standings": list(city.standings.values("kind", "pages", "letter_number", "letter_on",
                                                "at")),
    }))  # fmt: skip
    held = Membership.objects.filter(place=city.place_id).select_related("user").order_by("pk")
    put("people.json", as_json([
        {"post": one.user.post, "name": one.user.get_full_name(), "role": one.role,
         "since": one.since, "until": one.until, "released_at": one.released_at}
        for one in held.exclude(role="reviewer")
    ]))  # fmt: skip
    for page in city.pages.select_related("locale").order_by("pk"):
        put(f"pages/{page.locale.language_code}.json", as_json(
            {"title": page.title, "lede": page.lede, "body": page.body.get_prep_value(),
             "live": page.live}
        ))  # fmt: skip
    entries = JournalEntry.objects.filter(city=city.slug).order_by("pk")
    put("journal.csv", journal_csv(entries))
    put("journal.json", as_json(list(entries.values("at", "actor", "deed", "subject", "details"))))
    _put_files(city, put)


def _put_files(city: City, put: Put) -> None:
    """Files beside the work, and pictures and documents of the city's page."""
    for file in files_of(city).filter(withdrawn_at=None).order_by("pk").iterator():
        _put_stored(put, f"files/{file.pk}-{get_valid_filename(file.name)}", file.file)
    name = collection_name(city.place)
    for model in (get_image_model(), get_document_model()):
        for one in model.objects.filter(collection__name=name).order_by("pk"):
            path = PurePosixPath(one.file.name)
            _put_stored(put, f"media/{one.pk}-{get_valid_filename(path.name)}", one.file)


def _put_stored(put: Put, name: str, stored: Any) -> None:
    """A file as it is; one that lies on the server no more is left out of the list."""
    try:
        content = stored.open("rb")
    except OSError:
        return
    with content:
        put(name, content)
