"""A ledger made by an earlier version opens, verifies, answers, is published and goes on as it did then."""

from __future__ import annotations

import json
import shutil
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest

from events.inspectorates import LedgerCopied
from events.registry import EVENTS
from ledger.proof.keys import generate
from ledger.version import VERSION
from projections.publication.checking.versions import came_after
from tests.bundles import sum_up
from tests.golden_ledger import LEDGERS, QUESTIONS, Asking

VERSIONS = sorted(folder.name for folder in LEDGERS.iterdir() if folder.is_dir())
KINDS = {"0.2.0": 41}
"""How many kinds of events a version knew, without that of a copy to practise on, which is another ledger."""

NOW = {"0.2.0": {"diff": "diff --from 2020-02-28 --to 2021-09-02"}}
"""What is asked now for the same answer: until 0.2.0 a diff began on the day after its first."""

OTHERWISE = {
    "0.2.0": {question: {"days_open": None} for question in ("show-5", "show-custody-1")},
}
"""What is answered otherwise: nobody knows for how many days something made in a month has been open."""

ASKED = {"0.2.0": {"diff": {"from"}}}
"""Which keys of an answer repeat what was asked."""


def _since(then, now):
    """What that version knows of an answer: new keys and new fields of a why are left out, nothing else."""
    if isinstance(then, dict) and isinstance(now, dict):
        known = {key: _since(value, now[key]) for key, value in then.items() if key in now}
        # A sentence may be worded anew, and is not left out.
        return known | ({"summary": then["summary"]} if known.get("summary") else {})
    if isinstance(then, list) and isinstance(now, list):
        if all(isinstance(row, dict) and "field" in row for row in then):
            known = {row["field"] for row in then}
            now = [row for row in now if row["field"] in known]
        if len(then) == len(now):
            return [_since(*pair) for pair in zip(then, now, strict=True)]
    return now


@pytest.fixture(scope="session", params=VERSIONS)
def unpacked(request, tmp_path_factory):
    """What is kept of a version, and the program with its ledger, which no test alters."""
    kept = LEDGERS / request.param
    return kept, _unpack(kept, tmp_path_factory.mktemp("golden"))


def _unpack(kept: Path, folder: Path) -> Asking:
    for archive in ("ledger", "bundles"):
        with tarfile.open(kept / f"{archive}.tar.xz") as packed:
            packed.extractall(folder, filter="data")
    asking = Asking(folder)
    asking.now = asking.now.replace(year=2021, month=9, day=3)
    return asking


def test_it_has_every_kind_of_event_of_its_version(unpacked):
    kept, asking = unpacked
    rows = json.loads(asking.ask("trail --format json"))["rows"]
    assert {row["event"] for row in rows} <= set(EVENTS)
    assert len({row["event"] for row in rows}) == KINDS[kept.name]


def _key(kept, which=-1):
    """One of the verifier keys of a version's ledger, the last unless said otherwise."""
    return (kept / "key").read_text().splitlines()[which].split()[-1]


def _verified(kept, asking):
    """What verify says, with the last key and the checkpoint of then."""
    held = f"--key {_key(kept)} --held {kept / 'checkpoint'}"
    return json.loads(asking.ask(f"verify {held} --format json"))


def test_it_is_what_was_signed_then(unpacked):
    kept, asking = unpacked
    verified = _verified(kept, asking)
    assert (verified["findings"], verified["unread"], verified["unprotected"]) == ([], [], 0)
    _, size, root, *_ = (kept / "checkpoint").read_text().splitlines()
    assert (str(verified["size"]), verified["root"]) == (size, root)
    assert asking.ask("checkpoint") == (kept / "checkpoint").read_text()


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_answers_as_it_did_then(unpacked, question):
    kept, asking = unpacked
    asked = NOW[kept.name].get(question, QUESTIONS[question])
    then = json.loads((kept / "answers" / f"{question}.json").read_text())
    now = _since(then, json.loads(asking.ask(f"{asked} --format json")))
    for key in ASKED[kept.name].get(question, ()):
        now[key] = then[key]
    assert now == then | OTHERWISE[kept.name].get(question, {})


@pytest.mark.parametrize(("bundle", "key"), [("bundle-1", 0), ("bundle", -1)])
def test_what_it_published_then_is_not_broken_and_its_rows_are_proved_now(unpacked, bundle, key):
    """Its sentences are those of its version, and which files could not be compared for that is listed."""
    kept, asking = unpacked
    line = f"verify-bundle {asking.folder / bundle} --key {_key(kept, key)}"
    verified = json.loads(asking.ask(f"{line} --format json", status=1))
    assert (verified["findings"], verified["not_looked_at"], verified["not_read"]) == ([], [], [])
    assert (verified["ok"], verified["version"]) == (False, kept.name)
    assert verified["rows"] > 0
    assert "feed.atom" in {one["file"] for one in verified["not_compared"]}
    told = " ".join(asking.ask(line, status=1).split())
    assert "BROKEN" not in told
    assert f"Proved: {verified['rows']} rows" in told
    assert f"Version {kept.name} of the program, which the bundle says wrote it, checks these" in told


def test_the_publication_after_it_has_the_sums_of_a_bundle(unpacked):
    asking = unpacked[1]
    sums = sha256((asking.folder / "bundle-1" / "SHA256SUMS").read_bytes()).hexdigest()
    assert f'"sums":"{sums}"' in (asking.folder / "bundle" / "history.jsonl").read_text()


@pytest.mark.parametrize(
    ("path", "old", "new", "status"),
    [
        ("register.csv", "Partially met", "Closed", 6),
        ("register.json", '"status":"open"', '"status":"closed"', 6),
        ("register-full.csv", "Police Scotland", "Nobody", 6),
        ("recommendations/OCSAE/3.html", ">Closed<", ">Open<", 6),
        ("index.html", "Police Scotland", "Nobody", 6),
        ("checkpoint", "example.org/golden\n", "example.org/other\n", 6),
        ("feed.atom", 'version="{version}"', 'version="0.2.7"', 6),
        ("feed.atom", 'version="{version}"', f'version="{VERSION}"', 6),
        ("feed.atom", '  <generator version="{version}">Scrutiny Ledger</generator>\n', "", 6),
        # What no other check reads is not proved, and this is what everybody is told.
        ("recommendations/OCSAE/3.html", "judged recommendation 3", "judged recommendation 4", 1),
        ("feed.atom", 'version="{version}"', 'version="99.0.0"', 1),
    ],
)
def test_the_mark_of_another_version_never_makes_a_forgery_whole(unpacked, tmp_path, path, old, new, status):
    kept, asking = unpacked
    folder = shutil.copytree(asking.folder / "bundle", tmp_path / "bundle")
    said, before = (folder / path).read_bytes(), old.replace("{version}", kept.name).encode()
    assert before in said
    (folder / path).write_bytes(said.replace(before, new.encode(), 1))
    line = f"verify-bundle {sum_up(folder)} --key {_key(kept)} --format json"
    verified = json.loads(asking.ask(line, status=status))
    assert not verified["ok"]
    assert path in {one["file"] for one in verified["findings"] or verified["not_compared"]}


def test_what_came_after_a_version_is_what_it_did_not_know(unpacked):
    kept, asking = unpacked
    known = {row["event"] for row in json.loads(asking.ask("trail --format json"))["rows"]}
    assert came_after(kept.name) == EVENTS.keys() - known - {LedgerCopied.NAME}


def test_it_is_published_and_goes_on(unpacked, tmp_path):
    kept = unpacked[0]
    asking = _unpack(kept, tmp_path)
    asking.ask("evidence submit OCSAE 5 --by 'Police Scotland' --summary 'All are trained.'", "ann")
    asking.ask("seal", "ada")
    receipt = asking.ask(f"publish --output {tmp_path / 'new'} --as-of 2021-09-02 --format json", "bob")
    assert json.loads(receipt)["events"][0]["name"] == "publication.made"
    asking.ask(f"verify-bundle {tmp_path / 'new'} --key {_key(kept)} --held {kept / 'checkpoint'}")
    verified = _verified(kept, asking)
    assert (verified["ok"], verified["findings"]) == (True, [])


def _leftovers(asking):
    """What doctor names that killed commands left: what it is, with what to do."""
    rows = json.loads(asking.ask("doctor --format json", status=None))["rows"]
    return [f"{row['found']} {row['remedy']}" for row in rows if row["what"] == "leftovers" and not row["ok"]]


@pytest.mark.parametrize("half", [False, True])
def test_a_key_that_a_killed_rotate_of_then_left_is_named_with_what_to_do_and_stops_nothing(
    unpacked, tmp_path, half
):
    kept = unpacked[0]
    asking = _unpack(kept, tmp_path)
    (before,) = (asking.folder / "home").rglob("keys/*.pem")
    # As 0.2.0 leaves it: the mark, and the key itself or, if it was just being written, half of that.
    before.with_name("380d4907.beginning").write_bytes(bytes(asking.ledger))
    left = before.with_name(".380d4907.pem.4194303" if half else "380d4907.pem")
    left.write_bytes(generate(None)[: 40 if half else None])
    left.chmod(0o600)

    verified = _verified(kept, asking)
    assert (verified["ok"], verified["findings"]) == (True, [])
    assert asking.ask("key show") == (kept / "key").read_text()
    asking.ask("evidence submit OCSAE 5 --by 'Police Scotland' --summary 'All are trained.'", "ann")
    asking.ask("seal", "ada")
    (told,) = _leftovers(asking)
    assert left.name in told
    assert ("Remove them." if half else "If no ledger names it (scrutiny key show), remove it.") in told
    asking.ask("key rotate", "ada")
    assert left.exists() is not half
    left.unlink(missing_ok=True)
    assert _leftovers(asking) == []
    asking.ask("seal", "ada")
    assert _verified(kept, asking)["findings"] == []
