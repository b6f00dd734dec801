"""The group that is one's own in the tables of rights, or the team of another city."""

from tests.personas import OWN


def slug_for(city: str) -> str:
    return "early-warning" if city == OWN else f"team-{city}"


def group(city: str) -> dict[str, object]:
    return {"slug": slug_for(city)}
