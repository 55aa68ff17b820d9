"""What may happen in a random history: requests of people, made up of a scene and some bytes.

The bytes choose what there is to choose: the person, the recommendation, the day. Days, bodies and words are
few, so that facts collide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ledger.decisions.base import Decision
from ledger.decisions.classification import ClassifyRecommendation
from ledger.decisions.cycles import CloseCycle, CorrectCycle, OpenCycle, ReopenCycle
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.decisions.evidence import (
    Attachment,
    ExpectEvidence,
    RequestEvidence,
    SubmitEvidence,
    WithdrawEvidence,
)
from ledger.decisions.imports import Answered, ImportRow, Judged
from ledger.decisions.inspections import CorrectInspection
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.judgements import RecordJudgement, ReturnJudgement, SignOffJudgement
from ledger.decisions.links import RepeatRecommendation, SupersedeRecommendation, UnlinkRecommendation
from ledger.decisions.recommendation_corrections import VOIDABLE, CorrectRecommendation
from ledger.decisions.recommendations import (
    MakeRecommendation,
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)
from ledger.decisions.responses import RecordResponse, ReportProgress, SetResponseDue
from ledger.policies import ANSWERS, KINDS, OUTCOMES, REASONS, STATUSES, SUCCESSIONS
from ledger.state.entities import Recommendation
from ledger.state.inspection import Inspection
from ledger.times import last_day
from tests.brought import BringIn
from tests.told import Told

T = TypeVar("T")

DAYS = (
    "2021-02-27",
    "2021-02-28",
    "2021-02",
    "2021-03-01",
    "2021-03-02",
    "2021-03-03",
    "2021-03",
    "2021-03-31",
    "2021-04-01",
    "2021-04",
    "..2021-03-02",
    "2021",
)
EVERY_DAY = sorted({last_day(day) for day in DAYS} | {"2021-02-26", "2021-03-15", "2021-05-01"})
"""The days on which a history may be asked how things stood: those of its facts, one before, one after."""

BODIES = ("Police", "Fire Service", "Council")
REFS = ("ONE", "TWO")


class Choices:
    """Answers each question with the next of some bytes, round and round."""

    def __init__(self, choices: bytes) -> None:
        self._bytes = choices or b"\0"
        self._at = 0

    def one(self, options: Sequence[T]) -> T:
        """One of them; there is at least one."""
        self._at += 1
        return options[self._bytes[self._at % len(self._bytes)] % len(options)]

    def some(self, options: Sequence[T]) -> tuple[T, ...]:
        """One or more of them, in an order."""
        first = self.one(range(len(options)))
        return tuple((*options, *options)[first : first + self.one(range(len(options))) + 1])

    def maybe(self, value: T) -> T | None:
        """It or nothing."""
        return self.one((None, value))


class Scene:
    """What a step may speak of: what there is in one inspection, or a name of something that is not there."""

    def __init__(self, told: Told, choices: Choices, days: Sequence[str] = DAYS) -> None:
        self.choices = choices
        self.days = days
        self.refs = [ref for ref in REFS if told.inspection(ref).version]
        self.told = told
        self.inspection: Inspection = told.inspection(choices.one(self.refs[:1] + self.refs))

    @property
    def ref(self) -> str:
        """The inspection."""
        return self.inspection.ref

    def recommendation(self) -> Recommendation:
        """One of its recommendations; the first most often, so that it sees much."""
        there = list(self.inspection.recommendations.values())
        return self.choices.one(there[:1] + there[:1] + there)

    def number(self) -> str:
        """Its number."""
        return self.recommendation().number

    def cycle(self) -> str:
        """One of its cycles, if need be a closed one."""
        there = self.inspection.cycles.values()
        return self.choices.one([one for one in there if not one.closed_on] or list(there)).ref

    def on(self, since: int = 0, until: int | None = None) -> str:
        """A day, of those that may be said from one place to another."""
        return self.choices.one(self.days[since:until])

    def said(self) -> str:
        """Some words; few enough to be said twice."""
        return f"Words {self.choices.one(range(12))}."

    def judgement(self, *fates: str) -> str:
        """A judgement of one of these fates."""
        there = [one.ref for one in self.inspection.judgements.values() if one.fate in fates]
        return self.choices.one(there or ["J99"])

    def evidence(self) -> str:
        """Evidence that was not withdrawn."""
        there = [one.ref for one in self.inspection.evidence.values() if not one.withdrawn]
        return self.choices.one(there or ["E99"])

    def other(self) -> str:
        """A recommendation of any inspection, as ``REF/NUMBER``."""
        numbers = [
            f"{ref}/{found.number}"
            for ref in self.refs
            for found in self.told.inspection(ref).recommendations.values()
        ]
        return self.choices.one(numbers)


Step = Callable[[Scene, Choices], tuple[str, Decision]]


def _open_cycle(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    expectations = ((scene.number(), scene.said()),) if choices.one((True, False)) else ()
    cycle = choices.one(("c3", "c4"))
    return "ada" if not expectations else "ann", OpenCycle(
        inspection=scene.ref, cycle=cycle, title="Another", expectations=expectations, on=scene.on()
    )


def _correct_cycle(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    wrong = choices.one(({"opened_on": scene.on()}, {"opened_on": scene.on()}, {"title": scene.said()}))
    return "ada", CorrectCycle(
        inspection=scene.ref,
        cycle=scene.cycle(),
        kind=choices.maybe("Follow-up"),
        why="A slip.",
        **wrong,
    )


def _make(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    return "ann", MakeRecommendation(
        inspection=scene.ref,
        number=choices.one(("1", "2", "3", "AFD1")),
        cycle=scene.cycle(),
        text=scene.said(),
        made_to=choices.some(BODIES),
        kind=choices.one(list(KINDS)),
        due=choices.maybe(scene.on()),
        on=scene.on(until=6),
    )


def _classify(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    return "ann", ClassifyRecommendation(
        inspection=scene.ref,
        number=scene.number(),
        source=choices.one((None, None, "", "https://example.org/report")),
        place=choices.one((None, "", "Chapter 1", "Chapter 2")),
        under=choices.one((None, "", scene.number(), scene.number(), scene.number())),
        on=scene.on(),
    )


def _judge(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    found = scene.recommendation()
    status = choices.one(list(STATUSES))
    closed = status == "closed"
    handed_in = [one.ref for one in scene.inspection.evidence.values() if one.number == found.number]
    return choices.one(("ann", "ann", "cyd")), RecordJudgement(
        inspection=scene.ref,
        number=found.number,
        cycle=scene.cycle(),
        status=status,
        reason=choices.one(REASONS[:4]) if closed else None,
        rationale=scene.said(),
        evidence=choices.some(handed_in)[:2] if handed_in and choices.one((True, False)) else (),
        note=choices.maybe("Ask again."),
        made_to=choices.one((None, None, "police", *found.addressed.values[-1].content)),
        until=None if closed else choices.one((None, None, "c3", "C4")),
        on=scene.on(),
    )


def _supersede(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    how = choices.one(list(SUCCESSIONS))
    heirs = (scene.other(), scene.other()) if how == "split" else (scene.other(),)
    return "ann", SupersedeRecommendation(
        inspection=scene.ref, number=scene.number(), by=heirs, how=how, on=scene.on(3)
    )


def _submit(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    file = Attachment("minutes.txt", "5f" * 32, 32)
    return "ann", SubmitEvidence(
        inspection=scene.ref,
        number=scene.number(),
        body=choices.one((*BODIES, "council", "A Charity")),
        summary=scene.said(),
        files=choices.one(((), (file,))),
        proposes_closure=choices.one((False, True)),
        restricted=choices.maybe("It names a child."),
        cycle=choices.maybe(scene.cycle()),
        on=scene.on(),
    )


def _settle(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    going_on = [one for one in scene.inspection.disputes.values() if not one.outcome]
    ref, body = choices.one([(one.ref, one.body) for one in going_on] or [("D99", None)])
    return "ann", SettleDispute(
        inspection=scene.ref,
        dispute=ref,
        outcome=choices.one(OUTCOMES),
        why="Heard.",
        body=body,
        on=scene.on(3),
    )


def _dispute(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    number, about = scene.number(), None
    judged = [one for one in scene.inspection.judgements.values() if one.fate == "signed-off"]
    if judged and choices.one((True, False)):
        judgement = choices.one(judged)
        number, about = judgement.number, judgement.ref
    return "ann", RaiseDispute(
        inspection=scene.ref,
        number=number,
        judgement=about,
        body=choices.one((None, *BODIES)),
        why="Not so.",
        on=scene.on(),
    )


def _correct(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    """One word at a time, so that the day it is of can be said when the same is asked again."""
    found = scene.recommendation()
    wrong = choices.one(
        (
            {"text": scene.said()},
            {"made_to": choices.some(BODIES)},
            {"due": scene.on()},
            {"made_on": scene.on(until=6)},
            {"kind": choices.one(list(KINDS))},
            {"cycle": scene.cycle()},
            {"cycle": scene.cycle(), "made_on": scene.on()},
            {"void": "end" if found.gone else choices.one(VOIDABLE)},
        )
    )
    return "ann", CorrectRecommendation(
        inspection=scene.ref, number=found.number, why="A slip.", of=choices.maybe(scene.on()), **wrong
    )


def _correct_judgement(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    wrong = choices.one(
        (
            {"void": True},
            {"judged_on": scene.on()},
            {"judged_on": scene.on()},
            {"rationale": scene.said()},
        )
    )
    return choices.one(("bob", "cyd")), CorrectJudgement(
        inspection=scene.ref, judgement=scene.judgement("signed-off"), why="A slip.", **wrong
    )


def _unlink(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    tied = [
        (found.number, other)
        for found in scene.inspection.recommendations.values()
        for relation, other, _ in found.links.values()
        if relation.startswith("repeat")
    ]
    number, other = choices.one(tied or [(scene.number(), scene.other())])
    return "ann", UnlinkRecommendation(inspection=scene.ref, number=number, other=other, why="A slip.")


def _answer(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    return "ann", RecordResponse(
        inspection=scene.ref,
        number=scene.number(),
        body=choices.one((*BODIES, "council", "A Charity")),
        answer=choices.one(list(ANSWERS)),
        text=scene.said(),
        action=choices.maybe(scene.said()),
        due=choices.maybe(scene.on(6)),
        on=scene.on(),
    )


def _set_due(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    found = scene.recommendation()
    return "ann", SetResponseDue(
        inspection=scene.ref,
        number=found.number,
        due=scene.on(3),
        body=choices.one((None, None, *found.addressed.values[-1].content)),
        why=choices.maybe("By law."),
        on=scene.on(),
    )


def _report(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    return "ann", ReportProgress(
        inspection=scene.ref,
        number=scene.number(),
        body=choices.one((*BODIES, "A Charity")),
        text=scene.said(),
        percent=choices.maybe(choices.one((0, 50, 100))),
        restricted=choices.maybe("It names a child."),
        on=scene.on(),
    )


def _bring_in(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    """One row or two; of what is there, where it stands and how it reads now."""
    there = {one.number for one in scene.inspection.recommendations.values()}
    rows = []
    for row in range(choices.one((1, 1, 2))):
        number = choices.one(("1", "2", "3", "AFD1", "5"))
        about = {"inspection": scene.ref, "number": number}
        bodies, status = choices.some(BODIES), choices.one(list(STATUSES))
        made = MakeRecommendation(
            **about,
            cycle=scene.cycle(),
            text=scene.said(),
            made_to=bodies,
            due=choices.maybe(scene.on()),
            on=scene.on(),
        )
        restated = RestateRecommendation(**about, text=scene.said(), why="As seen.", on=scene.on())
        judged = Judged(
            status=status,
            cycle=scene.cycle(),
            reason=choices.one(REASONS[:4]) if status == "closed" else None,
            made_to=choices.one((None, bodies[0])),
            on=choices.one((None, scene.on(), scene.on())),
        )
        answered = Answered(body=bodies[0], answer=choices.one(list(ANSWERS)), text="So.", on=scene.on())
        rows.append(
            ImportRow(
                **about,
                file="I1",
                sheet="Register",
                row=row + 2,
                made=None if number in there else made,
                changes=(restated,) if number in there and choices.one((True, False)) else (),
                judged=choices.one((judged, judged, judged, None)),
                answers=choices.one(((), (), (answered,))),
            )
        )
        there.add(number)
    return choices.one(("ann", "ada")), BringIn(seen_on=choices.one(scene.told.seen_days), rows=tuple(rows))


STEPS: dict[str, Step] = {
    "bring in": _bring_in,
    "judge": _judge,
    "sign-off": lambda scene, choices: (
        choices.one(("bob", "cyd")),
        SignOffJudgement(inspection=scene.ref, judgement=scene.judgement("awaiting")),
    ),
    "return": lambda scene, choices: (
        choices.one(("bob", "ann")),
        ReturnJudgement(inspection=scene.ref, judgement=scene.judgement("awaiting"), why="Thin."),
    ),
    "correct judgement": _correct_judgement,
    "restate": lambda scene, choices: (
        "ann",
        RestateRecommendation(
            inspection=scene.ref, number=scene.number(), text=scene.said(), why="Clearer.", on=scene.on()
        ),
    ),
    "readdress": lambda scene, choices: (
        "ann",
        ReaddressRecommendation(
            inspection=scene.ref, number=scene.number(), made_to=choices.some(BODIES), on=scene.on()
        ),
    ),
    "reschedule": lambda scene, choices: (
        "ann",
        RescheduleRecommendation(
            inspection=scene.ref,
            number=scene.number(),
            due=scene.on(),
            approved_by=choices.maybe("The board"),
            on=scene.on(),
        ),
    ),
    "withdraw": lambda scene, choices: (
        "ann",
        WithdrawRecommendation(inspection=scene.ref, number=scene.number(), on=scene.on(3)),
    ),
    "supersede": _supersede,
    "repeat": lambda scene, choices: (
        "ann",
        RepeatRecommendation(inspection=scene.ref, number=scene.number(), of=scene.other(), on=scene.on()),
    ),
    "unlink": _unlink,
    "correct": _correct,
    "submit": _submit,
    "withdraw evidence": lambda scene, choices: (
        "ann",
        WithdrawEvidence(inspection=scene.ref, evidence=scene.evidence(), why="Wrong file.", on=scene.on()),
    ),
    "request": lambda scene, choices: (
        "ann",
        RequestEvidence(
            inspection=scene.ref,
            number=scene.number(),
            body=choices.one((None, *BODIES)),
            why="Too thin.",
            on=scene.on(),
        ),
    ),
    "expect": lambda scene, choices: (
        "ann",
        ExpectEvidence(
            inspection=scene.ref,
            number=scene.number(),
            cycle=scene.cycle(),
            text=scene.said(),
            on=scene.on(),
        ),
    ),
    "dispute": _dispute,
    "answer": _answer,
    "answer due": _set_due,
    "report": _report,
    "settle": _settle,
    "make": _make,
    "classify": _classify,
    "open cycle": _open_cycle,
    "correct cycle": _correct_cycle,
    "reopen cycle": lambda scene, choices: (
        "ann",
        ReopenCycle(
            inspection=scene.ref,
            cycle=choices.one(
                [one.ref for one in scene.inspection.cycles.values() if one.closed_on] or ["C99"]
            ),
            why="Not over.",
        ),
    ),
    "correct inspection": lambda scene, choices: (
        "ada",
        CorrectInspection(
            inspection=scene.ref,
            title=choices.one(("Safety", f"Inspection {scene.ref}")),
            why="A slip.",
        ),
    ),
    "close cycle": lambda scene, choices: (
        "ada",
        CloseCycle(inspection=scene.ref, cycle=scene.cycle(), on=scene.on(6)),
    ),
}
"""What may happen after the beginning, each as a request of somebody."""

REST = "rest"
"""Nothing happens: what a step becomes in the smallest history in which a property fails."""

RARE = (
    "bring in",
    "withdraw",
    "supersede",
    "make",
    "open cycle",
    "close cycle",
    "correct cycle",
    "reopen cycle",
    "correct inspection",
    "repeat",
    "unlink",
    "return",
    "answer",
    "answer due",
    "report",
)
OFTEN = ("judge", "judge", "judge", "sign-off", "sign-off", "sign-off", "correct judgement", "correct")
WORDS = (*STEPS, *OFTEN, *(step for step in STEPS if step not in RARE), *OFTEN)
"""The steps in the measure they are taken in: judgements most, for much hangs on them; ends seldom."""
