"""Writing iCalendar (RFC 5545): days with a title and a text, for any program that keeps a calendar.

1. A line is cut into pieces of at most 75 bytes, never within a character; it ends in CR LF.
2. In a text, backslashes, semicolons, commas and new lines are escaped.
3. A calendar has to have a component: one without a day has the time zone UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from events.base import Instant
from ledger.version import VERSION

LONGEST = 75
"""Bytes of a line without its end."""

_NO_DAY = (
    *("BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
    *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"),
)


class Entry(NamedTuple):
    """One day (a full date). ``uid`` is the same in every calendar, so that a later one puts the entry right;
    ``cancelled`` tells programs that have it to take it away.
    """

    uid: str
    day: str
    title: str
    text: str
    cancelled: bool = False


def calendar(name: str, entries: Iterable[Entry], stamp: Instant, sequence: int) -> bytes:
    """The calendar as it stood at an instant; of two the one of the higher ``sequence`` is the later."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Scrutiny Ledger//scrutiny {VERSION}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    at = stamp[:19].replace("-", "").replace(":", "") + "Z"
    found = [line for entry in entries for line in _event(entry, at, sequence)]
    lines += found or _NO_DAY
    lines.append("END:VCALENDAR")
    return b"".join(piece for line in lines for piece in folded(line))


def _event(entry: Entry, stamp: str, sequence: int) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"SEQUENCE:{sequence}"
    yield f"DTSTART;VALUE=DATE:{entry.day.replace('-', '')}"
    if entry.day != str(date.max):  # of which the next is in no calendar; without an end it is one day, too
        next_day = str(date.fromisoformat(entry.day) + timedelta(days=1))
        yield f"DTEND;VALUE=DATE:{next_day.replace('-', '')}"
    yield f"SUMMARY:{escaped(entry.title)}"
    yield f"DESCRIPTION:{escaped(entry.text)}"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    # It takes nobody's time.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A text as a value."""
    for sign, written in (
        ("\\", "\\\\"),
        (";", "\\;"),
        (",", "\\,"),
        ("\r\n", "\n"),
        ("\r", "\n"),
        ("\n", "\\n"),
    ):
        text = text.replace(sign, written)
    return text


def folded(line: str) -> Iterator[bytes]:
    """A line with its end, in pieces that begin with a blank, but the first."""
    raw, begin = line.encode(), b""
    while len(begin) + len(raw) > LONGEST:
        cut = LONGEST - len(begin)
        while raw[cut] & 0xC0 == 0x80:  # within a character
            cut -= 1
        yield begin + raw[:cut] + b"\r\n"
        raw, begin = raw[cut:], b" "
    yield begin + raw + b"\r\n"
