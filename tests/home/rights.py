"""Who may come to which address of the whole."""

from dataclasses import replace

from coalition import clock
from home.models import PageReport
from tests.rules import COALITION, EVERYBODY_SIGNED_IN, OPEN, PUBLIC, SIGNED_IN


def word_about_a_page(_city: str) -> dict[str, object]:
    found, _made = PageReport.objects.get_or_create(
        text="The map is too small.", defaults={"path": "/", "at": clock.now()}
    )
    return {"pk": found.pk}


RULES = {
    "healthz": OPEN(),
    "readyz": OPEN(),
    "home": PUBLIC(),
    "wagtail_serve": PUBLIC(fill=lambda city: (f"cities/{city}/",)),
    "offline": PUBLIC(),
    "work": SIGNED_IN(),
    "report_page": OPEN(),
    "report_thanks": OPEN(),
    # that such a list exists is no secret
    "reports": replace(COALITION("administer"), see=EVERYBODY_SIGNED_IN),
    "close_report": replace(
        COALITION("administer", only="post", fill=word_about_a_page), see=EVERYBODY_SIGNED_IN
    ),
}
