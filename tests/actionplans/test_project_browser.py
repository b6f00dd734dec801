"""The project at the desk in a real browser."""

import pytest

from tests.browser import PHONE, check, sign_in

pytestmark = pytest.mark.browser
PERIOD = "period=quarter:2026-07-01"
PAGES = {
    "project": f"/review/project/?{PERIOD}",
    "project-facts": "/review/project/facts/",
    "project-indicator": "/review/project/indicators/2/",
    "project-value": f"/review/project/indicators/2/value/?{PERIOD}",
    "project-figure": f"/review/project/figure/?{PERIOD}&figure=completed",
    "project-english": f"/review/project/english/?{PERIOD}",
    "project-report": f"/review/project/report/?{PERIOD}",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_project_is_for_everybody(visitor, name):
    window = visitor(PHONE)
    sign_in(window.page, "reviewer", window.site)

    assert window.page.goto(PAGES[name]).status == 200

    check(window, name)
