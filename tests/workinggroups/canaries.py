"""A city team's own talk: a thread, posts, a draft, a decision; a consultation of two cities."""

import uuid

from cities.models import City
from coalition.models import User
from tests.crawling import Canary
from tests.workinggroups.deciding import a_voice, opened, run_out
from workinggroups.models import WorkingGroup
from workinggroups.verbs import (
    close_decision,
    edit_post,
    keep_draft,
    open_consultation,
    open_thread,
    post_reply,
    state_outcome,
    state_position,
)


def plant(city: City, canary: Canary) -> None:
    """What is said in the city's team, also in an earlier wording and in a text not sent yet."""
    team = WorkingGroup.objects.select_related("place").get(slug=f"team-{city.slug}")
    chair = User.objects.get(email=f"admin.{city.slug}@demo.invalid")
    thread = open_thread(team, by=chair, title=canary.phrase, purpose=canary.phrase)
    post, _new = post_reply(thread, by=chair, body=canary.phrase, key=uuid.uuid4())
    edit_post(post, by=chair, body=f"{canary.phrase} 2", version=post.version)
    a_voice(team, city.slug)
    decision = opened(thread, by=chair, question=canary.phrase, text=canary.phrase)
    voice = User.objects.get(email=f"voice.{city.slug}@demo.invalid")
    state_position(decision, by=voice, choice="agree", reason=canary.phrase)
    close_decision(run_out(decision), by=User.system())
    state_outcome(decision, by=chair, words=canary.phrase)
    partner = "petropavlovsk" if city.slug == "namangan" else "namangan"
    open_consultation(city, by=chair, cities=[City.objects.get(slug=partner)],
                      question=canary.phrase, words=canary.phrase)  # fmt: skip
    keep_draft(f"thread:{thread.pk}", by=chair, sequence=1, data={"body": canary.phrase})
