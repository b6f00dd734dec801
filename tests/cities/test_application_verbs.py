from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from cities import verbs
from cities.checklist import likenesses, points
from cities.models import Application, City, PartyVoice
from coalition import clock
from coalition.errors import Conflict
from coalition.models import Attachment, JournalEntry, Letter, User
from tests.cities.applying import ACT, application_in, filled, holder, jpeg, pdf, people

pytestmark = pytest.mark.django_db


def letters_to(address: str) -> list[str]:
    return list(Letter.objects.filter(to=address).order_by("pk").values_list("subject", flat=True))


def save(application, task="reasons", version=1, files=None, **values):
    return verbs.save_task(
        application, by=holder(application), task=task, version=version, values=values, files=files
    )


# --- beginning


def test_start_application_sends_a_link_whose_secret_is_not_stored():
    application = verbs.start_application("Town@Sample.Invalid ")

    letter = Letter.objects.get(to="town@sample.invalid")
    assert f"/join/apply/{application.secret}/" in letter.body
    stored = {str(value) for value in Application.objects.filter(pk=application.pk).values()[0]}
    assert application.secret not in stored


def test_start_application_again_sends_the_same_link_and_makes_no_second_application():
    first = verbs.start_application("town@sample.invalid")
    Application.objects.update(link_sent_at=clock.now() - timedelta(minutes=5))

    second = verbs.start_application("town@sample.invalid")

    assert (second.pk, second.secret) == (first.pk, first.secret)
    assert Letter.objects.filter(to="town@sample.invalid").count() == 2


def test_start_application_twice_at_once_sends_one_letter():
    verbs.start_application("town@sample.invalid")
    verbs.start_application("town@sample.invalid")

    assert Letter.objects.filter(to="town@sample.invalid").count() == 1


def test_start_application_after_withdrawal_begins_a_new_one():
    old = application_in("withdrawn")

    assert verbs.start_application(old.email).pk != old.pk


def test_a_link_ends_after_ninety_days_without_a_word():
    application = verbs.start_application("town@sample.invalid")
    of_secret = Application.objects.of_secret

    assert of_secret(application.secret, clock.now() + timedelta(days=89)) == application
    assert of_secret(application.secret, clock.now() + timedelta(days=91)) is None


def test_saving_a_task_keeps_the_link_for_ninety_days_more():
    application = verbs.start_application("town@sample.invalid")
    Application.objects.update(expires_at=clock.now() + timedelta(days=1))

    save(application, version=0, motivation="Учиться вместе")

    application.refresh_from_db()
    assert application.expires_at > clock.now() + timedelta(days=89)


# --- answers


def test_save_task_keeps_letters_of_the_region():
    application = save(filled(), task="city", name_national="Toshkoʻrgʻon Ҷӯ")

    assert Application.objects.get(pk=application.pk).name_national == "Toshkoʻrgʻon Ҷӯ"


def test_two_windows_saving_one_task_do_not_overwrite_each_other():
    application = filled()
    save(application, motivation="Первое окно")

    with pytest.raises(Conflict) as conflict:
        save(application, motivation="Второе окно")

    assert conflict.value.mine == {"motivation": "Второе окно"}
    assert Application.objects.get(pk=application.pk).motivation == "Первое окно"


def test_the_same_answers_sent_twice_are_no_conflict():
    application = filled()
    save(application, motivation="Одно и то же")
    save(application, motivation="Одно и то же")

    assert Application.objects.get(pk=application.pk).versions["reasons"] == 2


def test_save_task_does_not_touch_answers_of_another_task():
    application = save(filled(), motivation="Иначе", name_ru="Чужое поле", state="signed")

    stored = Application.objects.get(pk=application.pk)
    assert (stored.name_ru, stored.state) == ("Проба-город", "draft")


def test_one_coordinate_without_the_other_is_refused_with_a_sentence():
    with pytest.raises(ValidationError) as refusal:
        save(filled(), task="city", latitude=38.0, longitude=None)

    assert "координаты" in " ".join(refusal.value.messages)


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("letter.pdf", b"MZ" + b"\0" * 300),
        SimpleUploadedFile("letter.pdf", "просто текст".encode()),
        SimpleUploadedFile("letter.pdf", b""),
        SimpleUploadedFile("letter.png", b"\x89PNG\r\n\x1a\n" + b"broken" * 20),
        SimpleUploadedFile("letter.pdf", b"%PDF-1.4" + b"0" * 10_000_001),
    ],
    ids=["a program", "a text", "nothing", "a broken picture", "more than 10 MB"],
)
def test_a_letter_of_the_wrong_content_is_refused_whatever_its_name(file):
    application = filled()
    before = Attachment.objects.count()

    with pytest.raises(ValidationError):
        save(application, task="letter", files={"letter": [file]})

    assert Attachment.objects.count() == before


def test_a_photograph_is_stored_without_what_the_camera_wrote_into_it():
    secret = b"Exif\x00\x00" + b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00 GPS of the mayor"

    application = save(filled(), task="letter", files={"letter": [jpeg(exif=secret)]})

    with application.papers.last().attachment.file.open() as stored:
        content = stored.read()
    assert content.startswith(b"\xff\xd8")
    assert b"GPS of the mayor" not in content


def test_a_letter_of_several_pages_is_several_files():
    application = save(filled(), task="letter", files={"letter": [pdf("2.pdf"), jpeg("3.jpg")]})

    names = [str(paper) for paper in application.papers.filter(kind="letter")]
    assert names == ["letter.pdf", "2.pdf", "3.jpg"]


# --- the number


def test_numbers_of_a_year_have_no_gap():
    last = Application.objects.filter(year=2026).count()
    numbers = [application_in("received", email=f"{n}@sample.invalid").number for n in "ab"]

    assert numbers == [f"КУГ-2026-{last + 1:04}", f"КУГ-2026-{last + 2:04}"]


def test_submitting_twice_gives_one_number_and_one_letter():
    application = filled()
    first = verbs.submit_application(application, by=holder(application))
    second = verbs.submit_application(application, by=holder(application))

    assert second.number == first.number
    assert len(letters_to(application.email)) == 2  # the link, and that it has been received


def test_an_unready_application_is_not_sent_and_is_told_what_waits():
    application = save(filled(), motivation="")

    with pytest.raises(ValidationError) as refusal:
        verbs.submit_application(application, by=holder(application))

    assert "Зачем" in " ".join(refusal.value.messages)


def test_a_returned_application_keeps_its_number_when_sent_again():
    application = application_in("returned")

    again = verbs.submit_application(application, by=holder(application))

    assert (again.number, again.missing) == (application.number, "")
    assert letters_to("secretariat@demo.invalid")[-1].startswith("Заявка дополнена: ")


def test_return_without_saying_what_is_missing_is_refused():
    with pytest.raises(ValidationError) as refusal:
        verbs.return_application(application_in("received"), by=people("secretariat"), missing=" ")

    assert refusal.value.messages == ["Напишите, чего не хватает, чтобы город мог это добавить."]


# --- the Parties


def test_notice_goes_once_to_each_approver_and_administrator_of_the_members():
    before = Letter.objects.latest("pk").pk

    application_in("notified")

    told = Letter.objects.filter(to__endswith="@demo.invalid")
    told = told.filter(subject__contains="хочет", pk__gt=before)
    addresses = sorted(told.values_list("to", flat=True))
    assert addresses == sorted(
        f"{role}.{city.slug}@demo.invalid"
        for city in City.objects.members()
        for role in ("approver", "admin")
    )


def test_a_city_has_one_voice_now_and_what_it_said_before_stays():
    application = application_in("notified")
    osh = City.objects.select_related("place").get(slug="osh")
    for kind, text in (("support", ""), ("needs_consultation", "Когда готов план?")):
        verbs.speak(application, by=people("approver.osh"), city=osh, kind=kind, text=text)

    voices = PartyVoice.objects.filter(application=application)
    assert voices.current().get().kind == "needs_consultation"
    assert [voice.kind for voice in voices] == ["needs_consultation", "support"]
    deed = JournalEntry.objects.filter(deed="application.spoken_to").latest("pk")
    assert deed.details == {"was": "support", "became": "needs_consultation"}


def test_a_wish_for_consultations_without_a_question_is_refused():
    with pytest.raises(ValidationError):
        verbs.speak(
            application_in("notified"),
            by=people("approver.osh"),
            city=City.objects.select_related("place").get(slug="osh"),
            kind="needs_consultation",
        )


def test_the_act_waits_for_consultations_a_party_has_asked_for():
    application = application_in("notified")
    osh = City.objects.select_related("place").get(slug="osh")
    verbs.speak(
        application, by=people("approver.osh"), city=osh, kind="needs_consultation", text="Как?"
    )

    with pytest.raises(ValidationError):
        verbs.record_signed_act(application, by=people("keeper"), scan=pdf(), **ACT)


# --- what helps the secretariat


def test_a_ready_application_has_all_eight_points():
    assert [point.is_there for point in points(filled())] == [True] * 8


def test_a_missing_answer_is_named_at_its_point():
    application = save(filled(), motivation="")

    lacking = [point.missing for point in points(application) if not point.is_there]
    assert lacking == [("зачем город присоединяется",)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name_ru": "ДУШАНБЕ"}, "название"),
        ({"latitude": 38.56, "longitude": 68.78}, "5 км"),
    ],
)
def test_a_city_that_resembles_a_member_is_pointed_out_and_not_stopped(changes, words):
    application = filled(**changes)

    assert words in " ".join(likenesses(application))
    assert verbs.submit_application(application, by=holder(application)).state == "received"


def test_an_invented_city_resembles_nothing():
    assert likenesses(filled()) == []


# --- drafts nobody goes on with


def test_a_waiting_draft_is_reminded_of_three_times():
    application = filled()
    letters = []
    for days_left in (61, 60, 59, 15, 14, 5, 4):
        Application.objects.filter(pk=application.pk).update(
            expires_at=clock.now() + timedelta(days=days_left)
        )
        letters.append(verbs.remind_of_drafts(by=User.system()))

    assert letters == [0, 1, 0, 1, 0, 1, 0]


def test_a_draft_whose_link_has_run_out_is_forgotten_with_its_files():
    application = filled()
    letter = application.letter
    Application.objects.filter(pk=application.pk).update(expires_at=clock.now())

    assert verbs.forget_drafts(by=User.system()) == 1

    letter.refresh_from_db()
    assert letter.withdrawn_at is not None
    assert not Application.objects.filter(pk=application.pk).exists()


def test_an_application_that_was_sent_is_never_forgotten():
    application = application_in("returned")
    Application.objects.filter(pk=application.pk).update(expires_at=clock.now())

    assert verbs.forget_drafts(by=User.system()) == 0


@pytest.mark.parametrize("deed", ["remind_of_drafts", "forget_drafts"])
def test_drafts_are_looked_after_by_the_platform_itself_only(deed):
    with pytest.raises(PermissionDenied):
        getattr(verbs, deed)(by=people("secretariat"))
