"""The files of an application, and what is frozen when it is sent."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from cities import verbs
from cities.models import ApplicationPaper
from cities.revisions import changes
from coalition.models import Attachment
from tests.cities.applying import (
    application_in,
    docx,
    filled,
    holder,
    jpeg,
    pdf,
    signature,
)

pytestmark = pytest.mark.django_db
Kind = ApplicationPaper.Kind


# --- files


@pytest.mark.parametrize(
    ("kind", "file", "ending"),
    [
        (Kind.AUTHORITY, pdf("Устав ʻҶ.pdf"), "PDF"),
        (Kind.DRR_PLAN, docx(), "DOCX"),
        (Kind.PHOTO, jpeg("town.jpg"), "JPG"),
    ],
)
def test_files_of_every_kind_are_taken_by_their_content(kind, file, ending):
    application = filled()

    (paper,) = verbs.add_papers(application, by=holder(application), kind=kind, files=[file])

    assert (paper.kind, paper.format) == (kind, ending)


@pytest.mark.parametrize("ending", ["sig", "p7s", "sgn", "cms"])
def test_a_signature_stands_beside_the_file_it_signs(ending):
    application = filled()
    letter = application.papers.get()

    (paper,) = verbs.add_papers(
        application, by=holder(application), kind=Kind.SIGNATURE,
        files=[signature(f"letter.pdf.{ending}")], signs=letter,
    )  # fmt: skip

    assert (paper.signs, str(paper)) == (letter, f"letter.pdf.{ending}")


def test_a_signature_of_nothing_is_refused():
    application = filled()

    with pytest.raises(ValidationError) as refusal:
        verbs.add_papers(application, by=holder(application), kind=Kind.SIGNATURE,
                         files=[signature()])  # fmt: skip

    assert "Выберите файл, к которому относится подпись." in refusal.value.messages


def test_a_signature_of_the_file_of_another_application_is_refused():
    application, other = filled(), filled("other@sample.invalid")

    with pytest.raises(ValidationError):
        verbs.add_papers(application, by=holder(application), kind=Kind.SIGNATURE,
                         files=[signature()], signs=other.papers.get())  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        (Kind.SIGNATURE, pdf("letter.sig")),
        (Kind.OTHER, signature("plan.pdf")),
        (Kind.OTHER, SimpleUploadedFile("plan.docx", b"PK\x03\x04" + b"\0" * 100)),
        (Kind.PHOTO, SimpleUploadedFile("a.jpg", b"MZ" + b"\0" * 300)),
    ],
    ids=["a paper as a signature", "a signature as a paper", "an empty archive", "a program"],
)
def test_a_file_that_is_not_what_it_says_is_refused_by_name(kind, file):
    application = filled()
    letter = application.papers.get()

    with pytest.raises(ValidationError) as refusal:
        verbs.add_papers(application, by=holder(application), kind=kind, files=[pdf(), file],
                         signs=letter if kind == Kind.SIGNATURE else None)  # fmt: skip

    named = "letter.pdf" if kind == Kind.SIGNATURE else file.name
    assert refusal.value.messages[0].startswith(f"{named}: ")
    assert application.papers.count() == 1


def test_a_file_taken_away_is_gone_with_its_signatures_and_leaves_its_fingerprint():
    application = filled()
    letter = application.papers.get()
    verbs.add_papers(application, by=holder(application), kind=Kind.SIGNATURE,
                     files=[signature()], signs=letter)  # fmt: skip

    verbs.remove_paper(letter, by=holder(application))

    assert not application.papers.exists()
    files = Attachment.objects.filter(owner=f"cities.application:{application.pk}")
    assert [bool(file.withdrawn_at and file.sha256) for file in files] == [True, True]


def test_there_is_an_end_to_the_files_of_an_application():
    application = filled()

    with pytest.raises(ValidationError) as refusal:
        verbs.add_papers(application, by=holder(application), kind=Kind.OTHER,
                         files=[pdf() for _n in range(30)])  # fmt: skip

    assert "Помещается файлов: 30" in refusal.value.messages[0]


@pytest.mark.parametrize("state", ["received", "signed", "withdrawn"])
def test_files_of_a_sent_application_stay_as_they_are(state):
    application = application_in(state)

    with pytest.raises(ValidationError):
        verbs.remove_paper(application.papers.get(), by=holder(application))

    assert application.papers.count() == 1


# --- what was sent


def test_every_sending_keeps_the_answers_and_the_fingerprints_of_the_files():
    application = application_in("received")

    revision = application.revisions.get()
    assert revision.content["answers"]["motivation"] == "Учиться вместе"
    assert [file["sha256"] for file in revision.content["files"]] == [application.letter.sha256]
    assert revision.sent_by == "Проба-город (заявитель)"
    assert len(revision.sha256) == 64


def test_a_second_sending_says_what_changed_since_the_first():
    application = application_in("returned")
    verbs.save_task(application, by=holder(application), task="reasons", version=1,
                    values={"motivation": "Иначе"})  # fmt: skip
    verbs.add_papers(application, by=holder(application), kind=Kind.OTHER, files=[docx("a.docx")])
    verbs.submit_application(application, by=holder(application))

    first, second = application.revisions.all()
    assert [(one.label, one.was, one.became) for one in changes(first, second)] == [
        ("Зачем город присоединяется", "Учиться вместе", "Иначе"),
        ("другой документ", "", "a.docx"),
    ]


@pytest.mark.parametrize("deed", ["save", "delete"])
def test_what_was_sent_is_never_changed(deed):
    revision = application_in("received").revisions.get()

    with pytest.raises(TypeError):
        getattr(revision, deed)()


def test_sending_twice_by_one_form_keeps_one_revision():
    application = filled()
    for _time in range(2):
        verbs.submit_application(application, by=holder(application))

    assert application.revisions.count() == 1
