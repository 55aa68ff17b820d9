"""Random histories: an inspectorate at work on few recommendations and few days, so that facts collide.

    lived(7)                   the history of a seed, the same in every run
    @for_all(histories)        any, made smaller where one fails

Each step is a word (``judge``, ``restate``…) and the bytes that choose what is asked; see ``tests.steps``. A
step that the decisions refuse leaves no trace but in ``refused``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from events.base import Event
from ledger.decisions.base import Decision, Outcome
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.recommendations import MakeRecommendation
from ledger.errors import LedgerError
from tests.further_steps import FURTHER
from tests.steps import BODIES, DAYS, REFS, REST, Choices, Scene
from tests.steps import STEPS as USUAL
from tests.steps import WORDS as OFTEN
from tests.told import Told

MISTAKES = ("void", "unvoid", "renumber", "correct evidence")
"""What is put right: that it was entered, its number, for which recommendation it was handed in."""
STEPS = USUAL | {step: FURTHER[step] for step in MISTAKES}
WORDS = (*OFTEN, *MISTAKES)
"""The steps in the measure in which they are taken."""


class Asked(NamedTuple):
    """A decision that was granted to somebody, and what came of it."""

    by: str
    decision: Decision
    made: Outcome


class History:
    """What was recorded, in that order, and how many of each step were granted and refused."""

    def __init__(self, sign_off: str = "required") -> None:
        self.told = Told(sign_off=sign_off)
        self.asked: list[Asked] = []
        self.granted: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def ask(self, step: str, decision: Decision, by: str) -> None:
        """Ask, and go on where it is refused."""
        try:
            made = self.told.ask(decision, by=by)
        except LedgerError:
            self.refused[step] += 1
        else:
            self.granted[step] += 1
            self.asked.append(Asked(by, decision, made))

    def events(self) -> Iterator[Event]:
        """All events of inspections, in recording order."""
        for asked in self.asked:
            yield from asked.made.events

    def __repr__(self) -> str:
        return "\n".join(["A history:", *(f"  {asked.by}: {asked.decision!r}" for asked in self.asked)])


Steps = list[tuple[str, bytes]]


def live(beginning: bytes, steps: Steps, sign_off: str = "required") -> History:
    """The history that comes of a beginning and of steps."""
    history = History(sign_off)
    begin(history, Choices(beginning))
    for step, chosen in steps:
        if step == REST:
            continue
        choices = Choices(chosen)
        by, decision = STEPS[step](Scene(history.told, choices), choices)
        history.ask(step, decision, by)
    return history


def begin(history: History, choices: Choices) -> None:
    """One inspection or two, each with one to three cycles and two or three recommendations."""
    for ref in REFS[: choices.one((2, 1))]:
        history.ask("begin", OpenInspection(inspection=ref, title=f"Inspection {ref}"), "ann")
        for number in range(1, choices.one((2, 3, 1)) + 1):
            opened = OpenCycle(inspection=ref, cycle=f"C{number}", title="Review", on=DAYS[number // 2])
            history.ask("begin", opened, "ann")
        for number in ("1", "2", "AFD1")[: choices.one((2, 3))]:
            made = MakeRecommendation(
                inspection=ref,
                number=number,
                cycle="C1",
                text=f"Do {number}.",
                made_to=choices.some(BODIES),
                kind="area-for-development" if number == "AFD1" else "recommendation",
                due=choices.maybe("2021-03-02"),
                on=choices.one((*DAYS[:5], *DAYS[-2:])),
            )
            history.ask("begin", made, "ann")


def lived(seed: int, length: int = 60, sign_off: str = "required") -> History:
    """The history of a seed, the same in every run."""
    random = Random(seed)
    steps = [(random.choice(WORDS), random.randbytes(16)) for _ in range(length)]
    return live(random.randbytes(8), steps, sign_off)


@st.composite
def _any(draw: st.DrawFn, sign_off: str, words: Sequence[str] = WORDS) -> History:
    steps = st.tuples(st.sampled_from((REST, *words)), st.binary(min_size=16, max_size=16))
    beginning = st.binary(min_size=8, max_size=8)
    return live(draw(beginning), draw(st.lists(steps, min_size=35, max_size=70)), sign_off)


histories = _any("required")
"""Any history; where a property fails it is shown as the requests that were granted."""

without_sign_off = _any("none")
"""Any in which judgements count as soon as they are recorded."""

without_mistakes = st.one_of(_any("required", OFTEN), _any("none", OFTEN))
"""Any in which each number means one recommendation for good."""
