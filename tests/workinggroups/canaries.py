"""A city team's own talk: a thread, posts, a draft, a request."""

import uuid

from cities.models import City
from coalition.models import User
from tests.crawling import Canary
from tests.files import pdf
from workinggroups.models import WorkingGroup
from workinggroups.verbs import (
    ask_to_confirm,
    edit_post,
    give_task,
    keep_draft,
    open_thread,
    post_reply,
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
    edit_post(post, by=chair, body=f"{canary.phrase} 2", version=post.version)
    keep_draft(f"thread:{thread.pk}", by=chair, sequence=1, data={"body": canary.phrase})
