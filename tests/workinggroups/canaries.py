"""A city team's own talk: threads, a seat, a decision, a meeting; a consultation of two cities."""

import uuid
from datetime import timedelta

from cities.models import City
from coalition import afterwards, clock
from coalition.models import User
from tests.crawling import Canary
from tests.files import pdf
from tests.workinggroups.deciding import a_reserved, a_voice, opened, prepared, run_out
from workinggroups.models import WorkingGroup
from workinggroups.verbs import (
    add_item,
    answer_invitation,
    ask_to_confirm,
    begin_upload,
    circulate_minutes,
    close_decision,
    draft_minutes,
    edit_minutes,
    edit_post,
    give_task,
    hold_meeting,
    keep_decision,
    keep_draft,
    note_attendance,
    object_to_minutes,
    open_consultation,
    open_thread,
    plan_meeting,
    post_reply,
    seat_delegate,
    state_outcome,
    state_position,
)


def plant(city: City, canary: Canary) -> None:
    """What is said in the city's team, also in an earlier wording and in a text not sent yet."""
    team = WorkingGroup.objects.select_related("place").get(slug=f"team-{city.slug}")
    chair = User.objects.get(email=f"admin.{city.slug}@demo.invalid")
    thread = open_thread(team, by=chair, title=canary.phrase, purpose=canary.phrase)
    post, _new = post_reply(
        thread, by=chair, body=canary.phrase, key=uuid.uuid4(), files=[pdf(f"{canary.phrase}.pdf")]
    )
    give_task(post, by=chair, what=canary.phrase, user=chair, measure=canary.phrase)
    ask_to_confirm(post, by=chair)
    editor = User.objects.get(email=f"editor.{city.slug}@demo.invalid")
    # an answer: a line in the chair's notification centre and a letter with these words
    post_reply(thread, by=editor, body=canary.phrase, key=uuid.uuid4(), reply_to=post.number)
    afterwards.look()
    edit_post(post, by=chair, body=f"{canary.phrase} 2", version=post.version)
    a_voice(team, city.slug)
    decision = opened(thread, by=chair, question=canary.phrase, text=canary.phrase)
    voice = User.objects.get(email=f"voice.{city.slug}@demo.invalid")
    state_position(decision, by=voice, choice="agree", reason=canary.phrase)
    close_decision(run_out(decision), by=User.system())
    state_outcome(decision, by=chair, words=canary.phrase)
    prepared(thread, chair, question=canary.phrase, text=canary.phrase)
    said = a_reserved(thread, voice, chair, text=canary.phrase)
    agreed = state_outcome(said.decision, by=chair, words=canary.phrase)
    keep_decision(agreed, by=chair, words=canary.phrase)
    partner = "petropavlovsk" if city.slug == "namangan" else "namangan"
    open_consultation(city, by=chair, cities=[City.objects.get(slug=partner)],
                      question=canary.phrase, words=canary.phrase)  # fmt: skip
    seat_delegate(team, by=chair, city=city, user=chair, document=canary.phrase)
    begin_upload(thread, by=chair, name=f"{canary.phrase}.pdf", size=9)
    keep_draft(f"thread:{thread.pk}", by=chair, sequence=1, data={"body": canary.phrase})
    plant_meetings(team, chair, city, canary.phrase)


def plant_meetings(team: WorkingGroup, chair: User, city: City, phrase: str) -> None:
    """A coming meeting with its agenda and answer; a past one with its list and minutes."""
    for days in (-5, 5):
        starts = clock.now() + timedelta(days=days)
        meeting = plan_meeting(
            team, by=chair, title=phrase, starts_at=starts, ends_at=starts + timedelta(hours=2),
            city=city, place=phrase, dial_in=phrase, chair=phrase,
        )  # fmt: skip
        add_item(meeting, by=chair, title=phrase, minutes=10, speaker=phrase)
        if days > 0:
            answer_invitation(
                meeting.invitations.get(), by=chair, answer="delegate", post=phrase, words=phrase
            )
            continue
        hold_meeting(meeting, by=chair)
        note_attendance(meeting, by=chair, city=city, post=phrase, name=phrase)
        minutes = draft_minutes(meeting, by=chair)
        minutes = edit_minutes(minutes, by=chair, text=phrase, version=1)
        minutes = circulate_minutes(minutes, by=chair, until=clock.today() + timedelta(days=9))
        object_to_minutes(minutes, by=chair, words=phrase)
