"""Who may come to which address of the whole."""

from tests.rules import OPEN, PUBLIC, SIGNED_IN

RULES = {
    "healthz": OPEN(),
    "readyz": OPEN(),
    "home": PUBLIC(),
    "page": PUBLIC(fill=lambda city: (f"cities/{city}/",)),
    "offline": PUBLIC(),
    "work": SIGNED_IN(),
}
