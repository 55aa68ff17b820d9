"""In no chart does a word lie on another or leave the picture, whatever the days and the counts."""

from __future__ import annotations

import itertools
import re

import pytest

from ledger.times import last_day
from projections.model.changes import Change
from projections.publication.edition import Listed, Move, Published
from projections.publication.files.site import charts
from tests.browser.test_reflow import SPACED
from tests.browser.visits import look
from tests.sampling import sample

LONG = "30 September 2020"
"""The longest day in words."""


def _listed(count, first, last, closed=0, partially=0):
    """Rows that were made on one day, of which some were judged on another."""
    for at in range(count):
        moves = [Move(last_day(first), "open", first)]
        if at < closed + partially:
            moves.append(Move(last_day(last), "closed" if at < closed else "partially-met", last))
        yield Listed({"status": moves[-1].status}, (), tuple(moves))


def _published(row):
    """The same recommendation, told in full."""
    steps = [
        Change("status", (move.day, at), move.on, "judged", None, move.status)
        for at, move in enumerate(row.moves)
    ]
    return Published(row.row, (), (), (), (), tuple(steps), (), (), {})


def _crowded(tab, published, drawn, spaced=False):
    """What lies on what in some charts, in the style of the pages; with ``spaced`` letters stand apart."""
    tab.goto("about:blank")  # a style that was added to the page before would stay
    style = (published / "one/style.css").read_text(encoding="utf-8")
    tab.emulate_media(media="null", color_scheme="light", forced_colors="none")
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.set_content(f"<!doctype html><style>{style}</style>{''.join(one.svg for one in drawn)}")
    if spaced:
        tab.evaluate(SPACED)
    return [(said, tab.locator("svg").count()) for said in look(tab, "crowded")]


FIRST = (LONG, "31 December 2019", "1 January 2020", "2 May 2020")
YEARS = (0.01, 1, 2, 2.4, 3, 4, 6, 10, 25, 60)
BEGINS = ("2020-09-30", "2020-09", "2020-12")
UNTIL = ("2021-09-30", "2022-09-30", "2023-02-01", "2024-09-30", "2044-09-30")


@pytest.mark.parametrize(("years", "first"), sample(itertools.product(YEARS, FIRST), 12))
def test_days_under_a_chart_have_room_for_the_years_between_them(tab, published, first, years):
    day = {LONG: "2020-09-30", "31 December 2019": "2019-12-31", "1 January 2020": "2020-01-01"}
    begins = day.get(first, "2020-05-02")
    for ends in ("09-30", "02-01", "12-31"):
        until = f"{int(begins[:4]) + int(years):04d}-{ends}"
        if until <= begins:
            continue
        rows = list(_listed(4, begins, until, 1, 1))
        for spaced in (False, True):
            assert _crowded(tab, published, charts.of_register(rows, until), spaced) == []


@pytest.mark.parametrize(("until", "begins"), sample(itertools.product(UNTIL, BEGINS), 5))
def test_days_under_a_timeline_have_room(tab, published, begins, until):
    (row,) = _listed(1, begins, until, 1)
    for spaced in (False, True):
        assert _crowded(tab, published, [charts.of_recommendation(_published(row), until)], spaced) == []


@pytest.mark.parametrize(("count", "closed", "partially"), [
    (1, 0, 0), (3, 3, 0), (1500, 700, 700), (12345, 5000, 7000), (12345, 12344, 1), (12345, 12345, 0),
])  # fmt: skip
def test_counts_of_every_length_have_room(tab, published, count, closed, partially):
    rows = list(_listed(count, "2018-09-30", "2018-09-30", closed, partially))
    drawn = charts.of_register(rows, "2023-09-30")
    assert f"{count:,}" in drawn[0].svg
    assert _crowded(tab, published, drawn) == []


def test_years_stand_under_a_chart_if_there_is_room(tab, published):
    drawn = charts.of_register(list(_listed(1, "2020-09-30", "2020-09-30")), "2030-09-30")
    years = re.findall(r">(20\d\d)<", drawn[0].svg)
    assert years
    # The control: longer words in the same place are seen.
    near = [drawn[0]._replace(svg=drawn[0].svg.replace(f">{years[0]}<", f">{LONG} and {LONG}<"))]
    assert _crowded(tab, published, near) != []
