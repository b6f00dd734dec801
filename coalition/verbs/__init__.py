"""What people do with each other's rights and with what is their own."""

from coalition.verbs.invitations import INVITATION_DAYS, accept_invitation, invite, open_invitation
from coalition.verbs.keys import issue_token, revoke_token
from coalition.verbs.news import forget_old_news, read_line, read_lines
from coalition.verbs.oneself import describe_oneself, sign_out_everywhere
from coalition.verbs.people import appoint, release, require_appointer

__all__ = [
    "INVITATION_DAYS",
    "accept_invitation",
    "appoint",
    "describe_oneself",
    "forget_old_news",
    "invite",
    "issue_token",
    "open_invitation",
    "read_line",
    "read_lines",
    "release",
    "require_appointer",
    "revoke_token",
    "sign_out_everywhere",
]
