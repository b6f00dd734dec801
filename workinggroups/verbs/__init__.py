"""What people do in working groups. Views, the API and commands all come through here."""

from workinggroups.verbs.acks import ask_to_confirm, confirm_read, take_back_reading
from workinggroups.verbs.agenda import add_item, edit_item, move_item, remove_item
from workinggroups.verbs.calendars import renew_calendar_links
from workinggroups.verbs.choosing import choose_time, mark_times, propose_times
from workinggroups.verbs.closing import close_decision, close_due_decisions, remind_of_decisions
from workinggroups.verbs.consultations import (
    consult_on,
    end_consultation,
    invite_secretariat,
    join_consultation,
    open_consultation,
)
from workinggroups.verbs.decisions import (
    amend_decision,
    begin_round,
    extend_decision,
    open_decision,
    open_draft,
    withdraw_decision,
)
from workinggroups.verbs.groups import (
    answer_request,
    ask_to_join,
    open_group,
    take_back_request,
)
from workinggroups.verbs.guests import invite_guest, prolong_guest
from workinggroups.verbs.invitations import (
    answer_invitation,
    note_attendance,
    number_invitation,
    strike_attendance,
)
from workinggroups.verbs.leading import (
    describe_group,
    finish_group,
    hand_over_chair,
    resume_group,
)
from workinggroups.verbs.mailing import receive_letter
from workinggroups.verbs.meetings import (
    cancel_meeting,
    change_meeting,
    hold_meeting,
    plan_meeting,
)
from workinggroups.verbs.minutes import (
    approve_minutes,
    approve_unopposed_minutes,
    circulate_minutes,
    draft_minutes,
    edit_minutes,
    object_to_minutes,
)
from workinggroups.verbs.mornings import end_mornings, take_unread
from workinggroups.verbs.moving import (
    AudienceChanged,
    audience_of,
    move_thread,
    rename_thread,
    split_thread,
)
from workinggroups.verbs.occasions import (
    correct_occasion,
    note_occasion,
    put_back_occasion,
    take_off_occasion,
)
from workinggroups.verbs.outcomes import (
    announce_decision,
    offer_to_cities,
    show_outcome,
    state_outcome,
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
from workinggroups.verbs.preparing import change_draft, drop_draft, prepare_decision
from workinggroups.verbs.readers import (
    choose_volume,
    follow_thread,
    keep_draft,
    mark_group_read,
    mark_read,
    mark_unread,
)
from workinggroups.verbs.releasing import release_minutes, take_back_minutes
from workinggroups.verbs.reviews import (
    end_decision,
    keep_decision,
    replace_decision,
    tell_reviews,
)
from workinggroups.verbs.rules import end_rules, register_rules
from workinggroups.verbs.seats import (
    end_lost_seats,
    seat_delegate,
    tell_ending_terms,
    unseat_delegate,
)
from workinggroups.verbs.showing import hide_thread, show_thread
from workinggroups.verbs.stances import state_position
from workinggroups.verbs.statements import attach_statement, withdraw_statement
from workinggroups.verbs.tasks import finish_task, give_task, reopen_task
from workinggroups.verbs.telling import hold_letters_back, send_concern, send_post, tell_untold
from workinggroups.verbs.threads import ThreadClosed, close_thread, open_thread, reopen_thread
from workinggroups.verbs.uploads import (
    WrongOffset,
    add_piece,
    begin_upload,
    drop_upload,
    sweep_uploads,
)

__all__ = [
    "AudienceChanged",
    "KeyReused",
    "ThreadClosed",
    "TooFast",
    "WrongOffset",
    "add_item",
    "add_piece",
    "amend_decision",
    "announce_decision",
    "answer_invitation",
    "answer_request",
    "approve_minutes",
    "approve_unopposed_minutes",
    "ask_to_confirm",
    "ask_to_join",
    "attach_statement",
    "audience_of",
    "begin_round",
    "begin_upload",
    "cancel_meeting",
    "change_draft",
    "change_meeting",
    "choose_time",
    "choose_volume",
    "circulate_minutes",
    "close_decision",
    "close_due_decisions",
    "close_thread",
    "confirm_read",
    "consult_on",
    "correct_occasion",
    "describe_group",
    "draft_minutes",
    "drop_draft",
    "drop_upload",
    "edit_item",
    "edit_minutes",
    "edit_post",
    "end_consultation",
    "end_decision",
    "end_lost_seats",
    "end_mornings",
    "end_rules",
    "extend_decision",
    "finish_group",
    "finish_task",
    "follow_thread",
    "forget_withdrawn_texts",
    "give_task",
    "hand_over_chair",
    "hide_thread",
    "hold_letters_back",
    "hold_meeting",
    "invite_guest",
    "invite_secretariat",
    "join_consultation",
    "keep_decision",
    "keep_draft",
    "mark_group_read",
    "mark_read",
    "mark_times",
    "mark_unread",
    "move_item",
    "move_thread",
    "note_attendance",
    "note_occasion",
    "number_invitation",
    "object_to_minutes",
    "offer_to_cities",
    "open_consultation",
    "open_decision",
    "open_draft",
    "open_group",
    "open_thread",
    "pin_post",
    "plan_meeting",
    "post_reply",
    "prepare_decision",
    "prolong_guest",
    "propose_times",
    "put_back_occasion",
    "receive_letter",
    "redact_post",
    "register_rules",
    "release_minutes",
    "remind_of_decisions",
    "remove_item",
    "rename_thread",
    "renew_calendar_links",
    "reopen_task",
    "reopen_thread",
    "replace_decision",
    "resume_group",
    "seat_delegate",
    "send_concern",
    "send_post",
    "show_outcome",
    "show_thread",
    "split_thread",
    "state_outcome",
    "state_position",
    "strike_attendance",
    "sweep_uploads",
    "take_back_minutes",
    "take_back_reading",
    "take_back_request",
    "take_off_occasion",
    "take_unread",
    "tell_ending_terms",
    "tell_reviews",
    "tell_untold",
    "unpin_post",
    "unseat_delegate",
    "withdraw_decision",
    "withdraw_statement",
]
