"""What every part of the platform stands on: people, places, rights, memory, letters, words."""

from coalition.models.attachments import Attachment
from coalition.models.jobs import Job
from coalition.models.journal import JournalEntry
from coalition.models.letters import Letter
from coalition.models.notifications import Notification
from coalition.models.people import ApiToken, User
from coalition.models.periodic import Rhythm
from coalition.models.places import (
    Invitation,
    Membership,
    Place,
    PlaceGroupRight,
    PlaceUserRight,
)
from coalition.models.sign_ins import SignIn
from coalition.models.terms import Term

__all__ = [
    "ApiToken",
    "Attachment",
    "Invitation",
    "Job",
    "JournalEntry",
    "Letter",
    "Membership",
    "Notification",
    "Place",
    "PlaceGroupRight",
    "PlaceUserRight",
    "Rhythm",
    "SignIn",
    "Term",
    "User",
]
