"""Files that come up piece by piece, and go on after a break."""

import hashlib
import json
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from coalition import clock
from coalition.models import User
from tests.files import PDF
from workinggroups.models import PostFile, Upload, UploadPiece
from workinggroups.models.files import MOST
from workinggroups.models.uploads import PIECE
from workinggroups.verbs import (
    KeyReused,
    ThreadClosed,
    WrongOffset,
    add_piece,
    begin_upload,
    close_thread,
    drop_upload,
    post_reply,
    sweep_uploads,
)
from workinggroups.verbs.uploads import MOST_BYTES

pytestmark = pytest.mark.django_db
LONG = PDF + b"%" + b"x" * (2 * PIECE)  # three pieces


@pytest.fixture
def begun(thread, person):
    return begin_upload(thread, by=person("member"), name="Акт.pdf", size=len(LONG))


def send_up(upload, content=LONG, by=None):
    for begin in range(upload.received, len(content), PIECE):
        piece = content[begin : begin + PIECE]
        upload = add_piece(upload, by=by or upload.user, offset=begin, content=piece)
    return upload


def write(thread, by, *ids, key=None):
    return post_reply(thread, by=by, body="Вот.", key=key or uuid.uuid4(), uploads=ids)


def test_pieces_become_the_file_of_the_post(thread, begun, person):
    send_up(begun)

    post, _new = write(thread, person("member"), begun.pk)

    file = post.files.get().attachment
    assert (file.name, file.sha256) == ("Акт.pdf", hashlib.sha256(LONG).hexdigest())
    assert not UploadPiece.objects.exists()


def test_a_file_goes_on_from_where_it_stopped(begun):
    add_piece(begun, by=begun.user, offset=0, content=LONG[:PIECE])

    with pytest.raises(WrongOffset) as told:
        add_piece(begun, by=begun.user, offset=0, content=LONG[:PIECE])

    assert told.value.received == PIECE
    begun.refresh_from_db()
    assert send_up(begun).as_file().read() == LONG


@pytest.mark.parametrize("content", [b"", b"x" * (PIECE + 1)])
def test_a_piece_has_some_bytes_and_not_too_many(begun, content):
    with pytest.raises(ValidationError):
        add_piece(begun, by=begun.user, offset=0, content=content)


def test_no_more_comes_than_was_told(thread, person):
    upload = begin_upload(thread, by=person("member"), name="Акт.pdf", size=3)

    with pytest.raises(ValidationError):
        add_piece(upload, by=person("member"), offset=0, content=b"%PDF")


def test_the_database_takes_no_more_than_was_told(begun):
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.filter(pk=begun.pk).update(received=begun.size + 1)


def test_the_database_takes_a_piece_once(begun):
    UploadPiece.objects.create(upload=begun, begins=0, content=b"%PDF")

    with pytest.raises(IntegrityError), transaction.atomic():
        UploadPiece.objects.create(upload=begun, begins=0, content=b"%PDF")


@pytest.mark.parametrize(("size", "words"), [(0, "Файл пуст"), (24_000_000, "24.0 МБ")])
def test_an_empty_or_too_large_file_is_told_before_it_comes(thread, person, size, words):
    with pytest.raises(ValidationError) as told:
        begin_upload(thread, by=person("member"), name="Акт.pdf", size=size)

    assert words in told.value.messages[0]


def test_a_file_of_another_kind_is_told_with_its_last_piece(thread, person):
    upload = begin_upload(thread, by=person("member"), name="Акт.pdf", size=3)

    with pytest.raises(ValidationError) as told:
        add_piece(upload, by=person("member"), offset=0, content=b"MZ\x90")

    assert "PDF" in told.value.messages[0]


def test_a_person_has_a_few_files_on_their_way_at_most(thread, person):
    for _n in range(MOST):
        begin_upload(thread, by=person("member"), name="Акт.pdf", size=9)

    with pytest.raises(ValidationError):
        begin_upload(thread, by=person("member"), name="Акт.pdf", size=9)
    assert begin_upload(thread, by=person("chair"), name="Акт.pdf", size=9)


def test_a_person_has_so_many_bytes_on_their_way_at_most(thread, person):
    for _n in range(MOST_BYTES // 10_000_000):
        begin_upload(thread, by=person("member"), name="Акт.pdf", size=10_000_000)

    with pytest.raises(ValidationError):
        begin_upload(thread, by=person("member"), name="Акт.pdf", size=1)


def test_a_closed_thread_takes_no_files(thread, person):
    close_thread(thread, by=person("chair"), words="Решили.")

    with pytest.raises(ThreadClosed):
        begin_upload(thread, by=person("member"), name="Акт.pdf", size=9)


def test_a_stranger_begins_nothing(thread, person):
    with pytest.raises(PermissionDenied):
        begin_upload(thread, by=person("editor.namangan"), name="Акт.pdf", size=9)


def test_nobody_goes_on_with_the_file_of_another(begun, person):
    with pytest.raises(PermissionDenied):
        add_piece(begun, by=person("chair"), offset=0, content=b"%PDF")


def test_nobody_takes_the_file_of_another_back(begun, person):
    with pytest.raises(PermissionDenied):
        drop_upload(begun, by=person("chair"))


def test_nobody_posts_the_file_of_another(thread, begun, person):
    send_up(begun)

    with pytest.raises(ValidationError):
        write(thread, person("chair"), begun.pk)
    assert Upload.objects.filter(pk=begun.pk).exists()


def test_a_file_that_is_not_here_wholly_is_not_posted(thread, begun, person):
    before = thread.post_count

    with pytest.raises(ValidationError) as told:
        write(thread, person("member"), begun.pk)

    thread.refresh_from_db()
    assert told.value.messages == ["Акт.pdf ещё не загружен до конца."]
    assert (thread.post_count, PostFile.objects.count()) == (before, 0)


def test_there_are_a_few_files_beside_a_post_however_they_come(thread, begun, person):
    with pytest.raises(ValidationError):
        write(thread, person("member"), *[begun.pk] * (MOST + 1))


def test_the_same_sending_again_is_the_same_post_though_its_upload_is_gone(thread, begun, person):
    send_up(begun)
    key = uuid.uuid4()

    first, new = write(thread, person("member"), begun.pk, key=key)
    again, newer = write(thread, person("member"), begun.pk, key=key)

    assert (new, newer, first.pk == again.pk, PostFile.objects.count()) == (True, False, True, 1)


def test_other_files_under_the_same_key_are_told(thread, begun, person):
    send_up(begun)
    key = uuid.uuid4()
    write(thread, person("member"), begun.pk, key=key)

    with pytest.raises(KeyReused):
        write(thread, person("member"), uuid.uuid4(), key=key)


def test_what_has_not_left_within_a_day_is_swept(thread, begun, person):
    add_piece(begun, by=begun.user, offset=0, content=LONG[:PIECE])
    young = begin_upload(thread, by=person("member"), name="Новый.pdf", size=9)
    Upload.objects.filter(pk=begun.pk).update(begun_at=clock.now() - timedelta(hours=25))

    assert sweep_uploads() == 1

    assert list(Upload.objects.all()) == [young]
    assert not UploadPiece.objects.exists()


def test_only_the_platform_sweeps(person):
    with pytest.raises(PermissionDenied):
        sweep_uploads(by=person("chair"))
    assert sweep_uploads(by=User.system()) == 0


# --- over HTTP ------------------------------------------------------------------------------------
def address(thread, key=""):
    return f"/api/v1/threads/{thread.pk}/uploads/{f'{key}/' if key else ''}"


def begin(browser, thread, content=LONG, name="Акт.pdf"):
    data = json.dumps({"name": name, "size": len(content)})
    return browser.post(address(thread), data, content_type="application/json")


def piece(browser, thread, key, offset, content):
    return browser.post(
        address(thread, key),
        content,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def test_a_file_comes_up_over_http_and_leaves_with_a_post(signed_in, thread):
    member = signed_in("member")
    begun = begin(member, thread)
    key = begun.json()["id"]
    assert (begun.status_code, begun.json()["offset"]) == (201, 0)

    for offset in range(0, len(LONG), PIECE):
        answer = piece(member, thread, key, offset, LONG[offset : offset + PIECE])
        assert answer.status_code == 200
    answer = member.post(
        reverse("api_posts", args=[thread.pk]),
        json.dumps({"body": "Вот.", "uploads": [key]}),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )

    file = answer.json()["post"]["files"][0]
    opened = signed_in("chair").get(reverse("open_attachment", args=[file["id"]]))
    assert b"".join(opened.streaming_content) == LONG


def test_a_wrong_offset_is_refused_with_the_one_that_goes_on(signed_in, thread):
    member = signed_in("member")
    key = begin(member, thread).json()["id"]
    piece(member, thread, key, 0, LONG[:PIECE])

    answer = piece(member, thread, key, 7, b"x")

    assert (answer.status_code, answer.json()["offset"]) == (409, PIECE)
    assert member.get(address(thread, key)).json()["offset"] == PIECE


@pytest.mark.parametrize("offset", ["", "-1", "x", "9" * 40])
def test_a_piece_needs_its_offset(signed_in, thread, offset):
    member = signed_in("member")
    key = begin(member, thread).json()["id"]

    assert piece(member, thread, key, offset, b"%PDF").status_code == 422


def test_a_piece_that_is_too_long_is_refused_unread(signed_in, thread):
    member = signed_in("member")
    key = begin(member, thread).json()["id"]

    answer = piece(member, thread, key, 0, b"x" * (PIECE + 1))

    assert answer.status_code == 422
    assert Upload.objects.get(pk=key).received == 0


@pytest.mark.parametrize("method", ["get", "post", "delete"])
@pytest.mark.parametrize("who", ["chair", "editor.namangan"])
def test_the_upload_of_another_is_not_there(signed_in, thread, method, who):
    key = begin(signed_in("member"), thread).json()["id"]

    answer = getattr(signed_in(who), method)(address(thread, key))

    assert answer.status_code == 404
    assert Upload.objects.filter(pk=key).exists()


def test_an_upload_is_found_in_its_own_thread_alone(signed_in, thread, group, person):
    other = group.threads.exclude(pk=thread.pk).first()
    key = begin(signed_in("member"), thread).json()["id"]

    assert signed_in("member").get(address(other, key)).status_code == 404


def test_a_file_is_taken_back(signed_in, thread):
    member = signed_in("member")
    key = begin(member, thread).json()["id"]

    assert member.delete(address(thread, key)).status_code == 204
    assert member.get(address(thread, key)).status_code == 404


def test_a_file_that_is_too_large_is_refused_with_a_sentence(signed_in, thread):
    answer = signed_in("member").post(
        address(thread), '{"name": "Запись.pdf", "size": 24000000}', content_type="application/json"
    )

    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("Файл 24.0 МБ")


def test_nothing_comes_up_without_the_security_token(thread, person):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(person("member"))

    assert begin(careful, thread).json()["error"] == "csrf"


def test_a_closed_thread_is_told_before_the_file_comes(signed_in, thread, person):
    close_thread(thread, by=person("chair"), words="Решили.")

    assert begin(signed_in("member"), thread).status_code == 423


@pytest.mark.parametrize("uploads", ["x", ["x"], [7], {"a": 1}, 7])
def test_odd_ids_of_uploads_are_refused(signed_in, thread, uploads):
    answer = signed_in("member").post(
        reverse("api_posts", args=[thread.pk]),
        json.dumps({"body": "Вот.", "uploads": uploads}),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )

    assert answer.status_code == 422


def test_a_thread_no_row_can_be_of_has_no_uploads(signed_in):
    answer = signed_in("chair").get(f"/api/v1/threads/{10**20}/uploads/{uuid.uuid4()}/")

    assert answer.status_code == 404
