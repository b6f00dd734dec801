"""Pages of words, and who may read them."""

import pytest
from wagtail.models import Page, PageViewRestriction

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/cities/", "/cities/osh/"])
def test_a_page_that_is_not_for_everybody_hides_those_below_it_too(client, path):
    page = Page.objects.get(slug="cities", locale__language_code="ru")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert client.get(path).status_code == 404
    assert client.get("/about/").status_code == 200
