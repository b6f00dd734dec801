"""A strict reading of a calendar, as the pickiest program would do it (RFC 5545)."""

import re
from datetime import datetime

STAMP = re.compile(r"\d{8}T\d{6}Z")
DAY = re.compile(r"\d{8}")


def strictly(content: bytes) -> list[dict[str, str]]:
    """The events of a calendar, each a {property: value}; anything dubious fails."""
    text = content.decode("utf-8")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    head = lines[1 : lines.index("BEGIN:VEVENT")] if "BEGIN:VEVENT" in lines else lines[1:-1]
    once = [re.split("[;:]", line)[0] for line in head]
    assert len(once) == len(set(once))
    assert {"PRODID", "VERSION", "METHOD", "CALSCALE"} <= set(once)
    events, inside = [], None
    for line in lines:
        if line == "BEGIN:VEVENT":
            inside = {}
        elif line == "END:VEVENT":
            events.append(checked(inside))
            inside = None
        elif inside is not None:
            name, value = line.split(":", 1)
            assert name.split(";")[0] not in {key.split(";")[0] for key in inside}
            inside[name] = value
    uids = [one["UID"] for one in events]
    assert len(uids) == len(set(uids))
    return events


def checked(event: dict[str, str]) -> dict[str, str]:
    assert {"UID", "DTSTAMP", "SEQUENCE", "SUMMARY"} <= set(event)
    assert STAMP.fullmatch(event["DTSTAMP"])
    assert event["SEQUENCE"].isdigit()
    if "DTSTART" in event:  # moments are in UTC, so that no table of zones is needed
        assert STAMP.fullmatch(event["DTSTART"])
        assert STAMP.fullmatch(event["DTEND"])
        assert at(event["DTEND"]) > at(event["DTSTART"])
        assert event["STATUS"] in ("CONFIRMED", "CANCELLED", "TENTATIVE")
    else:
        assert DAY.fullmatch(event["DTSTART;VALUE=DATE"])
        assert event["DTEND;VALUE=DATE"] > event["DTSTART;VALUE=DATE"]
    return event


def at(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%dT%H%M%S%z")
