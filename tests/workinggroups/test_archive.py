"""A whole group as one file to keep."""

import csv
import hashlib
import io
import json
from zipfile import ZipFile

import pytest
from django.urls import reverse

from coalition.models import User
from tests.files import pdf
from tests.workinggroups.deciding import fresh, opened, prepared, run_out, seat_everybody
from workinggroups.models import PostFile
from workinggroups.verbs import close_decision, redact_post, state_outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(signed_in, group):
    """What a person finds in the archive: {name: bytes}."""

    def take(who="member"):
        answer = signed_in(who).get(reverse("group_archive", args=[group.slug]))
        assert answer.headers["Content-Type"] == "application/zip"
        with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    return take


def test_every_thread_is_a_page_and_data_with_its_fingerprint(taken, group):
    found = taken()

    for thread in group.threads.all():
        said = json.loads(found[f"threads/{thread.pk}.json"])
        text = json.dumps(said["content"], ensure_ascii=False, sort_keys=True,
                          separators=(",", ":"))  # fmt: skip
        assert said["sha256"] == hashlib.sha256(text.encode()).hexdigest()
        assert said["sha256"] in found["index.html"].decode()
        assert thread.title in found[f"threads/{thread.pk}.html"].decode()


def test_files_leave_as_they_came(taken, thread, say):
    post = say(thread, body="Вот.", files=[pdf("Акт осмотра.pdf")])
    kept = PostFile.objects.get(post=post).attachment

    name = f"files/{kept.sha256[:12]}-Акт_осмотра.pdf"

    assert hashlib.sha256(taken()[name]).hexdigest() == kept.sha256


def test_withdrawn_words_and_their_files_stay_behind(taken, thread, say, person):
    post = say(thread, body="Тайное", files=[pdf("Тайный акт.pdf")])
    redact_post(post, by=person("member"), why="Ошибся")

    found = taken("chair")

    assert not [name for name in found if "Тайный" in name]
    assert "Тайное" not in "".join(
        text.decode() for name, text in found.items() if name.startswith("threads/")
    )


def test_the_register_comes_with_it_and_drafts_do_not(taken, thread, group, person):
    seat_everybody(group)
    decision = opened(thread, question="Принимаем лист?")
    close_decision(run_out(decision), by=User.system())
    state_outcome(fresh(decision), by=person("chair"), words="Принято.")
    prepared(thread, person("chair"), question="Ещё не вынесено?")

    rows = list(csv.reader(io.StringIO(taken()["decisions.csv"].decode()), delimiter=";"))

    assert any("Принимаем лист?" in cell for cell in rows[1])
    assert "Ещё не вынесено?" not in str(rows)


def test_who_does_not_read_the_group_finds_no_archive(signed_in, group):
    for who in ("editor.osh", "secretariat"):
        answer = signed_in(who).get(reverse("group_archive", args=[group.slug]))
        assert answer.status_code == 404
