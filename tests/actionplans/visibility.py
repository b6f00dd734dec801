"""Which row of the plans a person may see, asked row by row."""

from actionplans.models import (
    ActionPlan,
    CityReport,
    Measure,
    MeasureDraft,
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


VISIBLE = {
    ActionPlan: lambda user, plan: public_plan(plan) or may(user, "see_inside", plan),
    Measure: lambda user, measure: public_measure(measure) or may(user, "see_inside", measure),
    PlanImport: lambda user, found: may(user, "see_inside", found.city),
    MeasureDraft: lambda user, draft: may(user, "see_inside", draft),
    ProgressUpdate: lambda user, update: (
        (
            update.state == ProgressUpdate.State.APPROVED
            and public_measure(update.contribution.measure)
        )
        or may(user, "see_inside", update.contribution.city)
    ),
    CityReport: lambda user, report: may(user, "see_inside", report) or sent_to(user, report),
}
