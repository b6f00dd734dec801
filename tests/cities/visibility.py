"""Which row of the cities a person may see, asked row by row."""

from cities.models import CityFact
from coalition.permissions import may

VISIBLE = {
    CityFact: lambda user, fact: (
        fact.state == CityFact.State.CONFIRMED or may(user, "see_inside", fact)
    ),
}
