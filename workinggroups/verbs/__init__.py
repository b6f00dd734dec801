"""What people do in working groups. Views, the API and commands all come through here."""

from workinggroups.verbs.groups import answer_request, ask_to_join, open_group
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
from workinggroups.verbs.seats import end_lost_seats, seat_delegate, unseat_delegate
from workinggroups.verbs.threads import ThreadClosed, close_thread, open_thread, reopen_thread

__all__ = [
    "KeyReused",
    "ThreadClosed",
    "TooFast",
    "answer_request",
    "ask_to_join",
    "close_thread",
    "edit_post",
    "end_lost_seats",
    "follow_thread",
    "forget_withdrawn_texts",
    "keep_draft",
    "mark_read",
    "open_group",
    "open_thread",
    "pin_post",
    "post_reply",
    "redact_post",
    "reopen_thread",
    "seat_delegate",
    "unpin_post",
    "unseat_delegate",
]
