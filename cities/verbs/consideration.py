"""How the secretariat looks at an application, asks, and hears the city's answers."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.letters import tell_applicant, tell_secretariat
from cities.models import Answer, Applicant, Application, CompletenessMark, Question
from cities.steps import WrongMoment, become, begin
from coalition import clock
from coalition.attachments import owner_key, withdraw_attachment
from coalition.models import Attachment, User
from coalition.models.journal import record
from coalition.text import tidy

Point, Found = CompletenessMark.Point, CompletenessMark.Found


@transaction.atomic
def return_application(application: Application, *, by: User, missing: str) -> Application:
    """Ask the city to add what is missing; the application opens to it again."""
    application, again = begin("return", application, by)
    if again and application.missing == missing.strip():
        return application
    if again:
        raise WrongMoment(_("The application is already with the city. Open the page again."))
    become(application, "return")
    application.missing = missing.strip()
    application.keep()
    application.full_clean()
    application.save()
    record("application.returned", by=by, subject=application, place=application.place,
           missing=application.missing)  # fmt: skip
    tell_applicant(application, "returned")
    return application


@transaction.atomic
def mark_points(
    application: Application, *, by: User, marks: dict[str, tuple[str, str]]
) -> list[CompletenessMark]:
    """Note what a person found about points of completeness: {point: (found, note)}.

    A point that nobody marked stays as it was; the same mark again keeps its day and its person.
    """
    application, _again = begin("mark", application, by)
    held = {mark.point: mark for mark in application.marks.all()}
    changed = []
    for point, (found, note) in marks.items():
        mark = held.get(point) or CompletenessMark(application=application, point=point)
        if not found or (mark.pk and (mark.found, mark.note) == (found, tidy(note))):
            continue
        mark.found, mark.note = found, tidy(note)
        mark.marked_by, mark.marked_at = by, clock.now()
        mark.full_clean()
        mark.save()
        changed.append(mark)
    if changed:
        record("application.marked", by=by, subject=application, place=application.place,
               marks={mark.point: mark.found for mark in changed})  # fmt: skip
    return changed


def _not_there(application: Application) -> list[str]:
    """The points that nobody has marked “there”."""
    there = set(application.marks.filter(found=Found.YES).values_list("point", flat=True))
    return [str(point.label) for point in Point if point.value not in there]


@transaction.atomic
def check_complete(application: Application, *, by: User) -> Application:
    """The secretariat finds that nothing is missing. It says no more than that."""
    application, again = begin("check_complete", application, by)
    if again:
        return application
    if lacking := _not_there(application):
        raise ValidationError(
            _("Not marked “there” yet: %(points)s.") % {"points": ", ".join(lacking)}
        )
    become(application, "check_complete")
    application.completed_at, application.completed_by = clock.now(), by
    application.keep()
    application.save()
    record("application.completed", by=by, subject=application, place=application.place)
    tell_applicant(application, "complete")
    return application


@transaction.atomic
def ask_question(application: Application, *, by: User, text: str, about: str = "") -> Question:
    """Ask the city something without giving the application back to it."""
    application, _again = begin("ask", application, by)
    question = Question(application=application, about=about, text=tidy(text), asked_by=by,
                        asked_at=clock.now())  # fmt: skip
    question.full_clean()
    question.save()
    application.keep()
    application.save(update_fields=["expires_at", "reminders"])
    record("question.asked", by=by, subject=application, place=application.place,
           question=question.text)  # fmt: skip
    tell_applicant(application, "question", question=question)
    return question


@transaction.atomic
def answer_question(question: Question, *, by: Applicant, text: str) -> Answer:
    """The city answers, or says it anew; what it said before stays beside it."""
    application, _again = begin("answer", question.application, by)
    question = Question.objects.select_for_update().get(pk=question.pk)
    if question.is_closed:
        raise ValidationError(_("The question is closed: the secretariat has what it needs."))
    last, text = question.answers.first(), tidy(text)
    if last and last.text == text:
        return last
    answer = Answer(question=question, number=last.number + 1 if last else 1, text=text,
                    at=clock.now())  # fmt: skip
    answer.full_clean()
    answer.save()
    question.state, question.answered_at = Question.State.ANSWERED, clock.now()
    question.save(update_fields=["state", "answered_at"])
    record("question.answered", by=by, subject=application, place=application.place,
           question=question.text, number=answer.number)  # fmt: skip
    tell_secretariat(application, "answered", question=question, answer=answer)
    return answer


@transaction.atomic
def close_question(question: Question, *, by: User) -> Question:
    """The secretariat has what it asked for, or needs it no more."""
    application, _again = begin("close_question", question.application, by)
    question = Question.objects.select_for_update().get(pk=question.pk)
    if question.is_closed:
        return question
    question.state = Question.State.CLOSED
    question.closed_by, question.closed_at = by, clock.now()
    question.save(update_fields=["state", "closed_by", "closed_at"])
    record("question.closed", by=by, subject=application, place=application.place,
           question=question.text)  # fmt: skip
    return question


@transaction.atomic
def take_back_files(application: Application, *, by: Applicant) -> int:
    """The city takes the files of a withdrawn application back; their names and sums stay.

    It is the deed of who began the application, not of the second person.
    """
    application, _again = begin("take_back", application, by)
    if not by.is_first:
        raise PermissionDenied
    held = Attachment.objects.filter(owner=owner_key(application), withdrawn_at=None)
    files = list(held.select_for_update())
    for file in files:
        withdraw_attachment(file, by=by, owner=application)
    if files:
        record("application.files_taken_back", by=by, subject=application,
               place=application.place, files=len(files))  # fmt: skip
    return len(files)
