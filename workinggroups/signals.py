"""What groups tell the apps above them, inside the transaction of the deed."""

from django.dispatch import Signal

thread_changed = Signal()  # thread: closed or reopened
# decision, by, cities, text, measure_title, office, due_on: a group sends its recommendation
decision_offered = Signal()
