"""What was measured is put into the docs, and drawn."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from benchmarks import plot, results, targets, writing
from benchmarks.kept import ROOT
from benchmarks.measure import Figure, Target
from benchmarks.writing import marked

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def told(monkeypatch, tmp_path):
    """The results of two sizes."""
    monkeypatch.setattr(results, "FILE", tmp_path / "results.json")
    for size, ours in ((10_000, 2.0), (1_000_000, 4.0)):
        figure = targets.measured("read-now", [ours] * 3, [1.0] * 3)
        other = Figure("register of a past moment, git", Target(None), 2.5, seconds=(1.0, 2.5))
        results.keep("reading", size, [figure._replace(seconds=(*figure.seconds, 9.0))])
        results.keep("peers", size, [other, targets.void("peer-django", "no network", absent=True)])
    results.keep("profiles", 10_000, [Figure("show", Target(None, unit=""), 1.0, detail="SQLite 60%")])
    return results.read()


def test_a_table_has_a_column_for_each_size_and_the_verdict_of_the_largest(told):
    page = "Before.\n\n<!-- measured: reading -->\nold\n<!-- /measured -->\n\nAfter.\n"
    lines = marked(page, told).splitlines()
    assert lines[0] == "Before." and lines[-1] == "After." and "old" not in lines
    assert "| what | compared with | 10,000 events | 1,000,000 events | target | at the largest |" in lines
    assert (
        "| register, now | one query of a table made by hand | 2.00x | 4.00x | at most 3x | missed |" in lines
    )


def test_peers_without_a_target_and_those_that_are_not_to_be_had_are_lines_too(told):
    page = marked("<!-- measured: peers -->\n<!-- /measured -->\n", told)
    assert "| register of a past moment | git | 2.50x | 2.50x |  |  |" in page
    assert "| django-simple-history | - | - | at least 4x | not to be had |" in page


def test_where_the_time_goes_is_a_table(told):
    page = marked("<!-- measured: profiles -->\n<!-- /measured -->\n", told)
    assert "| show | SQLite 60% |" in page and "10,000 events" in page


def test_a_table_of_which_nothing_was_measured_stays(told):
    page = "<!-- measured: trails -->\nas it was\n<!-- /measured -->\n"
    assert marked(page, told) == marked(page, []) == page


def test_a_busy_machine_is_told_of(told):
    page = "<!-- measured: machine -->\n<!-- /measured -->\n"
    busy = [one | {"load": 20.0, "processors": 2} for one in told]
    quiet = [one | {"load": 0.5, "processors": 2} for one in told]
    assert "busy with other work (load 20)" in marked(page, busy)
    assert "busy" not in marked(page, quiet)


def test_every_mark_of_the_docs_is_of_a_family():
    marks = [
        mark
        for page in writing.PAGES
        for mark in re.findall("<!-- measured: ([a-z]+) -->", (ROOT / page).read_text("utf-8"))
    ]
    families = {line.family for line in targets.TARGETS.values()}
    assert families <= set(marks) <= {*families, "first", "machine", "profiles"}
    assert set(writing.FIRST) <= set(targets.TARGETS)


def test_the_picture_is_text_with_a_title_units_and_a_label_for_each_line(told, tmp_path):
    (tmp_path / "docs").mkdir()
    for page in writing.PAGES:
        (tmp_path / page).write_text("Nothing.\n")
    writing.write(tmp_path)
    picture = ET.fromstring((tmp_path / writing.PLOT).read_text("utf-8"))
    texts = [element.text or "" for element in picture.iter(f"{SVG}text")]
    assert picture.find(f"{SVG}title") is not None and picture.find(f"{SVG}desc") is not None
    assert {"register, events", "register, cache", "register, query", "10,000", "1 million"} <= set(texts)
    assert {"time on the processor", "events in the ledger", "1 s"} <= set(texts)
    assert "prefers-color-scheme:dark" in (tmp_path / writing.PLOT).read_text("utf-8")


def test_no_label_stands_on_another():
    series = {f"line {at}": [(10_000, 1.0), (1_000_000, 1.0 + at / 1000)] for at in range(6)}
    for told in (series, {name: [(10, 1e-5), (1000, 1e-5)] for name in series}):
        picture = ET.fromstring(plot.drawn(told))
        places = sorted(
            float(element.get("y", 0))
            for element in picture.iter(f"{SVG}text")
            if (element.text or "").startswith("line")
        )
        assert all(one - other >= plot.APART - 0.1 for other, one in pairwise(places))
        assert places[0] > 0 and places[-1] <= plot.BOTTOM + plot.APART


def test_a_line_that_was_measured_less_far_ends_there_with_its_label():
    series = {"whole": [(10_000, 1.0), (1_000_000, 2.0)], "part": [(10_000, 1.0), (100_000, 3.0)]}
    picture = ET.fromstring(plot.drawn(series))
    (label,) = (element for element in picture.iter(f"{SVG}text") if element.text == "part")
    points = [float(element.get("cx", 0)) for element in picture.iter(f"{SVG}circle")]
    assert float(label.get("x", 0)) == points[-1] < points[1] == plot.RIGHT
    # Its line and that of the other, and the one that leads to the other's label.
    assert len([one for one in picture.iter(f"{SVG}path") if (one.get("class") or "").startswith("l ")]) == 3
