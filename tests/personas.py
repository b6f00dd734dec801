"""Who comes to the platform: one of each role, of one's own city and of another."""

from dataclasses import dataclass, field

from django.contrib.auth import SESSION_KEY
from django.test import Client

from coalition.models import User

OWN, OTHER = "osh", "dushanbe"
CITY_ROLES = {
    "viewer": {"see_inside"},
    "editor": {"see_inside", "edit"},
    "approver": {"see_inside", "approve"},
    "admin": {"see_inside", "administer"},
}
# the addresses of the table are those of Osh and of the group «early-warning»
ELSEWHERE = {
    "chair": {"group:see_inside", "group:post", "group:moderate", "group:wrote"},
    "secretary": {"group:see_inside", "group:post", "group:moderate"},
    "member": {"group:see_inside", "group:post"},
    "reviewer": {"city:review"},
    "keeper": {"coalition:keep"},
    "secretariat": {"coalition:administer"},
}


@dataclass
class Persona:
    """One who comes: a visitor, a person without a role, or one of the demonstration's people.

    `holds` are the rights in Osh, in the group and in the Coalition, as "kind:right"; written
    here by hand, so that the table does not ask the code it is there to check; "group:wrote" is
    what only the author of the group's first post may.
    """

    name: str
    holds: set[str] = field(default_factory=set)
    session: str = ""
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    @property
    def enters_cms(self) -> bool:
        """Whether this role has something to edit in the page editor."""
        return self.name.split(".")[0] in {"editor", "secretariat"}

    @property
    def signed_in(self) -> bool:
        return self.name != "visitor"

    def client(self) -> Client:
        """This persona's browser, as after signing in; errors come as answers, as to people."""
        self.browser.cookies.clear()
        if self.session:
            self.browser.cookies["sessionid"] = self.session
        return self.browser

    def open_session(self) -> None:
        """Sign in; to be called in the transaction of a test."""
        client = Client()
        client.force_login(self.user)
        self.session = client.cookies["sessionid"].value
        assert SESSION_KEY in client.session

    @property
    def user(self) -> User:
        if self.name == "stranger":
            return User.objects.get_or_create(email="stranger@demo.invalid")[0]
        return User.objects.get(email=f"{self.name}@demo.invalid")


PERSONAS = [
    Persona("visitor"),
    Persona("stranger"),
    *(
        Persona(f"{role}.{OWN}", {"any_city", *(f"city:{right}" for right in rights)})
        for role, rights in CITY_ROLES.items()
    ),
    *(
        Persona(f"{role}.{OTHER}", {"any_city", *(f"other:{right}" for right in rights)})
        for role, rights in CITY_ROLES.items()
    ),
    *(Persona(name, rights) for name, rights in ELSEWHERE.items()),
]
