"""The papers of a plan and its editions in a browser, on a phone and on a desk."""

import pytest

from tests.browser import DESK, PHONE, check

pytestmark = pytest.mark.browser

WORK = "/work/city/osh/"
TAKE = f"{WORK}documents/?as=print&lang=ru&state=today&what="
PAGES = {
    "choose": f"{WORK}documents/",
    "refused": f"{WORK}documents/?as=xlsx&what=letter&since=1",
    "plan": f"{TAKE}plan",
    "progress": f"{TAKE}progress&period=2026",
    "letter": f"{TAKE}letter",
    "agreement": f"{TAKE}agreement",
    "editions": f"{WORK}editions/",
    "changes": f"{WORK}editions/changes/?became=drafts",
    "public-editions": "/cities/osh/plan/editions/",
    "public-edition": "/cities/osh/plan/editions/1/",
    "public-changes": "/en/cities/osh/plan/editions/changes/",
}


@pytest.mark.parametrize(("name", "path"), PAGES.items(), ids=PAGES)
def test_a_page_with_papers_is_for_everybody(visitor, name, path):
    window = visitor(PHONE, who="approver.osh")

    window.page.goto(path)

    check(window, f"documents-{name}")


@pytest.mark.parametrize("name", ["choose", "plan", "editions"])
def test_a_page_with_papers_is_for_everybody_at_night(visitor, name):
    window = visitor(PHONE, who="approver.osh", color_scheme="dark")

    window.page.goto(PAGES[name])

    check(window, f"documents-{name}-dark")


def test_a_letter_prints_upright_and_a_plan_across(visitor):
    window = visitor(DESK, who="viewer.osh")

    def boxes(name: str) -> bytes:
        window.page.goto(PAGES[name])
        content = window.page.pdf(prefer_css_page_size=True)
        return content[content.index(b"/MediaBox") :][:40]

    assert boxes("letter").startswith(b"/MediaBox [0 0 594")
    assert boxes("plan").startswith(b"/MediaBox [0 0 841")
