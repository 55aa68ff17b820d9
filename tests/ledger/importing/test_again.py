"""To bring in the same register again records nothing, and files are compared as they are taken in."""

from __future__ import annotations

import random

import pytest

from events.base import Day
from ledger.importing.base import Status
from ledger.importing.comparing import compared
from ledger.importing.deciding import Reading
from ledger.importing.importing import bring_in
from tests.ledger.importing.test_importing import MAPPING, it_verifies, row  # noqa: F401  a fixture
from tests.sampling import ALL, SEED

CASES = 400 if ALL else 20

STATUSES = (
    None,
    Status("open", None, None),
    Status("open", None, "Await response"),
    Status("partially-met", None, None),
    Status("closed", "implemented", "Closed acceptable"),
    Status("closed", "superseded", None),
    Status("closed", None, "Without a reason"),
)
DAYS = (None, Day("2012"), Day("2012-05"), Day("2013-04-03"), Day("2021-12-31"))
ACCEPTED = ("text", "made-to", "number", "dates", "status")


def some(chance, at):
    """A row of few numbers, bodies and days, so that many of them meet."""
    number = str(chance.randrange(6))
    return row(
        number,
        at,
        text=f"Do {number}." if chance.random() < 0.9 else f"Do {number} at once.",
        made_to=tuple(chance.sample(("A", "B", "C; D", "a b", "E"), chance.choice((1, 1, 1, 2))))
        if chance.random() < 0.9
        else ("A",),
        cycle=chance.choice(("imported", "2012")),
        status=chance.choice(STATUSES),
        made_on=chance.choice(DAYS),
        judged_on=chance.choice(DAYS),
        due=chance.choice(DAYS),
        answer=chance.choice((None, "accepted", "Agreed")),
        answer_text=chance.choice((None, "Yes.")),
        priority=chance.choice((None, "High", "Low")),
    )


def reading(rows, seen="2022-01-31"):
    return Reading(rows, (), MAPPING, "d" * 64, "r.csv", seen)


@pytest.mark.parametrize("case", range(CASES))
def test_the_same_rows_record_nothing_again(ledger, case):
    chance = random.Random(f"{SEED}-{case}")
    rows = tuple(some(chance, at) for at in range(2, chance.choice((4, 12, 24))))
    first = bring_in(ledger, reading(rows), by="ann", partial=True)
    assert first.rows == len(rows) == first.recorded + first.already + first.refused
    events = ledger.last().position
    for seen in ("2022-01-31", "2022-02-25"):
        again = bring_in(ledger, reading(rows, seen), by="ann", partial=True, accepted=ACCEPTED)
        assert (again.recorded, again.already, again.refused) == (
            0,
            first.recorded + first.already,
            first.refused,
        )
        assert (again.changed, again.new, again.gone) == ((), (), ())
    assert ledger.last().position == events


@pytest.mark.parametrize("case", range(CASES))
def test_a_later_file_whose_changes_are_accepted_is_known_afterwards(ledger, case):
    chance = random.Random(f"later-{SEED}-{case}")
    rows = tuple(some(chance, at) for at in range(2, 14))
    later = tuple(
        each if chance.random() < 0.5 else some(chance, each.row)._replace(number=each.number)
        for each in rows
    )
    bring_in(ledger, reading(rows), by="ann", partial=True)
    said = compared(reading(rows), reading(later, "2022-02-20"))
    listed = bring_in(ledger, reading(later, "2022-02-20"), by="ann", partial=True, dry_run=True)
    assert (said.new, said.changed, said.gone) == (listed.new, listed.changed, listed.gone)
    taken = bring_in(ledger, reading(later, "2022-02-20"), by="ann", partial=True, accepted=ACCEPTED)
    assert taken.rows == len(later)
    again = bring_in(ledger, reading(later, "2022-02-25"), by="ann", partial=True, accepted=ACCEPTED)
    assert again.recorded == 0
