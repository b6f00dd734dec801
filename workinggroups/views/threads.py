"""A thread on screen. Everything here works without JavaScript; thread.js only adds arrival."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition import clock
from coalition.errors import Conflict
from coalition.http import SignedInRequest, workspace
from coalition.models import User
from coalition.permissions import may, require
from workinggroups import verbs
from workinggroups.cards import decisions_of, forget_decisions
from workinggroups.forms import ClosingForm, CorrectionForm, PostForm, WhyForm
from workinggroups.models import Draft, Post, Thread
from workinggroups.reading import number, page_of_posts, place_in, read_by


def thread_inside(request: SignedInRequest, pk: int) -> Thread:
    """A thread this person may read; otherwise there is none."""
    return get_object_or_404(Thread.objects.visible_to(request.user).to_show(), pk=pk)


def thread_to_read(request: SignedInRequest, pk: int) -> Thread:
    """The same with the reader's place in it and what they have begun to write, in one query."""
    visible = Thread.objects.visible_to(request.user).to_show()
    return get_object_or_404(read_by(visible, request.user, pk))


def post_inside(request: SignedInRequest, pk: int, number: int) -> Post:
    """A post this person may read."""
    visible = Post.objects.visible_to(request.user).to_show()
    return get_object_or_404(
        visible.select_related("thread__group__place"), thread__pk=pk, number=number
    )


def settle(found: Thread) -> None:
    """Close decisions whose deadline has come, if nobody has; whoever reads first does this."""
    if any(one.is_open and one.closes_at <= clock.now() for one in decisions_of(found)):
        verbs.close_due_decisions(by=User.system(), thread=found)
        forget_decisions(found)


@workspace
def thread(request: SignedInRequest, pk: int) -> HttpResponse:
    """Posts of a thread with what is new, and the form for the next one."""
    found = thread_to_read(request, pk)
    if request.method != "POST":
        return show(request, found)
    require(request.user, "post", found)
    form = PostForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, found, form=form, status=422)
    return write(request, found, form)


def write(request: SignedInRequest, found: Thread, form: PostForm) -> HttpResponse:
    """Post what was typed; whatever stands in the way, the text comes back."""
    data = form.cleaned_data
    try:
        post, _new = verbs.post_reply(
            found,
            by=request.user,
            body=data["body"],
            key=data["key"],
            lang=data["lang"],
            reply_to=data["reply_to"],
            files=data["attached"],
        )
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return show(request, found, form=form, status=422)
    except verbs.ThreadClosed:
        keep_for_later(request, found, data["body"])
        return show(request, thread_to_read(request, found.pk), status=423)
    except verbs.KeyReused as reused:
        fresh = PostForm({**request.POST.dict(), "key": uuid.uuid4()})
        context = {"thread": found, "post": reused.post, "form": fresh, "body": data["body"]}
        return render(request, "workinggroups/key_reused.html", context, status=409)
    except verbs.TooFast as fast:
        form.add_error(None, _("Too many posts in one minute. Wait a little and send again."))
        response = show(request, found, form=form, status=429)
        response.headers["Retry-After"] = str(fast.seconds)
        return response
    if data["seen"]:
        verbs.mark_read(found, by=request.user, seq=data["seen"])
    response = redirect(f"{reverse('thread', args=[found.pk])}#p{post.number}")
    response.status_code = 303
    return response


def keep_for_later(request: SignedInRequest, found: Thread, body: str) -> None:
    """Keep as a draft what can no longer be posted."""
    key = f"thread:{found.pk}"
    held = Draft.objects.filter(user=request.user, key=key).first()
    verbs.keep_draft(
        key, by=request.user, sequence=held.sequence + 1 if held else 1, data={"body": body}
    )


def show(
    request: SignedInRequest, found: Thread, *, form: PostForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a thread, as `thread_to_read` has it."""
    settle(found)
    mine = place_in(found)
    reply_to = number(request.GET.get("reply"))
    answered = (
        reply_to and Post.objects.filter(thread=found, number=reply_to, redacted_at=None).first()
    )
    page = page_of_posts(found, request.GET, read_to=mine.read_to, reader=request.user.pk)
    initial = {
        "key": uuid.uuid4(),
        "lang": found.lang,
        "seen": found.head,
        "body": mine.begun.get("body", ""),
        "reply_to": answered.number if answered else None,
    }
    context: dict[str, Any] = {
        "thread": found,
        "group": found.group,
        "page": page,
        "form": form or PostForm(initial=initial),
        "draft_sequence": mine.sequence,
        "answered": answered,
        "volume": mine.volume,
        "writes": may(request.user, "post", found) and found.is_open,
        "moderates": may(request.user, "moderate", found),
        "closing_form": ClosingForm(),
        "asks": any(one.is_open for one in decisions_of(found)),
        "city_names": {city.slug: city.name for city in found.group.cities.all()},
        "demo_page": found.group.is_example,
    }
    return render(request, "workinggroups/thread.html", context, status=status)


@require_POST
@workspace
def read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note how far this person has read; from thread.js, or from a button without it."""
    found = thread_inside(request, pk)
    verbs.mark_read(found, by=request.user, seq=number(request.POST.get("seq")))
    return redirect("thread", pk=pk) if "back" in request.POST else HttpResponse(status=204)


@require_POST
@workspace
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what is being typed, so that another device can go on with it."""
    found = thread_inside(request, pk)
    try:
        kept = verbs.keep_draft(
            f"thread:{found.pk}",
            by=request.user,
            sequence=number(request.POST.get("sequence")),
            data={"body": request.POST.get("body", "")},
        )
    except Conflict:
        return JsonResponse({"error": "conflict"}, status=409)
    except ValidationError:
        return JsonResponse({"error": "invalid"}, status=422)
    return JsonResponse({"sequence": kept.sequence})


@require_POST
@workspace
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a discussion with what it came to."""
    found = thread_inside(request, pk)
    require(request.user, "moderate", found)
    form = ClosingForm(request.POST)
    if form.is_valid():
        try:
            verbs.close_thread(found, by=request.user, words=form.cleaned_data["words"])
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
    else:
        messages.error(request, _("Say in a sentence what was concluded, then close the thread."))
    return redirect("thread", pk=pk)


@require_POST
@workspace
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take up a closed discussion again."""
    verbs.reopen_thread(thread_inside(request, pk), by=request.user)
    return redirect("thread", pk=pk)


@require_safe
@workspace
def beside(request: SignedInRequest, pk: int) -> HttpResponse:
    """What stands beside the posts, alone: thread.js puts it in place when something changed."""
    found = thread_inside(request, pk)
    settle(found)
    moderates = may(request.user, "moderate", found)
    context = {"thread": found, "group": found.group, "moderates": moderates}
    return render(request, "workinggroups/_beside.html", context)


@require_POST
@workspace
def pin(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Pin a post to the head of the thread, or let it go."""
    post = post_inside(request, pk, number)
    deed = verbs.unpin_post if "off" in request.POST else verbs.pin_post
    try:
        deed(post, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(f"{reverse('thread', args=[pk])}?at={number}#p{number}")


@workspace
def edit(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Correct one's own post."""
    post = post_inside(request, pk, number)
    if post.author_id != request.user.pk or post.redacted_at or not may(request.user, "post", post):
        raise PermissionDenied
    form = CorrectionForm(
        request.POST or None, initial={"body": post.body, "version": post.version}
    )
    newer = None
    if request.method == "POST" and form.is_valid():
        try:
            verbs.edit_post(post, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        except verbs.ThreadClosed:
            form.add_error(None, _("The thread is closed; its posts stay as they are."))
        except Conflict:
            newer = Post.objects.get(pk=post.pk)
            form = CorrectionForm({**request.POST.dict(), "version": newer.version})
        else:
            return redirect(f"{reverse('thread', args=[pk])}?at={number}#p{number}")
    context = {"thread": post.thread, "post": post, "form": form, "newer": newer}
    status = 409 if newer else 422 if form.is_bound and form.errors else 200
    return render(request, "workinggroups/edit_post.html", context, status=status)


@workspace
def withdraw(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Withdraw a post, after a question."""
    post = post_inside(request, pk, number)
    if post.author_id != request.user.pk and not may(request.user, "moderate", post):
        raise PermissionDenied
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verbs.redact_post(post, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("The post is withdrawn."))
        return redirect(f"{reverse('thread', args=[pk])}?at={number}#p{number}")
    return render(
        request, "workinggroups/withdraw_post.html", {"thread": post.thread, "post": post,
                                                       "form": form}
    )  # fmt: skip
