"""The register of documents: for everybody, for whoever checks a file, for the keeper."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cities import verbs
from cities.copies import unsent
from cities.forms.register import CheckForm, DocumentForm, WithdrawScanForm
from cities.forms.review import CopiesForm
from cities.models import RegisteredDocument, reads_register
from coalition.files import send_file
from coalition.forms import refuse
from coalition.http import SignedInRequest, workspace
from coalition.models import Place, User
from coalition.permissions import may

Kind, Shows = RegisteredDocument.Kind, RegisteredDocument.Shows
DEEDS = ("correct", "copies", "withdraw", "end")
DONE = {
    "correct": _("The entry is put right; the earlier one stays beside it."),
    "copies": _("Noted. The Parties have letters."),
    "withdraw": _("The scan is taken away; its sum stays."),
    "end": _("Noted: the rules are no longer in force."),
}


# --- for everybody -------------------------------------------------------------------------
@require_safe
def documents_register(request: HttpRequest) -> HttpResponse:
    """What the register shows to everybody, translations under their originals."""
    entries = list(
        RegisteredDocument.objects.public().standing().select_related("scan", "registered_by")
    )
    return render(
        request,
        "cities/documents.html",
        {
            "section": "about",
            "kinds": by_kind(entries),
            "demo_page": any(one.is_demo for one in entries),
        },
    )


def by_kind(
    entries: list[RegisteredDocument],
) -> list[tuple[str, list[tuple[RegisteredDocument, list[RegisteredDocument]]]]]:
    """The entries of each kind, each with its translations."""
    translations: dict[int, list[RegisteredDocument]] = {}
    for entry in entries:
        if entry.original_id:
            translations.setdefault(entry.original_id, []).append(entry)
    found = []
    for kind in Kind:
        rows = [(one, translations.pop(one.pk, [])) for one in entries
                if one.kind == kind and not one.is_translation]  # fmt: skip
        if rows:
            found.append((str(kind.label), rows))
    # a translation of what not everybody sees stands by itself
    alone: list[tuple[RegisteredDocument, list[RegisteredDocument]]] = [
        (one, []) for group in translations.values() for one in group
    ]
    return [*found, (str(Kind.TRANSLATION.label), alone)] if alone else found


def public_entry(pk: int) -> RegisteredDocument:
    """An entry that everybody may read; otherwise there is none."""
    rows = RegisteredDocument.objects.public().select_related(
        "scan", "original", "corrects", "registered_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry of the register, with its text where everybody may read that."""
    return entry_page(request, public_entry(pk))


@require_safe
def declaration(request: HttpRequest) -> HttpResponse:
    """The authentic text of the Declaration as the keeper registered it, or that it is not yet."""
    found = RegisteredDocument.objects.standing().filter(kind=Kind.DECLARATION, shows=Shows.WHOLE)
    entry = found.select_related("scan", "original", "corrects", "registered_by").first()
    if entry is None:
        return render(request, "cities/declaration.html", {"section": "about"})
    return entry_page(request, entry)


def entry_page(request: HttpRequest, entry: RegisteredDocument) -> HttpResponse:
    """The page of an entry for everybody."""
    translations = entry.translations.standing().public().order_by("language")
    correction = RegisteredDocument.objects.public().filter(corrects=entry).first()
    return render(
        request,
        "cities/document.html",
        {"section": "about", "document": entry, "translations": translations,
         "correction": correction, "reads_text": entry.shows == Shows.WHOLE,
         "demo_page": entry.is_demo},
    )  # fmt: skip


@require_safe
@never_cache
def document_scan(request: HttpRequest, pk: int) -> FileResponse:
    """The scan of an entry that everybody may read."""
    entry = public_entry(pk)
    if entry.shows != Shows.WHOLE or entry.scan is None or not entry.has_scan:
        raise Http404
    return send_file(entry.scan)


@never_cache
def check_document(request: HttpRequest) -> HttpResponse:
    """Whether a file equals a registered one; the file is compared and forgotten."""
    sent = request.method == "POST"
    form = CheckForm(request.POST if sent else None, request.FILES if sent else None)
    asked = sent and form.is_valid()
    answer: dict[str, Any] = {}
    if asked:
        sums = sums_of(form)
        known = RegisteredDocument.objects.public().filter(
            Q(sha256__in=sums) | Q(text_sha256__in=sums) | Q(scan__sha256__in=sums)
        )
        answer = {"sums": sums, "found": known.order_by("-pk").first()}
    return render(
        request,
        "cities/check_document.html",
        {"section": "about", "form": form, "asked": asked, **answer},
        status=422 if form.errors else 200,
    )


def sums_of(form: CheckForm) -> list[str]:
    """The sum that was typed, or that of the file, read piece by piece."""
    file = form.cleaned_data["file"]
    if not file:
        return [form.cleaned_data["sum"]]
    counted = hashlib.sha256()
    for piece in file.chunks():
        counted.update(piece)
    return [counted.hexdigest()]


# --- inside --------------------------------------------------------------------------------
def require_reader(user: User) -> None:
    """Refuse whoever does not read the register from the inside."""
    if not reads_register(user):
        raise PermissionDenied


@workspace
def review_documents(request: SignedInRequest) -> HttpResponse:
    """The whole register, for the keeper, the secretariat and the Parties."""
    require_reader(request.user)
    entries = list(RegisteredDocument.objects.standing().select_related("scan"))
    keeps = may(request.user, "keep", Place.coalition())
    return render(
        request,
        "cities/review_documents.html",
        {"section": "documents", "kinds": by_kind(entries), "keeps": keeps,
         "unsent": sum(len(one.cities) for one in unsent()) if keeps else 0},
    )  # fmt: skip


@workspace
def unsent_copies(request: SignedInRequest) -> HttpResponse:
    """Which Party has no certified copy of what yet: for the keeper alone."""
    require_reader(request.user)
    if not may(request.user, "keep", Place.coalition()):
        raise PermissionDenied
    return render(
        request, "cities/unsent_copies.html", {"section": "documents", "unsent": unsent()}
    )


@workspace
def new_document(request: SignedInRequest) -> HttpResponse:
    """Enter a document into the register."""
    require_reader(request.user)
    if not may(request.user, "keep", Place.coalition()):
        raise PermissionDenied
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            entry = verbs.register_document(by=request.user, **form.words())
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Registered."))
            return redirect("review_document", pk=entry.pk)
    return render(
        request,
        "cities/new_document.html",
        {"section": "documents", "form": form},
        status=422 if form.errors else 200,
    )


def inside_or_404(request: SignedInRequest, pk: int) -> RegisteredDocument:
    """An entry for those who read the register from the inside; for others there is none."""
    if not reads_register(request.user):
        raise Http404
    rows = RegisteredDocument.objects.select_related(
        "scan", "original", "corrects", "correction", "application", "registered_by",
        "withdrawn_by",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


@workspace
def review_document(request: SignedInRequest, pk: int) -> HttpResponse:
    """One entry with its copies, and what the keeper may do with it."""
    return show_entry(request, inside_or_404(request, pk), {})


def forms_for(entry: RegisteredDocument, bound: dict[str, forms.Form]) -> dict[str, forms.Form]:
    """The forms of what can be done with an entry now; a corrected one only stands."""
    if hasattr(entry, "correction"):
        return bound
    fresh: dict[str, forms.Form] = {}
    if entry.is_copied and CopiesForm(document=entry).fields["cities"].initial:
        fresh["copies"] = CopiesForm(document=entry)
    if entry.kind == Kind.RULES and entry.is_in_force():
        fresh["end"] = forms.Form()
    if entry.has_scan:
        fresh["withdraw"] = WithdrawScanForm()
    fresh["correct"] = DocumentForm(document=entry)
    return fresh | bound


def show_entry(
    request: SignedInRequest, entry: RegisteredDocument, bound: dict[str, forms.Form]
) -> HttpResponse:
    """The page of an entry, with what was typed where a deed was refused."""
    keeps = may(request.user, "keep", entry)
    return render(
        request,
        "cities/review_document.html",
        {
            "section": "documents",
            "document": entry,
            "copies": entry.copies.select_related("city__place"),
            "translations": entry.translations.standing(),
            "may_confirm": keeps,
            "keeps": keeps,
            "forms": forms_for(entry, bound) if keeps else {},
            "bound": next(iter(bound.values()), None),
            "demo_page": entry.is_demo,
        },
        status=422 if bound else 200,
    )


@require_POST
@workspace
def document_deed(request: SignedInRequest, pk: int, deed: str) -> HttpResponse:
    """Do one deed of the keeper with an entry; with a refusal everything typed stays."""
    entry = inside_or_404(request, pk)
    if deed not in DEEDS:
        raise Http404
    if not may(request.user, "keep", entry):
        raise PermissionDenied
    form = deed_form(request, deed, entry)
    if form.is_valid():
        try:
            done = do(deed, entry, form, by=request.user)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, DONE[deed])
            return redirect("review_document", pk=done.pk)
    return show_entry(request, entry, {deed: form})


def deed_form(request: HttpRequest, deed: str, entry: RegisteredDocument) -> forms.Form:
    """The form of a deed with what was sent."""
    if deed == "correct":
        return DocumentForm(request.POST, request.FILES, document=entry)
    if deed == "copies":
        return CopiesForm(request.POST, document=entry)
    return WithdrawScanForm(request.POST) if deed == "withdraw" else forms.Form(request.POST)


def do(deed: str, entry: RegisteredDocument, form: Any, *, by: User) -> RegisteredDocument:
    """One deed; the entry to show afterwards."""
    if deed == "correct":
        return verbs.correct_document(entry, by=by, **form.words())
    if deed == "copies":
        verbs.note_copies(entry, by=by, **form.cleaned_data)
        return entry
    if deed == "withdraw":
        return verbs.withdraw_scan(entry, by=by, **form.cleaned_data)
    return verbs.end_registered_rules(entry, by=by)
