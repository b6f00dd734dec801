"""What the kernel tells the apps above it, inside the transaction of the deed."""

from django.dispatch import Signal

rights_changed = Signal()  # place, user: a role began or ended
