"""An export that is brought again is the same plan, whatever the measures say."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actionplans import verbs
from actionplans.exports import FULL, Export
from actionplans.exports.files import as_csv, as_xlsx
from actionplans.exports.printed import PRINTED
from actionplans.filters import Filter
from actionplans.models import ActionPlan, BudgetLine, Executor, Measure
from actionplans.outline import MeasureRow
from actionplans.reading import in_order, with_rows
from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.text import tidy
from tests.actionplans.importing import proposed
from tests.actionplans.planning import measure, plan_of

pytestmark = pytest.mark.django_db

TRIES = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LETTERS = "абвГДЕёқғҳӣўşçňabcXYZ0123456789 =+-@.,;:«»\"'()/№%\n\u00a0\u200f\t"


def words(longest: int = 60):
    """What people may have typed, as it is stored."""
    text = st.text(LETTERS, min_size=1, max_size=longest).map(tidy)
    return text.filter(lambda said: any(char.isalpha() for char in said) and said[0] != "'")


def line(longest: int = 60):
    return words(longest).map(lambda said: " ".join(said.split())).filter(bool)


SUMS = st.decimals(min_value=Decimal("0.001"), max_value=10**9, places=3)


def rows_of(plan: ActionPlan) -> list[MeasureRow]:
    found = with_rows(in_order(plan.measures.standing())).prefetch_related(
        "direction__translations", "contributions__budget_lines"
    )
    return [MeasureRow(one, clock.today()) for one in found]


def exported(plan: ActionPlan, columns) -> Export:
    return Export(rows_of(plan), plan, Filter.read(QueryDict()), "/", columns)


def files(plan: ActionPlan, columns):
    export = exported(plan, columns)
    yield as_xlsx(export), "plan.xlsx"
    yield as_csv(export), "plan.csv"


@pytest.mark.parametrize("slug", ["osh", "dushanbe", "petropavlovsk", "ashgabat", "namangan"])
def test_the_word_file_that_officials_sign_comes_back_without_a_change(client, slug):
    answer = client.get(f"/cities/{slug}/plan/export.docx")

    assert answer.status_code == 200
    assert changes(answer.content, "plan.docx", slug) == []


def changes(content: bytes, name: str, slug: str = "osh") -> list:
    found = proposed(content, name, slug)["items"]
    return [(one["kind"], one["code"], one["changes"], one["messages"])
            for one in found if one["kind"] != "equal"]  # fmt: skip


@pytest.mark.parametrize("slug", ["osh", "dushanbe", "petropavlovsk", "ashgabat", "namangan"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_plan_of_any_country_comes_back_without_a_change(slug, language):
    plan = plan_of(slug)
    for columns in (FULL, PRINTED[plan.city.country]):
        with translation.override(language):
            made = list(files(plan, columns))
        for content, name in made:
            found = proposed(content, name, slug)
            assert changes(content, name, slug) == []
            assert len(found["items"]) == plan.measures.standing().count()


@TRIES
@given(
    title=line(300),
    result=st.just("") | words(),
    description=st.just("") | words(200),
    lead=line(),
    others=st.lists(line(), max_size=3, unique_by=str.casefold),
    due=st.dates(date(2026, 1, 1), date(2035, 12, 31)),
    precision=st.sampled_from(Measure.Precision.values),
    sums=st.lists(st.tuples(SUMS, st.sampled_from(["local", "loan", "donor", "tbd", "ppp"]),
                            st.sampled_from([1, 1000, 10**6, 10**9])), max_size=3),
    country=st.sampled_from(sorted(PRINTED)),
)  # fmt: skip
def test_what_people_type_comes_back_without_a_change(  # noqa: PLR0917
    title, result, description, lead, others, due, precision, sums, country
):
    one = measure("OSH-03")
    one.title, one.expected_result, one.description = title, result, description
    one.due_on, one.due_precision = _last_day(due, precision), precision
    one.start_on = None
    one.save()
    one.executors.all().delete()
    Executor.objects.create(measure=one, role="lead", name=lead)
    for number, name in enumerate(others):
        Executor.objects.create(measure=one, role="co", name=name, position=number)
    part = one.contributions.get()
    part.budget_lines.all().delete()
    for amount, source, scale in sums:
        BudgetLine.objects.create(contribution=part, amount=amount, source=source, scale=scale,
                                  currency="KGS")  # fmt: skip

    for columns in (FULL, PRINTED[country]):
        for content, name in files(one.plan, columns):
            assert changes(content, name) == []


def _last_day(due: date, precision: str) -> date:
    from actionplans.dues import month_end  # noqa: PLC0415

    months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}.get(precision)
    return month_end(due.year, -(-due.month // months) * months) if months else due


PLAIN = "абвГДЕёқғҳӣўşçňabcXYZ0123456789 .:«»()/%"


def plain(longest: int = 60):
    text = st.text(PLAIN, min_size=3, max_size=longest).map(lambda said: " ".join(said.split()))
    return text.filter(lambda said: said[:1].isalpha() and said[-1:].isalpha())


@TRIES
@given(
    titles=st.lists(plain(200), min_size=2, max_size=6, unique_by=lambda said: said.casefold()),
    results=plain(),
    offices=st.lists(plain(40), min_size=1, max_size=3, unique_by=str.casefold),
    due=st.dates(date(2026, 1, 1), date(2035, 12, 31)),
    precision=st.sampled_from(Measure.Precision.values),
    amount=SUMS,
)
def test_an_export_brought_into_an_empty_plan_is_the_same_plan(  # noqa: PLR0917
    titles, results, offices, due, precision, amount
):
    osh, by = City.objects.get(slug="osh"), User.objects.get(email="editor.osh@demo.invalid")
    first = _plan_of_its_own(osh, by)
    direction = first.goals.first().directions.all()
    drafts = [
        verbs.draft_measure(first, by=by, patch={
            "code": f"M-{number}", "title": title, "expected_result": results,
            "direction": direction[number % len(direction)].pk,
            "due_on": _last_day(due, precision).isoformat(), "due_precision": precision,
            "lead": {"department": "", "name": offices[0], "by_agreement": False},
            "co": [{"department": "", "name": one, "by_agreement": False} for one in offices[1:]],
            "hazards": ["mudflow"], "sendai_priorities": ["P1"],
            "budget": [{"source": "local", "amount": str(amount), "currency": "KGS",
                        "scale": 1000, "secured": "0", "comment": "", "price_year": None}],
        })
        for number, title in enumerate(titles)
    ]  # fmt: skip
    verbs.adopt_drafts(first, by=_approver(), drafts=drafts)
    told = [_told(row) for row in rows_of(first)]
    for content, name in files(first, FULL):
        second = _plan_of_its_own(osh, by)
        _bring(osh, by, second, content, name)

        assert [_told(row) for row in rows_of(second)] == told


def _told(row: MeasureRow) -> list[str]:
    """What a file says of a measure, but for its address and how far it is."""
    left = {"address", "status", "status_words", "percent", "reported_on"}
    return [str(column.value(row)) for column in FULL if column.key not in left]


def _approver() -> User:
    return User.objects.get(email="approver.osh@demo.invalid")


def _plan_of_its_own(city: City, by: User) -> ActionPlan:
    """A new current plan with the usual directions; the one before is kept aside."""
    city.plans.update(is_current=False)
    return verbs.open_plan(city, by=by)


def _bring(city: City, by: User, plan: ActionPlan, content: bytes, name: str) -> None:
    from tests.actionplans.importing import accepted  # noqa: PLC0415

    accepted(by, content, name)
    verbs.adopt_drafts(plan, by=_approver(), drafts=plan.drafts.open())
