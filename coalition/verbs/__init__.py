"""What people do with each other's rights and with what is their own."""

from coalition.verbs.invitations import (
    INVITATION_DAYS,
    accept_invitation,
    invite,
    open_invitation,
    revoke_invitation,
)
from coalition.verbs.keys import issue_token, revoke_token
from coalition.verbs.leaving import (
    end_what_ran_out,
    hand_over,
    name_deputy,
    release,
    succeed,
)
from coalition.verbs.news import forget_old_news, read_line, read_lines
from coalition.verbs.oneself import describe_oneself
from coalition.verbs.people import appoint, appoint_colleague, require_appointer, set_term
from coalition.verbs.sign_ins import (
    end_sign_in,
    forget_sign_ins,
    keep_second_step,
    may_reset_second_step,
    note_presence,
    note_sign_in,
    reset_second_step,
    sign_out_everywhere,
)

__all__ = [
    "INVITATION_DAYS",
    "accept_invitation",
    "appoint",
    "appoint_colleague",
    "describe_oneself",
    "end_sign_in",
    "end_what_ran_out",
    "forget_old_news",
    "forget_sign_ins",
    "hand_over",
    "invite",
    "issue_token",
    "keep_second_step",
    "may_reset_second_step",
    "name_deputy",
    "note_presence",
    "note_sign_in",
    "open_invitation",
    "read_line",
    "read_lines",
    "release",
    "require_appointer",
    "reset_second_step",
    "revoke_invitation",
    "revoke_token",
    "set_term",
    "sign_out_everywhere",
    "succeed",
]
