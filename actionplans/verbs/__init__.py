"""What people do with plans, measures, drafts and the progress of measures."""

from actionplans.verbs.actuals import (
    add_project_evidence,
    enter_actual,
    remove_project_evidence,
)
from actionplans.verbs.adoption import adopt_drafts
from actionplans.verbs.agreeing import draft_joint, give_word, withdraw_joint
from actionplans.verbs.arranging import arrange_measure
from actionplans.verbs.drafts import draft_measure, return_drafts, withdraw_draft
from actionplans.verbs.evidence import add_evidence, show_evidence, withdraw_evidence
from actionplans.verbs.following import begin_next_plan, take_up_plan
from actionplans.verbs.headings import (
    add_direction,
    add_goal,
    move_heading,
    put_under,
    remove_heading,
    rename_heading,
    renumber_heading,
)
from actionplans.verbs.importing import accept_import, begin_import, leave_import, map_import
from actionplans.verbs.joint import (
    answer_proposal,
    invite_city,
    leave_measure,
    leave_plan,
    propose_joint_plan,
)
from actionplans.verbs.measures import reinstate_measure, set_visibility, withdraw_measure
from actionplans.verbs.overview import (
    close_report,
    propose,
    recuse,
    send_proposals,
    write_review_note,
)
from actionplans.verbs.paper import enter_letter
from actionplans.verbs.parts import (
    adopt_part,
    draft_part,
    return_part,
    show_part,
    withdraw_part,
)
from actionplans.verbs.plans import ensure_plan, open_plan, submit_plan
from actionplans.verbs.progress import (
    approve_updates,
    report_progress,
    return_update,
    revise_update,
    withdraw_update,
)
from actionplans.verbs.project import keep_indicator, keep_project, remove_indicator
from actionplans.verbs.project_texts import keep_project_text
from actionplans.verbs.proposals import (
    make_answer_known,
    point_to_measure,
    put_aside_proposal,
    receive_proposals,
    take_up_proposal,
)
from actionplans.verbs.rates import enter_rates
from actionplans.verbs.reminding import (
    choose_reminders,
    end_letters_of_the_morning,
    send_digests,
)
from actionplans.verbs.reports import (
    add_correction,
    answer_proposals,
    send_answers,
    state_position,
    submit_report,
    take_report_back,
)
from actionplans.verbs.rounds import keep_rounds, open_round
from actionplans.verbs.showing import reinstate_plan, show_edition, withdraw_plan
from actionplans.verbs.telling import attach_files, watch_measures, withdraw_file
from actionplans.verbs.translating import translate_for_report

__all__ = [
    "accept_import",
    "add_correction",
    "add_direction",
    "add_evidence",
    "add_goal",
    "add_project_evidence",
    "adopt_drafts",
    "adopt_part",
    "answer_proposal",
    "answer_proposals",
    "approve_updates",
    "arrange_measure",
    "attach_files",
    "begin_import",
    "begin_next_plan",
    "choose_reminders",
    "close_report",
    "draft_joint",
    "draft_measure",
    "draft_part",
    "end_letters_of_the_morning",
    "ensure_plan",
    "enter_actual",
    "enter_letter",
    "enter_rates",
    "give_word",
    "invite_city",
    "keep_indicator",
    "keep_project",
    "keep_project_text",
    "keep_rounds",
    "leave_import",
    "leave_measure",
    "leave_plan",
    "make_answer_known",
    "map_import",
    "move_heading",
    "open_plan",
    "open_round",
    "point_to_measure",
    "propose",
    "propose_joint_plan",
    "put_aside_proposal",
    "put_under",
    "receive_proposals",
    "recuse",
    "reinstate_measure",
    "reinstate_plan",
    "remove_heading",
    "remove_indicator",
    "remove_project_evidence",
    "rename_heading",
    "renumber_heading",
    "report_progress",
    "return_drafts",
    "return_part",
    "return_update",
    "revise_update",
    "send_answers",
    "send_digests",
    "send_proposals",
    "set_visibility",
    "show_edition",
    "show_evidence",
    "show_part",
    "state_position",
    "submit_plan",
    "submit_report",
    "take_report_back",
    "take_up_plan",
    "take_up_proposal",
    "translate_for_report",
    "watch_measures",
    "withdraw_draft",
    "withdraw_evidence",
    "withdraw_file",
    "withdraw_joint",
    "withdraw_measure",
    "withdraw_part",
    "withdraw_plan",
    "withdraw_update",
    "write_review_note",
]
