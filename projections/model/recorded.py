"""What was recorded of one recommendation, and what corrections make of that.

``projections.model.recommendation`` answers from it how the recommendation was on any day.
"""

from __future__ import annotations

from bisect import insort
from typing import Self

from events.base import Day, Names
from events.recommendations import RecommendationMade
from ledger.policies import AFTER
from ledger.state.bodies import Bodies
from ledger.state.classification import Classification
from ledger.state.history import History, Value
from ledger.state.renaming import is_under, put_right
from ledger.state.vocabulary import OURS, Vocabulary
from ledger.times import span
from ledger.validation import key
from projections.model.facts import (
    AnswerDue,
    Dispute,
    Link,
    Progress,
    Request,
    Response,
    Sighting,
    StatusChange,
    Submission,
)


class Recorded:
    """What was recorded of one recommendation. Each list is in the order of days.

    ``bodies`` says which names mean one body; None if none is registered, and each name means itself.
    ``number`` is the one it has now, ``slot`` what it is known by whatever its number is;
    ``evidence_lost`` is what turned out to be for others, with these;
    ``voided`` is the position of what says that it was entered in error, or 0;
    ``sightings`` are the rows of files that it was brought in with;
    ``untied`` are links that were errors, with the positions of what said so;
    ``parts`` are all that ever stood under it; ``wholes`` has what it stands under by the position of the
    event that says so;
    ``called`` has the right name of the body that an event is about, by its position, if it has a wrong one;
    ``respelt`` has each correction of the bodies, with the position of the word that it set right.
    """

    __slots__ = (
        "addressed",
        "answers_due",
        "awaiting",
        "bodies",
        "called",
        "classified",
        "cycle",
        "disputes",
        "due_void",
        "dues",
        "ends",
        "evidence",
        "evidence_lost",
        "filed",
        "former",
        "kind",
        "links",
        "made",
        "made_at",
        "made_days",
        "made_on",
        "moves",
        "number",
        "opened",
        "parts",
        "progress",
        "requests",
        "respelt",
        "responses",
        "shared",
        "sightings",
        "slot",
        "status_changes",
        "texts",
        "told",
        "untied",
        "voided",
        "wholes",
        "words",
    )

    def __init__(
        self,
        made: RecommendationMade,
        position: int,
        opened: dict[str, str],
        days: tuple[str, str] | None = None,
        told: str = "",
        words: Vocabulary = OURS,
        bodies: Bodies | None = None,
    ) -> None:
        self.bodies = bodies
        self.made, self.made_at, self.made_on, self.told = made, position, made.on, told
        self.number, self.slot = made.number, key(made.number)
        self.kind, self.cycle, self.words = made.kind, made.cycle, words
        self.filed: dict[str, int] = {}
        self.former: tuple[tuple[str, int], ...] = ()
        self.made_days = days = days or span(made.on)
        self.moves: tuple[int, ...] = ()
        self.opened = opened
        self.texts: History[str] = History(position)
        self.addressed: History[Names] = History(position)
        self.dues: History[Day] = History(position)
        self.texts.put(made.on, position, made.text, days)
        self.addressed.put(made.on, position, made.made_to, days)
        self.due_void = 0
        if made.due is not None:
            self.dues.put(made.on, position, made.due, days)
        self.status_changes: list[StatusChange] = []
        self.ends = 0
        self.shared = False
        self.awaiting: dict[str, StatusChange] = {}
        self.evidence: dict[str, Submission] = {}
        self.requests: list[Request] = []
        self.disputes: dict[str, Dispute] = {}
        self.links: list[Link] = []
        # Few have these, and an empty tuple costs nothing.
        self.classified: History[Classification] | None = None
        self.parts: list[Self] | None = None
        self.wholes: dict[int, Self] | None = None
        self.responses: tuple[Response, ...] = ()
        self.answers_due: tuple[AnswerDue, ...] = ()
        self.progress: tuple[Progress, ...] = ()
        self.sightings: tuple[Sighting, ...] = ()
        self.untied: list[tuple[Link, int]] = []
        self.voided = 0
        self.evidence_lost: dict[str, Self] | None = None
        self.respelt: tuple[tuple[int, int], ...] = ()
        self.called: dict[int, str] = {}

    @property
    def has_parts(self) -> bool:
        """Whether anything ever stood under it that was not entered in error."""
        return bool(self.parts) and any(not part.voided for part in self.parts or ())

    def share(self, body: str) -> str:
        """What a share is known by that was given to a body of this name."""
        return key(body) if self.bodies is None else self.bodies.identity(body)

    def change_status(self, status_change: StatusChange) -> None:
        """A word on the status takes its place among the others, mostly the last."""
        if self.status_changes and status_change < self.status_changes[-1]:
            insort(self.status_changes, status_change)
        else:
            self.status_changes.append(status_change)
        self.shared = self.shared or bool(status_change.body)
        self.ends += status_change.outcome != "judged"

    def classify(
        self,
        on: Day,
        position: int,
        content: Classification,
        days: tuple[str, str],
        whole: Self | None = None,
    ) -> None:
        """It is sorted otherwise from a day on; ``whole`` is what it then stands under."""
        if self.classified is None:
            self.classified = History()
        self.classified.put(on, position, content, days)
        if whole is not None:
            if not any(known is whole for known in (self.wholes or {}).values()):
                whole.parts = [*(whole.parts or ()), self]
            self.wholes = {**(self.wholes or {}), position: whole}

    def replace(self, old: StatusChange, new: StatusChange | None) -> None:
        """A word on the status was wrong: another takes its place, or none."""
        self.status_changes.remove(old)
        if new is not None:
            insort(self.status_changes, new)

    def taken_back(self, judged: StatusChange, position: int) -> None:
        """A judgement that had counted was made void, which a file may have brought in."""
        day, judged_at = judged.sort_key
        said = judged_at, judged.moved_at
        self.sightings = tuple(
            one._replace(taken_back=position, void_from=day, counted_by=said)
            if one.judgement == judged.ref
            else one
            for one in self.sightings
        )

    def moved(self, to: Day, position: int, days: tuple[str, str]) -> None:
        """It had been made on another day than was said."""
        for values in (self.texts, self.addressed, self.dues):
            values.move(to, days)
        self.made_on, self.made_days, self.moves = to, days, (*self.moves, position)

    def file(self, position: int, *, kind: str | None = None, cycle: str | None = None) -> None:
        """It is of another kind, or was made in another cycle, than was recorded: on every day."""
        if kind:
            self.kind, self.filed["kind"] = kind, position
        if cycle:
            self.cycle, self.filed["cycle"] = cycle, position

    def renamed(self, of: Day, right: Names, position: int) -> None:
        """Names in the word of a day were wrong: what was recorded under them is of the right ones."""
        for old, (value, name) in put_right(self.addressed, of, right).items():
            self._is_called(value, old, name)
        if right and (said := self.addressed.of(of)):
            self.respelt = (*self.respelt, (said.position, position))

    def _is_called(self, value: Value[Names], old: str, name: str) -> None:
        body, wrong = self.share(name), self.share(old)

        def follows(of: str, on: Day) -> bool:
            return of == wrong and is_under(self.addressed, value, old, on)

        for status_change in (*self.status_changes, *self.awaiting.values()):
            if follows(status_change.body, status_change.on):
                self.called[status_change.sort_key[1]] = name
        self.status_changes = [
            one._replace(body=body, share=name) if follows(one.body, one.on) else one
            for one in self.status_changes
        ]
        self.awaiting = {
            ref: one._replace(body=body, share=name) if follows(one.body, one.on) else one
            for ref, one in self.awaiting.items()
        }
        for ref, sent in self.evidence.items():
            if follows(sent.body, sent.on):
                self.evidence[ref] = sent._replace(body=body)
                self.called[sent.sort_key[1]] = name
        for ref, dispute in self.disputes.items():
            if follows(dispute.body, dispute.on):
                self.disputes[ref] = dispute._replace(body=body)
                self.called[dispute.sort_key[1]] = name
        said: list[Response | Progress | AnswerDue] = [*self.responses, *self.progress, *self.answers_due]
        for fact in said:
            if follows(fact.body, fact.on):
                self.called[fact.sort_key[1]] = name
        self.responses = tuple(
            response._replace(body=body, name=name) if follows(response.body, response.on) else response
            for response in self.responses
        )
        self.progress = tuple(
            report._replace(body=body, name=name) if follows(report.body, report.on) else report
            for report in self.progress
        )
        self.answers_due = tuple(
            due._replace(body=body) if follows(due.body, due.on) else due for due in self.answers_due
        )
        for at, request in enumerate(self.requests):
            if follows(request.body, request.on):
                self.requests[at] = request._replace(body=body)
                self.called[request.sort_key[1]] = name

    @property
    def made_moved(self) -> int:
        """The position of the last correction of the day it was made on, or 0."""
        return self.moves[-1] if self.moves else 0

    def never_due(self, of: Day, position: int) -> None:
        """A due date was said in error, and there was none in its place."""
        wrong = self.dues.of(of)
        self.dues.correct(of, position, None)
        if wrong and wrong.position == self.made_at:
            self.due_void = position

    def never_ended(self) -> None:
        """It was withdrawn or superseded in error."""
        self.status_changes, self.ends = (
            [status_change for status_change in self.status_changes if status_change.outcome == "judged"],
            0,
        )
        self.links = [link for link in self.links if link.relation not in AFTER.values()]
