"""Deny by default in front of the whole page editor.

Wagtail is no wall between editors of one site: two dozen of its addresses tell the titles of
other people's drafts. So every address name of the editor is either in RULES, with the meaning
of its arguments, or does not exist. A test fails when an upgrade brings a name nobody classified.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Revision,
)

from coalition.http import whole
from coalition.middleware import is_cms

# what an argument names: a page of one's own; a page one may look at; a file of one's own
PAGE, BROWSE, IMAGE, DOCUMENT = "page", "browse", "image", "document"

OPEN = """
    wagtailadmin_home wagtailadmin_account wagtailadmin_logout wagtailadmin_sprite
    wagtailadmin_javascript_catalog wagtailadmin_dismissibles wagtailadmin_explore_root
    wagtailadmin_block_preview wagtailadmin_choose_page wagtailadmin_choose_page_search
    wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link
    wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link
    wagtailadmin_pages:search wagtailadmin_pages:search_results
    wagtailimages:index wagtailimages:index_results wagtailimages:add wagtailimages:add_multiple
    wagtailimages:create_multiple_from_uploaded_image wagtailimages:delete_upload_multiple
    wagtailimages_chooser:choose wagtailimages_chooser:choose_results wagtailimages_chooser:create
    wagtaildocs:index wagtaildocs:index_results wagtaildocs:add wagtaildocs:add_multiple
    wagtaildocs:create_multiple_from_uploaded_document wagtaildocs:delete_upload_multiple
    wagtaildocs_chooser:choose wagtaildocs_chooser:choose_results wagtaildocs_chooser:create
    wagtailadmin_editing_sessions:ping wagtailadmin_editing_sessions:release
    wagtailadmin_api:pages:listing
""".split()

OWN_PAGE = dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "destination_id"), PAGE)
ON_PAGES = """
    usage edit preview_on_edit view_draft unpublish workflow_history workflow_history_detail
    revisions_index revisions_view revisions_revert revisions_unschedule history history_results
    add add_subpage preview_on_add delete move move_confirm set_page_position copy lock unlock
""".split()
ON_IMAGES = "edit delete preview image_usage edit_multiple delete_multiple".split()
ON_DOCUMENTS = "edit delete document_usage edit_multiple delete_multiple".split()

RULES: dict[str, dict[str, str]] = {
    **{name: {} for name in OPEN},
    **{f"wagtailadmin_pages:{name}": OWN_PAGE for name in ON_PAGES},
    "wagtailadmin_pages:revisions_compare": {"page_id": PAGE, "pk": PAGE},
    "wagtailadmin_explore": {"parent_page_id": BROWSE},
    "wagtailadmin_explore_results": {"parent_page_id": BROWSE},
    "wagtailadmin_choose_page_child": {"parent_page_id": BROWSE},
    "wagtailadmin_choose_page_chosen_multiple": {"?id": BROWSE},
    "wagtailadmin_api:pages:detail": {"pk": BROWSE},
    **{f"wagtailimages:{name}": {"image_id": IMAGE} for name in ON_IMAGES},
    "wagtailimages_chooser:chosen": {"pk": IMAGE},
    "wagtailimages_chooser:select_format": {"image_id": IMAGE},
    "wagtailimages_chooser:chosen_multiple": {"?id": IMAGE},
    **{f"wagtaildocs:{n}": {"document_id": DOCUMENT, "doc_id": DOCUMENT} for n in ON_DOCUMENTS},
    "wagtaildocs_chooser:chosen": {"pk": DOCUMENT},
    "wagtaildocs_chooser:chosen_multiple": {"?id": DOCUMENT},
}


class CmsGate:
    """Lets a person through to what is theirs; everything else does not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> None:
        match = request.resolver_match
        if match is None or not is_cms(request) or not request.user.is_authenticated:
            return  # strangers are sent to the door by Wagtail itself
        rule = RULES.get(match.view_name)
        if rule is None:
            raise Http404
        own = Own(request.user)
        if not (own.roots or own.collections):
            raise PermissionDenied  # Wagtail would send them to the door, and the door back here
        for argument, kind in rule.items():
            if argument.startswith("?"):
                values = request.GET.getlist(argument[1:])
            else:
                values = [kwargs[argument]] if argument in kwargs else []
            for value in values:
                number = whole(value)
                if number is None or not getattr(own, kind)(number):
                    raise Http404
        self.refuse_foreign_revision(kwargs)

    def refuse_foreign_revision(self, kwargs: dict[str, Any]) -> None:
        """A revision in an address must be one of the page in the same address."""
        page = kwargs.get("page_id") or kwargs.get("pk")
        for name in ("revision_id", "revision_id_a", "revision_id_b"):
            value = str(kwargs.get(name, ""))
            if value.isdecimal() and not (
                Revision.objects.filter(pk=value, object_id=str(page)).exists()
            ):
                raise Http404


class Own:
    """What belongs to a person in the editor, by the rows of the groups of their roles."""

    def __init__(self, user: Any) -> None:
        groups = user.groups.all()
        pages = GroupPagePermission.objects.filter(group__in=groups)
        self.roots = set(pages.values_list("page__path", flat=True))
        kept = GroupCollectionPermission.objects.filter(group__in=groups)
        self.collections = set(kept.values_list("collection__path", flat=True))

    def page(self, pk: int) -> bool:
        path = Page.objects.filter(pk=pk).values_list("path", flat=True).first()
        return bool(path) and any(path.startswith(root) for root in self.roots)

    def browse(self, pk: int) -> bool:
        """One's own pages, the way down to them, and what every visitor can read anyway."""
        page = Page.objects.filter(pk=pk).only("path", "live", "title", "draft_title").first()
        if page is None:
            return False
        if any(page.path.startswith(root) or root.startswith(page.path) for root in self.roots):
            return True
        # an unpublished new title is not public, even on a public page
        told = page.live and page.title == page.draft_title
        return told and not page.get_view_restrictions().exists()

    def _file(self, model: Any, pk: int) -> bool:
        row = model.objects.filter(pk=pk).values_list("collection__path", flat=True).first()
        return bool(row) and any(row.startswith(path) for path in self.collections)

    def image(self, pk: int) -> bool:
        return self._file(get_image_model(), pk)

    def document(self, pk: int) -> bool:
        return self._file(get_document_model(), pk)


def own_or_public(pages: QuerySet[Page], user: Any) -> QuerySet[Page]:
    """The pages a person may choose as the goal of a link."""
    mine = Q(pk__in=[])
    for root in Own(user).roots:
        mine |= Q(path__startswith=root)
    public = Q(live=True, title=F("draft_title"), view_restrictions=None)
    # one condition on the key: the search inside the chooser understands no other
    return pages.filter(pk__in=Page.objects.filter(mine | public).values("pk"))
