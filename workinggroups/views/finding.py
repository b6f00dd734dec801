"""Finding again what was said in a group: its files, its words, a thread to take away."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_POST, require_safe

from coalition import clock
from coalition.http import SignedInRequest, page_mark, workspace
from workinggroups import verbs
from workinggroups.archive import archive_of
from workinggroups.exporting import canonical, content_of, fingerprint, whole_file
from workinggroups.mentions import names_in
from workinggroups.models import PostFile
from workinggroups.reading import number
from workinggroups.searching import Found, found_in
from workinggroups.views.groups import group_inside
from workinggroups.views.threads import thread_inside

FILES_PAGE = 40


@require_safe
@workspace
def thread_names(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who can be mentioned in a thread; alone as a list for thread.js."""
    thread = thread_inside(request, pk)
    names = names_in(thread.group, by=request.user)
    alone = "list" in request.GET
    template = "workinggroups/_names.html" if alone else "workinggroups/thread_names.html"
    return render(request, template, {"thread": thread, "names": names})


@require_safe
@workspace
def group_files(request: SignedInRequest, slug: str) -> HttpResponse:
    """The files of a group's threads, the newest first."""
    group = group_inside(request, slug)
    files = PostFile.objects.visible_to(request.user).filter(post__thread__group=group)
    if before := page_mark(request):
        files = files.filter(pk__lt=before)
    rows = files.select_related("attachment", "post__author", "post__city", "post__thread")
    page = list(rows.order_by("-pk")[: FILES_PAGE + 1])
    shown = page[:FILES_PAGE]
    older = f"?before={shown[-1].pk}" if len(page) > FILES_PAGE else None
    context = {"group": group, "files": shown, "older": older}
    return render(request, "workinggroups/group_files.html", context)


@require_safe
@workspace
def group_search(request: SignedInRequest, slug: str) -> HttpResponse:
    """The posts of a group, or of one of its threads, that hold certain words."""
    group = group_inside(request, slug)
    asked = request.GET.get("q", "")[:200]
    thread = None
    if pk := number(request.GET.get("thread")):
        thread = thread_inside(request, pk)
        if thread.group_id != group.pk:
            return redirect("group_search", slug=thread.group.slug)
    found: Found = found_in(group, asked, by=request.user, thread=thread, before=page_mark(request))
    context = {"group": group, "thread": thread, "asked": asked, "found": found}
    return render(request, "workinggroups/group_search.html", context)


@require_POST
@workspace
def read_group(request: SignedInRequest, slug: str) -> HttpResponse:
    """Note that all threads of a group are read."""
    group = group_inside(request, slug)
    verbs.mark_group_read(group, by=request.user)
    return redirect("work_group", slug=slug)


@require_safe
@workspace
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    """A whole thread to be printed or kept, with the fingerprint of what it says."""
    thread = thread_inside(request, pk)
    content = content_of(thread)
    context = {"thread": thread, "content": content, "sha256": fingerprint(canonical(content)),
               "demo_page": thread.group.is_example}  # fmt: skip
    return render(request, "workinggroups/thread_export.html", context)


@require_safe
@workspace
def export_json(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same as data, with the same fingerprint."""
    thread = thread_inside(request, pk)
    response = HttpResponse(whole_file(content_of(thread)), content_type="application/json")
    name = get_valid_filename(f"{thread.group.slug}-{thread.pk}.json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@workspace
def group_archive(request: SignedInRequest, slug: str) -> FileResponse:
    """All a reader of the group can read in it, as one file to keep."""
    group = group_inside(request, slug)
    name = f"{group.slug}-{clock.today()}.zip"
    return FileResponse(archive_of(group), as_attachment=True, filename=name)
