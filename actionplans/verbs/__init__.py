"""What people do with plans, measures, drafts and the progress of measures."""

from actionplans.verbs.adoption import adopt_drafts
from actionplans.verbs.drafts import draft_measure, return_drafts, withdraw_draft
from actionplans.verbs.measures import reinstate_measure, set_visibility, withdraw_measure
from actionplans.verbs.overview import (
    close_report,
    propose,
    recuse,
    send_proposals,
    write_review_note,
)
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
from actionplans.verbs.reports import (
    add_correction,
    answer_proposals,
    send_answers,
    state_position,
    submit_report,
    take_report_back,
)
from actionplans.verbs.rounds import keep_rounds, open_round

__all__ = [
    "add_correction",
    "add_direction",
    "add_goal",
    "adopt_drafts",
    "answer_proposals",
    "approve_updates",
    "close_report",
    "draft_measure",
    "ensure_plan",
    "enter_rates",
    "keep_rounds",
    "open_plan",
    "open_round",
    "propose",
    "recuse",
    "reinstate_measure",
    "rename_heading",
    "report_progress",
    "return_drafts",
    "return_update",
    "revise_update",
    "send_answers",
    "send_proposals",
    "set_visibility",
    "state_position",
    "submit_plan",
    "submit_report",
    "take_report_back",
    "withdraw_draft",
    "withdraw_measure",
    "withdraw_update",
    "write_review_note",
]
