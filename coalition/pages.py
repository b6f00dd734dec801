"""What every page of the site shares: words in blocks, an address, a language."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from coalition.templatetags.site import page_at

PLAIN_TEXT = ["bold", "italic", "ol", "ul", "link", "document-link"]


class ArticleBlock(blocks.StructBlock):
    """One article of the Declaration and what it means here, in our own words."""

    number = blocks.IntegerBlock(min_value=1, max_value=99, label=_("number"))
    title = blocks.CharBlock(max_length=200, label=_("title"))
    text = blocks.TextBlock(label=_("explanation"))

    class Meta:
        icon = "list-ol"
        label = _("Article, explained")
        template = "blocks/article.html"


class WordsBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = blocks.CharBlock(
        max_length=200, label=_("heading"), icon="title", template="blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(features=PLAIN_TEXT, label=_("text"), icon="pilcrow")
    note = blocks.TextBlock(label=_("notice"), icon="warning", template="blocks/note.html")
    article = ArticleBlock()
    image = ImageBlock(label=_("picture"), template="blocks/image.html")
    document = DocumentChooserBlock(label=_("document"), template="blocks/document.html")


class WordsPage(Page):
    """A page of words: a lede and a body; the base of every page people edit."""

    lede = models.CharField(_("lede"), max_length=300, blank=True)
    body = StreamField(WordsBlock(), blank=True, verbose_name=_("text"))

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("lede"),
        FieldPanel("body"),
    ]

    kind_name: ClassVar[str | Promise] = _("page")

    class Meta:
        abstract = True

    @classmethod
    def get_verbose_name(cls) -> str:
        """What the editor calls a page of this kind."""
        return str(cls.kind_name)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page with its way back to the beginning."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        above = self.get_ancestors().live().filter(depth__gt=2)
        context["crumbs"] = [
            (_("Home"), page_at("")),
            *((page.title, page.get_url(request)) for page in above),
            (self.title, None),
        ]
        return context
