"""Two who have a ledger open take turns: each decides on what there is by then, as who opens it now."""

from __future__ import annotations

from random import Random

import pytest

from ledger.decisions.cycles import OpenCycle
from ledger.decisions.inspections import CorrectInspection, OpenInspection
from ledger.decisions.people import GrantRole, RegisterPerson, RevokeRole
from ledger.decisions.recommendations import MakeRecommendation, RescheduleRecommendation
from ledger.errors import LedgerError, Refused
from ledger.ledger import Ledger
from tests.conftest import begun
from tests.pasts import Clock, counting
from tests.sampling import sample

REFS = "ABC"


def decisions(random):
    """What is asked for at once, most of which is granted."""
    ref, person, number = random.choice(REFS), f"p{random.randrange(3)}", f"{random.randrange(4)}"
    due = f"2031-01-{random.randrange(1, 29):02}"
    rescheduled = RescheduleRecommendation(inspection=ref, number=number, due=due)
    return random.choice(
        [
            [rescheduled],
            [rescheduled],
            [rescheduled, CorrectInspection(inspection=ref, title=due, why="W")],
            [GrantRole(person=person, role="inspector")],
            [RevokeRole(person=person, role="inspector")],
            [CorrectInspection(inspection=ref, title=due, why="W"), rescheduled],
        ]
    )


def told(ledger):
    """What a ledger knows by now, of settings and inspections."""
    state = ledger.inspectorate()
    found = [(state.version, {who: sorted(roles) for who, roles in state.roles.items()})]
    for ref in REFS:
        one = ledger.inspection(ref)
        dues = {number: item.dues.at("2099-01-01") for number, item in one.recommendations.by_slot.items()}
        found.append((one.version, one.title, dues))
    return found


@pytest.mark.parametrize("seed", sample(range(12), 2))
def test_each_decides_on_what_there_is_by_then(tmp_path, seed):
    random, clock = Random(seed), Clock()
    place = str(tmp_path / "ledger")
    granted = refused = 0
    with begun(place, clock, counting()) as one, Ledger.open(place, clock, counting()) as other:
        for ref in REFS:
            opened = (
                OpenInspection(inspection=ref, title="T"),
                OpenCycle(inspection=ref, cycle="1", title="C", on="2020-01-01"),
            )
            made = [
                MakeRecommendation(
                    inspection=ref, number=f"{n}", cycle="1", text="Do.", made_to=("B",), on="2020-01-01"
                )
                for n in range(4)
            ]
            one.ask(*opened, *made, by="ann")
        one.ask(*(RegisterPerson(person=f"p{n}", name="P", roles=("approver",)) for n in range(3)), by="ada")
        for _ in range(40):
            asking, looking = random.sample([one, other], 2)
            asked = decisions(random)
            by = random.choice(["p0", "p1", "ann"]) if hasattr(asked[0], "inspection") else "ada"
            with Ledger.open(place, clock, counting()) as fresh:
                before = told(fresh)
                try:
                    *_, (due, *_) = fresh.consider(*asked, by=by)
                except Refused:
                    due = None
            try:
                (*_, receipt) = asking.ask(*asked, by=by)
                granted += 1
                assert due is not None and receipt.events[0].name == due.NAME
            except LedgerError:
                refused += 1
                assert due is None
            with Ledger.open(place, clock, counting()) as fresh:
                after = told(fresh)
            assert (after == before) is (due is None)
            if random.random() < 0.5:
                assert told(looking) == after
        assert told(one) == told(other) == after
    assert granted > 8 and refused > 3
