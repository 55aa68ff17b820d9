"""What the reader brings along, and what others do while they look: neither detects anybody."""

from __future__ import annotations

import pytest

from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.people import GrantRole
from ledger.errors import BadInput
from ledger.ledger import Ledger
from ledger.store.location import open_raw
from tests.pasts import Clock, counting


def test_what_a_colleague_records_meanwhile_was_not_cut_off(place):
    """Who verifies looks at the ledger as it was; what is remembered may be of a moment later."""
    raw = open_raw(str(place.ledger))
    asked = raw.departures

    def departures():
        found = list(asked())
        with place.open(place.keyring) as ledger:
            ledger.ask(GrantRole(person="bob", role="administrator"), by="ann")
        return iter(found)

    raw.departures = departures
    try:
        report = verify(raw, TrustedInputs(place.key(), [], place.keyring))
    finally:
        raw.close()
    assert report.findings == ()
    assert report.unprotected == 0


def test_why_a_ledger_names_no_key_is_found_before_the_held_checkpoint_is_refused(place):
    held = place.checkpoint()
    place.attack("UPDATE stored_events SET state = '{}' WHERE topic = 'signing-key.registered'")
    report = place.verify(held)
    assert {"V2", "V4"} & {found.code for found in report.findings}
    assert [note for note in report.notes if "no checkpoint held outside was compared" in note]


def test_a_held_checkpoint_of_a_ledger_that_never_named_a_key_is_wrong_usage(place, tmp_path):
    opening = OpenLedger(
        person="ada", name="Ada", title="T", time_zone="Europe/London", sign_off="none", origin="example/t"
    )
    ledger, _ = Ledger.create(str(tmp_path / "unsigned"), opening, Clock(), counting())
    ledger.close()
    raw = open_raw(str(tmp_path / "unsigned"))
    try:
        with pytest.raises(BadInput, match="this ledger names none"):
            verify(raw, TrustedInputs(None, [place.checkpoint()], None))
    finally:
        raw.close()
