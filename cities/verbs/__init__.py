"""What is done to cities and by cities that wish to become members."""

from cities.verbs.application import (
    WrongMoment,
    check_complete,
    confirm_receipt,
    notify_parties,
    open_consultations,
    return_application,
    save_task,
    speak,
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
from cities.verbs.drafts import forget_drafts, remind_of_drafts
from cities.verbs.joining import record_signed_act, send_copies
from cities.verbs.papers import add_papers, remove_paper

__all__ = [
    "SWITCHES",
    "WrongMoment",
    "add_papers",
    "check_complete",
    "confirm_receipt",
    "consent_to_review",
    "decide_fact",
    "end_companion",
    "extend_link",
    "forget_drafts",
    "invite_companion",
    "notify_parties",
    "open_consultations",
    "provision_city",
    "record_signed_act",
    "remind_of_drafts",
    "remove_paper",
    "return_application",
    "save_task",
    "send_copies",
    "set_switches",
    "show_publicly",
    "speak",
    "start_application",
    "submit_application",
    "withdraw_application",
    "withdraw_review_consent",
]
