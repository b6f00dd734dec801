"""Cities, their pages, and what is said of them."""

from cities.models.application import Application
from cities.models.belonging import CityWhole, Standing, WelcomeDismissal
from cities.models.city import City, CityFact
from cities.models.companions import Applicant, Companion
from cities.models.consideration import Answer, CompletenessMark, Question
from cities.models.names import CityHead, CityName
from cities.models.pages import CityIndexPage, CityPage
from cities.models.papers import ApplicationPaper, ApplicationRevision
from cities.models.parties import DayMoved, PartyVoice, PositionsAsked, party_cities
from cities.models.register import CertifiedCopy, RegisteredDocument, reads_register

__all__ = [
    "Answer",
    "Applicant",
    "Application",
    "ApplicationPaper",
    "ApplicationRevision",
    "CertifiedCopy",
    "City",
    "CityFact",
    "CityHead",
    "CityIndexPage",
    "CityName",
    "CityPage",
    "CityWhole",
    "Companion",
    "CompletenessMark",
    "DayMoved",
    "PartyVoice",
    "PositionsAsked",
    "Question",
    "RegisteredDocument",
    "Standing",
    "WelcomeDismissal",
    "party_cities",
    "reads_register",
]
