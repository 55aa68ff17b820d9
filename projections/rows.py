"""A row of the register as the contract's JSON has it, and which rows a reading is asked for."""

from __future__ import annotations

from typing import Any

from events.base import Day, Names
from events.named import NamedTuple
from ledger.state.vocabulary import Vocabulary
from ledger.times import earliest, last_day
from projections.base import Item
from projections.model.due import is_late
from projections.model.recommendation import Recommendation, Standing

EARLIEST, LATEST = "_earliest", "_latest"
"""Behind the name of a date: the full dates between which it is."""


def as_row(
    inspection: str, recommendation: Recommendation, day: str | None = None, body: str | None = None
) -> dict[str, Any]:  # Any: JSON
    """One recommendation as the contract's JSON has it, on a day; with a body (its key), its share of it."""
    return row_of(inspection, recommendation, day, recommendation.at(day, body))


def row_of(
    inspection: str, recommendation: Recommendation, day: str | None, stood: Standing
) -> dict[str, Any]:  # Any: JSON
    """The same, by how it stood on the day."""
    return {
        "inspection": inspection,
        "number": recommendation.number,
        "kind": recommendation.kind,
        "cycle": recommendation.cycle,
        "text": stood.text,
        "status": stood.status,
        "reason": stood.reason,
        "state": stood.state,
        "judged_in": stood.judged_in,
        "made_to": list(stood.made_to),
        **_dated("made_on", recommendation.made_on),
        **_dated("due", stood.due),
        **_dated("last_updated", stood.updated),
        "word": stood.word,
        "priority": stood.classified.priority,
        "topics": list(stood.classified.topics),
        "source": stood.classified.source,
        "place": stood.classified.place,
        "under": stood.classified.under,
        "responses": [
            {"body": recommendation.name_on(response.name, day), "answer": response.answer, "on": response.on}
            for response in stood.responses
        ],
        "seen_on": recommendation.seen_on(day),
    }


def as_published_row(
    inspection: str, recommendation: Recommendation, day: str
) -> dict[str, Any]:  # Any: JSON
    """The same as a publication of a full date has it: with whether it was overdue at the end of that day."""
    row = as_row(inspection, recommendation, day)
    return row | {"overdue": is_late(recommendation, day, day)}


def _dated(name: str, day: Day | None) -> dict[str, str | None]:
    """A day as it was given, and the full dates between which it is: whatever compares dates takes these."""
    return {
        name: day,
        f"{name}{EARLIEST}": None if day is None else earliest(day),
        f"{name}{LATEST}": None if day is None else last_day(day),
    }


def status_shown(row: Item, words: Vocabulary) -> str:
    """How a status is shown where a row stands."""
    return words.status(row["status"], row.get("word"), row["kind"])


class Filters(NamedTuple):
    """Which rows are wanted: None wants all. ``made_to`` asks for one body, whose share is then shown."""

    status: str | None = None
    made_to: str | None = None
    kind: str | None = None
    overdue: str | None = None
    """The day, as a full date, on which a row is to be overdue."""
    answer: str | None = None
    """What one of the bodies answered last."""
    priority: str | None = None
    topics: Names = ()
    """Any of them will do; none wants all."""

    def spelt(self, words: Vocabulary) -> Filters:
        """The same, with words as they were added; raises BadInput for one that nobody added."""
        return self._replace(
            status=self.status and words.one("status", self.status).word,
            kind=self.kind and words.one("kind", self.kind).word,
            answer=self.answer and words.one("answer", self.answer).word,
            priority=self.priority and words.one("priority", self.priority).word,
            topics=tuple(words.one("topic", topic).word for topic in self.topics),
        )

    def row(self, inspection: str, recommendation: Recommendation, day: str | None) -> Item | None:
        """Its row on a day, if it is one of them."""
        if not recommendation.was_there(day):
            return None
        share = None if self.made_to is None else recommendation.share_of(self.made_to, day)
        if share is None and self.made_to is not None:
            return None
        if self.overdue is not None and not is_late(recommendation, self.overdue, day, share):
            return None
        row = as_row(inspection, recommendation, day, share)
        return row if self.want(row) else None

    def want(self, row: Item) -> bool:
        """Whether a row is one of them by what it says; what is not said in it was asked before."""
        return (
            self.status in (None, row["status"], row["word"])
            and self.kind in (None, row["kind"])
            and self.priority in (None, row["priority"])
            and (not self.topics or not set(self.topics).isdisjoint(row["topics"]))
            and (self.answer is None or any(one["answer"] == self.answer for one in row["responses"]))
        )


def in_words(filters: Filters, words: Vocabulary) -> list[str]:
    """What a reading was asked for by, in the words of its caption; without the body."""
    said = []
    if filters.status:
        said.append(f"of the status {words.label('status', filters.status)}")
    if filters.kind:
        said.append(f"of the kind {words.label('kind', filters.kind)}")
    said += sorted_by(filters.priority, filters.topics, words)
    if filters.overdue:
        said.append("overdue")
    if filters.answer:
        said.append(f"answered {words.label('answer', filters.answer)!r}")
    return said


def asked_of(filters: Filters, words: Vocabulary) -> list[str]:
    """The same of a reading that shows no shares: ``made to Police Scotland``."""
    return [f"made to {filters.made_to}"] * (filters.made_to is not None) + in_words(filters, words)


def sorted_by(priority: str | None, topics: Names, words: Vocabulary) -> list[str]:
    """What a reading was asked for by, in the words of its caption."""
    said = [f"of the priority {words.label('priority', priority)}"] if priority else []
    if topics:
        labels = [words.label("topic", topic) for topic in topics]
        said.append(f"on the topic {labels[0]}" if len(labels) == 1 else f"on any of {', '.join(labels)}")
    return said
