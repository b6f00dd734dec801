"""A moment as clocks of several zones show it."""

from datetime import UTC, date, datetime, time

import pytest

from cities.models import City
from workinggroups.times import Told, days_words, end_of, moment_of, offset

OSH = "Asia/Bishkek"


def told(starts, ends, tz=OSH, city="Ош"):
    return Told(starts, ends, tz, city)


def at(hour, minute=0, day=3):
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tz", "said"),
    [
        ("Asia/Bishkek", "UTC+6"),
        ("Asia/Almaty", "UTC+5"),
        ("Asia/Dushanbe", "UTC+5"),
        ("Asia/Ashgabat", "UTC+5"),
        ("Asia/Tashkent", "UTC+5"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/New_York", "UTC-5"),
        ("UTC", "UTC+0"),
    ],
)
def test_a_zone_says_how_far_it_is(tz, said):
    assert offset(at(5), tz) == said


def test_kazakhstan_had_another_zone_before_march_2024():
    assert offset(datetime(2024, 2, 1, tzinfo=UTC), "Asia/Almaty") == "UTC+6"


def test_the_event_and_ones_own_clock_stand_in_one_line():
    line = told(at(5), at(7)).words("Asia/Dushanbe")

    assert line == "3 декабря 2026 г., 11:00–13:00 Ош, UTC+6 · у вас 10:00"


def test_the_same_clock_is_not_told_twice():
    assert told(at(5), at(7)).words(OSH) == "3 декабря 2026 г., 11:00–13:00 Ош, UTC+6"
    assert told(at(5), at(7), "Asia/Tashkent", "Наманган").at("Asia/Dushanbe") == ""


def test_another_day_is_told_with_its_date():
    assert told(at(18, 30), at(19, 30)).at("Asia/Dushanbe") == "3 декабря 2026 г., 23:30"
    assert told(at(18, 30), at(19, 30)).span == "4 декабря 2026 г., 00:30–01:30"


def test_a_meeting_past_midnight_has_both_days():
    assert told(at(16), at(19)).span == "3 декабря 2026 г., 22:00 – 4 декабря 2026 г., 01:00"


def test_what_a_clock_shows_is_a_moment():
    assert moment_of(date(2026, 12, 3), time(11), OSH) == at(5)
    assert end_of(date(2026, 12, 3), OSH) == at(18)


def test_programs_read_the_moment_with_its_zone():
    assert told(at(5), at(7)).stamp == "2026-12-03T11:00+06:00"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 4, 22), date(2026, 4, 22), "22 апреля 2026 г."),
        (date(2026, 4, 22), date(2026, 4, 24), "22–24 апреля 2026 г."),
        (date(2025, 5, 29), date(2025, 6, 1), "29 мая – 1 июня 2025 г."),
        (date(2026, 12, 30), date(2027, 1, 2), "30 декабря 2026 г. – 2 января 2027 г."),
    ],
)
def test_days_are_told_as_short_as_people_say_them(first, last, said):
    assert days_words(first, last) == said


def clocks(starts, ends):
    cities = [City(names={"ru": name}, timezone=tz) for name, tz in (
        ("Ош", OSH), ("Душанбе", "Asia/Dushanbe"), ("Наманган", "Asia/Tashkent"))]  # fmt: skip
    return told(starts, ends).elsewhere(cities)


def test_cities_with_another_clock_are_told_together():
    assert clocks(at(5), at(7)) == ["10:00 Душанбе, Наманган, UTC+5"]


def test_half_past_midnight_is_another_day_elsewhere():
    assert clocks(at(18, 30), at(19, 30)) == ["3 декабря 2026 г., 23:30 Душанбе, Наманган, UTC+5"]
