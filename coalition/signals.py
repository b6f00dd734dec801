"""What the kernel tells the apps above it, inside the transaction of the deed."""

from django.dispatch import Signal

rights_changed = Signal()  # place, user: a role began or ended
leaving = Signal()  # place, person: receivers answer with what the person has there (`Held`)
handed_over = Signal()  # place, leaver, successor, by: receivers move it and answer with `Held`
sessions_ended = Signal()  # user, keys: these sessions of a person are closed
noted = Signal()  # kind, readers, path, details, by: lines are written for these people
notified = Signal()  # users: ids of those whose number of unread lines changed; after the commit
person_gathered = Signal()  # user, put: every app adds what it holds on a person
person_erased = Signal()  # user, names, mark: every app removes what is theirs alone
