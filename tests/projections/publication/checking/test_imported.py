"""A bundle says what stands as another register had it, proves that, and tells who hides or changes it."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from pypdf import PdfReader

from ledger.decisions.imports import Answered, ImportFile, ImportRow, Judged
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.recommendation_corrections import VoidRecommendation
from ledger.decisions.recommendations import MakeRecommendation
from projections.model.fold import InspectionFold
from projections.publication.checking.bundle import check
from tests.bundles import begin, publish_all, sum_up
from tests.projections.conftest import Case

MADE = {"inspection": "OCSAE", "cycle": "2020", "made_to": ("Police",), "on": "2020-03-01"}
ROW = {"inspection": "OCSAE", "file": "I1", "sheet": "Old register"}
SEEN = "2021-04-04"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A bundle of a ledger with three rows of a file, of which one was judged since, and the key.

    The first is closed by its source, the second open, and the third was judged here afterwards.
    """
    place = tmp_path_factory.mktemp("imported")
    with begin(place) as ledger:
        case = Case(ledger)
        told = ledger.last().recorded_at
        closed = Judged(status="closed", reason="implemented", cycle="2020", on="2020-05-06")
        partly = Judged(status="partially-met", cycle="2020", on="2020-05-06")
        rows = [
            ImportRow(
                **ROW,
                number=number,
                row=row,
                made=MakeRecommendation(**MADE, number=number, text=f"Do {number}."),
                judged=judged,
                answers=answers,
            )
            for row, number, judged, answers in (
                (2, "20", closed, (Answered(body="Police", answer="accepted", text="Yes."),)),
                (3, "21", None, ()),
                (4, "22", partly, ()),
            )
        ]
        file = ImportFile(digest="d" * 64, mapping="e" * 64, name="Secret name.xlsx", seen_on=SEEN)
        ledger.ask(file, *rows, by="ann")
        case.judged("22", status="closed")
        publish_all(ledger, place / "bundle")
        publish_all(ledger, place / "before", known_at=told)
        yield place / "bundle", ledger.inspectorate().verifier_key, ledger, place


@pytest.fixture
def bundle(made, tmp_path):
    """A copy to alter."""
    return shutil.copytree(made[0], tmp_path / "bundle")


@pytest.fixture
def codes(bundle, made):
    """codes() -> what a check with new sums finds."""
    return lambda: {one.code for one in check(str(sum_up(bundle)), made[1]).findings}


def rows(bundle):
    return {row["number"]: row for row in json.loads((bundle / "register.json").read_bytes())["rows"]}


def change(path, old, new):
    data = path.read_text(encoding="utf-8")
    assert old in data, path
    path.write_text(data.replace(old, new), encoding="utf-8")


def shown(bundle, number, field):
    """Where the shown event about a number is that has a field."""
    return [
        path
        for path in bundle.glob("events/*.json")
        if (data := json.loads(path.read_bytes())["data"]).get("number") == number and field in data
    ]


def test_an_honest_bundle_holds_and_says_of_each_row_when_it_was_seen(bundle, codes):
    assert codes() == set()
    found = rows(bundle)
    assert {number: found[number]["seen_on"] for number in found} == {
        **dict.fromkeys(("3", "5", "22")),
        "20": SEEN,
        "21": SEEN,
    }
    page = (bundle / "recommendations/OCSAE/20.html").read_text(encoding="utf-8")
    assert "As last seen" in page
    assert "4 April 2021" in page
    assert "As its source says: judged recommendation 20 closed" in page
    assert "An inspector judged" not in page
    assert "Confirmed by a second person" not in page
    assert (
        "row 2 of Old register in a register that was kept before this record, as last seen on 4 April 2021"
        in page
    )
    judged = (bundle / "recommendations/OCSAE/22.html").read_text(encoding="utf-8")
    assert "As last seen" not in judged
    assert "An inspector judged" in judged
    for path in ("index.html", "bodies/police.html", "status/closed.html", "status/open.html"):
        told = (bundle / path).read_text(encoding="utf-8")
        assert re.search(r"<td[^>]*As last seen[^>]*>.*4 April 2021", told), path
    assert "As last seen" not in (bundle / "status/partially-met.html").read_text(encoding="utf-8")
    assert "2 of them stand as last seen in a register" in (bundle / "index.html").read_text(encoding="utf-8")
    told = (bundle / "register.md").read_text(encoding="utf-8")
    assert "**As last seen:** 2 of 5 recommendations, the latest on 2021-04-04" in told
    assert "| 2021-04-04 |\n" in told
    feed = (bundle / "feed.atom").read_text(encoding="utf-8")
    assert feed.count("As last seen on 4 April 2021 in a register that was kept before.") == 5


def test_the_paper_and_the_spreadsheets_have_it_too(made, tmp_path):
    folder = publish_all(made[2], tmp_path / "bundle", also=("xlsx", "pdf"))
    assert not check(str(folder), made[1]).findings
    paper = " ".join(page.extract_text() for page in PdfReader(folder / "register.pdf").pages)
    assert "As last" in paper
    assert paper.count(SEEN) == 3  # of the two rows, and the latest


def test_a_bundle_of_what_was_known_before_the_import_has_nothing_of_it(made):
    before = made[3] / "before"
    assert rows(before).keys() == {"3", "5"}
    assert not check(str(before), made[1]).findings


def test_what_somebody_called_the_file_is_in_no_file_of_a_bundle(made):
    for path in made[0].rglob("*"):
        assert not path.is_file() or b"Secret name" not in path.read_bytes(), path


@pytest.mark.parametrize("number", ["20", "21"])
def test_the_event_of_a_row_that_is_left_out_is_detected(bundle, codes, number):
    (path,) = shown(bundle, number, "seen_on")
    path.unlink()
    (bundle / f"proofs/{path.stem}.tlog-proof").unlink()
    assert codes() & {"B5", "B6"}


def test_the_judgement_of_a_row_that_is_left_out_is_detected(bundle, codes):
    (path,) = shown(bundle, "20", "status")
    path.unlink()
    (bundle / f"proofs/{path.stem}.tlog-proof").unlink()
    assert codes() & {"B5", "B6"}


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("register.json", f'"seen_on":"{SEEN}"', '"seen_on":null', "B5"),
        ("register.json", f'"seen_on":"{SEEN}"', '"seen_on":"2021-12-31"', "B5"),
        ("register-full.csv", SEEN, "2021-12-31", "B7"),
        ("register.md", f"| {SEEN} |\n", "| 2021-12-31 |\n", "B7"),
        ("index.html", "4 April 2021", "31 December 2021", "B7"),
        ("status/closed.html", "4 April 2021", "31 December 2021", "B7"),
        ("index.html", "No judgement of this record counts for them", "Inspectors judged them", "B9"),
        ("recommendations/OCSAE/20.html", "4 April 2021", "31 December 2021", "B9"),
        ("recommendations/OCSAE/20.html", "As its source says: judged", "An inspector judged", "B9"),
        ("feed.atom", "As last seen on 4 April 2021", "As last seen on 31 December 2021", "B9"),
    ],
)
def test_another_day_or_another_judge_is_detected(bundle, codes, path, old, new, code):
    change(bundle / path, old, new)
    assert code in codes()


LIES = {
    "that it was judged here": lambda *_: None,
    "that it was seen on another day": lambda *_: "2021-12-31",
}


@pytest.mark.parametrize("lie", LIES)
def test_a_program_that_says_it_everywhere_is_detected(made, monkeypatch, tmp_path, lie):
    """The lie stands in every file alike, and the honest twin of the same ledger holds."""
    _, key, ledger, _ = made
    with monkeypatch.context() as patched:
        patched.setattr("projections.model.recommendation.Recommendation.seen_on", LIES[lie])
        publish_all(ledger, tmp_path / "lie")
    publish_all(ledger, tmp_path / "twin")
    assert "B5" in {one.code for one in check(str(tmp_path / "lie"), key).findings}
    assert not check(str(tmp_path / "twin"), key).findings


def test_a_program_that_counts_no_judgement_of_a_source_is_detected(made, monkeypatch, tmp_path):
    whole = InspectionFold.apply

    def without(self, event, position, told=""):
        if not (event.NAME == "judgement.recorded" and self._row and self._row.judgement == event.judgement):
            whole(self, event, position, told)

    _, key, ledger, _ = made
    with monkeypatch.context() as patched:
        patched.setattr(InspectionFold, "apply", without)
        publish_all(ledger, tmp_path / "lie")
    assert rows(tmp_path / "lie")["20"]["status"] == "open"
    assert "B5" in {one.code for one in check(str(tmp_path / "lie"), key).findings}


def test_what_an_approver_took_back_stands_by_no_source_any_more(tmp_path):
    with begin(tmp_path) as ledger:
        case = Case(ledger)
        closed = Judged(status="closed", reason="implemented", cycle="2020", on="2020-05-06")
        made = MakeRecommendation(**MADE, number="20", text="Do 20.")
        ledger.ask(
            ImportFile(digest="d" * 64, mapping="e" * 64, name="old.csv", seen_on=SEEN),
            ImportRow(**ROW, number="20", row=2, made=made, judged=closed),
            by="ann",
        )
        case.ask(CorrectJudgement, who="bob", judgement="J1", void=True, why="Not so.")
        key = ledger.inspectorate().verifier_key
        honest = publish_all(ledger, tmp_path / "bundle")
        assert not check(str(honest), key).findings
        assert (rows(honest)["20"]["status"], rows(honest)["20"]["seen_on"]) == ("open", None)
        page = (honest / "recommendations/OCSAE/20.html").read_text(encoding="utf-8")
        assert ": it should not have counted, and counts no more." in page
        # Without that event it would stand by its source; the row says otherwise.
        (path,) = shown(honest, None, "void")
        path.unlink()
        (honest / f"proofs/{path.stem}.tlog-proof").unlink()
        assert {"B5"} <= {one.code for one in check(str(sum_up(honest)), key).findings}


def test_a_row_that_was_brought_in_and_entered_in_error_may_be_left_out_with_what_brought_it(tmp_path):
    with begin(tmp_path) as ledger:
        case = Case(ledger)
        file = ImportFile(digest="d" * 64, mapping="e" * 64, name="Old.xlsx", seen_on=SEEN)
        answers = (Answered(body="Police", answer="accepted", text="Yes."),)
        judged = Judged(status="closed", reason="implemented", cycle="2020", on="2020-05-06")
        rows = [
            ImportRow(
                **ROW,
                number=number,
                row=row,
                made=MakeRecommendation(**MADE, number=number, text=f"Do {number}."),
                judged=judged,
                answers=answers,
            )
            for row, number in enumerate(("20", "21", "22"), 2)
        ]
        ledger.ask(file, *rows, by="ann")
        case.ask(VoidRecommendation, number="21", why="Not ours.")
        folder, key = publish_all(ledger, tmp_path / "bundle"), ledger.inspectorate().verifier_key
        assert check(str(folder), key).findings == ()
        # What brought another row in may not be left out.
        (other,) = [
            record.position
            for record in ledger.records(topics=["recommendation.imported"])
            if record.event.row == 2
        ]
        for path in (folder / f"events/{other - 1}.json", folder / f"proofs/{other - 1}.tlog-proof"):
            path.unlink()
        assert any(one.code == "B6" for one in check(str(sum_up(folder)), key).findings)
