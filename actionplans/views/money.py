"""Money at the desk: by source, in the cities' currencies and in dollars, down to the line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans import review as desk
from actionplans import verbs
from actionplans.figures import kept, spent_by_line, submitted
from actionplans.forms.rates import MonthField, RatesForm
from actionplans.models import BudgetLine, OperationalRate
from actionplans.money import Sums, by_source, rates_of, together
from actionplans.views.review import cities_of, crumb_of_desk
from cities.models import City
from coalition import clock
from coalition.http import SignedInRequest, whole, workspace
from coalition.models.terms import terms

PAGE = 100


@require_safe
@workspace
def review_money(request: SignedInRequest) -> HttpResponse:
    """What is planned, secured and spent from each source, of all consenting cities or of one."""
    cities = cities_of(request)
    city = chosen_city(request, cities)
    rates = rates_of(month_of(request))
    ids = [city.pk] if city else [one.pk for one in cities]
    lines = by_source(kept(ids, clock.today(), "money"), rates)
    return render(request, "actionplans/review_money.html", {
        "cities": cities,
        "city": city,
        "lines": lines,
        "whole": together(lines),
        "rates": rates,
        "months": OperationalRate.objects.order_by("-month").values_list(
            "month", flat=True
        ).distinct()[:24],
        "axis": "money",
        "demo_page": desk.shows_examples(cities),
        "section": "review",
    })  # fmt: skip


def chosen_city(request: SignedInRequest, cities: list[City]) -> City | None:
    """The city of the address, among those this person may see."""
    asked = request.GET.get("city", "")
    return next((one for one in cities if one.slug == asked), None)


def month_of(request: SignedInRequest) -> date | None:
    """The month of the address; None for none or nonsense."""
    try:
        return MonthField(required=False).clean(request.GET.get("month", ""))
    except ValidationError:
        return None


@require_safe
@workspace
def review_money_lines(request: SignedInRequest) -> HttpResponse:
    """The budget lines behind a sum."""
    cities = cities_of(request)
    city = chosen_city(request, cities)
    parts = submitted([city] if city else cities)
    source, currency = request.GET.get("source", ""), request.GET.get("currency", "")
    source = source if source in terms("budget_sources") else ""
    currency = currency if currency in terms("currencies") else ""
    asked = Q(contribution__in=parts)
    asked &= Q(source=source) if source else Q()
    asked &= Q(currency=currency) if currency else Q()
    rows = (
        BudgetLine.objects.filter(asked)
        .select_related("contribution__city", "contribution__measure__plan__city")
        .prefetch_related("contribution__measure__translations")
        .order_by("pk")
    )
    mark = whole(request.GET.get("after", ""))
    shown = list((rows.filter(pk__gt=mark) if mark else rows)[: PAGE + 1])
    spent = spent_by_line(parts.filter(budget_lines__in=shown))
    query = request.GET.copy()
    query["after"] = str(shown[PAGE - 1].pk) if len(shown) > PAGE else ""
    return render(request, "actionplans/review_money_lines.html", {
        "city": city,
        "source": source,
        "currency": currency,
        "total": rows.count(),
        "rows": [
            (line, Sums(line.in_units, line.secured * line.scale,
                        spent.get(line.pk, Decimal(0)) * line.scale))
            for line in shown[:PAGE]
        ],
        "older": f"?{query.urlencode()}" if len(shown) > PAGE else None,
        "demo_page": desk.shows_examples(cities),
        "crumbs": [crumb_of_desk(), (_("Money by source"), None)],
        "section": "review",
    })  # fmt: skip


@workspace
def review_rates(request: SignedInRequest) -> HttpResponse:
    """The UN operational rates that are kept, and entering those of another month."""
    cities_of(request)
    form = RatesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            verbs.enter_rates(data["month"], by=request.user, rates=form.rates(),
                              source=data["source"])  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The rates are kept."))
            return redirect("review_rates")
    rows: dict[date, list[OperationalRate]] = {}
    for rate in OperationalRate.objects.all()[:200]:
        rows.setdefault(rate.month, []).append(rate)
    return render(request, "actionplans/review_rates.html", {
        "form": form,
        "months": rows.items(),
        "crumbs": [crumb_of_desk(), (_("UN operational rates"), None)],
        "section": "review",
    })  # fmt: skip
