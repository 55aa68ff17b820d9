"""A bundle shows what recommendations are sorted by and stand under, proves it, and tells of a change."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from zipfile import ZipFile

import pytest

from ledger.decisions.classification import ClassifyRecommendation
from ledger.decisions.vocabulary import AddWord
from projections.publication.checking.bundle import check
from tests.bundles import begin, publish_all, sum_up
from tests.projections.conftest import Case

URL = "https://example.org/report?a=1&b=2"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A ledger in which 3 has the parts 3a and 3b, a bundle of it, and its key."""
    place = tmp_path_factory.mktemp("sorted")
    with begin(place) as ledger:
        for vocabulary, word, label in (("priority", "high", "High <first>"), ("topic", "courts", "Courts")):
            ledger.ask(AddWord(vocabulary=vocabulary, word=word, label=label, means=None), by="ann")
        case = Case(ledger)
        case.make("3a", under="3", priority="high", topics=("courts",), source=URL, place="<i>7</i>")
        case.make("3b", under="3")
        case.judged("3", status="closed")
        case.judged("3a", status="closed")
        case.judged("3b", on="2021-09-01")
        case.judge("3b", on="2021-10-01", status="closed")
        case.ask(ClassifyRecommendation, number="5", place="p. 9", on="2021-09-01")
        publish_all(ledger, place / "bundle")
        yield place / "bundle", ledger.inspectorate().verifier_key


@pytest.fixture
def bundle(made, tmp_path):
    """A copy to alter, and its key."""
    folder, key = made
    shutil.copytree(folder, tmp_path / "bundle")
    return tmp_path / "bundle", key


def codes(folder, key):
    sum_up(folder)
    return {one.code for one in check(str(folder), key).findings}


def test_it_holds_and_the_whole_stands_as_its_parts(bundle):
    folder, key = bundle
    assert codes(folder, key) == set()
    rows = {row["number"]: row for row in json.loads((folder / "register.json").read_bytes())["rows"]}
    assert (rows["3"]["status"], rows["3"]["last_updated"]) == ("partially-met", "2021-09-01")
    # What awaits its second person is in no state that is published.
    assert rows["3"]["state"] == rows["3b"]["state"] == "judged"
    assert (rows["3a"]["under"], rows["3a"]["priority"], rows["3a"]["topics"]) == ("3", "high", ["courts"])


def test_the_pages_lead_both_ways_and_to_the_source(bundle):
    folder, _ = bundle
    of_whole = (folder / "recommendations/OCSAE/3.html").read_text(encoding="utf-8")
    of_part = (folder / "recommendations/OCSAE/3a.html").read_text(encoding="utf-8")
    assert "It stands as the least advanced of its parts does." in of_whole
    for number in ("3a", "3b"):
        assert f'<a href="../../recommendations/OCSAE/{number}.html">{number}</a>' in of_whole
    assert '<a href="../../recommendations/OCSAE/3.html">3</a>' in of_part
    assert '<a rel="external noopener noreferrer" href="https://example.org/report?a=1&amp;b=2">' in of_part
    assert "High &lt;first&gt;" in of_part
    assert "&lt;i&gt;7&lt;/i&gt;" in of_part
    assert "<i>" not in of_part


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("register.csv", "Partially met", "Closed"),
        ("register-full.csv", "courts", "prisons"),
        ("recommendations/OCSAE/3a.html", "report?a=1", "report?a=2"),
        ("recommendations/OCSAE/3a.html", "High &lt;first&gt;", "Low"),
        ("recommendations/OCSAE/3.html", "of its parts does", "of its parts did"),
    ],
)
def test_a_change_is_detected(bundle, path, old, new):
    folder, key = bundle
    data = (folder / path).read_bytes()
    assert old.encode() in data
    (folder / path).write_bytes(data.replace(old.encode(), new.encode(), 1))
    assert codes(folder, key) & {"B5", "B7", "B9"}


@pytest.mark.parametrize("label", ["High &lt;first&gt;", "Courts"])
def test_a_sheet_with_another_priority_or_topic_is_detected(bundle, label):
    folder, key = bundle
    data = (folder / "register.ods").read_bytes()
    with ZipFile(BytesIO(data)) as archive:
        content = archive.read("content.xml").replace(
            f"<text:p>{label}</text:p>".encode(), b"<text:p>low</text:p>"
        )
        parts = [(one, archive.read(one.filename)) for one in archive.infolist()]
    assert b"<text:p>low</text:p>" in content
    with ZipFile(folder / "register.ods", "w") as archive:
        for one, part in parts:
            archive.writestr(one, content if one.filename == "content.xml" else part)
    assert codes(folder, key) & {"B7", "B9"}


def test_a_part_that_is_left_out_is_detected(bundle):
    folder, key = bundle
    (path,) = (
        path
        for path in folder.glob("events/*.json")
        if {"number": "3b", "under": "3"}.items() <= json.loads(path.read_bytes())["data"].items()
    )
    path.unlink()
    (folder / f"proofs/{path.stem}.tlog-proof").unlink()
    assert codes(folder, key) & {"B5", "B6"}
