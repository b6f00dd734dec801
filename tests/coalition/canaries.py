"""The kernel's non-public things of a city: people invited, deeds, keys, files."""

from django.core.files.base import ContentFile

from cities.models import City
from coalition.models import ApiToken, Attachment, User
from coalition.models.journal import record
from coalition.verbs import invite, issue_token
from tests.crawling import Canary


def plant(city: City, canary: Canary) -> None:
    """An open invitation, a deed in the journal, a key of its editor, a private file, a letter."""
    system = User.system()
    invite(f"{canary.find}.{canary.leak}@demo.invalid", by=system, place=city.place, role="viewer")
    record("canary.sang", by=system, subject=city, place=city.place, became=canary.phrase)
    editor = User.objects.get(email=f"editor.{city.slug}@demo.invalid")
    issue_token(editor, by=editor, name=canary.phrase, scope=ApiToken.Scope.READ)
    Attachment.objects.create(
        place=city.place,
        owner=f"cities.city:{city.pk}",
        name=f"{canary.phrase}.txt",
        content_type="text/plain",
        size=len(canary.phrase),
        sha256=ApiToken.digest_of(canary.phrase),
        file=ContentFile(canary.phrase.encode(), name="canary.txt"),
    )
