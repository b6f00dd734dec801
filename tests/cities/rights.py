"""Who may come to which address of a city."""

from django.core.files.base import ContentFile

from cities import verbs
from cities.models import (
    Application,
    CertifiedCopy,
    City,
    CityFact,
    CityWhole,
    Question,
    RegisteredDocument,
)
from coalition import clock
from coalition.models import Attachment, Invitation, Membership, User
from coalition.verbs import invite
from tests.cities.applying import pdf
from tests.rules import CITY, EVERYBODY_SIGNED_IN, OPEN, PUBLIC, Rule, rights


def viewer(city: str) -> dict[str, object]:
    membership = Membership.objects.get(place__key=city, place__kind="city", role="viewer")
    return {"slug": city, "pk": membership.pk}


def administrator(city: str) -> Membership:
    return Membership.objects.get(place__kind="city", user__email=f"admin.{city}@demo.invalid")


def waiting(city: str) -> dict[str, object]:
    """An invitation that nobody has taken up."""
    place = City.objects.get(slug=city).place
    found = Invitation.objects.filter(email=f"waiting.{city}@demo.invalid").first()
    if found is None:
        found, _secret = invite(
            f"waiting.{city}@demo.invalid", by=User.system(), place=place, role="viewer"
        )
    return {"slug": city, "pk": found.pk}


def proposed_fact(city: str) -> dict[str, object]:
    fact = CityFact.objects.filter(city__slug=city, state="proposed").first()
    return {"slug": city, "pk": fact.pk}


def made_whole(city: str) -> dict[str, object]:
    """The file with all data of a city, made on this day; nothing is in it here."""
    found = City.objects.get(slug=city)
    admin = User.objects.get(email=f"admin.{city}@demo.invalid")
    whole, made = CityWhole.objects.get_or_create(
        city=found, sha256="0" * 64, defaults={"by": admin, "at": clock.now()}
    )
    if made:
        whole.file.save("whole", ContentFile(b"PK"))
    return {"slug": city, "pk": whole.pk}


def own_file(city: str) -> dict[str, object]:
    """A file beside the city's own work."""
    found = City.objects.get(slug=city)
    file, _made = Attachment.objects.get_or_create(
        place=found.place, owner=f"cities.city:{found.pk}", name="Own.txt",
        defaults={"content_type": "text/plain", "size": 1, "sha256": "1" * 64},
    )  # fmt: skip
    return {"slug": city, "pk": file.pk}


def notified() -> Application:
    """The invented application the Parties have been told of."""
    return Application.objects.get(email="example-town@demo.invalid")


def draft() -> Application:
    return Application.objects.get(email="example-draft@demo.invalid")


def entry(kind: str = "other", shows: str = "whole") -> RegisteredDocument:
    """An entry of the register with a scan."""
    found = RegisteredDocument.objects.filter(kind=kind, title="Запись").first()
    return found or verbs.register_document(
        by=User.objects.get(email="keeper@demo.invalid"),
        kind=kind,
        title="Запись",
        shows=shows,
        dated=clock.today(),
        scan=pdf(),
    )


def question() -> Question:
    """An open question about the application that is being looked at."""
    return Question.objects.filter(state="open").first()


def sent_copy(city: str) -> dict[str, int]:
    """A certified copy sent to a city, as if the act had been signed."""
    copy, _made = CertifiedCopy.objects.get_or_create(
        document=entry("act", "entry"),
        city=City.objects.get(slug=city),
        defaults={
            "number": City.objects.filter(slug__lt=city).count() + 1,
            "certified_on": clock.today(),
            "recorded_by": User.objects.get(email="keeper@demo.invalid"),
            "recorded_at": clock.now(),
        },
    )
    return {"pk": copy.pk}


def draft_paper(_city: str) -> dict[str, object]:
    """A file of the invented draft."""
    paper = draft().papers.first()
    return {"token": draft().secret, "pk": paper.pk}


# approvers and administrators of every member city, not only of one's own
PARTIES = "city:approve city:administer other:approve other:administer"
READERS = rights("coalition", f"administer keep {PARTIES}")
READERS_EARLY = rights("coalition", "administer keep")  # before the Parties are told
SECRETARIAT, KEEPER = rights("coalition", "administer"), rights("coalition", "keep")


RULES = {
    "team": CITY(post="administer"),
    "release": CITY(post="administer", only="post", fill=viewer),
    "team_appoint": CITY(post="administer", only="post"),
    "team_role": CITY(get="administer", only="get", fill=viewer),
    "team_term": CITY(post="administer", only="post", fill=viewer),
    "team_deputy": CITY(post="administer", only="post", fill=viewer),
    "team_succeed": CITY(post="administer", only="post", fill=viewer),
    "team_step": CITY(post="administer", only="post", fill=viewer),
    "invite_again": CITY(post="administer", only="post", fill=waiting),
    "revoke_invitation": CITY(post="administer", only="post", fill=waiting),
    "administrators": Rule(EVERYBODY_SIGNED_IN, SECRETARIAT, SECRETARIAT),
    "administrators_step": Rule(
        EVERYBODY_SIGNED_IN,
        SECRETARIAT,
        SECRETARIAT,
        only="post",
        fill=lambda city: {"pk": administrator(city).pk},
    ),
    "facts": CITY(),
    "decide_fact": CITY(get="approve", post="approve", fill=proposed_fact),
    "journal": CITY(),
    "city_settings": CITY(get="administer", post="administer"),
    "journal_file": CITY(only="get", fill=lambda city: {"slug": city, "kind": "csv"}),
    "city_data": CITY(),
    "city_gather": CITY(post="administer", only="post"),
    "city_take": CITY(post="administer", only="post", fill=made_whole),
    "city_files": CITY(),
    "city_take_back": CITY(get="administer", post="administer", fill=own_file),
    "city_names": CITY(),
    "city_rename": CITY(post="administer", only="post"),
    "city_head": CITY(post="administer", only="post"),
    "city_standing": CITY(post="administer approve"),
    "welcome_dismiss": CITY(
        post="administer", only="post", fill=lambda city: {"slug": city, "key": "facts"}
    ),
    "join": PUBLIC(),
    "join_start": OPEN(),
    # the secret in the address is the right
    "apply": OPEN(fill=lambda _city: {"token": notified().secret}),
    "apply_task": OPEN(fill=lambda _city: {"token": draft().secret, "key": "city"}),
    "apply_check": OPEN(fill=lambda _city: {"token": draft().secret}),
    "apply_letter": OPEN(fill=lambda _city: {"token": draft().secret}, only="get"),
    "join_paper": PUBLIC(fill=lambda _city: {"name": "act-kk"}),
    "apply_letter_word": OPEN(fill=lambda _city: {"token": draft().secret}, only="get"),
    "apply_print": OPEN(fill=lambda _city: {"token": draft().secret}, only="get"),
    "apply_word": OPEN(fill=lambda _city: {"token": draft().secret}, only="get"),
    "apply_extend": OPEN(fill=lambda _city: {"token": draft().secret}),
    "apply_companion": OPEN(fill=lambda _city: {"token": draft().secret}),
    "apply_companion_end": OPEN(fill=lambda _city: {"token": draft().secret}, only="post"),
    "apply_listing": OPEN(fill=lambda _city: {"token": notified().secret}, only="post"),
    "apply_papers": OPEN(fill=lambda _city: {"token": draft().secret}),
    "apply_paper_remove": OPEN(fill=draft_paper, only="post"),
    "apply_revision": OPEN(
        fill=lambda _city: {"token": notified().secret, "number": 1}, only="get"
    ),
    "application_revision": Rule(
        READERS,
        READERS,
        READERS,
        only="get",
        fill=lambda _city: {"pk": notified().pk, "number": 1},
    ),
    "apply_withdraw": OPEN(fill=lambda _city: {"token": draft().secret}),
    "apply_file": OPEN(
        fill=lambda _city: {"token": notified().secret, "pk": notified().letter.pk}, only="get"
    ),
    "applications": Rule(EVERYBODY_SIGNED_IN, READERS, READERS),
    "application": Rule(READERS, READERS, READERS, fill=lambda _city: {"pk": notified().pk}),
    "application_deed": Rule(
        READERS,
        SECRETARIAT,
        SECRETARIAT,
        only="post",
        fill=lambda _city: {"pk": notified().pk, "deed": "open_consultations"},
    ),
    "applications_export": Rule(
        EVERYBODY_SIGNED_IN,
        SECRETARIAT,
        SECRETARIAT,
        fill=lambda _city: {"form": "csv"},
    ),
    "close_question": Rule(
        READERS_EARLY,
        SECRETARIAT,
        SECRETARIAT,
        only="post",
        fill=lambda _city: {"pk": question().pk},
    ),
    "apply_question": OPEN(
        fill=lambda _city: {"token": question().application.secret, "pk": question().pk}
    ),
    "apply_take_back": OPEN(only="post", fill=lambda _city: {"token": notified().secret}),
    "documents_register": PUBLIC(),
    "document": PUBLIC(fill=lambda _city: {"pk": entry().pk}),
    "declaration": PUBLIC(),
    "document_scan": OPEN(only="get", fill=lambda _city: {"pk": entry().pk}),
    "check_document": OPEN(),
    "review_documents": Rule(EVERYBODY_SIGNED_IN, READERS, READERS),
    "new_document": Rule(EVERYBODY_SIGNED_IN, KEEPER, KEEPER),
    "unsent_copies": Rule(EVERYBODY_SIGNED_IN, KEEPER, KEEPER),
    "review_document": Rule(READERS, READERS, READERS, fill=lambda _city: {"pk": entry().pk}),
    "document_deed": Rule(
        READERS,
        KEEPER,
        KEEPER,
        only="post",
        fill=lambda _city: {"pk": entry().pk, "deed": "withdraw"},
    ),
    "receipt": Rule(READERS, KEEPER, KEEPER, fill=sent_copy),
    "open_attachment": Rule(
        READERS, READERS, READERS, fill=lambda _city: {"pk": notified().letter.pk}
    ),
}
