"""What else may happen in a random history: what was entered in error, other numbers, and words of one's own.

As in ``tests.steps``, each entry is a request made up of a scene and some bytes.
"""

from __future__ import annotations

from ledger.decisions.base import Decision
from ledger.decisions.classification import ClassifyRecommendation
from ledger.decisions.evidence import CorrectEvidence
from ledger.decisions.judgements import RecordJudgement
from ledger.decisions.recommendation_corrections import (
    CorrectRecommendation,
    UnvoidRecommendation,
    VoidRecommendation,
)
from ledger.decisions.recommendations import MakeRecommendation
from ledger.decisions.responses import RecordResponse
from ledger.decisions.vocabulary import AddWord, RetireWord
from tests.steps import BODIES, Choices, Scene, Step

NUMBERS = ("1", "2", "3", "4", "AFD1")
WORDS = (
    ("status", "Accepted closed", "closed/implemented"),
    ("status", "Overtaken", "closed/no-longer-relevant"),
    ("status", "Under way", "partially-met"),
    ("status", "Ended", "closed"),
    ("reason", "done", "closed/implemented"),
    ("reason", "overtaken", None),
    ("answer", "in part", None),
    ("priority", "high", None),
    ("topic", "courts", None),
    ("kind", "learning-point", "none"),
    ("kind", "finding", None),
)
"""A publisher's own: which vocabulary each is of, and what it means."""


def _own(choices: Choices, vocabulary: str) -> str:
    return choices.one([word for of, word, _ in WORDS if of == vocabulary])


def _void(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    # One is left, so that there is something to speak of.
    several = len(list(scene.inspection.recommendations.values())) > 1
    number = scene.number() if several else "99"
    return "ann", VoidRecommendation(inspection=scene.ref, number=number, why="Entered twice.")


def _unvoid(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    gone = [one.number for one in scene.inspection.voided.values()]
    return "ann", UnvoidRecommendation(
        inspection=scene.ref, number=choices.one(gone or [scene.number()]), why="It was right."
    )


def _renumber(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    return "ann", CorrectRecommendation(
        inspection=scene.ref, number=scene.number(), new_number=choices.one(NUMBERS), why="A slip."
    )


def _make_again(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    return "ann", MakeRecommendation(
        inspection=scene.ref,
        number=choices.one(NUMBERS),
        cycle=scene.cycle(),
        text=scene.said(),
        made_to=choices.some(BODIES),
        kind=choices.one(("recommendation", _own(choices, "kind"))),
        on=scene.on(until=6),
    )


def _correct_kind(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    return "ann", CorrectRecommendation(
        inspection=scene.ref,
        number=scene.number(),
        kind=choices.one(("recommendation", _own(choices, "kind"))),
        why="A slip.",
    )


def _correct_evidence(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    number, body, summary = choices.one(
        (
            (scene.number(), None, None),
            (scene.number(), None, None),
            (None, choices.one((*BODIES, "A Charity")), None),
            (None, None, scene.said()),
        )
    )
    return "ann", CorrectEvidence(
        inspection=scene.ref,
        evidence=scene.evidence(),
        number=number,
        body=body,
        summary=summary,
        why="A slip.",
    )


def _add_word(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    vocabulary, word, means = choices.one(WORDS)
    return "ada", AddWord(vocabulary=vocabulary, word=word, label=word.capitalize(), means=means)


def _retire_word(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    vocabulary, word, _ = choices.one(WORDS)
    return "ada", RetireWord(vocabulary=vocabulary, word=word)


def _judge_by_word(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    found, word = scene.recommendation(), _own(choices, "status")
    return choices.one(("ann", "ann", "cyd")), RecordJudgement(
        inspection=scene.ref,
        number=found.number,
        cycle=scene.cycle(),
        status=None,
        word=choices.one((word, word.upper())),
        reason=choices.one(("implemented", _own(choices, "reason"))) if word == "Ended" else None,
        rationale=scene.said(),
        made_to=choices.one((None, None, *found.addressed.values[-1].content)),
        on=scene.on(),
    )


def _close_by_reason(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    found = scene.recommendation()
    return "ann", RecordJudgement(
        inspection=scene.ref,
        number=found.number,
        cycle=scene.cycle(),
        status="closed",
        reason=_own(choices, "reason"),
        rationale=scene.said(),
        made_to=choices.one((None, None, *found.addressed.values[-1].content)),
        on=scene.on(),
    )


def _answer_by_word(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    return "ann", RecordResponse(
        inspection=scene.ref,
        number=scene.number(),
        body=choices.one(BODIES),
        answer=_own(choices, "answer"),
        text=scene.said(),
        on=scene.on(),
    )


def _sort(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    return "ann", ClassifyRecommendation(
        inspection=scene.ref,
        number=scene.number(),
        priority=choices.one((None, "", "high")),
        topics=choices.one((None, (), ("courts",))),
        on=scene.on(),
    )


def _put_under(scene: Scene, choices: Choices) -> tuple[str, Decision]:
    number = scene.number()
    others = [one.number for one in scene.inspection.recommendations.values() if one.number != number]
    return "ann", ClassifyRecommendation(
        inspection=scene.ref, number=number, under=choices.one((*others, *others, "")), on=scene.on()
    )


FURTHER: dict[str, Step] = {
    "void": _void,
    "unvoid": _unvoid,
    "renumber": _renumber,
    "make again": _make_again,
    "correct kind": _correct_kind,
    "correct evidence": _correct_evidence,
    "add word": _add_word,
    "retire word": _retire_word,
    "judge by word": _judge_by_word,
    "close by reason": _close_by_reason,
    "answer by word": _answer_by_word,
    "sort": _sort,
    "put under": _put_under,
}
"""What else may happen, each as a request of somebody."""

OFTEN = {"void": 1, "unvoid": 1, "renumber": 3, "make again": 3, "correct evidence": 1, "add word": 2}
OFTEN |= {"judge by word": 3, "close by reason": 1, "put under": 3}
TAKEN = (*FURTHER, *(step for step, times in OFTEN.items() for _ in range(times)))
"""The same in the measure in which they are taken."""
