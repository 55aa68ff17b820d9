"""Long lists on several pages: nothing lost, nothing twice, and every page leads to the others."""

from __future__ import annotations

import re

import pytest

from events.base import Day, Instant
from projections.publication.edition import Listed
from projections.publication.files.site import naming, paging
from projections.publication.files.site import write as site
from tests.projections.publication.files.site.test_site import Page, edition_of


def listed(*names):
    """Rows of a register by their names."""
    return [
        Listed({"inspection": name.partition("/")[0], "number": name.partition("/")[2]}, (), ())
        for name in names
    ]


def parts(*names):
    return [(part.what, [one.name for one in part.rows]) for part in paging.by_inspection(listed(*names))]


@pytest.fixture
def three(monkeypatch):
    """Three rows a page."""
    monkeypatch.setattr(paging, "MOST", 3)


def test_what_fits_is_one_part(three):
    assert parts() == []
    assert parts("A/1", "A/2", "B/1") == [("A to B", ["A/1", "A/2", "B/1"])]


def test_an_inspection_stays_together_where_it_fits(three):
    assert parts("A/1", "A/2", "B/1", "B/2", "C/1") == [
        ("A", ["A/1", "A/2"]),
        ("B to C", ["B/1", "B/2", "C/1"]),
    ]


def test_one_that_fits_on_no_page_is_parted(three):
    assert parts(*(f"A/{number}" for number in range(1, 8))) == [
        ("1 to 3", ["A/1", "A/2", "A/3"]),
        ("4 to 6", ["A/4", "A/5", "A/6"]),
        ("7", ["A/7"]),
    ]


def test_an_empty_list_is_one_page_of_nothing():
    (page,) = paging.paged("status/open.html", [])
    assert (page.path, page.said, list(page.rows)) == ("status/open.html", "", [])


def test_a_later_page_is_called_like_no_inspection():
    path = naming.page(naming.inspection("A"), 2)
    assert path == "inspections/A_page2.html"
    assert naming.inspection("A_page2") != path


def test_every_row_stands_on_one_page_of_each_list_and_all_pages_are_linked(case, three):
    for number in range(10, 18):
        case.make(str(number), "Police Scotland", text=f"Unlike any other, number {number}.")
    files = {
        file.path: Page(file.data.decode())
        for file in site.files(edition_of(case.ledger))
        if file.path.endswith(".html")
    }
    for first in ("index.html", "status/open.html", "bodies/police-scotland.html"):
        pages = [first, *(naming.page(first, number) for number in (2, 3, 4))]
        assert naming.page(first, 5) not in files
        for number in range(10, 18):
            told = [path for path in pages if f"Unlike any other, number {number}." in files[path].cells]
            assert len(told) == 1, (first, number)
        for at, path in enumerate(pages):
            page = files[path]
            there = [one["href"] for one in page.all("a") if "ds_pagination__link" in one.get("class", "")]
            up = naming.upwards(first)
            assert there == [up + other for other in pages if other != path]
            (current,) = [one for one in page.all("span") if one.get("aria-current") == "page"]
            assert current["class"] == "ds_pagination__link ds_current"
            assert f"page {at + 1} of 4" in page.text
    # What is said of the whole is said once.
    assert "summary" in files["index.html"].ids()
    assert not {"summary", "charts", "downloads"} & set(files["index_page2.html"].ids())


def test_many_changes_have_pages_too(case, three):
    edition = edition_of(case.ledger)
    step = next(iter(edition.rows)).steps[0]
    changes = tuple((f"OCSAE/{3 if at % 2 else 5}", step) for at in range(7))
    since = (Day("2020-01-01"), Instant("2022-03-01T12:00:00.000000Z"))
    edition = edition._replace(changes=changes, terms=edition.terms._replace(since=since))
    pages = [file for file in site.files(edition) if re.fullmatch(r"changes.*html", file.path)]
    assert [file.path for file in pages] == ["changes.html", "changes_page2.html", "changes_page3.html"]
    assert [len(Page(file.data.decode()).all("tr")) - 1 for file in pages] == [3, 3, 1]
