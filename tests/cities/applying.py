"""Applications brought to any state by the verbs themselves."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from docx import Document
from PIL import Image

from cities import verbs
from cities.models import Applicant, Application, City, CompletenessMark
from coalition.documents import Paper
from coalition.models import User

ALL_THERE = dict.fromkeys(CompletenessMark.Point.values, ("yes", ""))
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# the beginning of signed data as CMS writes it; nobody signed anything
CMS = b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x81\xf2" + b"\0" * 242
ANSWERS = {
    "city": {
        "name_ru": "Проба-город",
        "name_national": "Намуна-шаҳр Ҷ",
        "name_en": "Trial City",
        "country": "TJ",
        "authority_type": "exec_body",
        "authority_name": "Исполнительный орган города Проба",
        "population": 12500,
        "population_year": 2025,
        "latitude": 38.0,
        "longitude": 70.0,
    },
    "people": {
        "head_name": "Председатель города (пример)",
        "head_post": "Председатель",
        "focal_name": "Координатор (пример)",
        "focal_post": "Начальник отдела",
        "focal_email": "focal@sample.invalid",
        "focal_phone": "+992 00 000-00-00",
        "language": "ru",
    },
    "hazards": {"hazards": ["mudflow", "earthquake"], "past_events": ""},
    "existing": {
        "drr_plan": "preparing",
        "climate_plan": "no",
        "early_warning": "Сирены",
        "mcr2030_stage": "A",
    },
    "reasons": {"motivation": "Учиться вместе"},
    "letter": {
        "accepts_declaration": True,
        "agrees_to_publish": True,
        "agrees_to_data": True,
        "holds_no_secrets": True,
    },
}
ACT = {"number": "7-р", "signed_on": date(2026, 11, 20), "slug": "sample-city"}
COPIES = {
    "certified_by": "Хранитель (пример)",
    "certified_on": date(2026, 11, 21),
    "outgoing_number": "12/1",
    "way": "post",
}


def pdf(name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def signature(name: str = "letter.pdf.sig") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, CMS)


def docx(name: str = "plan.docx") -> SimpleUploadedFile:
    paper = Paper(title="Пример", lang="ru")
    paper.paragraph("Пример")
    return SimpleUploadedFile(name, paper.content())


def jpeg(name: str = "letter.jpg", **saved: object) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "JPEG", **saved)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def words_of(answer: HttpResponse) -> str:
    """Everything a Word file says, tables too."""
    document = Document(BytesIO(answer.getvalue()))
    said = [one.text for one in document.paragraphs]
    said += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(said)


def people(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.invalid")


def holder(application: Application) -> Applicant:
    """Whoever holds the link."""
    return Applicant(application, application.secret)


def filled(email: str = "town@sample.invalid", **changes: object) -> Application:
    """A draft with all six tasks ready."""
    application = verbs.start_application(email)
    for task, answers in ANSWERS.items():
        application = verbs.save_task(
            application,
            by=holder(application),
            task=task,
            version=0,
            values={name: changes.get(name, value) for name, value in answers.items()},
            files={"letter": [pdf()]} if task == "letter" else None,
        )
    return application


def application_in(state: str, **changes: object) -> Application:
    """An application in a state, on the way that leads there."""
    application = filled(**changes)
    secretariat, keeper = people("secretariat"), people("keeper")
    osh = City.objects.select_related("place").get(slug="osh")
    way = {
        "received": lambda a: verbs.submit_application(a, by=holder(a)),
        "complete": lambda a: (
            verbs.mark_points(a, by=secretariat, marks=ALL_THERE),
            verbs.check_complete(a, by=secretariat),
        ),
        "notified": lambda a: verbs.notify_parties(a, by=secretariat),
        "consultations": lambda a: (
            verbs.speak(a, by=people("approver.osh"), city=osh, kind="support"),
            verbs.open_consultations(a, by=secretariat),
        ),
        "signed": lambda a: verbs.record_signed_act(a, by=keeper, scan=pdf("act.pdf"), **ACT),
        "copies_sent": lambda a: verbs.send_copies(a, by=keeper, **COPIES),
    }
    if state == "withdrawn":
        verbs.withdraw_application(application, by=holder(application))
    elif state == "returned":
        way["received"](application)
        verbs.return_application(application, by=secretariat, missing="Письмо не подписано.")
    elif state != "draft":
        for step, deed in way.items():
            deed(application)
            if step == state:
                break
    return Application.objects.get(pk=application.pk)
