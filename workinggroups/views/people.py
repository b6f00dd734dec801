"""Who is in a group: asking, letting in, releasing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coalition import clock
from coalition.http import SignedInRequest, say_invited, workspace
from coalition.models import Invitation, Membership
from coalition.permissions import may
from coalition.verbs import invite
from coalition.verbs import release as release_person
from workinggroups.forms import AnswerForm, AskForm, LetInForm
from workinggroups.models import JoinRequest, WorkingGroup
from workinggroups.people import cities_of, people_of
from workinggroups.permissions import by_chair_or_secretariat, by_secretariat
from workinggroups.verbs import answer_request, ask_to_join, invite_guest, take_back_request


def group_to_lead(request: SignedInRequest, slug: str) -> WorkingGroup:
    """A group whose people this person looks after; 403 for its other people, else 404."""
    group = get_object_or_404(WorkingGroup.objects.select_related("place"), slug=slug)
    if not by_chair_or_secretariat(request.user, group.place):
        if may(request.user, "see_inside", group):
            raise PermissionDenied
        raise Http404
    return group


@workspace
def ask(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask the chair of a group with a public page to be let in, and see what became of it."""
    group = get_object_or_404(WorkingGroup.objects.public(), slug=slug)
    if may(request.user, "see_inside", group):
        return redirect("work_group", slug=slug)
    asked = last_request(request, group)
    if group.archived and asked is None:
        raise Http404
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ask_to_join(group, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, _("Your request is with the chair. The answer comes by letter."))
        return redirect("ask_to_join", slug=slug)
    return render(
        request,
        "workinggroups/ask.html",
        {"group": group, "form": form, "asked": asked, "demo_page": group.is_example},
        status=422 if form.errors else 200,
    )


def last_request(request: SignedInRequest, group: WorkingGroup) -> JoinRequest | None:
    """This person's own latest request to a group."""
    return JoinRequest.objects.filter(group=group, user=request.user).order_by("-pk").first()


@require_POST
@workspace
def take_back(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take one's own request back."""
    group = get_object_or_404(WorkingGroup.objects.public(), slug=slug)
    asked = last_request(request, group)
    if asked is not None and not asked.answered_at:
        take_back_request(asked, by=request.user)
        messages.success(request, _("Your request is taken back."))
    return redirect("ask_to_join", slug=slug)


@workspace
def group_people(request: SignedInRequest, slug: str) -> HttpResponse:
    """The group's people, invitations and requests; its chair or the secretariat lets people in."""
    group = group_to_lead(request, slug)
    may_name_chair = by_secretariat(request.user, group.place)
    form = LetInForm(request.POST or None, may_name_chair=may_name_chair)
    if request.method == "POST" and form.is_valid():
        say_invited(request, send_invitation(request, group, form.cleaned_data))
        return redirect("group_people", slug=slug)
    requests = list(group.requests.filter(answered_at=None).select_related("user"))
    cities = cities_of(group, [one.user for one in requests])
    for one in requests:
        one.city = cities.get(one.user_id)  # type: ignore[attr-defined]
    waiting = Invitation.objects.filter(place=group.place, used_at=None, revoked_at=None)
    return render(
        request,
        "workinggroups/people.html",
        {
            "group": group,
            "people": people_of(group),
            "answer_form": AnswerForm(),
            "requests": requests,
            "invitations": waiting.filter(expires_at__gt=clock.now()).order_by("-pk"),
            "form": form,
            "may_name_chair": may_name_chair,
            "sees_inside": may(request.user, "see_inside", group),
            "demo_page": group.is_example,
        },
        status=422 if form.errors else 200,
    )


def send_invitation(request: SignedInRequest, group: WorkingGroup, asked: dict[str, Any]) -> str:
    """Invite somebody; a guest comes with the circle they speak for. The secret of the link."""
    data = dict(asked)
    circle = {name: data.pop(name) for name in ("stakeholder", "organisation")}
    if data["role"] == "guest":
        data.pop("role")
        return invite_guest(group, by=request.user, **data, **circle)[1]
    return invite(by=request.user, place=group.place, **data)[1]


@require_POST
@workspace
def release(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """End a person's role in the group; what they have open closes at once."""
    group = group_to_lead(request, slug)
    membership = get_object_or_404(Membership, pk=pk, place=group.place)
    try:
        release_person(membership, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The role has ended."))
    return redirect("group_people", slug=slug)


@require_POST
@workspace
def answer(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Let a person in who asked, or not."""
    group = group_to_lead(request, slug)
    asked = get_object_or_404(group.requests.select_related("group__place", "user"), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The word to them is too long. Shorten it to 500 letters."))
        return redirect("group_people", slug=slug)
    try:
        answer_request(
            asked,
            by=request.user,
            accepted="accept" in request.POST,
            words=form.cleaned_data["words"],
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The answer is on its way by letter."))
    return redirect("group_people", slug=slug)
