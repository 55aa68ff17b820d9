"""What a register that was kept before the ledger said last of a recommendation, as far as it was taken in.

The ledger may have moved on from it by itself; a later file of that register is compared with both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.judgements import JudgementCorrected, JudgementRecorded
from events.named import NamedTuple
from events.recommendations import (
    RecommendationClassified,
    RecommendationCorrected,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
)
from events.responses import ResponseExplained, ResponseRecorded
from ledger.validation import body_key

if TYPE_CHECKING:
    from events.base import Day, Event, Names


class Stood(NamedTuple):
    """Where it stood, or one body's share of it, since a day; ``judgement`` is the ref of what says so."""

    made_to: str | None
    status: str
    reason: str | None
    word: str | None
    on: Day
    judgement: str


class Source:
    """What was said of one. ``sorted_by`` are priority, topics and source; ``answers`` has the answer of each
    body, by its key, and its words, if it has any.
    """

    __slots__ = ("answers", "due", "kind", "made_on", "made_to", "sorted_by", "stood", "text")

    def __init__(self) -> None:
        self.text: str | None = None
        self.made_to: Names | None = None
        self.kind: str | None = None
        self.sorted_by: tuple[str | None, Names, str | None] | None = None
        self.made_on: Day | None = None
        self.due: Day | None = None
        self.stood: tuple[Stood, ...] = ()
        self.answers: dict[str, tuple[str, str | None]] | None = None

    def take(self, event: Event) -> None:
        """Take in one more thing that a row of a file said."""
        match event:
            case RecommendationMade():
                self.text, self.made_to = event.text, event.made_to
                self.made_on, self.due, self.kind = event.on, event.due, event.kind
            case RecommendationClassified():
                self.sorted_by = event.priority, event.topics, event.source
            case JudgementRecorded():
                word = event.made_to, event.status, event.reason, event.word
                self.stood = (*self.stood, Stood(*word, event.on, event.judgement))
            case ResponseRecorded(body=body, answer=answer):
                answers = self.answers = self.answers or {}
                # The one that was said last stands last: its words follow.
                answers.pop(body_key(body), None)
                answers[body_key(body)] = answer, None
            case ResponseExplained(text=text) if self.answers:
                body, (answer, _) = self.answers.popitem()
                self.answers[body] = answer, text
            case RecommendationRestated(text=text):
                self.text = text
            case RecommendationReaddressed(made_to=made_to):
                self.made_to = made_to
            case RecommendationRescheduled(due=due):
                self.due = due
            case RecommendationCorrected(what="made-on"):
                self.made_on = event.made_on
            case JudgementCorrected(judgement=ref, judged_on=on) if on:
                self.stood = tuple(one._replace(on=on) if one.judgement == ref else one for one in self.stood)
            case _:
                pass
