"""The data of a city: what is held, which ways lead out, everything in one file, every file."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cities import verbs
from cities.forms.belonging import JournalFilter, WhyForm
from cities.holdings import files_of, holdings_of
from cities.journal_files import KINDS, actors_of, entries_of
from cities.models import CityWhole
from cities.views.city import city_inside
from coalition import clock
from coalition.accounts import require_fresh
from coalition.attachments import owner_key
from coalition.forms import refuse
from coalition.http import SignedInRequest, page_mark, workspace
from coalition.models import JournalEntry
from coalition.permissions import may, require

PAGE = 50
WHOLES = 5


@workspace
def data(request: SignedInRequest, slug: str) -> HttpResponse:
    """What is held of the city, where and on what basis; which ways out are open."""
    city = city_inside(request, slug)
    administers = may(request.user, "administer", city)
    wholes = city.wholes.select_related("job", "city")[:WHOLES] if administers else ()
    context = {
        "city": city,
        "holdings": holdings_of(city),
        "operator": settings.OPERATOR,
        "hosting": settings.HOSTING_COUNTRY,
        "basis": settings.DATA_BASIS,
        "wholes": wholes,
        "may_administer": administers,
    }
    return render(request, "cities/data.html", context)


@require_POST
@workspace
def gather(request: SignedInRequest, slug: str) -> HttpResponse:
    """Have everything put into one file."""
    city = city_inside(request, slug)
    verbs.gather_city(city, by=request.user)
    messages.success(request, _("The file is being made. This may take some minutes."))
    return redirect("city_data", slug=slug)


@require_POST
@workspace
def take(request: SignedInRequest, slug: str, pk: int) -> HttpResponseBase:
    """The file with everything, as a download; who takes it is noted."""
    city = city_inside(request, slug)
    require(request.user, "administer", city)
    require_fresh(request)  # it names people
    whole = get_object_or_404(CityWhole.objects.select_related("city__place"), city=city, pk=pk)
    try:
        verbs.take_whole(whole, by=request.user)
        content = whole.file.open("rb")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("city_data", slug=slug)
    except OSError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=str(whole),
                            content_type="application/zip")  # fmt: skip
    response.headers["Cache-Control"] = "private, no-store"
    return response


@workspace
def files(request: SignedInRequest, slug: str) -> HttpResponse:
    """Every file of the city and its team; those taken back keep their line."""
    city = city_inside(request, slug)
    found = files_of(city).select_related("uploaded_by").order_by("-pk")
    before = page_mark(request)
    if before is not None:
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    shown = page[:PAGE]
    keys = {owner_key(one): one for one in shown}
    said = JournalEntry.objects.filter(deed="city.file_taken_back", subject_key__in=keys)
    for entry in said:
        keys[entry.subject_key].taken_back = entry  # type: ignore[attr-defined]
    context = {
        "city": city,
        "files": shown,
        "older": shown[-1].pk if len(page) > PAGE else None,
        "is_later": before is not None,
        "today": clock.today(),
        "may_administer": may(request.user, "administer", city),
    }
    return render(request, "cities/files.html", context)


@workspace
def take_back(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take one file back, with a word why."""
    city = city_inside(request, slug)
    file = get_object_or_404(files_of(city), pk=pk)
    require(request.user, "administer", city)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.take_file_back(file, by=request.user, city=city, **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The file is gone. Its line stays."))
            return redirect("city_files", slug=slug)
    context = {"city": city, "file": file, "form": form, "may_administer": True}
    return render(request, "cities/take_back.html", context)


@require_safe
@workspace
def journal_file(request: SignedInRequest, slug: str, kind: str) -> HttpResponse:
    """The journal under the conditions of the address, for the office."""
    city = city_inside(request, slug)
    if kind not in KINDS:
        raise Http404
    write, content_type = KINDS[kind]
    conditions = JournalFilter(request.GET, actors=actors_of(city)).conditions()
    response = HttpResponse(write(entries_of(city, conditions)), content_type=content_type)
    name = f"{city.slug}-journal-{clock.today():%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
