"""Files that come with posts."""

import io
import uuid
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from coalition.attachments import may_open
from coalition.models import Attachment
from tests.files import PDF, pdf
from workinggroups.events import event_data, rows_after
from workinggroups.models import Post, PostFile
from workinggroups.models.files import MOST
from workinggroups.verbs import KeyReused, post_reply, redact_post

pytestmark = pytest.mark.django_db


def word(name="Смета.docx", *, macros=False):
    """The least Word document."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", "<document/>")
        if macros:
            archive.writestr("word/vbaProject.bin", b"x")
    return SimpleUploadedFile(name, content.getvalue())


def picture(name="Датчик.jpg"):
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue())


def test_a_post_carries_several_files(thread, say):
    post = say(thread, body="Вот.", files=[pdf("Акт.pdf"), word(), picture()])

    assert [str(file) for file in post.files.all()] == ["Акт.pdf", "Смета.docx", "Датчик.jpg"]


def test_readers_are_told_of_name_and_size_before_they_open(thread, say):
    post = say(thread, body="Вот.", files=[pdf("Акт.pdf")])
    event = rows_after(thread.pk, post.seq_created - 1)[0]

    file = post.files.get().attachment
    assert event_data(event)["post"]["files"] == [
        {"id": file.pk, "name": "Акт.pdf", "size": len(PDF)}
    ]


@pytest.mark.parametrize(
    "file", [SimpleUploadedFile("акт.pdf", b"MZ\x90 program"), word(macros=True), pdf(content=b"")]
)
def test_what_is_no_plain_paper_or_picture_is_refused_and_nothing_is_posted(thread, say, file):
    before = thread.post_count

    with pytest.raises(ValidationError):
        say(thread, body="Вот.", files=[file])

    thread.refresh_from_db()
    assert (thread.post_count, PostFile.objects.count()) == (before, 0)


def test_there_are_a_few_files_beside_a_post_at_most(thread, say):
    with pytest.raises(ValidationError):
        say(thread, body="Вот.", files=[pdf() for _n in range(MOST + 1)])


def test_the_same_sending_again_is_the_same_post(thread, person):
    key = uuid.uuid4()
    first, new = post_reply(thread, by=person("member"), body="Вот.", key=key, files=[pdf()])
    again, newer = post_reply(thread, by=person("member"), body="Вот.", key=key, files=[pdf()])

    assert (new, newer, first.pk == again.pk, PostFile.objects.count()) == (True, False, True, 1)


def test_another_file_under_the_same_key_is_told(thread, person):
    key = uuid.uuid4()
    post_reply(thread, by=person("member"), body="Вот.", key=key, files=[pdf()])

    with pytest.raises(KeyReused):
        post_reply(
            thread, by=person("member"), body="Вот.", key=key, files=[pdf(content=PDF + b"2")]
        )


def test_who_reads_the_post_opens_the_file_and_others_find_none(thread, say, signed_in, person):
    file = say(thread, body="Вот.", files=[pdf("Акт.pdf")]).files.get().attachment
    address = reverse("open_attachment", args=[file.pk])

    answer = signed_in("chair").get(address)

    assert b"".join(answer.streaming_content) == PDF
    assert signed_in("editor.namangan").get(address).status_code == 404
    assert not may_open(person("secretariat"), file)


def test_a_file_goes_with_the_post_that_is_withdrawn(thread, say, signed_in, person):
    post = say(thread, body="Вот.", files=[pdf()])
    file = post.files.get().attachment

    redact_post(post, by=person("member"))

    assert signed_in("member").get(reverse("open_attachment", args=[file.pk])).status_code == 404
    assert Attachment.objects.get(pk=file.pk).withdrawn_at is not None


def test_a_form_without_a_script_brings_files(signed_in, thread):
    answer = signed_in("member").post(
        reverse("thread", args=[thread.pk]),
        {
            "body": "Вот.",
            "key": uuid.uuid4(),
            "lang": "ru",
            "attached": [pdf("1.pdf"), pdf("2.pdf")],
        },
    )

    assert answer.status_code == 303
    page = signed_in("member").get(reverse("thread", args=[thread.pk])).content.decode()
    assert "1.pdf" in page
    assert "0,1</span> МБ" in page


def test_a_refused_file_gives_the_text_back(signed_in, thread):
    answer = signed_in("member").post(
        reverse("thread", args=[thread.pk]),
        {"body": "Не потеряйте", "key": uuid.uuid4(), "lang": "ru",
         "attached": [SimpleUploadedFile("x.exe", b"MZ")]},
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Не потеряйте" in answer.content.decode()
    assert "x.exe" in answer.content.decode()


def test_the_api_takes_files_with_a_form(signed_in, thread):
    key = str(uuid.uuid4())

    def send():
        return signed_in("member").post(
            reverse("api_posts", args=[thread.pk]),
            {"body": "Вот.", "attached": [pdf("Акт.pdf")]},
            headers={"Idempotency-Key": key},
        )

    first, again = send(), send()

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["post"]["files"][0]["name"] == "Акт.pdf"


@pytest.mark.parametrize("count", [1, 3])
def test_the_files_of_a_group_stand_in_one_list(
    signed_in, thread, say, django_assert_num_queries, count
):
    for n in range(count):
        say(thread, body="Вот.", files=[pdf(f"Акт {n}.pdf")])
    reader = signed_in("member")
    reader.get("/work/")

    with django_assert_num_queries(7):
        page = reader.get(reverse("group_files", args=[thread.group.slug])).content.decode()

    assert page.count(".pdf</a>") == count


def test_a_withdrawn_file_is_not_in_the_list(signed_in, thread, group, say, person):
    redact_post(say(thread, body="Вот.", files=[pdf("Акт.pdf")]), by=person("member"))

    page = signed_in("member").get(reverse("group_files", args=[group.slug])).content.decode()

    assert "Акт.pdf" not in page


def test_every_post_with_words_can_be_found_after_the_migration():
    assert not Post.objects.with_words().filter(folded="").exists()


def test_a_photograph_with_damaged_notes_of_its_camera_is_taken(thread, say):
    notes, out = Image.Exif(), io.BytesIO()
    notes[0x0112], notes[0x8825] = 6, {1: "N"}
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=notes)
    damaged = out.getvalue().replace(b"\x01\x00\x02\x00\x00\x00\x02N", b"\0\0\x02\0\0\0\x02N")
    assert damaged != out.getvalue()

    post = say(thread, files=[SimpleUploadedFile("Дамба.jpg", damaged)])

    assert post.files.get().attachment.content_type == "image/jpeg"
