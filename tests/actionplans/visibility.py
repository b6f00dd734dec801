"""Which row of the plans a person may see, asked row by row."""

from actionplans.models import (
    ActionPlan,
    CityProposal,
    CityReport,
    Measure,
    MeasureDraft,
    PartDraft,
    Participation,
    PlanImport,
    ProgressUpdate,
)
from coalition import clock
from coalition.permissions import may


def public_plan(plan: ActionPlan) -> bool:
    return plan.state in ActionPlan.PUBLIC_STATES


def public_measure(measure: Measure) -> bool:
    return (
        measure.state == Measure.State.STANDING
        and measure.visibility == Measure.Visibility.PUBLIC
        and public_plan(measure.plan)
    )


def sent_to(user, report: CityReport) -> bool:
    since = report.city.review_since
    consents = since is not None and since <= clock.today()
    return report.state != "open" and consents and may(user, "review", report)


def together(user, plan: ActionPlan, *states: str) -> bool:
    """Whether a city of the person takes part in a joint plan, or is asked to."""
    return plan.city_id is None and any(
        one.state in (states or ("proposed", "agreed")) and may(user, "see_inside", one.city)
        for one in plan.participations.all()
    )


VISIBLE = {
    ActionPlan: lambda user, plan: (
        public_plan(plan) or may(user, "see_inside", plan) or together(user, plan)
    ),
    Measure: lambda user, measure: (
        public_measure(measure) or may(user, "see_inside", measure) or together(user, measure.plan)
    ),
    PlanImport: lambda user, found: may(user, "see_inside", found.city),
    MeasureDraft: lambda user, draft: (
        may(user, "see_inside", draft) or together(user, draft.plan, "agreed")
    ),
    Participation: lambda user, one: may(user, "see_inside", one.city) or together(user, one.plan),
    PartDraft: lambda user, draft: may(user, "see_inside", draft.contribution.city),
    ProgressUpdate: lambda user, update: (
        (
            update.state == ProgressUpdate.State.APPROVED
            and update.contribution.visibility == "public"
            and public_measure(update.contribution.measure)
        )
        or may(user, "see_inside", update.contribution.city)
    ),
    CityReport: lambda user, report: may(user, "see_inside", report) or sent_to(user, report),
    CityProposal: lambda user, found: may(user, "see_inside", found),
}
