"""No check finds anything in what others record and sign while a ledger is verified."""

from __future__ import annotations

import os

import pytest

from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.signing.keyring import Keyring
from ledger.store.location import open_raw
from tests.commands import processes
from tests.commands.processes import scrutiny


@pytest.fixture
def folder(here):
    """A ledger of one's own."""
    return processes.begin(here / "scrutiny-ledger")


def test_what_is_read_stays_as_it_was_while_another_process_writes_and_ends(folder):
    raw = open_raw(str(folder))
    try:
        assert list(raw.departures()) == []
        last = raw.last()
        assert scrutiny(*processes.judging("1")).status == 0
        assert (raw.last(), raw.ever(), raw.leaf_count()) == (last, [last], last)
        assert verify_of(raw).findings == ()
    finally:
        raw.close()
    assert len(processes.events(folder)) > last


def verify_of(raw, keyring=None):
    return verify(raw, TrustedInputs(None, (), keyring))


def test_what_the_same_person_signs_meanwhile_is_not_missing(here, home):
    assert scrutiny(*["init", "--as", "ada", "--name", "Ada"]).status == 0

    class Slow(Keyring):
        def remembered(self, identity):
            """What was seen, once another command of the same person has recorded and signed."""
            number = len(processes.events(here / "scrutiny-ledger"))
            words = f"person register p{number} --name P --role inspector --as ada".split()
            answer = scrutiny(*words)
            assert answer.status == 0, answer.err
            return super().remembered(identity)

    raw = open_raw(str(here / "scrutiny-ledger"))
    try:
        report = verify_of(raw, Slow.of(os.environ))
    finally:
        raw.close()
    assert report.findings == ()
