"""On paper: no navigation, the figures behind each chart, headings of a table on each of its sheets."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.browser.visits import look
from tests.pasts import needs

SHEET = 794 - 76
"""The width of A4 within Chromium's margins, in CSS pixels."""


@pytest.fixture
def on_paper(visits, tmp_path):
    """on_paper(kind) -> the words of each sheet."""
    needs(shutil.which("pdftotext"), "pdftotext")

    def call(kind):
        visits(kind).pdf(path=tmp_path / "page.pdf", format="A4", tagged=True)
        told = subprocess.run(
            ["pdftotext", "-layout", tmp_path / "page.pdf", "-"], capture_output=True, check=True
        ).stdout.decode()
        return told.removesuffix("\f").split("\f")

    return call


def test_nothing_is_cut_off_on_a_sheet_and_no_frame_scrolls(visits, kind):
    page = visits(kind, width=SHEET)
    page.emulate_media(media="print")
    assert look(page, "cut") == []
    too_wide = "found => found.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.ariaLabel)"
    assert page.eval_on_selector_all(".scroll", too_wide) == []


def test_a_long_table_has_its_headings_on_each_sheet(on_paper):
    sheets = on_paper("inspection")
    with_rows = [sheet for sheet in sheets if "Publish figure" in sheet]
    assert len(with_rows) > 1
    for sheet in with_rows:
        assert re.search("Inspection +Number +Recommendation +Status +Made to +Due +Last", sheet)


def test_the_figures_behind_a_chart_and_the_proofs_are_printed(on_paper):
    _, _, told = "".join(on_paper("index of one inspection")).partition("Figures: ")
    assert "26 February 2020" in told.partition("Age of what")[0]
    assert "as recorded" in "".join(on_paper("recommendation"))


def test_the_navigation_is_not_printed(on_paper):
    told = "".join(on_paper("recommendation"))
    assert "Skip to" not in told
    assert "What changed" not in told
