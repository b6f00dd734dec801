"""Days on which offices are closed: what is known, from when, and what the form says of it."""

from datetime import date

import pytest
import yaml

from coalition.clock import today
from tests.workinggroups.deciding import seat_everybody, with_rules
from workinggroups.holidays import SOURCE, as_of, holidays_between
from workinggroups.models import Decision

TABLE = yaml.safe_load(SOURCE.read_text("utf-8"))


@pytest.mark.parametrize("country", ["KZ", "KG", "TJ", "TM", "UZ"])
def test_each_state_has_its_days_their_source_and_its_year(country):
    entry = TABLE[country]

    assert entry["source"]
    assert entry["year"] >= as_of() >= 2025
    assert all(date(2028, month, day) for month, day, *_since in entry["days"])


@pytest.mark.parametrize(
    ("day", "countries"),
    [
        (date(2026, 3, 21), ["KZ", "KG", "TJ", "TM", "UZ"]),
        (date(2026, 2, 23), []),  # a working day in Kyrgyzstan since 2025, always in Tajikistan
        (date(2026, 8, 30), []),  # in Kazakhstan until 2025
        (date(2026, 3, 15), []),
        (date(2027, 3, 15), ["KZ"]),
        (date(2026, 1, 5), ["KG"]),
        (date(2026, 11, 7), []),
    ],
)
def test_a_day_is_closed_where_the_law_says_so(day, countries):
    found = holidays_between(day, day)

    assert [one.countries for one in found] == ([countries] if countries else [])


@pytest.mark.django_db
def test_a_silence_over_holidays_is_confirmed(thread, group, signed_in):
    seat_everybody(group)
    with_rules(group)
    year = today().year + 1
    form = {
        "question": "Над праздником?", "text": "Образец.", "mode": "silence", "lang": "ru",
        "put_words": "Встреча", "closes_on": f"02.01.{year}", "closes_time": "18:00",
        "clock_city": "osh",
    }  # fmt: skip
    browser, address = signed_in("chair"), f"/work/threads/{thread.pk}/decide/"

    refused = browser.post(address, form)
    confirmed = browser.post(address, {**form, "despite_holidays": "on"})

    assert refused.status_code == 422
    assert "01.01 (KZ, KG, TJ, TM, UZ)" in refused.content.decode()
    assert confirmed.status_code == 302
    assert Decision.objects.get(question="Над праздником?").is_open


@pytest.mark.django_db
def test_the_form_says_that_movable_feasts_are_not_known(thread, group, signed_in):
    with_rules(group)

    page = signed_in("chair").get(f"/work/threads/{thread.pk}/decide/").content.decode()

    assert "Курбан айт" in page
