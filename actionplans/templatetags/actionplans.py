"""Plans on any page: a city's plan in figures, the latest changes, words of measures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from actionplans import outline, reading
from actionplans.currencies import currency_beside
from actionplans.dues import say_due
from actionplans.filters import OWNERS, Filter, value_name
from actionplans.models import (
    ActionPlan,
    BudgetLine,
    Contribution,
    Coordination,
    Executor,
    Measure,
    ProgressUpdate,
    ReminderChoice,
    UpdateFile,
)
from actionplans.models.words import Worded
from actionplans.outline import measure_url, plan_url
from actionplans.reading import Change, Summary
from cities.models import City
from coalition import clock
from coalition.charts.frame import say
from coalition.models.terms import term_name

YEARS = re.compile(r"\b\d{4}[–-]\d{4}\b")

register = template.Library()
register.simple_tag(plan_url)
register.simple_tag(measure_url)
register.filter("number", say)


@register.simple_tag
def plan_of(city: City) -> Summary | None:
    """{% plan_of city as its %}: the city's public plan in figures, or None while there is none."""
    if not hasattr(city, "_its_plan"):  # several blocks of one page ask
        city._its_plan = reading.summary_of(city, clock.today())  # type: ignore[attr-defined]
    return city._its_plan  # type: ignore[attr-defined]


@register.simple_tag
def hazards_of(city: City) -> list[outline.Hazard]:
    """{% hazards_of city as hazards %}: what the city names, each with its measures in the plan."""
    its = plan_of(city)
    return outline.hazards_of(city, its.plan if its else None)


@register.filter
def alt_of(file: UpdateFile, update: ProgressUpdate) -> str:
    """What a photograph shows: as its author said, or else what it stands beside."""
    return file.alt or _("Photo to the report of %(day)s") % {"day": date_format(update.on)}


@register.inclusion_tag("actionplans/_reminders.html", takes_context=True)
def reminders_of(context: dict[str, Any]) -> dict[str, Any]:
    """{% reminders_of %}: the form in which a person chooses reminders; for the settings."""
    choice = ReminderChoice.objects.filter(user=context["user"]).first() or ReminderChoice()
    return {
        "choice": choice,
        "levels": ReminderChoice.Level.choices,
        "paces": ReminderChoice.Pace.choices,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def plans_of(cities: Iterable[City]) -> list[tuple[City, Summary | None]]:
    """{% plans_of cities as pairs %}: each city with its plan in force in figures."""
    plans = reading.plans_in_force().filter(city__isnull=False)
    return reading.pairs_of(cities, reading.in_figures(plans, clock.today()))


@register.simple_tag
def latest_changes(count: int = 5, city: City | None = None) -> list[Change]:
    """{% latest_changes 5 city as changes %}: what was lately said of measures, newest first."""
    return reading.latest_changes(count, city)


@register.simple_tag
def shows_examples(city: City | None = None) -> bool:
    """Whether a page with these tags shows parts of an invented plan, so that it says so."""
    if city is None:
        return ActionPlan.objects.public().filter(is_example=True).exists()
    its = plan_of(city)
    return its is not None and its.plan.is_example


@register.filter
def unbroken(text: str) -> SafeString:
    """The same text; its years «2026–2030» stay on one line."""
    whole = YEARS.sub(r'<span class="nb">\g<0></span>', conditional_escape(text))
    return mark_safe(whole)  # noqa: S308 -- escaped above


@register.simple_tag
def said(thing: Worded, field: str) -> SafeString:
    """A text in the reader's language, or the original marked with its language."""
    text = thing.say(field)
    language = spoken(thing, field)
    if not text or language == get_language():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def said_at_length(thing: Worded, field: str) -> SafeString:
    """A text of several paragraphs in the reader's language, or the original marked so."""
    body = mark_safe(linebreaks(thing.say(field), autoescape=True))  # noqa: S308 -- escaped there
    language = spoken(thing, field)
    if language == get_language():
        return body
    return format_html('<div lang="{}">{}</div>', language, body)


@register.simple_tag
def in_brief(text: str, language: str, length: int = 160) -> SafeString:
    """The beginning of a text for a list, marked with its language where it is not the page's."""
    text = Truncator(" ".join(text.split())).chars(length)
    if language == get_language():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def original(thing: Worded, text: str) -> SafeString:
    """A short text that has no translations, marked with the language of what it belongs to."""
    if not text or thing.lang == get_language():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', thing.lang, text)


@register.simple_tag
def spoken(thing: Worded, field: str) -> str:
    """The language in which the reader sees one text."""
    wanted = get_language() or "ru"
    if wanted == thing.lang:
        return wanted
    known = {one.lang for one in thing.translations.all() if getattr(one, field)}  # type: ignore[attr-defined]
    return wanted if wanted in known else thing.lang


@register.simple_tag
def translation_of(thing: Worded, field: str) -> Any:
    """The translation that the reader sees, or None where it is the original."""
    if spoken(thing, field) == thing.lang:
        return None
    wanted = get_language()
    return next(one for one in thing.translations.all() if one.lang == wanted)  # type: ignore[attr-defined]


@register.simple_tag
def export_url(plan: ActionPlan | None, kind: str, conditions: Filter) -> str:
    """The file of the measures on the screen; None stands for all plans."""
    return conditions.address(_file(plan, kind))


@register.simple_tag
def file_url(plan: ActionPlan | None, kind: str, columns: str) -> str:
    """A whole plan as a file; None stands for all plans."""
    return _file(plan, kind) + (f"?columns={columns}" if columns else "")


@register.simple_tag
def edition_url(plan: ActionPlan, name: str, *more: object) -> str:
    """{% edition_url plan "plan_edition" 1 %}: an address of the editions of any plan."""
    if plan.city and not plan.is_in_work:
        return reverse(f"ended_{name}", args=[plan.city.slug, plan.slug, *more])
    begin, slug = ("", plan.city.slug) if plan.city else ("joint_", plan.slug)
    return reverse(begin + name, args=[slug, *more])


def _file(plan: ActionPlan | None, kind: str) -> str:
    if plan is None:
        return reverse("plans_export", args=[kind])
    if plan.city is None:
        return reverse("joint_plan_export", args=[plan.slug, kind])
    if not plan.is_in_work:
        return reverse("ended_plan_export", args=[plan.city.slug, plan.slug, kind])
    return reverse("plan_export", args=[plan.city.slug, kind])


@register.simple_tag
def in_figures(pairs: Iterable[tuple[City, Summary | None]]) -> str:
    """One line about all plans: «5 городов · 40 мер · 3 выполнено»."""
    cities = list(pairs)
    total = sum(its.total for _city, its in cities if its)
    done = sum(its.completed for _city, its in cities if its)
    parts = [
        ngettext("%(count)d city", "%(count)d cities", len(cities)) % {"count": len(cities)},
        ngettext("%(count)d measure", "%(count)d measures", total) % {"count": total},
        ngettext("%(count)d completed", "%(count)d completed", done) % {"count": done},
    ]
    return " · ".join(parts if total else parts[:1])


@register.filter
def value_words(key: str, name: str) -> str:
    """A key of a vocabulary in words: {{ key|value_words:"hazard" }}."""
    return value_name(name, key)


@register.filter
def term(key: str, scheme: str) -> str:
    """The name of a term: {{ line.source|term:"budget_sources" }}."""
    return term_name(scheme, key) if key else ""


@register.filter
def years(plan: ActionPlan) -> str:
    """The years of a plan: «2026–2030»."""
    return f"{plan.period_start.year}–{plan.period_end.year}"


@register.filter
def office(executor: Executor | None) -> str:
    """The office that carries out a measure: its own name, else the kind of office."""
    if executor is None:
        return ""
    return executor.name or term_name(OWNERS, executor.department)


@register.simple_tag
def coordination_now(measure: Measure) -> Coordination | None:
    """{% coordination_now measure as runs %}: who coordinates today; needs them prefetched."""
    today = clock.today()
    return next((one for one in measure.coordinations.all() if one.is_in_force(today)), None)


@register.filter
def due_words(dated: Measure | Contribution) -> str:
    """A due date as exact as the city has said it."""
    return say_due(dated.due_on, dated.due_precision)


@register.filter
def money(line: BudgetLine) -> str:
    """An amount in the scale the city uses: «2 800 млн тенге»."""
    return in_scale(line, line.amount)


@register.filter
def whole_sum(amount: Any) -> str:
    """A sum without fractions of a unit: «2 800 000»."""
    return say(round(amount))


@register.simple_tag
def whole_money(amount: Any, currency: str) -> str:
    """A sum in whole units with its currency: «2 800 000 сомов»."""
    return f"{say(round(amount))} {currency_beside(currency, round(amount))}"


@register.simple_tag
def in_scale(line: BudgetLine, amount: Any) -> str:
    """An amount of a budget line in words, as precise as it is."""
    size = line.scale if amount else 1
    scale = BudgetLine.Scale(size).label if size > 1 else ""
    word = currency_beside(line.currency, amount, size)
    return " ".join(filter(None, (say(amount), str(scale), word)))
