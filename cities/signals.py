"""What cities tell the apps above them, inside the transaction of the deed."""

from django.dispatch import Signal

# city, by: a city stands in the Coalition and needs its groups, plan and council seat
city_admitted = Signal()
# application, cities, by: these member cities want to talk an application over (Art. 9)
consultations_wanted = Signal()
