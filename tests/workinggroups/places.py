"""Which group and thread an address of the table of rights leads to, for one city."""

from tests.personas import OWN
from workinggroups.models import Thread


def slug_for(city: str) -> str:
    return "early-warning" if city == OWN else f"team-{city}"


def group(city: str) -> dict[str, object]:
    return {"slug": slug_for(city)}


def thread(city: str) -> dict[str, object]:
    return {"pk": Thread.objects.filter(group__slug=slug_for(city)).order_by("pk").first().pk}
