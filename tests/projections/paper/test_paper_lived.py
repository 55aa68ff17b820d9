"""Whatever happened, the figures of a paper are those of ``statistics``, and each row is in one place."""

from __future__ import annotations

from collections import Counter

import pytest

from events.base import Day
from projections.base import TimeFilter
from projections.paper import since
from projections.paper.base import Question
from projections.paper.view import made
from projections.register import register
from projections.rows import Filters
from projections.statistics.counting import Asked
from projections.statistics.spans import day_before
from projections.statistics.view import statistics
from tests.bodied import bodied
from tests.histories import lived
from tests.sampling import sample
from tests.steps import DAYS

COLUMNS = ("opening", "made", "reopened", "closed", "closing")


def papers(history):
    """Of a history, a paper of each of some questions, with the view of statistics and the register."""
    told = history.told
    bodies = {body for row in register(told).items for body in row["made_to"]}
    days = [day for day in sorted(DAYS) if len(day) == 10]
    instants = [record.recorded_at for record in told.records()]
    for body in (None, *sorted(bodies)):
        for known_at in (None, instants[len(instants) // 2]):
            for first, last in ((days[0], days[-1]), (days[1], days[len(days) // 2])):
                when = TimeFilter(Day(last), known_at)
                if body is not None and not any(
                    record.event.NAME == "recommendation.made"
                    for record in told.records()
                    if when.includes(record)
                ):
                    continue
                question = Question(None, body, Day(first), when)
                paper = made(told, question, Day(last), instants[-1])
                asked = Asked(Day(first), Day(last), known_at, body)
                yield (
                    body,
                    paper,
                    statistics(told, None, asked),
                    register(told, time_filter=when, filters=Filters(made_to=body)),
                    {
                        f"{row['inspection']}/{row['number']}"
                        for row in register(
                            told, time_filter=when, filters=Filters(made_to=body, overdue=last)
                        ).items
                    },
                )


def check(history, monkeypatch):
    records = list(history.told.records())
    middle = records[len(records) // 2].recorded_at
    # All was recorded on one day, and readers were told in the midst of it.
    monkeypatch.setattr(since, "_before", lambda *_: middle)
    for body, paper, figures, rows, late in papers(history):
        if paper.news:
            then = Asked(None, Day(day_before(paper.figures.period.first)), middle, body)
            (*_, all_of_it) = statistics(history.told, None, then).items
            opening = list(figures.items)[-1]["opening"]
            assert all_of_it["closing"] == opening - sum(one.counts for one in paper.news)
        told = {row["name"]: row for row in figures.items}
        assert {row.name: row._asdict() for row in paper.figures.rows} == told
        all_of_it = told["all"]
        # A reader can add up what is listed.
        assert len(paper.overdue) + len(paper.live) == all_of_it["closing"]
        assert len(paper.overdue) == figures.head["overdue"]
        counts = Counter()
        for one in paper.moved:
            counts[one.column] += one.counts
        for column in ("made", "reopened", "closed"):
            assert counts[column] == all_of_it[column], column
        assert sum(one.counts for one in paper.late) == figures.head["answers"]["late"]
        # Each row of the register has one place, and says there what it says in the register.
        places = Counter(one.name for one in paper.listed)
        registered = {f"{row['inspection']}/{row['number']}": row for row in rows.items}
        assert set(places) == set(registered)
        for name, row in registered.items():
            there = [one.row for one in paper.listed if one.name == name]
            # A body may have had two shares of one that are with two others by now.
            assert len(there) == 1 or body is not None
            assert row in there
        assert late <= {one.name for one in paper.overdue}
        for one in (*paper.overdue, *paper.live):
            assert one.row["status"] != "closed"
        for one in (*paper.done, *paper.earlier):
            assert one.row["status"] == "closed"
        closed = {one.name for one in paper.moved if one.what == "closed"}
        assert {one.name for one in paper.done} <= closed
        assert body is not None or closed.isdisjoint(one.name for one in paper.earlier)


@pytest.mark.parametrize("seed", sample(range(60), 12))
def test_of_any_history(seed, monkeypatch):
    check(lived(seed), monkeypatch)


@pytest.mark.parametrize("seed", sample(range(60), 12))
def test_of_any_history_in_which_bodies_change(seed, monkeypatch):
    check(bodied(seed), monkeypatch)
