"""A thread under another name, in another group, or in two."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coalition import clock
from coalition.http import SignedInRequest, workspace
from coalition.models import Membership, User
from coalition.permissions import require
from workinggroups import verbs
from workinggroups.events import person
from workinggroups.models import Post, Thread, WorkingGroup
from workinggroups.post_forms import MoveForm, RenameForm, SplitForm
from workinggroups.reading import number
from workinggroups.verbs.moving import MOST_POSTS, TIED
from workinggroups.views.threads import thread_inside


@workspace
def rename(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say the question of a thread in other words."""
    found = thread_inside(request, pk)
    require(request.user, "moderate", found)
    form = RenameForm(
        request.POST or None, initial={"title": found.title, "purpose": found.purpose}
    )
    if request.method == "POST" and form.is_valid():
        try:
            verbs.rename_thread(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("thread", pk=pk)
    context = {"thread": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "workinggroups/rename_thread.html", context, status=status)


@workspace
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose a group, see who will and who will no longer read, confirm."""
    found = thread_inside(request, pk)
    require(request.user, "moderate", found)
    chosen = request.POST if request.method == "POST" else request.GET
    form = MoveForm(chosen if "group" in chosen else None, thread=found, user=request.user)
    context = {"thread": found, "form": form, "tied": found.kind in TIED}
    if form.is_valid():
        group: WorkingGroup = form.cleaned_data["group"]
        if request.method == "POST":
            try:
                verbs.move_thread(
                    found, by=request.user, group=group, audience=request.POST.get("audience", "")
                )
            except verbs.AudienceChanged:
                found.refresh_from_db()
                group.refresh_from_db()
                context["changed"] = True
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                messages.success(request, _("The thread is in its new group."))
                return redirect("thread", pk=pk)
        gains, loses = change_of_readers(found.group, group)
        context |= {"group": group, "gains": gains, "loses": loses,
                    "audience": verbs.audience_of(found, group, by=request.user)}  # fmt: skip
    status = 409 if "changed" in context else 422 if form.errors else 200
    return render(request, "workinggroups/move_thread.html", context, status=status)


def change_of_readers(old: WorkingGroup, new: WorkingGroup) -> tuple[list[User], list[User]]:
    """Who will read what they could not read before, and who will not any more."""
    held = Membership.objects.filter(place__in=[old.place_id, new.place_id])
    people: dict[int, dict[int, User]] = {old.place_id: {}, new.place_id: {}}
    for one in held.in_force(clock.today()).select_related("user"):
        people[one.place_id][one.user_id] = one.user
    here, there = people[old.place_id], people[new.place_id]

    def listed(pks: set[int], source: dict[int, User]) -> list[User]:
        return sorted((source[pk] for pk in pks), key=lambda user: person(user)["name"])

    return (
        listed(there.keys() - here.keys(), there),
        listed(here.keys() - there.keys(), here),
    )


@workspace
def split(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose posts that go on in a thread of their own; those after a number are ticked."""
    found = thread_inside(request, pk)
    require(request.user, "moderate", found)
    begin = number(request.GET.get("from")) or 1
    posts = choices_of(found, begin)
    form = SplitForm(
        request.POST or None, posts=posts, initial={"numbers": [number for number, _line in posts]}
    )
    if request.method == "POST" and form.is_valid():
        try:
            new = verbs.split_thread(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("These posts have a thread of their own now."))
            return redirect("thread", pk=new.pk)
    context = {"thread": found, "form": form, "begin": begin}
    status = 422 if form.errors else 200
    return render(request, "workinggroups/split_thread.html", context, status=status)


def choices_of(thread: Thread, begin: int) -> list[tuple[int, str]]:
    """Posts from a number on, as lines of a list."""
    posts = Post.objects.with_words().filter(thread=thread, number__gte=begin)
    return [
        (post.number, f"№ {post.number}, {person(post.author)['name']}: {post.first_line[:80]}")
        for post in posts.select_related("author").order_by("number")[:MOST_POSTS]
    ]
