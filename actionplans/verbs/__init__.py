"""What people do with plans, measures, drafts and the progress of measures."""

from actionplans.verbs.adoption import adopt_drafts
from actionplans.verbs.drafts import draft_measure, return_drafts, withdraw_draft
from actionplans.verbs.measures import reinstate_measure, set_visibility, withdraw_measure
from actionplans.verbs.plans import (
    add_direction,
    add_goal,
    ensure_plan,
    open_plan,
    rename_heading,
    submit_plan,
)
from actionplans.verbs.progress import (
    approve_updates,
    report_progress,
    return_update,
    revise_update,
    withdraw_update,
)
from actionplans.verbs.rates import enter_rates

__all__ = [
    "add_direction",
    "add_goal",
    "adopt_drafts",
    "approve_updates",
    "draft_measure",
    "ensure_plan",
    "enter_rates",
    "open_plan",
    "reinstate_measure",
    "rename_heading",
    "report_progress",
    "return_drafts",
    "return_update",
    "revise_update",
    "set_visibility",
    "submit_plan",
    "withdraw_draft",
    "withdraw_measure",
    "withdraw_update",
]
