"""The page editor: an editor of Osh does everything with Osh's page, and sees nothing else."""

import re
from io import BytesIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cities.models import CityPage

pytestmark = pytest.mark.django_db

DRAFT = "Черновик Душанбе никому"


def page_of(slug: str, language: str = "ru") -> CityPage:
    return CityPage.objects.get(city__slug=slug, locale__language_code=language)


def collection_of(slug: str) -> Collection:
    return Collection.objects.get(name=f"city:{slug}")


def png() -> bytes:
    picture = BytesIO()
    Picture.new("RGB", (40, 30), (11, 90, 107)).save(picture, "PNG")
    return picture.getvalue()


@pytest.fixture
def osh(signed_in):
    return signed_in("editor.osh")


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def foreign(media):
    """What another city has in the editor: a draft, a picture, a document."""
    page = page_of("dushanbe")
    page.title, page.lede = DRAFT, DRAFT
    revision = page.save_revision()
    place = collection_of("dushanbe")
    image = get_image_model().objects.create(
        title="Картинка Душанбе", file=ContentFile(png(), "d.png"), collection=place
    )
    document = get_document_model().objects.create(
        title="Бумага Душанбе", file=ContentFile(b"%PDF-1.4", "d.pdf"), collection=place
    )
    return {"page": page, "revision": revision, "image": image, "document": document}


def page_form(page: CityPage, **changes: object) -> dict[str, str]:
    return nested_form_data(
        {
            "title": page.title,
            "lede": page.lede,
            "photo": page.photo_id or "",
            "body": streamfield([]),
            "search_description": "",
            "comments": inline_formset([]),
            **changes,
        }
    )


@pytest.mark.parametrize("language", ["ru", "en"])
def test_an_editor_changes_and_publishes_the_page_of_the_own_city(osh, language):
    page = page_of("osh", language)
    form = page_form(page, lede="Новые слова Оша", **{"action-publish": "on"})

    answer = osh.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)

    assert answer.status_code == 302
    site = osh.get("/cities/osh/" if language == "ru" else "/en/cities/osh/")
    assert "Новые слова Оша" in site.content.decode()


def test_a_draft_is_not_on_the_site(osh):
    page = page_of("osh")

    osh.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), page_form(page, lede="Черновик"))

    assert "Черновик" not in osh.get("/cities/osh/").content.decode()
    assert "Черновик" in osh.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).text


@pytest.mark.parametrize(
    "name", ["edit", "history", "revisions_index", "view_draft", "usage", "workflow_history"]
)
def test_an_editor_opens_what_belongs_to_the_own_page(osh, name):
    answer = osh.get(reverse(f"wagtailadmin_pages:{name}", args=[page_of("osh").pk]))

    assert answer.status_code in (200, 301, 302)


def test_an_editor_sees_the_page_before_publishing_it(osh):
    page = page_of("osh")
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])

    assert osh.post(address, page_form(page, lede="Так будет")).json()["is_valid"]
    assert "Так будет" in osh.get(address).text


def test_an_editor_finds_the_own_pages_at_the_beginning(osh):
    home = osh.get("/cms/").text

    for language in ("ru", "en"):
        assert reverse("wagtailadmin_pages:edit", args=[page_of("osh", language).pk]) in home
    assert "Душанбе" not in home


def test_the_way_to_the_own_page_can_be_walked(osh):
    page = page_of("osh")
    for step in page.get_ancestors():
        answer = osh.get(reverse("wagtailadmin_explore", args=[step.pk]))
        assert answer.status_code in (200, 302)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_list_of_cities_shows_an_editor_the_own_city_alone(osh, language):
    index = page_of("osh", language).get_parent()

    text = osh.get(reverse("wagtailadmin_explore", args=[index.pk])).text

    assert page_of("osh", language).title in text
    for other in CityPage.objects.exclude(city__slug="osh"):
        assert other.title not in text


def test_an_editor_uploads_a_picture_into_the_collection_of_the_own_city(osh, media):
    sent = {"title": "Река", "file": SimpleUploadedFile("r.png", png(), "image/png")}

    answer = osh.post(reverse("wagtailimages:add"), sent)

    assert answer.status_code == 302, answer.context["form"].errors
    assert get_image_model().objects.get(title="Река").collection == collection_of("osh")


def test_an_editor_uploads_a_picture_where_it_is_chosen(osh, media):
    sent = {
        "image-chooser-upload-title": "Река",
        "image-chooser-upload-file": SimpleUploadedFile("r.png", png(), "image/png"),
    }

    answer = osh.post(reverse("wagtailimages_chooser:create"), sent)

    assert answer.json()["step"] == "chosen"
    assert get_image_model().objects.get(title="Река").collection == collection_of("osh")


def test_an_editor_uploads_several_pictures(osh, media):
    sent = {"title": "Река", "files[]": SimpleUploadedFile("r.png", png(), "image/png")}

    answer = osh.post(reverse("wagtailimages:add_multiple"), sent)

    assert answer.json()["success"]
    image = answer.json()["image_id"]
    assert osh.get(reverse("wagtailimages:edit", args=[image])).status_code == 200
    chosen = osh.get(reverse("wagtailimages_chooser:chosen", args=[image]))
    assert chosen.json()["step"] == "chosen"


def test_an_editor_uploads_a_document_and_puts_it_on_the_page(osh, media):
    sent = {"title": "Акт", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF")}

    assert osh.post(reverse("wagtaildocs:add"), sent).status_code == 302
    document = get_document_model().objects.get(title="Акт")
    assert document.collection == collection_of("osh")
    chosen = osh.get(reverse("wagtaildocs_chooser:chosen", args=[document.pk]))
    assert chosen.json()["step"] == "chosen"


def test_a_picture_that_is_none_is_refused_with_a_sentence(osh, media):
    sent = {"title": "Река", "file": SimpleUploadedFile("r.png", b"<script>", "image/png")}

    answer = osh.post(reverse("wagtailimages:add"), sent)

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


def test_a_picture_cannot_be_put_into_another_citys_collection(osh, media):
    sent = {
        "title": "Река",
        "file": SimpleUploadedFile("r.png", png(), "image/png"),
        "collection": collection_of("dushanbe").pk,
    }

    osh.post(reverse("wagtailimages:add"), sent)

    assert not get_image_model().objects.filter(collection=collection_of("dushanbe")).exists()


FOREIGN_ADDRESSES = [
    *[(f"wagtailadmin_pages:{name}", ["page"]) for name in (
        "edit", "view_draft", "history", "history_results", "revisions_index", "usage", "delete",
        "unpublish", "copy", "lock", "unlock", "preview_on_edit", "workflow_history")],
    ("wagtailadmin_pages:move", ["page"]),
    ("wagtailadmin_pages:add_subpage", ["page"]),
    ("wagtailadmin_pages:revisions_view", ["page", "revision"]),
    ("wagtailadmin_pages:revisions_revert", ["page", "revision"]),
    ("wagtailadmin_pages:set_privacy", ["page"]),
    ("wagtailadmin_explore", ["page"]),
    ("wagtailadmin_choose_page_child", ["page"]),
    ("wagtailadmin_api:pages:detail", ["page"]),
    *[(f"wagtailimages:{name}", ["image"]) for name in ("edit", "delete", "image_usage")],
    ("wagtailimages_chooser:chosen", ["image"]),
    ("wagtailimages_chooser:select_format", ["image"]),
    *[(f"wagtaildocs:{name}", ["document"]) for name in ("edit", "delete", "document_usage")],
    ("wagtaildocs_chooser:chosen", ["document"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "things"), FOREIGN_ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_another_citys_does_not_exist(osh, foreign, name, things, method):
    address = reverse(name, args=[foreign[thing].pk for thing in things])

    answer = getattr(osh, method)(address)

    assert answer.status_code == 404
    assert DRAFT not in answer.text


def test_another_citys_revision_is_not_read_through_the_own_page(osh, foreign):
    mine, theirs = page_of("osh"), foreign["revision"].pk

    for address in (
        reverse("wagtailadmin_pages:revisions_view", args=[mine.pk, theirs]),
        reverse("wagtailadmin_pages:revisions_revert", args=[mine.pk, theirs]),
        reverse("wagtailadmin_pages:revisions_compare", args=[mine.pk, "live", theirs]),
        reverse("wagtailadmin_pages:revisions_compare", args=[mine.pk, theirs, "latest"]),
    ):
        answer = osh.get(address)
        assert answer.status_code == 404, address
        assert DRAFT not in answer.text


LISTS = [
    "/cms/",
    "/cms/pages/",
    "/cms/pages/?q=Душанбе",
    "/cms/pages/search/?q=Душанбе",
    "/cms/pages/search/results/?q=Черновик",
    "/cms/choose-page/",
    "/cms/choose-page/search/?q=Душанбе",
    "/cms/choose-page/search/?q=Черновик",
    "/cms/choose-page/?page_type=cities.citypage",
    "/cms/images/",
    "/cms/images/results/?q=Душанбе",
    "/cms/images/chooser/",
    "/cms/images/chooser/results/?q=Душанбе",
    "/cms/documents/",
    "/cms/documents/results/?q=Душанбе",
    "/cms/documents/chooser/",
    "/cms/documents/chooser/results/",
    "/cms/api/main/pages/?fields=*",
    "/cms/api/main/pages/?search=Черновик",
]


@pytest.mark.parametrize("address", LISTS)
def test_no_list_or_chooser_tells_of_another_citys_drafts_and_files(osh, foreign, address):
    text = osh.get(address).text

    assert osh.get(address).status_code == 200
    for word in (DRAFT, "Картинка Душанбе", "Бумага Душанбе"):
        assert word not in text.replace(f'value="{word}"', "")


def test_the_parent_of_a_page_is_never_another_citys(osh, foreign):
    kind = ContentType.objects.get_for_model(CityPage)
    address = reverse(
        "wagtailadmin_pages:add", args=[kind.app_label, kind.model, foreign["page"].pk]
    )

    assert osh.get(address).status_code == 404


def test_many_pages_at_once_are_nobodys(osh):
    page = page_of("osh")
    for kind, action in (("page", "delete"), ("page", "publish"), ("image", "delete")):
        app = "wagtailcore" if kind == "page" else "wagtailimages"
        address = reverse("wagtail_bulk_action", args=[app, kind, action])
        assert osh.get(f"{address}?id={page.pk}").status_code == 404


@pytest.mark.parametrize(
    "address", ["/cms/users/", "/cms/groups/", "/cms/sites/", "/cms/reports/site-history/",
                "/cms/collections/", "/cms/redirects/", "/cms/tag-autocomplete/?term=a",
                "/cms/no-such-thing/"]
)  # fmt: skip
def test_what_nobody_needs_does_not_exist(osh, address):
    assert osh.get(address).status_code == 404


def test_the_page_of_a_city_is_never_deleted(osh):
    page = page_of("osh")

    answer = osh.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert answer.status_code in (302, 403)
    assert Page.objects.filter(pk=page.pk).exists()


def test_the_account_page_of_the_editor_changes_no_name(osh, person):
    page = osh.get(reverse("wagtailadmin_account"))
    fields = set(re.findall(r'name="(\w+-\w+)"', page.text))
    assert {"locale-preferred_language", "theme-theme"} <= fields
    assert not any(field.startswith(("name_email", "avatar", "password")) for field in fields)

    osh.post(reverse("wagtailadmin_account"), {
        "name_email-first_name": "Чужое", "name_email-last_name": "Имя",
        "name_email-email": "other@example.org", "locale-preferred_language": "ru",
        "locale-current_time_zone": "Asia/Bishkek", "theme-theme": "dark",
        "theme-contrast": "system", "theme-density": "default",
    })  # fmt: skip

    assert person("editor.osh").first_name == ""
    assert person("editor.osh").wagtail_userprofile.current_time_zone == "Asia/Bishkek"


def test_the_menu_is_short(osh):
    menu = osh.get("/cms/").context["request"]
    assert menu.user.email == "editor.osh@demo.invalid"
    names = re.findall(r'"name": "([\w-]+)", "label"', osh.get("/cms/").text)

    assert not {"reports", "settings", "help", "snippets"} & set(names)


def test_the_secretariat_edits_pages_of_words_and_no_city(signed_in, foreign):
    client = signed_in("secretariat")
    about = Page.objects.get(slug="about", locale__language_code="ru")

    assert client.get(reverse("wagtailadmin_pages:edit", args=[about.pk])).status_code == 200
    assert (
        client.get(reverse("wagtailadmin_pages:edit", args=[foreign["page"].pk])).status_code == 404
    )


@pytest.mark.parametrize("name", ["approver.osh", "viewer.osh", "reviewer", "keeper"])
def test_who_edits_no_page_does_not_enter(signed_in, name):
    client = signed_in(name)

    for address in ("/cms/", reverse("wagtailadmin_pages:edit", args=[page_of("osh").pk])):
        assert client.get(address).status_code == 403


def test_what_others_are_editing_is_not_told(osh, foreign):
    address = reverse(
        "wagtailadmin_editing_sessions:ping",
        args=["cities", "citypage", foreign["page"].pk, 1],
    )

    answer = osh.post(address, {"revision_id": foreign["revision"].pk})

    assert answer.status_code in (403, 404)
    assert DRAFT not in answer.text


@pytest.mark.parametrize("name", ["editor.osh", "secretariat"])
def test_who_edits_pages_finds_the_way_from_my_day(signed_in, name):
    assert 'href="/cms/"' in signed_in(name).get("/work/").text


def test_who_edits_no_page_is_not_shown_the_way(signed_in):
    assert 'href="/cms/"' not in signed_in("approver.osh").get("/work/").text
