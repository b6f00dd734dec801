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
from cities.verbs.drafts import forget_drafts, remind_of_drafts
from cities.verbs.joining import record_signed_act, send_copies

__all__ = [
    "SWITCHES",
    "WrongMoment",
    "check_complete",
    "confirm_receipt",
    "consent_to_review",
    "decide_fact",
    "forget_drafts",
    "notify_parties",
    "open_consultations",
    "provision_city",
    "record_signed_act",
    "remind_of_drafts",
    "return_application",
    "save_task",
    "send_copies",
    "set_switches",
    "speak",
    "start_application",
    "submit_application",
    "withdraw_application",
    "withdraw_review_consent",
]
