"""Which row of the cities a person may see, asked row by row."""

from cities.models import Application, CityFact, RegisteredDocument
from coalition.permissions import may

VISIBLE = {
    RegisteredDocument: lambda user, entry: entry.is_visible_to(user),
    Application: lambda user, application: application.is_visible_to(user),
    CityFact: lambda user, fact: (
        fact.state == CityFact.State.CONFIRMED or may(user, "see_inside", fact)
    ),
}
