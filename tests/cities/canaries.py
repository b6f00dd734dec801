"""A city's own non-public things: facts it has not confirmed, drafts, its files in the editor."""

import io

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from cities.models import City, CityFact, CityHead, CityPage, Standing
from cities.permissions import collection_name
from coalition import clock
from coalition.models import User
from tests.crawling import Canary


def plant(city: City, canary: Canary) -> None:
    """Proposed and declined facts, a draft on top of each page, a picture and a document."""
    for state in (CityFact.State.PROPOSED, CityFact.State.DECLINED):
        CityFact.objects.create(
            city=city,
            kind="event",
            texts={"ru": canary.phrase},
            source=canary.phrase,
            note=canary.phrase,
            state=state,
        )
    admin = User.objects.get(email=f"admin.{city.slug}@demo.invalid")
    CityHead.objects.create(
        city=city, post=canary.phrase, name=canary.phrase, since=clock.today(), by=admin,
        at=clock.now(),
    )  # fmt: skip
    Standing.objects.create(
        city=city, kind="pause", letter_number=canary.phrase, letter_on=clock.today(), by=admin,
        at=clock.now(),
    )  # fmt: skip
    for page in CityPage.objects.filter(city=city):
        page.title, page.lede = canary.phrase, canary.phrase
        page.save_revision()
    collection = Collection.objects.get(name=collection_name(city.place))
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(picture, "PNG")
    for model, name, content in (
        (get_image_model(), f"{city.slug}.png", picture.getvalue()),
        (get_document_model(), f"{city.slug}.csv", b"a;b"),
    ):
        model.objects.create(
            title=canary.phrase, collection=collection, file=ContentFile(content, name=name)
        )
