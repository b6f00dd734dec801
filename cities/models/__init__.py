"""Cities, their pages, and what is said of them."""

from cities.models.application import Application, party_cities
from cities.models.city import City, CityFact
from cities.models.companions import Applicant, Companion
from cities.models.pages import CityIndexPage, CityPage
from cities.models.papers import ApplicationPaper, ApplicationRevision
from cities.models.parties import CertifiedCopy, PartyVoice

__all__ = [
    "Applicant",
    "Application",
    "ApplicationPaper",
    "ApplicationRevision",
    "CertifiedCopy",
    "City",
    "CityFact",
    "CityIndexPage",
    "CityPage",
    "Companion",
    "PartyVoice",
    "party_cities",
]
