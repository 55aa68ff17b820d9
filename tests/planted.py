"""What somebody may have written straight into the table: events in few words, and what V11 tells of them.

told(judged(), SIGNED, SIGNED)      what is told of the three, after ``opened`` and ``inspected``
"""

from __future__ import annotations

from itertools import count

from events.base import Day
from events.cycles import CycleClosed, CycleCorrected, CycleReopened
from events.disputes import DisputeRaised, DisputeSettled
from events.evidence import (
    EvidenceAttached,
    EvidenceDescribed,
    EvidenceExpected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.inspections import InspectionCorrected
from events.inspectorates import ClockCorrected
from events.judgements import (
    JudgementCorrected,
    JudgementCorrectedWithWords,
    JudgementExplained,
    JudgementRecorded,
    JudgementRecordedWithWords,
    JudgementReturned,
    JudgementSignedOff,
)
from events.publications import PublicationMade
from events.recommendations import (
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationUnlinked,
    RecommendationWithdrawn,
)
from events.words import WordsWithdrawn
from ledger.checks.base import Findings
from ledger.checks.replay import Replay
from ledger.records import stream_of
from tests.pasts import inspected, made, opened

ON = Day("2021-09-01")
BEFORE = Day("2019-12-31")
NOW = "2022-03-01T09:00:00.000000Z"
RIGHT = "2022-02-01T09:00:00.000000Z"
REF = {"inspection": "OCSAE"}


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
        case JudgementRecorded(said=None, judgement=ref):
            return [said, (by, explained(ref))]
        case JudgementCorrected(said=None, reworded=True, judgement=ref):
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


def judged(ref="J1", number="3", *, cycle="2021", status="open", reason=None, on=ON, rationale=None, **other):
    """A judgement; with a rationale, as it was stored when the words stood in the event itself."""
    fields = {**REF, "judgement": ref, "number": number, "cycle": cycle, "status": status, "reason": reason}
    fields |= {"on": on, "made_to": None, "until": None, "evidence": ()} | other
    if rationale is None:
        return JudgementRecorded(**fields)
    return JudgementRecordedWithWords(**fields, rationale=rationale)


def explained(ref="J1", rationale="R"):
    return JudgementExplained(**REF, judgement=ref, rationale=rationale)


def submitted(ref="E1", number="3", cycle=None, body="B", on=ON):
    return EvidenceSubmitted(
        **REF,
        evidence=ref,
        number=number,
        cycle=cycle,
        body=body,
        proposes_closure=False,
        restricted=None,
        on=on,
    )


def described(ref="E1"):
    return EvidenceDescribed(**REF, evidence=ref, summary="S")


def attached(ref="E1"):
    return EvidenceAttached(**REF, evidence=ref, name="N", sha256="0", size=1)


def set_aside(ref="E1", on=ON):
    return EvidenceWithdrawn(**REF, evidence=ref, why="W", on=on)


def requested(body=None, number="3", on=ON):
    return EvidenceRequested(**REF, number=number, body=body, why="W", on=on)


def expected(number="3", cycle="2021", on=ON):
    return EvidenceExpected(**REF, number=number, cycle=cycle, text="T", on=on)


def restated(text="T", number="3", on=ON):
    return RecommendationRestated(**REF, number=number, text=text, why="W", on=on)


def readdressed(*made_to, on=ON):
    return RecommendationReaddressed(**REF, number="3", made_to=made_to, why=None, on=on)


def rescheduled(due, on=ON):
    return RecommendationRescheduled(**REF, number="3", due=Day(due), approved_by=None, why=None, on=on)


def withdrawn(number="3", on=ON):
    return RecommendationWithdrawn(**REF, number=number, why="W", on=on)


def superseded(*by, how="superseded", number="3", on=ON):
    return RecommendationSuperseded(**REF, number=number, how=how, by=by, why=None, on=on)


def linked(number, relation, other, inspection="OCSAE", on=ON, why=None):
    return RecommendationLinked(
        inspection=inspection, number=number, relation=relation, other=other, why=why, on=on
    )


def unlinked(number, relation, other, why="W", of=ON):
    return RecommendationUnlinked(**REF, number=number, relation=relation, other=other, of=of, why=why)


def corrected(what, of="2020-02-26", number="3", **right):
    fields = {
        "text": None,
        "made_to": (),
        "due": None,
        "made_on": None,
        "kind": None,
        "in_cycle": None,
    } | right
    return RecommendationCorrected(**REF, number=number, what=what, of=Day(of), why="W", **fields)


def retitled(title):
    return InspectionCorrected(**REF, title=title, why="W")


def gone(event=1, name="inspection.opened", words=("title",), beside=("inspection", "OCSAE"), **other):
    """Words that were withdrawn: the title that the inspection was opened with, unless said otherwise."""
    fields = {**REF, "number": None, "shape": 1, "why": None, **other}
    return WordsWithdrawn(event=event, name=name, words=words, beside=beside, **fields)


def recycled(cycle, *, title=None, kind=None, opened_on=None):
    return CycleCorrected(**REF, cycle=cycle, title=title, kind=kind, opened_on=opened_on, why="W")


def reopened(cycle):
    return CycleReopened(**REF, cycle=cycle, why="W")


def put_right(ref="J1", *, void=False, judged_on=None, reworded=False):
    return JudgementCorrected(
        **REF, judgement=ref, void=void, judged_on=judged_on, reworded=reworded, why="W"
    )


def put_right_of_old(ref="J1", *, void=False, judged_on=None, rationale=None):
    """A correction as it was stored when the right words stood in the event itself."""
    return JudgementCorrectedWithWords(
        **REF,
        judgement=ref,
        void=void,
        judged_on=judged_on,
        reworded=rationale is not None,
        rationale=rationale,
        why="W",
    )


def disputed(ref="D1", number="3", judgement=None, body=None, on=ON):
    return DisputeRaised(**REF, dispute=ref, number=number, judgement=judgement, body=body, why="W", on=on)


def settled(ref="D1", outcome="upheld", body=None, on=ON):
    return DisputeSettled(**REF, dispute=ref, outcome=outcome, body=body, why="W", on=on)


BODY = "Police Scotland"
SIGNED = ("bob", JudgementSignedOff(**REF, judgement="J1"))
RETURNED = ("bob", JudgementReturned(**REF, judgement="J1", why="W"))
VOID = ("bob", put_right(void=True))
CLOSED = CycleClosed(**REF, cycle="2021", on=ON)
LATER = made("9", cycle="2021", on="2021-08-20")
SUCCESSION = [superseded("OCSAE/5"), linked("5", "supersedes", "OCSAE/3")]
NO_SUCCESSION = [corrected("end", ON), unlinked("5", "supersedes", "OCSAE/3")]
REPETITION = [linked("9", "repeats", "OCSAE/3"), linked("3", "repeated-by", "OCSAE/9")]
NO_REPETITION = [unlinked("3", "repeated-by", "OCSAE/9"), unlinked("9", "repeats", "OCSAE/3")]


def published(*inspections, **other):
    fields = {
        "as_of": ON,
        "known_at": "2021-09-01T00:00:00.000000Z",
        "size": 9,
        "root": "R",
        "content": "C",
        "sums": "S",
        "licence": "L",
        "licence_url": "https://example.org/",
        "version": "1",
        "also": (),
        "since": None,
        "site": None,
    }
    return PublicationMade(inspections=inspections, **{**fields, **other})
