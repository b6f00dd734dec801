"""Cities, their pages, and what is said of them."""

from cities.models.application import Applicant, Application, party_cities
from cities.models.city import City, CityFact
from cities.models.pages import CityIndexPage, CityPage
from cities.models.parties import CertifiedCopy, PartyVoice

__all__ = [
    "Applicant",
    "Application",
    "CertifiedCopy",
    "City",
    "CityFact",
    "CityIndexPage",
    "CityPage",
    "PartyVoice",
    "party_cities",
]
