"""What somebody may have written straight into the table: events in few words, and what V11 tells of them.

told(judged(), SIGNED, SIGNED)      what is told of the three, after ``opened`` and ``inspected``
"""

from __future__ import annotations

from itertools import count

from events.base import Day
from events.inspectorates import ClockCorrected
from events.judgements import (
    JudgementCorrected,
    JudgementRecorded,
)
from ledger.checks.base import Findings
from ledger.checks.replay import Replay
from ledger.records import stream_of
from tests.builders import (
    ON,
    corrected,
    cycle_closed,
    explained,
    linked,
    made,
    put_right,
    returned,
    signed_off,
    superseded,
    unlinked,
)
from tests.pasts import inspected, opened

BEFORE = Day("2019-12-31")
NOW = "2022-03-01T09:00:00.000000Z"
RIGHT = "2022-02-01T09:00:00.000000Z"


def fact(position, by, command, event, recorded_at=NOW, clock=None):
    """An event as replay takes it."""
    stream, name, fields = stream_of(event).hex, event.NAME, dict(event.fields)
    return position, stream, name, recorded_at, by, command, event.VERSION, fields, clock


def replayed(facts):
    """What is told of facts, without the event it is told of."""
    findings = Findings()
    replay = Replay(findings)
    replay.take(facts)
    replay.close()
    return [found.message.partition(": ")[2] for found in findings]


def lived_facts(*past, sign_off="required"):
    """The facts of a past: the ledger as opened by ada, an inspection by ann, and whatever follows.

    What follows is events of ann, (by, event), or lists of them that are one request. A judgement that is no
    list has its words behind it, and so has a correction of words.
    """
    positions = count(1)
    facts = [fact(next(positions), "ada", "opening", event) for event in opened(sign_off)]
    for request, one in enumerate([*inspected(), *past]):
        for said in one if isinstance(one, list) else with_words(one):
            by, event = said if isinstance(said, tuple) else ("ann", said)
            if isinstance(event, ClockCorrected):
                # What stands behind those whose clock ran ahead bears the right time beside the other.
                facts[event.last :] = [(*one[:-1], RIGHT) for one in facts[event.last :]]
            clock = RIGHT if isinstance(event, ClockCorrected) else None
            facts.append(fact(next(positions), by, f"request {request}", event, clock=clock))
    return facts


def with_words(said):
    """An event, or (by, event), with the words that are due behind it."""
    by, event = said if isinstance(said, tuple) else ("ann", said)
    match event:
        case JudgementRecorded(own_rationale=None, judgement=ref):
            return [said, (by, explained(ref))]
        case JudgementCorrected(own_rationale=None, reworded=True, judgement=ref):
            return [said, (by, explained(ref, "Q"))]
    return [said]


def facts_of(asked):
    """The facts of a ledger as ``tests.told`` has it, each request under the instant it was recorded at."""
    begun = opened(asked.inspectorate().sign_off)
    facts = [fact(at, "ada", "opening", event) for at, event in enumerate(begun, -len(begun))]
    for record in asked.records():
        when = record.recorded_at
        facts.append(fact(record.position, record.by, when, record.event, when))
    return facts


def told(*past, sign_off="required"):
    """What is told of such a past."""
    return replayed(lived_facts(*past, sign_off=sign_off))


BODY = "Police Scotland"
SIGNED = ("bob", signed_off())
RETURNED = ("bob", returned())
VOID = ("bob", put_right(void=True))
CLOSED = cycle_closed()
LATER = made("9", cycle="2021", on="2021-08-20")
SUCCESSION = [superseded("OCSAE/5"), linked("5", "supersedes", "OCSAE/3")]
NO_SUCCESSION = [corrected("end", ON), unlinked("5", "supersedes", "OCSAE/3")]
REPETITION = [linked("9", "repeats", "OCSAE/3"), linked("3", "repeated-by", "OCSAE/9")]
NO_REPETITION = [unlinked("3", "repeated-by", "OCSAE/9"), unlinked("9", "repeats", "OCSAE/3")]
