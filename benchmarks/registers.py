"""The same past as real registers have it: bodies with names in time, own words, answers, partial dates.

Everything of ``benchmarks.past`` happens, and beside it bodies answer, report and have days to answer by, and
recommendations are sorted. One date in twelve is a year or a last day, beside those that are a month. Of the
bodies one is renamed, one merged, one succeeded, one has an alias. Judgements are in the publisher's words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from random import Random

from benchmarks.past import WORDS, inspection_past
from events.base import Day, Event
from events.evidence import EvidenceSubmitted
from events.judgements import JudgementRecorded
from events.progress import ProgressDescribed, ProgressReported
from events.recommendations import RecommendationClassified, RecommendationMade
from events.responses import ResponseDueSet, ResponseExplained, ResponseRecorded
from ledger.decisions.base import Decision
from ledger.decisions.bodies import AddAlias, MergeBodies, RegisterBody, RenameBody, SucceedBody
from ledger.decisions.vocabulary import AddWord

BODY, ALIAS, RENAMED = "Police Service", "The Police", "Police Authority"
PRIORITY, TOPIC, ANSWER = "high", "custody", "agreed-in-part"
WORD_OF = {"closed": "closed-acceptable", "partially-met": "under-way"}
"""The publisher's own word for each status that its judgements give."""

PREPARED: tuple[Decision, ...] = (
    *(RegisterBody(body=name) for name in (BODY, *(f"Division {number}" for number in range(10)))),
    AddAlias(body=BODY, also=ALIAS),
    RenameBody(body=BODY, to=RENAMED, on="2019-07-01", why=WORDS),
    MergeBodies(body="Division 1", into="Division 2", why=WORDS),
    SucceedBody(body="Division 3", by="Division 4", on="2019-10-01", why=WORDS),
    AddWord(
        vocabulary="status", word=WORD_OF["closed"], label="Closed acceptable", means="closed/implemented"
    ),
    AddWord(vocabulary="status", word=WORD_OF["partially-met"], label="Under way", means="partially-met"),
    AddWord(vocabulary="answer", word=ANSWER, label="Agreed in part"),
    AddWord(vocabulary="priority", word=PRIORITY, label="High"),
    AddWord(vocabulary="topic", word=TOPIC, label="Custody"),
)
"""What the ledger knows before the past begins."""


def real_past(ref: str, numbers: int, random: Random) -> Iterator[tuple[Event, str]]:
    """The past of an inspection, and what real registers have beside it."""
    apart = Random(f"{ref} {numbers}")
    answers, reports = count(1), count(1)
    for event, by in inspection_past(ref, numbers, random):
        yield _worded(event, apart), by
        if isinstance(event, RecommendationMade):
            yield _classified(event), "ann"
            due = Day("2017-02-26")
            why = "The law says 56 days."
            deadline = ResponseDueSet(
                inspection=ref, number=event.number, body=None, due=due, why=why, on=event.on
            )
            yield deadline, "ann"
        elif isinstance(event, EvidenceSubmitted) and apart.random() < 0.25:
            for told in _answered(event, f"R{next(answers)}", apart):
                yield told, "ann"
        elif isinstance(event, EvidenceSubmitted) and apart.random() < 0.25:
            for told in _reported(event, f"P{next(reports)}", apart):
                yield told, "ann"


def _worded(event: Event, random: Random) -> Event:
    """The same, with a date known in part, or in the publisher's word."""
    fields = dict(event.fields)
    if isinstance(event, EvidenceSubmitted | JudgementRecorded) and random.random() < 0.08:
        on = event.on
        fields["on"] = Day(on[:4] if random.random() < 0.5 else f"..{on}" if len(on) == 10 else on)
    if isinstance(event, JudgementRecorded):
        fields["word"] = WORD_OF[event.status]
    return type(event)(**fields)


def _classified(made: RecommendationMade) -> Event:
    return RecommendationClassified(
        inspection=made.inspection,
        number=made.number,
        priority=PRIORITY if made.number[-1] in "13579" else None,
        topics=(TOPIC,),
        source="https://example.org/report",
        place=f"paragraph {made.number}",
        under=None,
        on=made.on,
    )


def _answered(evidence: EvidenceSubmitted, response: str, random: Random) -> Iterator[Event]:
    yield ResponseRecorded(
        inspection=evidence.inspection,
        response=response,
        number=evidence.number,
        body=BODY,
        answer=random.choice(("accepted", ANSWER)),
        due=None,
        on=evidence.on,
    )
    yield ResponseExplained(inspection=evidence.inspection, response=response, text=WORDS, action=None)


def _reported(evidence: EvidenceSubmitted, progress: str, random: Random) -> Iterator[Event]:
    yield ProgressReported(
        inspection=evidence.inspection,
        progress=progress,
        number=evidence.number,
        body=BODY,
        percent=random.randrange(101),
        restricted=None,
        on=evidence.on,
    )
    yield ProgressDescribed(inspection=evidence.inspection, progress=progress, text=WORDS)
