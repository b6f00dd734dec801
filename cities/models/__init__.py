"""Cities, their pages, and what is said of them."""

from cities.models.city import City, CityFact
from cities.models.pages import CityIndexPage, CityPage

__all__ = ["City", "CityFact", "CityIndexPage", "CityPage"]
