"""What a reader can do with one post beyond answering it: tasks, confirmations, coming back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.http import SignedInRequest, workspace
from coalition.permissions import may, require
from workinggroups import verbs
from workinggroups.models import Post, Task
from workinggroups.permissions import may_finish
from workinggroups.post_forms import DoneForm, TaskForm
from workinggroups.views.threads import post_inside


@require_safe
@workspace
def post_deeds(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """A post alone, with what can be made of it."""
    post = post_inside(request, pk, number)
    return show_deeds(request, post, TaskForm(group=post.thread.group))


def show_deeds(
    request: SignedInRequest, post: Post, form: TaskForm, status: int = 200
) -> HttpResponse:
    moderates = may(request.user, "moderate", post)
    writes = may(request.user, "post", post) and not post.thread.group.archived
    context = {
        "thread": post.thread,
        "post": post,
        "form": form,
        "writes": writes and post.has_words,
        "moderates": moderates,
        "may_ask": writes and (moderates or post.author_id == request.user.pk),
    }
    return render(request, "workinggroups/post_deeds.html", context, status=status)


def back_to(post: Post) -> HttpResponse:
    """The post in its thread."""
    response = redirect("thread", pk=post.thread_id)
    response.headers["Location"] += f"?at={post.number}#p{post.number}"
    return response


@require_POST
@workspace
def give_task(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Make a task of a post."""
    post = post_inside(request, pk, number)
    require(request.user, "post", post)
    form = TaskForm(request.POST, group=post.thread.group)
    if form.is_valid():
        try:
            verbs.give_task(post, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The task is given."))
            return back_to(post)
    return show_deeds(request, post, form, status=422)


@workspace
def finish_task(request: SignedInRequest, pk: int) -> HttpResponse:
    """A task, and the form that says it is done."""
    rows = Task.objects.visible_to(request.user).by_day()
    task = get_object_or_404(rows.select_related("thread__group__place", "given_by"), pk=pk)
    form = DoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.finish_task(task, by=request.user, result=form.cleaned_data["result"])
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The task is done."))
            return back_to(task.post)
    writes = may(request.user, "post", task) and may_finish(request.user, task)
    context = {"thread": task.thread, "task": task, "form": form, "writes": writes}
    return render(request, "workinggroups/task.html", context, status=422 if form.errors else 200)


@require_POST
@workspace
def reopen_task(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a task is not done yet."""
    rows = Task.objects.visible_to(request.user).select_related("thread__group__place", "post")
    task = get_object_or_404(rows, pk=pk)
    try:
        verbs.reopen_task(task, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("finish_task", pk=pk)


@require_POST
@workspace
def ask_to_confirm(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Ask the readers to confirm that they have read a post."""
    post = post_inside(request, pk, number)
    try:
        verbs.ask_to_confirm(post, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return back_to(post)


@require_POST
@workspace
def confirm_read(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Say that one has read a post, or take that back."""
    post = post_inside(request, pk, number)
    deed = verbs.take_back_reading if "off" in request.POST else verbs.confirm_read
    try:
        deed(post, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return back_to(post)


@require_POST
@workspace
def mark_unread(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Come back to a thread from this post on; the group's list marks it as new again."""
    post = post_inside(request, pk, number)
    verbs.mark_unread(post, by=request.user)
    messages.success(request, _("Marked as unread: the thread waits for you here."))
    return redirect("work_group", slug=post.thread.group.slug)
