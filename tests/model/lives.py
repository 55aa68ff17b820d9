"""Lawful histories of an inspectorate over some months: what real decisions granted, by a clock that goes on.

Today moves, so that facts are told at once and late, months run and are past, and the zone's days are not
those of UTC. ``live(7)`` is the same in every run.
"""

from __future__ import annotations

from random import Random

from events.base import Day
from ledger import times
from ledger.decisions.base import Decision, Outcome, State
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.recommendations import MakeRecommendation
from ledger.decisions.vocabulary import AddWord
from ledger.errors import LedgerError
from tests.asking import decided
from tests.further_steps import FURTHER, TAKEN
from tests.further_steps import WORDS as OWN
from tests.model.naive import Told as Line
from tests.steps import BODIES, REFS, STEPS, WORDS, Choices, Scene
from tests.told import Told

ALL = STEPS | FURTHER
TRIED = (*WORDS, *TAKEN, "bring in")
"""What happens in the lives, in the measure in which it does."""

ZONE = "Europe/London"
BEGAN = "2021-03-20T22:30:00+00:00"
HOURS = (0, 1, 5, 20, 26, 90, 400)
"""How much later something is recorded, in hours; the clocks of that zone change on 28 March."""


class Life(Told):
    """A ledger that is told over some months."""

    def __init__(self, sign_off: str) -> None:
        super().__init__(sign_off=sign_off)
        self.clock.set(BEGAN)

    @property
    def seen_days(self) -> list[str]:
        """Days on which files may have been seen that are brought in."""
        today = self.today
        return [today, f"{today[:7]}-01", "2021-02-25", "2021-03-21", today]

    @property
    def today(self) -> Day:
        """The date it is there."""
        return times.today(self.clock.now, ZONE)

    def decide(self, decision: Decision, *, by: str) -> Outcome:
        """Ask, and keep nothing."""
        state = State(inspectorate=self._inspectorate, inspections=self._inspections, by=by, today=self.today)
        return decided(decision, state)

    def days(self, random: Random) -> list[str]:
        """Days that may be said: in or near this month and the last, some known in part, none to come."""
        today = self.today
        month = today[:7]
        last = times.last_day(f"{int(today[:4])}-{max(int(today[5:7]) - 1, 1):02}")
        found = [month, last[:7], last, f"{month}-01", today, f"{last[:7]}-15", "2021-02", "2021-03-02"]
        found += [today[:4], "2020", f"..{last}", random.choice((f"..{today}", "..2021-03-02"))]
        found += [f"{month}-{random.randint(1, int(today[8:])):02}" for _ in range(3)]
        random.shuffle(found)
        return found

    def lines(self) -> list[Line]:
        """What was recorded, as plain words."""
        return [
            Line(record.position, record.recorded_at, record.by, record.event.NAME, dict(record.event.fields))
            for record in self.records()
        ]


def live(seed: int, length: int = 60, sign_off: str = "required") -> Life:
    """The life of a seed."""
    random = Random(seed)
    life = Life(sign_off)
    for decision in beginning(random):
        _ask(life, decision, "ann")
    for _ in range(length):
        life.clock.set(str(life.clock.now + random.choice(HOURS) * times.timedelta(hours=1)))
        choices = Choices(random.randbytes(16))
        by, decision = ALL[random.choice(TRIED)](Scene(life, choices, life.days(random)), choices)
        _ask(life, decision, by)
    return life


def beginning(random: Random) -> list[Decision]:
    """What there is at first."""
    found: list[Decision] = [
        AddWord(vocabulary=of, word=word, label=word.capitalize(), means=means)
        for of, word, means in random.sample(OWN, random.choice((0, 5, 8)))
    ]
    for ref in REFS[: random.choice((1, 1, 2))]:
        found.append(OpenInspection(inspection=ref, title=f"Inspection {ref}"))
        found += [
            OpenCycle(inspection=ref, cycle=f"C{number}", title="Review", on=on)
            for number, on in enumerate(
                random.choice((["2021-02"], ["..2021-02-10"], ["2021-02-10", "2021-03-05"])), 1
            )
        ]
        found += [
            MakeRecommendation(
                inspection=ref,
                number=number,
                cycle="C1",
                text=f"Do {number}.",
                made_to=tuple(random.sample(BODIES, random.choice((1, 1, 2)))),
                due=random.choice((None, "2021-04-02")),
                on=random.choice(("2021-02-20", "2021-02", "2021-03-05", "2021-03", "2021", "..2021-03-01")),
            )
            for number in ("1", "2")
        ]
    return found


def _ask(life: Life, decision: Decision, by: str) -> None:
    try:
        life.ask(decision, by=by)
    except LedgerError:
        return
