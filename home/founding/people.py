"""The demonstration accounts: everybody knows their password, so they never face a network."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.hashers import make_password

from cities.models import City
from cities.verbs import consent_to_review
from coalition.models import Membership, Place, User
from coalition.verbs import appoint

PASSWORD = "demo"  # noqa: S105 -- printed at every start of the demonstration
CITY_ROLES = {
    "editor": ("editor", "Редактор плана (пример)"),
    "approver": ("approver", "Согласующий (пример)"),
    "admin": ("administrator", "Администратор города (пример)"),
    "viewer": ("viewer", "Наблюдатель (пример)"),
}


@cache
def known_password() -> str:
    """One hash for all accounts of the demonstration; making two dozen would take seconds."""
    return make_password(PASSWORD)


def demo_person(address: str, post: str) -> User:
    """One demonstration account; an existing one keeps what its people changed."""
    email = f"{address}@demo.invalid"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User(email=email, password=known_password(), post=post, is_demo=True)
        user.save()
    return user


def found_people() -> None:
    """All accounts of the demonstration, with their roles."""
    system, coalition = User.system(), Place.coalition()
    secretariat = demo_person("secretariat", "Секретариат (пример)")
    appoint(secretariat, by=system, place=coalition, role="secretariat")
    keeper = demo_person("keeper", "Хранитель подлинного экземпляра (пример)")
    appoint(keeper, by=system, place=coalition, role="keeper")
    reviewer = demo_person("reviewer", "Эксперт ПРООН (пример)")
    for city in City.objects.members().select_related("place"):
        for name, (role, post) in CITY_ROLES.items():
            person = demo_person(f"{name}.{city.slug}", post)
            appoint(person, by=system, place=city.place, role=role)
        if city.review_since is None:
            admin = Membership.objects.get(
                place=city.place,
                role="administrator",
                user__email=f"admin.{city.slug}@demo.invalid",
            )
            consent_to_review(city, by=admin.user)
        appoint(reviewer, by=system, place=city.place, role="reviewer")
    demo_person("chair", "Координатор группы (пример)")
    demo_person("secretary", "Секретарь группы (пример)")
    demo_person("member", "Участник группы (пример)")
