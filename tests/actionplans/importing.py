"""Where the tests of bringing plans begin: files of a plan, and what reading them gives."""

from django.core.files.uploadedfile import SimpleUploadedFile

from actionplans import verbs
from actionplans.importing import propose, propose_import
from actionplans.models import ActionPlan, MeasureDraft, PlanImport
from cities.models import City
from coalition.sheets import Tables
from coalition.sheets.kinds import read_tables
from tests.coalition.tables import xlsx

HEADINGS = ["№ п/п", "Наименование мероприятия", "Форма завершения", "Ответственные исполнители",
            "Срок исполнения"]  # fmt: skip


def city(slug: str = "osh") -> City:
    return City.objects.select_related("place").get(slug=slug)


def row(code="9.1", title="Новая дамба", result="Дамба", who="Мэрия", due="2028 г."):
    return [code, title, result, who, due]


def table(*rows, headings=HEADINGS, **more) -> bytes:
    """A workbook with the headings of a plan and some rows."""
    return xlsx([headings, *rows], **more)


def upload(content: bytes, name: str = "plan.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def proposed(content: bytes, name: str = "plan.xlsx", slug: str = "osh", **more) -> dict:
    """What a file would change in the plan of a city."""
    tables = read_tables(content, name)
    return proposed_of(tables, slug, **more)


def proposed_of(tables: Tables, slug: str = "osh", **more) -> dict:
    plan = ActionPlan.objects.select_related("city").get(city__slug=slug, is_current=True)
    return propose_import(tables, propose(tables), city(slug), plan, **more)


def items(content: bytes, **more) -> list[dict]:
    return proposed(content, **more)["items"]


def only(content: bytes, **more) -> dict:
    """The one row of a file."""
    (found,) = items(content, **more)
    return found


def sentences(item: dict, level: str = "") -> list[str]:
    return [one["text"] for one in item["messages"] if not level or one["level"] == level]


def begun(by, content: bytes, name: str = "plan.xlsx", slug: str = "osh") -> PlanImport:
    return verbs.begin_import(city(slug), by=by, file=upload(content, name))


def accepted(by, content: bytes, name: str = "plan.xlsx", slug: str = "osh") -> PlanImport:
    found = begun(by, content, name, slug)
    return verbs.accept_import(found, by=by, fingerprint=found.result["fingerprint"])


def waiting(slug: str = "osh") -> list[MeasureDraft]:
    return list(MeasureDraft.objects.filter(plan__city__slug=slug, state="open").order_by("pk"))
