"""Invented applications to join, led by the same verbs as real ones."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cities import verbs
from cities.models import Applicant, Application, City
from coalition.models import User
from home.founding.pages import load

# a page with nothing on it: there is no such town and nobody signed anything
EMPTY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def found_applications() -> None:
    """Make the applications that are missing; those that people have led on stay as they are."""
    for entry in load("applications.yaml")["applications"]:
        if not Application.objects.filter(email=entry["email"]).exists():
            found_application(entry)


def found_application(entry: dict[str, Any]) -> Application:
    """One application, with its answers, in its state."""
    application = verbs.start_application(entry["email"])
    for task, answers in entry["answers"].items():
        file = SimpleUploadedFile("Пример письма.pdf", EMPTY_PDF)
        application = verbs.save_task(
            application,
            by=Applicant(application, application.secret),
            task=task,
            version=0,
            values=answers,
            files={"letter": [file]} if task == "letter" else None,
        )
    for kind, name in entry.get("papers", {}).items():
        verbs.add_papers(
            application,
            by=Applicant(application, application.secret),
            kind=kind,
            files=[SimpleUploadedFile(name, EMPTY_PDF)],
        )
    if entry["state"] != "draft":
        verbs.submit_application(application, by=Applicant(application, application.secret))
        lead(application, entry)
    return application


def lead(application: Application, entry: dict[str, Any]) -> None:
    """What the secretariat and the Parties have done with it so far."""
    secretariat = User.objects.get(email="secretariat@demo.invalid")
    marks = {key: (found, "") for key, found in entry["marks"].items()}
    verbs.mark_points(application, by=secretariat, marks=marks)
    for asked in entry.get("questions", []):
        question = verbs.ask_question(
            application, by=secretariat, text=asked["text"], about=asked["about"]
        )
        if "answer" in asked:
            holder = Applicant(application, application.secret)
            verbs.answer_question(question, by=holder, text=asked["answer"])
    if entry["state"] == "received":
        return
    verbs.check_complete(application, by=secretariat)
    verbs.notify_parties(application, by=secretariat)
    for voice in entry["voices"]:
        city = City.objects.select_related("place").get(slug=voice["city"])
        approver = User.objects.get(email=f"approver.{city.slug}@demo.invalid")
        verbs.speak(application, by=approver, **{**voice, "city": city})
