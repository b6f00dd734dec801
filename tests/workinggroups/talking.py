"""With what the addresses of threads, posts, tasks and uploads of a city's circle are filled."""

from coalition.models import Membership
from tests.personas import OWN
from workinggroups.models import Post, Task, Thread, Upload


def slug_for(city: str) -> str:
    return "early-warning" if city == OWN else f"team-{city}"


def group(city: str) -> dict[str, object]:
    return {"slug": slug_for(city)}


def thread(city: str) -> dict[str, object]:
    return {"pk": Thread.objects.filter(group__slug=slug_for(city)).order_by("pk").first().pk}


def post_of_its_chair(city: str) -> dict[str, object]:
    found = Post.objects.filter(
        thread__group__slug=slug_for(city),
        redacted_at=None,
        author__memberships__role="chair",
        author__memberships__place__key=slug_for(city),
    ).first()
    return {"pk": found.thread_id, "number": found.number}


def post(city: str) -> dict[str, object]:
    found = Post.objects.filter(thread__group__slug=slug_for(city), redacted_at=None).first()
    return {"pk": found.thread_id, "number": found.number}


def task(city: str) -> dict[str, object]:
    """A task of the post's own author, so that whoever of the group may write may see it."""
    found = Post.objects.filter(thread__group__slug=slug_for(city), redacted_at=None).first()
    made, _new = Task.objects.get_or_create(
        thread=found.thread, post=found, what="Пример", user=found.author, given_by=found.author
    )
    return {"pk": made.pk}


def upload(city: str) -> dict[str, object]:
    """A file on its way up, of the group's chair."""
    found = Thread.objects.filter(group__slug=slug_for(city)).order_by("pk").first()
    chair = Membership.objects.filter(place=found.group.place, role="chair").first().user
    mine, _new = Upload.objects.get_or_create(thread=found, user=chair, name="Акт.pdf", size=9)
    return {"pk": found.pk, "key": mine.pk}
