"""A bundle shows what bodies answered and reported, proves it, and tells when it was changed or left out."""

from __future__ import annotations

import json
import shutil

import pytest

from ledger.decisions.responses import RecordResponse, ReportProgress, SetResponseDue
from ledger.decisions.words import WithdrawWords
from projections.publication.checking.bundle import check
from tests.bundles import begin, publish_all, sum_up
from tests.projections.conftest import Case

POLICE = "Police Scotland"
SECRET = "Quetzalcoatl"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A ledger with answers and reports, a bundle of it, and its key."""
    place = tmp_path_factory.mktemp("claims")
    with begin(place) as ledger:
        case = Case(ledger)
        case.judged()
        case.ask(SetResponseDue, number="3", due="2020-04-30", why="The Act, section 5.", on="2020-02-26")
        said = {"number": "3", "body": POLICE, "on": "2020-05-02"}
        case.ask(RecordResponse, answer="accepted", text="We shall train.", action="Train all.", **said)
        case.ask(RecordResponse, answer="noted", text="Not ours.", **{**said, "body": "A Charity"})
        case.ask(ReportProgress, text="Half are trained.", percent=50, **said)
        case.ask(
            ReportProgress,
            text=f"{SECRET} is.",
            restricted="It names a child.",
            **{**said, "body": "A Charity"},
        )
        publish_all(ledger, place / "bundle")
        yield case, place / "bundle", ledger.inspectorate().verifier_key


@pytest.fixture
def bundle(made, tmp_path):
    """A copy to alter."""
    shutil.copytree(made[1], tmp_path / "bundle")
    return tmp_path / "bundle"


@pytest.fixture
def found(bundle, made):
    """found() -> the findings of a check with new sums."""
    return lambda: check(str(sum_up(bundle)), made[2]).findings


def page(folder):
    return (folder / "recommendations/OCSAE/3.html").read_text()


def test_what_bodies_say_is_on_the_page_and_proved(bundle, found):
    assert found() == ()
    told = page(bundle)
    claims = told[told.index('id="claims"') :].partition("</section>")[0]
    for said in (
        "We shall train.",
        "Train all.",
        "Not ours.",
        "given on",
        ", late",
        "50% is done",
        "A Charity",
    ):
        assert said in claims
    assert "What the bodies say" in claims
    # The words of the inspectorate stand in a section of their own.
    assert "As seen." not in claims
    assert told.index("As seen.") < told.index('id="claims"')


def test_restricted_words_of_a_report_are_in_no_byte(bundle):
    assert all(SECRET.encode() not in path.read_bytes() for path in bundle.rglob("*") if path.is_file())
    assert "It names a child." in page(bundle)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We shall train.", "We shall not."),
        ("Train all.", "Train few."),
        (", late", ""),
        ("50% is done", "90% is done"),
        ("Accepted</a>, <time", "Rejected</a>, <time"),
    ],
)
def test_what_a_page_says_otherwise_is_found(bundle, found, old, new):
    path = bundle / "recommendations/OCSAE/3.html"
    at = path.read_text().index('id="claims"')
    head, rest = path.read_text()[:at], path.read_text()[at:]
    assert old in rest
    path.write_text(head + rest.replace(old, new, 1))
    assert "B9" in {one.code for one in found()}


def test_an_answer_that_a_register_says_otherwise_is_found(bundle, found):
    path = bundle / "register.json"
    register = json.loads(path.read_bytes())
    (row,) = (row for row in register["rows"] if row["number"] == "3")
    row["responses"][0]["answer"] = "rejected"
    path.write_text(json.dumps(register))
    assert "B5" in {one.code for one in found()}


def test_an_answer_that_is_left_out_is_found(bundle, found):
    (leaf, *_) = (
        path.stem for path in bundle.glob("events/*.json") if b'"answer":"accepted"' in path.read_bytes()
    )
    (bundle / f"events/{leaf}.json").unlink()
    (bundle / f"proofs/{leaf}.tlog-proof").unlink()
    said = [one.message for one in found() if one.code == "B6"]
    assert f"Leaf {leaf} is a response.recorded of OCSAE, known by then, and it is not shown." in said


@pytest.mark.parametrize(
    ("words", "because"),
    [
        (b"We shall train.", "response.explained"),
        (b"The Act, section 5.", "response.due-set"),
        (b'"percent":50', "progress.reported"),
        (b"Half are trained.", "What progress P1 of OCSAE says is not shown"),
    ],
)
def test_what_a_body_says_that_is_left_out_is_found(bundle, found, words, because):
    path = bundle / "history.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    left = [line for line in lines if words not in line]
    assert len(left) == len(lines) - 1
    path.write_bytes(b"".join(left))
    said = [one.message for one in found() if one.code == "B6"]
    assert any(because in one for one in said), said


def test_words_that_are_withdrawn_leave_the_answer_and_its_proof(made, tmp_path):
    case, _, key = made
    places = [
        (record.version, record.event.NAME)
        for record in case.ledger.records(inspection="OCSAE")
        if record.event.NAME in ("response.explained", "progress.described", "response.due-set")
    ]
    case.ask(WithdrawWords, events=tuple(places), why="They name a child.")
    folder = publish_all(case.ledger, tmp_path / "again")
    assert check(str(folder), key).findings == ()
    for words in ("We shall train.", "Train all.", "Half are trained.", "The Act, section 5."):
        assert all(words.encode() not in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert page(folder).count("[withdrawn from view]") >= 4


HOSTILE = (
    '<script>alert(1)</script> & "quoted"',
    "two\nlines\n\nand  a\ttab",
    "=1+1 | bar | {{ 7 * 7 }} &lt;b&gt; <!-- --> ]]>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_body_says_a_page_shows_it_as_text(tmp_path, text):
    with begin(tmp_path) as ledger:
        case = Case(ledger)
        line = " ".join(text.replace(";", ",").split())
        said = {"number": "3", "body": line, "on": "2020-05-02", "text": text}
        case.ask(RecordResponse, answer="accepted", action=text, **said)
        case.ask(ReportProgress, percent=0, **said)
        case.ask(ReportProgress, restricted=line, **{**said, "body": "Another"})
        case.ask(SetResponseDue, number="3", due="2020-04-30", why=text, on="2020-02-26")
        folder = publish_all(ledger, tmp_path / "bundle")
        assert check(str(folder), ledger.inspectorate().verifier_key).findings == ()
        assert "<script" not in page(folder)
        assert "49" not in page(folder).partition('id="claims"')[2].partition("</section>")[0]
