"""A group from the inside: its threads, and what its chair and the secretariat may begin."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from coalition.http import SignedInRequest, workspace
from coalition.permissions import may
from workinggroups.desk import desk_of
from workinggroups.forms import GroupForm, ThreadForm
from workinggroups.models import WorkingGroup
from workinggroups.people import people_of
from workinggroups.permissions import by_chair_or_secretariat, is_secretariat
from workinggroups.verbs import open_group, open_thread


def group_inside(request: SignedInRequest, slug: str) -> WorkingGroup:
    """A group whose threads this person may read; otherwise there is none."""
    group = get_object_or_404(WorkingGroup.objects.select_related("place"), slug=slug)
    if not may(request.user, "see_inside", group):
        raise Http404
    return group


@workspace
def work_group(request: SignedInRequest, slug: str) -> HttpResponse:
    """The group's threads with what is new in them, its people, and a form for a new thread."""
    group = group_inside(request, slug)
    may_open = may(request.user, "post", group) and not group.archived
    form = ThreadForm(request.POST or None, initial={"lang": request.user.language})
    if request.method == "POST":
        if not may(request.user, "post", group):
            raise PermissionDenied
        if form.is_valid():
            try:
                thread = open_thread(group, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                return redirect("thread", pk=thread.pk)
    desk = desk_of(
        group, request.user, request.GET.get("before", ""), closed="closed" in request.GET
    )
    return render(
        request,
        "workinggroups/work_group.html",
        {
            "group": group,
            "desk": desk,
            "people": people_of(group),
            "form": form,
            "may_open": may_open,
            "may_let_in": by_chair_or_secretariat(request.user, group.place),
            "waiting": group.requests.filter(answered_at=None).count(),
            "demo_page": group.is_example,
        },
        status=422 if form.errors else 200,
    )


@workspace
def new_group(request: SignedInRequest) -> HttpResponse:
    """The secretariat opens a working group."""
    if not is_secretariat(request.user):
        raise Http404
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        names = {"ru": data["name"]} | ({"en": data["name_en"]} if data["name_en"] else {})
        try:
            group = open_group(
                data["slug"],
                by=request.user,
                cities=data["cities"],
                kind=data["kind"],
                names=names,
                mandate={"ru": data["mandate"]},
                visibility=data["visibility"],
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The group is open. Name its chair now."))
            return redirect("group_people", slug=group.slug)
    return render(
        request, "workinggroups/new_group.html", {"form": form}, status=422 if form.errors else 200
    )
