"""What an administrator types about the people of a city."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coalition import clock
from coalition.forms import DayField
from coalition.models import Membership, Place, User
from coalition.roles import roles_of

CHOOSE = _("Choose a person")


def team_of(place: Place, *, but: User | None = None) -> list[tuple[int, str]]:
    """The people of a city as choices: each once, by post and name."""
    held = Membership.objects.of_the_team(place, clock.today()).select_related("user")
    people = {one.user_id: one.user for one in held.order_by("user__post", "user__pk")}
    return [(pk, named(user)) for pk, user in people.items() if but is None or pk != but.pk]


def named(user: User) -> str:
    """Post and name in one line."""
    return ", ".join(filter(None, (user.post, user.get_full_name()))) or user.email


class FutureDay(DayField):
    """A day that has not passed."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and day < clock.today():
            raise ValidationError(_("This day has passed."))
        return day


class PersonField(forms.TypedChoiceField):
    """Somebody of the city's team."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=lambda pk: User.objects.get(pk=pk), empty_value=None, **kwargs)

    def offer(self, people: list[tuple[int, str]], nobody: Any = CHOOSE) -> None:
        """Whom one may choose; the first line chooses nobody."""
        self.choices = [("", nobody), *people]


class OfTeam(forms.Form):
    """A form about one role; knows the city and whose role it is."""

    def __init__(self, data: Any = None, *, held: Membership, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.held = held
        people = team_of(held.place, but=held.user)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.offer(people, getattr(self, "nobody", CHOOSE))


class InviteForm(forms.Form):
    """Whom to invite, and to which role."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"))
    until = FutureDay(
        label=_("Until"), required=False, help_text=_("The last day; leave empty for no end.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = own_roles()  # type: ignore[attr-defined]


def own_roles() -> list[tuple[str, str]]:
    """The roles a city gives its own people, each with what it may."""
    roles = [role for role in roles_of("city") if role.key != "reviewer"]
    return [(role.key, f"{role.name}: {role.may}") for role in roles]


class AppointForm(forms.Form):
    """A further role for somebody who works here already."""

    user = PersonField(label=_("Who"))
    role = forms.ChoiceField(label=_("Role"))
    until = FutureDay(
        label=_("Until"), required=False, help_text=_("The last day; leave empty for no end.")
    )

    def __init__(self, data: Any = None, *, place: Place, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["role"].choices = own_roles()  # type: ignore[attr-defined]
        self.fields["user"].offer(team_of(place))  # type: ignore[attr-defined]


class TermForm(OfTeam):
    """The last day of a role."""

    until = FutureDay(
        label=_("Until"), required=False, help_text=_("The last day; leave empty for no end.")
    )


class DeputyForm(OfTeam):
    """Who acts in a role during an absence, and in which days."""

    deputy = PersonField(label=_("Who stands in"))
    since = FutureDay(label=_("From which day"))
    until = FutureDay(label=_("Until"), help_text=_("The last day; it ends by itself."))


class EndForm(OfTeam):
    """The end of a role and who takes over."""

    nobody = _("Nobody")
    successor = PersonField(
        label=_("Who takes over"),
        required=False,
        help_text=_("Without anybody, what is listed above stays where it is."),
    )


class SucceedForm(OfTeam):
    """Another person has the role from a day on."""

    successor = PersonField(label=_("Who takes over the role"))
    since = FutureDay(
        label=_("From which day"), help_text=_("Until the day before it stays as it is.")
    )
