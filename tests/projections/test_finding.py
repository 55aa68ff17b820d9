"""Lists say of each part what the page of its recommendation says, in random histories and at every time."""

from __future__ import annotations

import pytest

from events.base import Day, Instant
from ledger.errors import NotFound
from projections.base import TimeFilter
from projections.finding.base import Question, listed, shown
from projections.finding.index import NOUNS, noun
from projections.register import register
from projections.show import show
from tests.bodied import bodied
from tests.histories import lived
from tests.sampling import sample

ON_THE_PAGE = {
    "evidence": "evidence",
    "judgement": "judgements",
    "dispute": "disputes",
    "response": "all responses",
    "progress": "all progress",
}
"""Of each kind of part, where the page has it; of what bodies say it has the last of each alone."""
SEEDS = sample(range(40), 5)


def time_filters(told):
    records = list(told.records())
    yield TimeFilter()
    for record in records[:: max(len(records) // 3, 1)]:
        yield TimeFilter(None, Instant(record.recorded_at))
    for day in ("2019", "2020-06-30", "2021-08", "2022-03-01"):
        yield TimeFilter(Day(day))
        yield TimeFilter(Day(day), Instant(records[len(records) // 2].recorded_at))


def rows(told, name, when, inspection=None):
    return list(listed(noun(name), Question(told, inspection, when)).items)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("live", [lived, bodied])
def test_lists_are_what_the_pages_have(seed, live):
    told = live(seed).told
    for when in time_filters(told):
        pages = {
            (row["inspection"], row["number"]): show(
                told, row["inspection"], row["number"], time_filter=when
            ).head
            for row in register(told, time_filter=when).items
        }
        for name in ("evidence", "judgement", "dispute"):
            found = rows(told, name, when)
            there = {}
            for row in found:
                there.setdefault((row["inspection"], row["number"]), []).append(row)
            for place, page in pages.items():
                parts = sorted(page[ON_THE_PAGE[name]], key=lambda part: int(part[name][1:]))
                mine = there.pop(place, [])
                assert [row["ref"] for row in mine] == [part[name] for part in parts]
                for row, part in zip(mine, parts, strict=True):
                    # Who disputes is a body: who recorded it, a list says beside it.
                    expected = {**part, "by": row["by"], "body": part["by"]} if name == "dispute" else part
                    assert {key: row[key] for key in expected} == expected
            # Nothing is listed of what has no page then.
            assert there == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_of_all_is_the_lists_of_each_inspection_and_each_is_shown_alike(seed):
    told = lived(seed).told
    refs = [row["ref"] for row in rows(told, "inspection", TimeFilter())]
    for name in NOUNS:
        if name in ("inspection", "person", "publication", "key"):
            continue
        for when in time_filters(told):
            whole = rows(told, name, when)
            one_by_one = []
            for ref in refs:
                try:
                    one_by_one += rows(told, name, when, ref)
                except NotFound:
                    continue
            assert whole == one_by_one, (name, when)
            if name == "recommendation":
                continue
            for row in whole[:3]:
                page = shown(noun(name), Question(told, row["inspection"], when), row["ref"])
                assert list(page.items) == [row]


@pytest.mark.parametrize("seed", SEEDS)
def test_recommendations_and_totals_are_those_of_the_register(seed):
    told = lived(seed).told
    for when in time_filters(told):
        view = register(told, time_filter=when)
        by_place = {(row["inspection"], row["number"]): row for row in view.items}
        listed_rows = rows(told, "recommendation", when)
        assert {(row["inspection"], row["number"]) for row in listed_rows} == by_place.keys()
        for row in listed_rows:
            expected = by_place[row["inspection"], row["number"]]
            assert {key: row[key] for key in expected} == expected
        totals = view.head["totals"]
        found = [row["recommendations"] for row in rows(told, "inspection", when)]
        assert {name: sum(one[name] for one in found) for name in totals} == totals


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_known_at_a_time_is_what_the_list_said_then(seed):
    told = lived(seed).told
    records = list(told.records())
    until = records[len(records) // 2].recorded_at
    then = type(told)([record for record in records if record.recorded_at <= until])
    for name in NOUNS:
        if name in ("person", "key", "publication"):
            continue
        assert rows(told, name, TimeFilter(None, Instant(until))) == rows(then, name, TimeFilter()), name
