"""What is asked about one inspection costs what there is of it, however much else was recorded.

Counted, not timed: see ``tests.counting``.
"""

import json
from contextlib import closing
from itertools import islice
from random import Random

import pytest

from benchmarks.past import OPENED, empty, records_of
from benchmarks.registers import PREPARED, real_past
from ledger.proof.nodes import BLOCK
from ledger.signing.keyring import Keyring
from ledger.store.location import open_store
from tests.commands.in_process import scrutiny
from tests.commands.processes import environment
from tests.counting import counting

FEW, MANY = 2, 16
"""Inspections of the two ledgers; the one that is asked about is the same in both."""

READINGS = (
    "show INS0 3",
    "show INS0 3 --as-of 2019-03-01",
    "why INS0 3",
    "trail INS0",
    "trail INS0 3",
    "register INS0",
    "register INS0 --known-at 2024-01-02",
    "diff INS0 --from 2019-01-01 --to 2019-06-30",
    "statistics INS0",
    "judgement list INS0",
)
RECORDING = "evidence request INS0 3 --why More. --as ann --yes"


def _made(folder, inspections):
    """A sealed ledger; what happens in INS0 is recorded first, so that it is the same whatever follows."""
    keyring = Keyring.of({"HOME": str(folder)})
    with empty(folder / "ledger", lambda: OPENED, keyring) as ledger:
        for decision in PREPARED:
            ledger.ask(decision, by="ann")
        for at in range(inspections):
            head, _ = ledger.store.head()
            ledger.store.append(
                list(records_of([islice(real_past(f"INS{at}", 4, Random(at)), 150)], 150)), expected_head=head
            )
            ledger.seal()
    return folder


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    return [_made(tmp_path_factory.mktemp("flat"), inspections) for inspections in (FEW, MANY)]


def _asked(folder, words):
    variables = {**environment(), "HOME": str(folder)}
    with counting() as counted:
        answer = scrutiny(*words.split(), "--ledger", folder / "ledger", env=variables)
    assert answer.status == 0, answer.err
    return answer, counted


@pytest.mark.parametrize("question", READINGS)
def test_a_reading_of_one_inspection_reads_no_more_of_a_larger_ledger(both, question):
    (said, small), (again, large) = (_asked(folder, question) for folder in both)
    assert said.out and said.out.count("\n") == again.out.count("\n")
    assert large.statements <= small.statements and large.rows <= small.rows
    assert large.steps <= 1.1 * small.steps


def test_recording_reads_no_more_of_a_larger_ledger(both):
    (_, small), (_, large) = (_asked(folder, RECORDING) for folder in both)
    assert large.statements <= small.statements and large.rows <= small.rows
    # Sealing reads a few hashes more: as many as the logarithm of how many there are.
    assert large.steps <= 1.2 * small.steps


@pytest.mark.parametrize("proved", ["INS0 3", "--since {}/held"])
def test_a_proof_reads_a_few_hashes_more_of_a_larger_ledger(both, tmp_path, proved):
    """Eight times as many events are three levels more of the tree, of which each leaf has a hash or two."""
    counts = []
    for at, folder in enumerate(both):
        held = _checkpoint(folder, tmp_path)
        answer, counted = _asked(folder, f"prove {proved.format(tmp_path)} --output {tmp_path}/{at}")
        files = [path.read_text() for path in (tmp_path / str(at)).rglob("*.tlog-proof")]
        assert held and (files or answer.err)
        counts.append((counted, len(files) or 1, sum(text.count("\n") for text in files)))
    (small, leaves, hashes), (large, as_many, more_hashes) = counts
    assert leaves == as_many and hashes <= more_hashes <= hashes + 4 * leaves
    assert large.statements <= small.statements + 3 * leaves
    assert large.rows <= small.rows + (BLOCK + 4) * leaves
    assert large.steps <= 1.5 * small.steps


def test_verify_since_a_checkpoint_reads_what_is_behind_it(both, tmp_path):
    counts = []
    for folder in both:
        with closing(open_store(str(folder / "ledger"))) as store:
            head, _ = store.head()
            *_, (size, kept) = ((size, kept) for size, kept in store.checkpoints() if size <= head - 150)
        (tmp_path / "held").write_text(kept)
        variables = {**environment(), "HOME": str(folder)}
        with counting() as counted:
            answer = scrutiny(
                "verify",
                "--since",
                tmp_path / "held",
                "--format",
                "json",
                "--ledger",
                folder / "ledger",
                env=variables,
            )
        told = json.loads(answer.out)
        # Another test may have recorded one more.
        assert (told["since"]["size"], told["events"] - size in (150, 151)) == (size, True)
        counts.append(counted)
    small, large = counts
    # Of the larger tree a few nodes more are read.
    assert large.rows <= 1.05 * small.rows
    assert large.steps <= 1.2 * small.steps


def _checkpoint(folder, into):
    """The first checkpoint of a ledger, as somebody kept it."""
    with closing(open_store(str(folder / "ledger"))) as store:
        _, kept = next(islice(store.checkpoints(), 3, None))
    (into / "held").write_text(kept)
    return kept


def test_what_is_of_all_is_counted(both):
    """The count is one: of all of it more is read where there is more."""
    (_, small), (_, large) = (_asked(folder, "trail") for folder in both)
    assert large.rows > 5 * small.rows and large.steps > 5 * small.steps
