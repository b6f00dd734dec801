"""What the kernel tells the apps above it, inside the transaction of the deed."""

from django.dispatch import Signal

rights_changed = Signal()  # place, user: a role began or ended
notified = Signal()  # users: ids of those with a new line in their centre; after the commit
