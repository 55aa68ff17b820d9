"""Which events of a trail are wanted, held against a plain account of each filter on random histories."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from events.base import Day, Instant
from ledger.errors import BadInput, Refused
from ledger.times import first_day, last_day, span
from projections.trail import trail
from projections.trail_filters import Hours, Wanted
from tests.histories import lived
from tests.sampling import examples
from tests.steps import EVERY_DAY

LONDON = "Europe/London"
PEOPLE = ("ann", "art", "bob", "cyd", "nobody's")


def rows(told, wanted=None, **asked):
    return list(trail(told, wanted=wanted, **asked).items)


@pytest.fixture(scope="module")
def histories():
    return [lived(seed).told for seed in (3, 7, 11)]


@pytest.mark.parametrize("at", range(3))
def test_whatever_filters_say_alone_they_say_together(histories, at):
    told = histories[at]
    whole = rows(told)
    middle = whole[len(whole) // 2]
    filters = {
        "by": (middle["by"], lambda row: row["by"] == middle["by"]),
        "events": ((middle["event"],), lambda row: row["event"] == middle["event"]),
        "recorded_from": (middle["recorded_at"], lambda row: row["position"] >= _first(whole, middle)),
        "recorded_to": (middle["recorded_at"], lambda row: row["recorded_at"] <= middle["recorded_at"]),
        "words": (("recommendation",), lambda row: "recommendation" in _said(row)),
    }
    for name, (value, wants) in filters.items():
        assert rows(told, Wanted(**{name: value})) == [row for row in whole if wants(row)], name
    every = Wanted(**{name: value for name, (value, _) in filters.items()})
    together = [row for row in whole if all(wants(row) for _, wants in filters.values())]
    assert rows(told, every) == together


def _first(whole, of):
    return min(row["position"] for row in whole if row["recorded_at"] == of["recorded_at"])


def _said(row):
    return "\n".join(map(str, (row["summary"], row["event"], row["data"]))).casefold()


@for_all(st.sampled_from((3, 7, 11)), st.sampled_from(EVERY_DAY), st.sampled_from(EVERY_DAY))
@examples(40)
def test_from_and_to_include_both_days(seed, one, other):
    since, until = sorted((one, other), key=last_day)
    told = _LIVED.setdefault(seed, lived(seed).told)
    found = rows(told, Wanted(since=Day(since), until=Day(until)))
    expected = [
        row
        for row in rows(told)
        if row["on"] and first_day(since) <= span(row["on"], row["recorded_at"], LONDON)[1] <= last_day(until)
    ]
    assert found == expected


_LIVED = {}


@pytest.mark.parametrize("late", [0, 1, 30, 365, 4000])
def test_late_is_only_what_is_late_for_each_day_that_it_can_be(histories, late):
    for told in histories:
        zone = told.inspectorate().time_zone
        expected = []
        for row in rows(told):
            recorded = datetime.fromisoformat(row["recorded_at"]).astimezone(ZoneInfo(zone)).date()
            if (
                row["on"]
                and (recorded - date.fromisoformat(min(last_day(row["on"]), str(recorded)))).days >= late
            ):
                expected.append(row)
        assert rows(told, Wanted(late=late)) == expected


def test_the_newest_first_and_at_most_so_many(histories):
    for told in histories:
        whole = rows(told)
        assert rows(told, Wanted(reverse=True)) == whole[::-1]
        assert rows(told, Wanted(limit=3)) == whole[:3]
        assert rows(told, Wanted(reverse=True, limit=3)) == whole[::-1][:3]
        assert rows(told, Wanted(limit=0)) == []
        assert rows(told, Wanted(limit=len(whole) + 1)) == whole


def test_filters_narrow_whatever_else_was_asked(histories):
    for told in histories:
        ref = next(row["inspection"] for row in rows(told) if row["inspection"])
        asked = {"inspection": ref}
        assert rows(told, Wanted(by="ann"), **asked) == [
            row for row in rows(told, **asked) if row["by"] == "ann"
        ]


@pytest.mark.parametrize(
    ("hours", "inside", "outside"),
    [
        ("07:00-19:00", ["07:00", "12:00", "19:00"], ["06:59", "19:01", "00:00"]),
        ("7-19", ["07:00", "19:00"], ["06:59"]),
        ("22:00-06:00", ["22:00", "23:59", "00:00", "06:00"], ["06:01", "21:59", "12:00"]),
        ("00:00-24:00", ["00:00", "23:59"], []),
        ("18:30 – 24:00", ["18:30", "23:59"], ["18:29", "00:00"]),
    ],
)
def test_hours_have_both_their_ends_and_may_go_over_midnight(hours, inside, outside):
    read = Hours.read(hours)
    assert all(read.has(time.fromisoformat(at)) for at in inside)
    assert not any(read.has(time.fromisoformat(at)) for at in outside)


@pytest.mark.parametrize(
    "hours", ["", "7", "25:00-26:00", "07:00-07:00", "07:61-08:00", "07:00-24:30", "now"]
)
def test_hours_that_are_none_are_wrong_usage(hours):
    with pytest.raises(BadInput, match="hours"):
        Hours.read(hours)


def test_hours_are_those_of_the_ledgers_zone():
    summer = {"recorded_at": "2026-07-01T18:30:00.000000Z", "on": None}
    winter = {"recorded_at": "2026-12-01T18:30:00.000000Z", "on": None}
    outside = Wanted(hours=Hours.read("07:00-19:00"))
    assert outside.wants(summer, LONDON)
    assert not outside.wants(winter, LONDON)


def test_who_records_for_a_source_is_found_by_both_names():
    imported = {"recorded_at": "", "on": None, "by": "imported", "recorded_by": "ann"}
    assert Wanted(by="ann").wants(imported, LONDON)
    assert Wanted(by="imported").wants(imported, LONDON)
    assert not Wanted(by="bob").wants(imported, LONDON)


def test_a_noun_means_all_its_events_and_a_stranger_is_refused(histories):
    settings = histories[0].inspectorate()
    assert set(Wanted(events=("judgement",)).checked(settings).events) >= {
        "judgement.recorded",
        "judgement.signed-off",
    }
    assert Wanted(by="ANN").checked(settings).by == "ann"
    with pytest.raises(BadInput, match=r"judgement\.recorded|There is no event"):
        Wanted(events=("jugement.recorded",)).checked(settings)
    with pytest.raises(Refused, match="not registered"):
        Wanted(by="nobody").checked(settings)


def test_words_are_found_however_they_are_capitalised_or_composed():
    said = {"summary": "Café Ｗide", "event": "x.y", "data": {"made_to": ["Police Scotland"], "n": 3}}
    for words in ("café", "CAFÉ wide", "cafe\u0301", "scotland", "x.y police"):
        assert Wanted(words=tuple(words.split())).wants({**said, "recorded_at": "", "on": None}, LONDON), (
            words
        )
    assert not Wanted(words=("café", "absent")).wants({**said, "recorded_at": "", "on": None}, LONDON)


def test_what_has_no_day_is_in_no_period(histories):
    found = rows(histories[0], Wanted(since=Day("0001"), until=Day("9998")))
    assert found
    assert all(row["on"] for row in found)
    assert any(not row["on"] for row in rows(histories[0]))


def test_a_moment_that_bounds_the_recording_is_included(histories):
    whole = rows(histories[0])
    told = Instant(whole[5]["recorded_at"])
    found = rows(histories[0], Wanted(recorded_from=told, recorded_to=told))
    assert found == [row for row in whole if row["recorded_at"] == told]
