"""What people do in working groups. Views, the API and commands all come through here."""

from workinggroups.verbs.closing import close_decision, close_due_decisions, remind_of_decisions
from workinggroups.verbs.consultations import (
    end_consultation,
    invite_secretariat,
    open_consultation,
)
from workinggroups.verbs.decisions import (
    amend_decision,
    begin_round,
    extend_decision,
    open_decision,
    withdraw_decision,
)
from workinggroups.verbs.groups import answer_request, ask_to_join, open_group
from workinggroups.verbs.outcomes import offer_to_cities, show_outcome, state_outcome
from workinggroups.verbs.pins import pin_post, unpin_post
from workinggroups.verbs.posts import (
    KeyReused,
    TooFast,
    edit_post,
    forget_withdrawn_texts,
    post_reply,
    redact_post,
)
from workinggroups.verbs.readers import follow_thread, keep_draft, mark_read
from workinggroups.verbs.rules import end_rules, register_rules
from workinggroups.verbs.seats import end_lost_seats, seat_delegate, unseat_delegate
from workinggroups.verbs.stances import state_position
from workinggroups.verbs.threads import ThreadClosed, close_thread, open_thread, reopen_thread

__all__ = [
    "KeyReused",
    "ThreadClosed",
    "TooFast",
    "amend_decision",
    "answer_request",
    "ask_to_join",
    "begin_round",
    "close_decision",
    "close_due_decisions",
    "close_thread",
    "edit_post",
    "end_consultation",
    "end_lost_seats",
    "end_rules",
    "extend_decision",
    "follow_thread",
    "forget_withdrawn_texts",
    "invite_secretariat",
    "keep_draft",
    "mark_read",
    "offer_to_cities",
    "open_consultation",
    "open_decision",
    "open_group",
    "open_thread",
    "pin_post",
    "post_reply",
    "redact_post",
    "register_rules",
    "remind_of_decisions",
    "reopen_thread",
    "seat_delegate",
    "show_outcome",
    "state_outcome",
    "state_position",
    "unpin_post",
    "unseat_delegate",
    "withdraw_decision",
]
