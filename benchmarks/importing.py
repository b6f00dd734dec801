"""A long plan brought as a workbook: how long it takes, how many queries a row.

Run as `python -m benchmarks.importing ROWS` with the environment of `benchmarks.stage`; prints
JSON. The time is printed, the queries of a row are judged.
"""

from __future__ import annotations

import json
import os
import sys
import time
from io import BytesIO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")
django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from openpyxl import Workbook  # noqa: E402

from actionplans import verbs  # noqa: E402
from cities.models import City  # noqa: E402
from coalition import jobs  # noqa: E402
from coalition.models import User  # noqa: E402

HEADINGS = ["№", "Мероприятие", "Результат", "Исполнители", "Срок", "Сумма, тыс. сом", "Источник"]


def workbook(rows: int) -> bytes:
    """A plan as a city keeps it, of so many rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    for number in range(rows):
        sheet.append([f"77.{number}", f"Мера {number} из файла", "Сделано",
                      "Мэрия города\nСлужба спасения (по согласованию)", "IV квартал 2028 г.",
                      number, "МБ"])  # fmt: skip
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def bring(rows: int) -> dict[str, float]:
    """Read, compare, accept; then the same file again, which changes nothing."""
    city = City.objects.select_related("place").get(slug="osh")
    by = User.objects.get(email="editor.osh@demo.invalid")
    content, told = workbook(rows), {"rows": rows}
    for name in ("first", "again"):
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            file = SimpleUploadedFile("plan.xlsx", content)
            found = verbs.begin_import(city, by=by, file=file)
            jobs.run_waiting()
            found.refresh_from_db()
        told[f"{name}, reading, s"] = round(time.perf_counter() - began, 2)
        told[f"{name}, reading, queries of a row"] = len(asked) / rows
        if name == "again":
            told["doubled"] = found.counts["new"] + found.counts["changed"]
            continue
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            verbs.accept_import(found, by=by, fingerprint=found.result["fingerprint"])
        told["accepting, s"] = round(time.perf_counter() - began, 2)
        told["accepting, queries of a row"] = len(asked) / rows
    return told


if __name__ == "__main__":
    json.dump(bring(int(sys.argv[1])), sys.stdout)
