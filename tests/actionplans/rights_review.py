"""Who may come to the reviewers' desk and to the API of plans.

The desk exists for everybody who is signed in, and is closed (403) to those who review nowhere;
inside it, a city that is not the reviewer's to see is not there.
"""

from dataclasses import replace

from actionplans.models import CityReport, Measure, ProjectIndicator, ProjectOutput
from tests.rules import CITY, EVERYBODY_SIGNED_IN, NOWHERE, OPEN, REVIEW, Fill, Rule, rights


def measure(city: str) -> dict[str, object]:
    return {"pk": Measure.objects.filter(plan__city__slug=city).order_by("pk").first().pk}


def sent(city: str) -> dict[str, object]:
    """A completed report; one with proposals and unsent answers where there is one."""
    reports = CityReport.objects.filter(city__slug=city)
    asked = reports.filter(state="clarification", round__kind="half_year").first()
    return {"pk": (asked or reports.filter(state="closed").first()).pk}


def completed(city: str) -> dict[str, object]:
    """A report that is frozen."""
    return {"pk": CityReport.objects.filter(city__slug=city, state="closed").first().pk}


def desk(fill: Fill | None = None) -> Rule:
    """An address of the desk: 403 for who is signed in and reviews nowhere."""
    return replace(REVIEW(only="get", fill=fill), see=EVERYBODY_SIGNED_IN)


def overview() -> Rule:
    """Counts of working groups: the secretariat reads them too."""
    rule = desk()
    return replace(rule, get=rule.get | rights("coalition", "administer"))


def read(fill: Fill | None = None) -> Rule:
    """An answer of the API that everybody may read."""
    return OPEN(fill, only="get")


def an_indicator(_city: str) -> dict[str, object]:
    return {"pk": ProjectIndicator.objects.get(code="2.1").pk}


def an_output(_city: str) -> dict[str, object]:
    return {"pk": ProjectOutput.objects.get(code="2").pk}


def project_desk(fill: Fill | None = None) -> Rule:
    """A page of the project that reviewers also write on."""
    return replace(desk(fill), only="")


RULES = {
    "review": desk(),
    "review_matrix_file": desk(),
    "review_period": desk(),
    "review_measures": desk(),
    "review_city": desk(),
    "review_measure": desk(measure),
    "review_activity": overview(),
    "review_groups_file": overview(),
    "review_money": desk(),
    "review_money_lines": desk(),
    "review_rates": replace(desk(), only=""),
    "review_reports": desk(),
    "review_round_new": replace(REVIEW(), see=EVERYBODY_SIGNED_IN),
    "review_report": replace(REVIEW(fill=sent), see=EVERYBODY_SIGNED_IN),
    "review_report_file": desk(completed),
    "review_project": desk(),
    "review_project_facts": project_desk(),
    "review_project_figure": desk(),
    "indicator_new": project_desk(an_output),
    "indicator_edit": project_desk(an_indicator),
    "indicator_value": project_desk(an_indicator),
    "review_translations": project_desk(),
    "review_project_report": project_desk(),
    "review_project_file": desk(lambda _city: {"kind": "docx"}),
    "api:openapi-json": OPEN(),
    "api:api-root": NOWHERE(),
    "api:cities": read(),
    "api:city": read(),
    "api:plans": read(),
    "api:measures": read(),
    "api:measure": read(measure),
    "api:history": read(measure),
    "api:indicators": read(),
    "api:groups": read(),
    "api:events": read(),
    "api:report": CITY(post="edit", only="post", fill=measure),
}
