"""The page editor's own parts of ours: its first page, its account page, its forms of files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import AccountView, LocaleSettingsPanel, ThemeSettingsPanel
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtail.models import Page


class OwnAccountView(AccountView):
    """Language and colours of the editor; name, post and e-mail live in «My settings»."""

    def get_panels(self) -> list[Any]:
        kept = (LocaleSettingsPanel, ThemeSettingsPanel)
        return [panel for panel in super().get_panels() if isinstance(panel, kept)]


class OwnPages(Component):
    """The pages a person may edit, one click from the beginning."""

    name = "own_pages"
    order = 10
    template_name = "editor/own_pages.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        mine = Page.objects.filter(
            group_permissions__group__in=user.groups.all(),
            group_permissions__permission__codename="change_page",
        )
        pages = mine.distinct().select_related("locale").order_by("locale__pk", "path")
        return {"pages": pages}


class ImageForm(BaseImageForm):
    """A picture without tags: their suggestions would tell the words of other cities."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)


class DocumentForm(BaseDocumentForm):
    """A document without tags, for the same reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)
