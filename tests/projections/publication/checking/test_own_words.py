"""A bundle shows the publisher's own words, proves them, and tells when one was changed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from ledger.decisions.recommendations import MakeRecommendation
from ledger.decisions.responses import RecordResponse
from ledger.decisions.vocabulary import AddWord, RetireWord
from projections.publication.checking.bundle import check
from tests.bundles import begin, publish_all, sum_up
from tests.projections.conftest import Case

LABEL = "Closed - acceptable (final) $5 <b>"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A ledger with own words, a bundle of it, and its key."""
    place = tmp_path_factory.mktemp("own")
    with begin(place) as ledger:
        for vocabulary, word, label, means in (
            ("status", "acceptable", LABEL, "closed/implemented"),
            ("reason", "overtaken", "Overtaken by events", "closed/no-longer-relevant"),
            ("kind", "learning-point", "Learning point", "none"),
            ("answer", "agreed", "Agreed with", None),
            ("status", "unused", "Never used", "open"),
        ):
            ledger.ask(AddWord(vocabulary=vocabulary, word=word, label=label, means=means), by="ann")
        case = Case(ledger)
        case.judged(status=None, word="acceptable")
        case.make("7", "Police", "Fire Service")
        case.judged("7", made_to="Police", status=None, word="acceptable")
        case.judged("5", status="closed", reason="overtaken")
        case.ask(
            MakeRecommendation,
            number="L1",
            cycle="2020",
            kind="learning-point",
            text="Learn.",
            made_to=("Police",),
            on="2020-03-01",
        )
        case.ask(
            RecordResponse, number="3", body="Police Scotland", answer="agreed", text="Yes.", on="2020-03-01"
        )
        ledger.ask(RetireWord(vocabulary="status", word="unused"), by="ann")
        publish_all(ledger, place / "bundle")
        yield ledger, place / "bundle", ledger.inspectorate().verifier_key


@pytest.fixture
def bundle(made, tmp_path):
    """A copy to alter, and its key."""
    _, folder, key = made
    shutil.copytree(folder, tmp_path / "bundle")
    return tmp_path / "bundle", key


def found(folder: Path, key: str):
    sum_up(folder)
    return check(str(folder), key).findings


def codes(folder: Path, key: str):
    return {one.code for one in found(folder, key)}


def change(path: Path, old: str, new: str) -> None:
    data = path.read_bytes()
    assert old.encode() in data, path
    path.write_bytes(data.replace(old.encode(), new.encode(), 1))


def added(folder: Path, vocabulary: str) -> Path:
    """The shown event that added the first word of a vocabulary."""
    return next(
        path
        for path in sorted(folder.glob("events/*.json"), key=lambda path: int(path.stem))
        if json.loads(path.read_bytes())["data"].get("vocabulary") == vocabulary
    )


def test_it_holds_and_every_place_has_the_label(bundle):
    folder, key = bundle
    assert not found(folder, key)
    assert LABEL in (folder / "register.csv").read_text(encoding="utf-8")
    assert "No closing needed" in (folder / "register.csv").read_text(encoding="utf-8")
    escaped = "Closed - acceptable (final) $5 &lt;b&gt;"
    for page in ("index.html", "status/closed.html", "recommendations/OCSAE/3.html", "feed.atom"):
        assert escaped in (folder / page).read_text(encoding="utf-8"), page
        assert LABEL not in (folder / page).read_text(encoding="utf-8"), page
    assert "Overtaken by events" in (folder / "recommendations/OCSAE/5.html").read_text(encoding="utf-8")
    assert "Learning point L1" in (folder / "recommendations/OCSAE/L1.html").read_text(encoding="utf-8")
    assert "Agreed with" in (folder / "recommendations/OCSAE/3.html").read_text(encoding="utf-8")
    row = next(row for row in json.loads((folder / "register.json").read_bytes())["rows"])
    assert (row["status"], row["word"]) == ("closed", "acceptable")


def test_a_page_leads_to_the_event_that_added_its_word(bundle):
    folder, _ = bundle
    leaf = added(folder, "status").stem
    of_three = (folder / "recommendations/OCSAE/3.html").read_text(encoding="utf-8")
    of_five = (folder / "recommendations/OCSAE/5.html").read_text(encoding="utf-8")
    assert f"events/{leaf}.json" in of_three
    assert f"events/{leaf}.json" not in of_five
    assert f"events/{added(folder, 'reason').stem}.json" in of_five


def test_the_patterns_of_the_table_fit_its_cells(bundle):
    folder, _ = bundle
    tables = json.loads((folder / "register.csv-metadata.json").read_bytes())["tables"]
    (status,) = [column for column in tables[0]["tableSchema"]["columns"] if column["titles"] == "Status"]
    for cell in (LABEL, "Open", "No closing needed"):
        assert re.fullmatch(status["datatype"]["format"], cell)
    assert not re.fullmatch(status["datatype"]["format"], "Closed - acceptable final")
    schema = json.loads((folder / "register.schema.json").read_bytes())
    properties = schema["properties"]["rows"]["items"]["properties"]
    assert "learning-point" in properties["kind"]["enum"]
    assert "overtaken" in properties["reason"]["enum"]
    assert "no-closing-needed" in properties["state"]["enum"]


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("register.csv", LABEL, "Closed - unacceptable", "B7"),
        ("register-full.csv", LABEL, "Closed", "B7"),
        ("register-full.csv", "overtaken", "implemented", "B7"),
        ("register-full.csv", "learning-point", "recommendation", "B7"),
        ("register.md", "Closed \\- acceptable", "Closed \\- unacceptable", "B7"),
        ("status/closed.html", "Closed - acceptable", "Closed - unacceptable", "B7"),
        ("recommendations/OCSAE/3.html", "Closed - acceptable", "Closed - unacceptable", "B7"),
        ("recommendations/OCSAE/5.html", "Overtaken by events", "Implemented", "B9"),
        ("recommendations/OCSAE/L1.html", "No closing needed", "Open", "B7"),
        ("register.json", '"word":"acceptable"', '"word":null', "B5"),
        ("register.json", '"kind":"learning-point"', '"kind":"recommendation"', "B5"),
        ("feed.atom", "Closed - acceptable", "Closed - unacceptable", "B9"),
    ],
)
def test_a_changed_word_is_detected(bundle, path, old, new, code):
    folder, key = bundle
    data = (folder / path).read_text(encoding="utf-8")
    change(folder / path, old if old in data else old.replace("\\-", "-"), new)
    assert code in codes(folder, key)


def test_a_changed_label_in_the_event_that_added_the_word_is_detected(bundle):
    folder, key = bundle
    change(added(folder, "status"), "acceptable (final)", "unacceptable (final)")
    assert "B4" in codes(folder, key)


@pytest.mark.parametrize("vocabulary", ["status", "reason", "kind", "answer"])
def test_a_word_that_is_left_out_is_detected(bundle, vocabulary):
    folder, key = bundle
    path = added(folder, vocabulary)
    path.unlink()
    (folder / f"proofs/{path.stem}.tlog-proof").unlink()
    said = [one.message for one in found(folder, key) if one.code == "B6"]
    assert f"Leaf {path.stem} adds a word of the publisher's own, known by then, and it is not shown." in said


def test_an_earlier_label_is_not_passed_off_as_the_one_that_holds(made, tmp_path):
    ledger, _, key = made
    known = list(ledger.records())[-1].recorded_at
    ledger.ask(RetireWord(vocabulary="status", word="acceptable"), by="ann")
    again = AddWord(vocabulary="status", word="acceptable", label="Acceptable", means="closed/implemented")
    ledger.ask(again, by="ann")
    now = publish_all(ledger, tmp_path / "now")
    then = publish_all(ledger, tmp_path / "then", known_at=known)
    assert not found(now, key)
    assert not found(then, key)
    assert "Acceptable," in (now / "register.csv").read_text(encoding="utf-8")
    assert LABEL in (then / "register.csv").read_text(encoding="utf-8")
    latest = max(now.glob("events/*.json"), key=lambda path: (b"Acceptable" in path.read_bytes(), path.stem))
    latest.unlink()
    (now / f"proofs/{latest.stem}.tlog-proof").unlink()
    for path in now.rglob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"Acceptable,", LABEL.encode() + b","))
    assert {"B6"} <= codes(now, key)
