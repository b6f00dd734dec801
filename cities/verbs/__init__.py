"""What is done to cities and by cities that wish to become members."""

from cities.verbs.application import (
    WrongMoment,
    save_task,
    start_application,
    submit_application,
    withdraw_application,
)
from cities.verbs.city import (
    SWITCHES,
    consent_to_review,
    decide_fact,
    provision_city,
    set_switches,
    withdraw_review_consent,
)
from cities.verbs.companions import (
    end_companion,
    extend_link,
    invite_companion,
    show_publicly,
)
from cities.verbs.consideration import (
    answer_question,
    ask_question,
    check_complete,
    close_question,
    mark_points,
    return_application,
    take_back_files,
)
from cities.verbs.data import (
    dismiss_step,
    forget_wholes,
    gather_city,
    take_file_back,
    take_whole,
)
from cities.verbs.drafts import forget_drafts, remind_of_drafts
from cities.verbs.joining import record_signed_act, send_copies
from cities.verbs.names import name_head, rename_city
from cities.verbs.papers import add_papers, remove_paper
from cities.verbs.parties import extend_positions, notify_parties, open_consultations, speak
from cities.verbs.register import (
    confirm_receipt,
    correct_document,
    end_registered_rules,
    note_copies,
    register_document,
    withdraw_scan,
)
from cities.verbs.standing import leave_coalition, pause_membership, resume_membership

__all__ = [
    "SWITCHES",
    "WrongMoment",
    "add_papers",
    "answer_question",
    "ask_question",
    "check_complete",
    "close_question",
    "confirm_receipt",
    "consent_to_review",
    "correct_document",
    "decide_fact",
    "dismiss_step",
    "end_companion",
    "end_registered_rules",
    "extend_link",
    "extend_positions",
    "forget_drafts",
    "forget_wholes",
    "gather_city",
    "invite_companion",
    "leave_coalition",
    "mark_points",
    "name_head",
    "note_copies",
    "notify_parties",
    "open_consultations",
    "pause_membership",
    "provision_city",
    "record_signed_act",
    "register_document",
    "remind_of_drafts",
    "remove_paper",
    "rename_city",
    "resume_membership",
    "return_application",
    "save_task",
    "send_copies",
    "set_switches",
    "show_publicly",
    "speak",
    "start_application",
    "submit_application",
    "take_back_files",
    "take_file_back",
    "take_whole",
    "withdraw_application",
    "withdraw_review_consent",
    "withdraw_scan",
]
