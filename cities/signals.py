"""What cities tell the apps above them, inside the transaction of the deed."""

from django.dispatch import Signal

# city, by, plans: a city stands in the Coalition and needs its groups, plan and council seat;
# `plans` are files of plans that it has sent
city_admitted = Signal()
# application, cities, by: these member cities want to talk an application over (Art. 9)
consultations_wanted = Signal()
# city, by, standing: a city has paused, left or come back
city_stands = Signal()
# city, by, kind, was: the city or its authority has another name; `was` is the one before
city_renamed = Signal()
# city, put: every app puts what it holds of the city into one file, by put(name, content)
city_gathered = Signal()
