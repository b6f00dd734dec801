"""What people do in working groups. Views, the API and commands all come through here."""

from workinggroups.verbs.acks import ask_to_confirm, confirm_read
from workinggroups.verbs.groups import answer_request, ask_to_join, open_group
from workinggroups.verbs.moving import (
    AudienceChanged,
    audience_of,
    move_thread,
    rename_thread,
    split_thread,
)
from workinggroups.verbs.pins import pin_post, unpin_post
from workinggroups.verbs.posts import (
    KeyReused,
    TooFast,
    edit_post,
    forget_withdrawn_texts,
    post_reply,
    redact_post,
)
from workinggroups.verbs.readers import (
    follow_thread,
    keep_draft,
    mark_group_read,
    mark_read,
    mark_unread,
)
from workinggroups.verbs.seats import end_lost_seats, seat_delegate, unseat_delegate
from workinggroups.verbs.tasks import finish_task, give_task
from workinggroups.verbs.threads import ThreadClosed, close_thread, open_thread, reopen_thread

__all__ = [
    "AudienceChanged",
    "KeyReused",
    "ThreadClosed",
    "TooFast",
    "answer_request",
    "ask_to_confirm",
    "ask_to_join",
    "audience_of",
    "close_thread",
    "confirm_read",
    "edit_post",
    "end_lost_seats",
    "finish_task",
    "follow_thread",
    "forget_withdrawn_texts",
    "give_task",
    "keep_draft",
    "mark_group_read",
    "mark_read",
    "mark_unread",
    "move_thread",
    "open_group",
    "open_thread",
    "pin_post",
    "post_reply",
    "redact_post",
    "rename_thread",
    "reopen_thread",
    "seat_delegate",
    "split_thread",
    "unpin_post",
    "unseat_delegate",
]
