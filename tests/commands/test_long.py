"""A page of a long inspection, and what is recorded in one, cost what is asked, not what it ever had.

Counted, not timed: see ``tests.counting``.
"""

import json
import shutil
from itertools import islice
from random import Random

import pytest

import commands.cli.folds
from benchmarks.past import OPENED, empty, records_of
from benchmarks.registers import PREPARED, real_past
from ledger.decisions.people import GrantRole
from ledger.folds import folds
from ledger.signing.keyring import Keyring
from tests.commands.in_process import scrutiny
from tests.commands.processes import environment
from tests.counting import counting

EVENTS = 1_000
PAGES = (
    "show INS0 7 --format json",
    "show INS0 7 --as-of 2019-06-01 --format json",
    "show INS0 7 --known-at 2027-01-01 --notes --format json",
    "show INS0 7 --against 2019-03-01 --format json",
    "why INS0 7 --format json",
    "why INS0 7 --as-of 2019-06-01 --format json",
)
RECORDING = "evidence request INS0 {} --why More. --as ann --yes"


def _made(home, numbers, events):
    """A sealed ledger that has one inspection."""
    with empty(home / "ledger", lambda: OPENED, Keyring.of({"HOME": str(home)})) as ledger:
        for decision in (*PREPARED, GrantRole(person="ann", role="publisher")):
            ledger.ask(decision, by="ann")
        head, _ = ledger.store.head()
        past = islice(real_past("INS0", numbers, Random(1)), events)
        ledger.store.append(list(records_of([past], events)), expected_head=head)
        ledger.seal()
    return home


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    """A home with a long inspection, and what is kept of that."""
    home = _made(tmp_path_factory.mktemp("long"), 60, EVENTS)
    _asked(home, PAGES[0])
    _asked(home, RECORDING.format(3))
    return home


def _asked(home, words, **variables):
    with counting() as counted:
        answer = scrutiny(
            *words.split(), "--ledger", home / "ledger", env={**environment(), "HOME": str(home), **variables}
        )
    assert answer.status == 0, answer.err
    return answer, counted


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_the_same_and_reads_what_it_says(long, tmp_path, page):
    whole, plain = _asked(long, page, XDG_CACHE_HOME=str(tmp_path))
    answer, counted = _asked(long, page)
    assert answer.out == whole.out
    assert plain.rows > EVENTS
    assert counted.rows < 150


def test_recording_reads_what_came_since(long):
    _, first = _asked(long, RECORDING.format(4))
    _, second = _asked(long, RECORDING.format(5))
    assert first.rows < 80
    # One event more, and what was recorded with it.
    assert abs(second.rows - first.rows) < 10


def test_a_doubt_about_a_body_reads_what_it_is_about(long):
    asked = "response record INS0 9 --by Nobody --answer accepted --text T --as ann --yes"
    answer, counted = _asked(long, asked)
    assert "is not made to" in answer.err
    assert counted.rows < 200


def test_doctor_says_what_is_kept_and_rebuild_makes_it_again(long, tmp_path):
    shutil.copytree(long / ".cache", tmp_path / ".cache")
    (place,) = (tmp_path / ".cache" / "scrutiny-ledger" / "folds").iterdir()
    kept = {path.name for path in place.iterdir()}
    assert {name.partition("-")[0] for name in kept} == {"inspection", "related"}

    def doctor():
        asked = "doctor", "--ledger", long / "ledger", "--format", "json"
        variables = {**environment(), "HOME": str(long), "XDG_CACHE_HOME": str(tmp_path / ".cache")}
        answer = scrutiny(*asked, env=variables)
        return [(row["ok"], row["found"]) for row in json.loads(answer.out)["rows"] if row["what"] == "folds"]

    ((well, found),) = doctor()
    assert well and "has 2 folds of what was recorded" in found and "cannot be used" not in found
    for path in place.iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    ((well, found),) = doctor()
    assert well and "Of these 2 cannot be used: damaged, or of another" in found
    place.chmod(0o755)
    ((well, found),) = doctor()
    assert not well and "is not yours alone" in found
    place.chmod(0o700)
    (place / "left.new").write_bytes(b"by what was killed")
    answer, _ = _asked(long, "rebuild --cache", XDG_CACHE_HOME=str(tmp_path / ".cache"))
    assert "What 1 long inspection came to is kept, too." in answer.out
    assert {path.name for path in place.iterdir()} == kept
    assert "cannot be used" not in doctor()[0][1]
    _, counted = _asked(long, PAGES[0], XDG_CACHE_HOME=str(tmp_path / ".cache"))
    assert counted.rows < 150


def test_what_publishes_proves_or_verifies_looks_at_nothing_that_was_kept(tmp_path, monkeypatch):
    """The control is a page, and what is recorded."""
    home = _made(tmp_path, 1, 5)
    monkeypatch.setattr(commands.cli.folds, "MANY", 1)
    monkeypatch.setattr(folds, "read", lambda path: pytest.fail(f"{path} was read"))
    for words in (
        "verify",
        "prove INS0 1 --output {}/proof",
        "publish INS0 --output {}/bundle --as ann --yes",
        "archive {}/archive.tar",
        "backup {}/backups",
    ):
        answer = scrutiny(
            *words.format(tmp_path).split(),
            "--ledger",
            home / "ledger",
            env={**environment(), "HOME": str(home)},
        )
        assert answer.status == 0, (words, answer.err)
    for words in ("show INS0 1", "why INS0 1", RECORDING.format(1)):
        with pytest.raises(pytest.fail.Exception):
            _asked(home, words)
