"""What groups send on paper: invitations to a meeting, and its minutes."""

from workinggroups.papers.invitation import invitation_paper
from workinggroups.papers.protocol import minutes_paper

__all__ = ["invitation_paper", "minutes_paper"]
