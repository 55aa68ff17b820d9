"""V11 and the decisions say the same: what a decision refuses is told where it was planted, and nothing else.

In the place of an event of a random history stands one with a field or two of others of its kind. What the
decision would have made of that says whether V11 has to find something.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from random import Random

from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from events.disputes import DisputeRaised, DisputeSettled
from events.evidence import (
    EvidenceDescribed,
    EvidenceExpected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.inspections import InspectionCorrected
from events.judgements import (
    JudgementCorrected,
    JudgementExplained,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from events.recommendations import (
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationUnlinked,
    RecommendationWithdrawn,
)
from ledger.decisions.cycles import CloseCycle, CorrectCycle, OpenCycle, ReopenCycle
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.decisions.evidence import ExpectEvidence, RequestEvidence, SubmitEvidence, WithdrawEvidence
from ledger.decisions.inspections import CorrectInspection
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.judgements import RecordJudgement, ReturnJudgement, SignOffJudgement
from ledger.decisions.links import RepeatRecommendation, SupersedeRecommendation, UnlinkRecommendation
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import (
    MakeRecommendation,
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)
from ledger.errors import LedgerError
from ledger.policies import SUCCESSIONS
from ledger.times import first_day
from tests.histories import lived
from tests.orders import changed
from tests.planted import fact, facts_of, replayed
from tests.told import Told

PEOPLE = ("ann", "art", "bob", "cyd", "ada", "pat")
PLANTED = 40
NAMES = {
    "inspection",
    "number",
    "cycle",
    "until",
    "evidence",
    "judgement",
    "dispute",
    "other",
    "body",
    "made_to",
}
BACK = {"repeats": "repeated-by", "repeated-by": "repeats"}


def like(decision: type, *without: str) -> Callable:
    """The request for an event that has the same words, but for some."""
    return lambda event: decision(**{name: v for name, v in event.fields.items() if name not in without})


def correction(event):
    """The request for a correction: what is not right is void."""
    fields = {name: v for name, v in event.fields.items() if name != "what"}
    fields["cycle"] = fields.pop("in_cycle")
    name = event.what.replace("-", "_")
    return CorrectRecommendation(**fields, void=None if fields.get(name) else event.what)


REQUESTS = {
    CycleOpened: like(OpenCycle),
    CycleClosed: like(CloseCycle),
    CycleCorrected: like(CorrectCycle),
    CycleReopened: like(ReopenCycle),
    InspectionCorrected: like(CorrectInspection),
    RecommendationMade: like(MakeRecommendation),
    RecommendationRestated: like(RestateRecommendation),
    RecommendationReaddressed: like(ReaddressRecommendation),
    RecommendationRescheduled: like(RescheduleRecommendation),
    RecommendationWithdrawn: like(WithdrawRecommendation),
    RecommendationSuperseded: like(SupersedeRecommendation),
    RecommendationLinked: lambda event: RepeatRecommendation(
        inspection=event.inspection, number=event.number, of=event.other, why=event.why, on=event.on
    ),
    RecommendationUnlinked: like(UnlinkRecommendation, "relation", "of"),
    RecommendationCorrected: correction,
    EvidenceExpected: like(ExpectEvidence),
    EvidenceRequested: like(RequestEvidence),
    EvidenceSubmitted: lambda event: SubmitEvidence(
        **{name: value for name, value in event.fields.items() if name != "evidence"}, summary="S"
    ),
    EvidenceWithdrawn: like(WithdrawEvidence),
    JudgementRecorded: lambda event: RecordJudgement(
        **{name: value for name, value in event.fields.items() if name != "judgement"}, rationale="R"
    ),
    JudgementSignedOff: like(SignOffJudgement),
    JudgementReturned: like(ReturnJudgement),
    JudgementCorrected: lambda event: CorrectJudgement(
        **{name: value for name, value in event.fields.items() if name != "reworded"},
        rationale="Other words." if event.reworded else None,
    ),
    DisputeRaised: like(RaiseDispute, "dispute"),
    DisputeSettled: like(SettleDispute),
}
"""How one would have asked for an event."""


def with_what_belongs_to_it(event):
    """The event, and those that are recorded with it."""
    mine = {"inspection": event.inspection, "other": f"{event.inspection}/{event.fields.get('number')}"}
    match event:
        case EvidenceSubmitted(evidence=ref):
            return event, EvidenceDescribed(inspection=event.inspection, evidence=ref, summary="S")
        case JudgementRecorded(judgement=ref):
            return event, JudgementExplained(inspection=event.inspection, judgement=ref, rationale="R")
        case JudgementCorrected(judgement=ref, reworded=True):
            right = JudgementExplained(inspection=event.inspection, judgement=ref, rationale="Other words.")
            return event, right
        case RecommendationSuperseded():
            ends = [(*named.partition("/")[::2], SUCCESSIONS[event.how][0]) for named in event.by]
        case RecommendationLinked() | RecommendationUnlinked() if event.relation in BACK:
            ends = [(*event.other.partition("/")[::2], BACK[event.relation])]
        case _:
            return (event,)
    words = {name: event.fields[name] for name in ("why", "on", "of") if name in event.fields}
    other_side = RecommendationUnlinked if isinstance(event, RecommendationUnlinked) else RecommendationLinked
    return event, *(
        other_side(**mine | {"inspection": ref, "number": number, "relation": relation} | words)
        for ref, number, relation in ends
    )


def altered(event, words, told, random):
    """The event with a field or two of others of its kind, and the next ref where it gives one."""
    fields = dict(event.fields)
    for name in random.choices(list(fields), k=random.choice((0, 1, 1, 2))):
        fields[name] = random.choice(words[type(event), name])
    for name in random.sample(sorted(NAMES & fields.keys()), k=random.choice((0, 0, 0, 1))):
        if isinstance(fields[name], str):
            fields[name] = fields[name].swapcase()
    there = told.inspection(fields["inspection"])
    match event:
        case JudgementRecorded():
            fields["judgement"] = f"J{len(there.judgements) + 1}"
        case EvidenceSubmitted():
            fields["evidence"] = f"E{len(there.evidence) + 1}"
        case DisputeRaised():
            fields["dispute"] = f"D{len(there.disputes) + 1}"
        case RecommendationCorrected(what=what):
            right = {"cycle": "in_cycle", "number": "new_number"}.get(what, what.replace("-", "_"))
            fields |= {"text": None, "made_to": (), "due": None, "made_on": None, "what": what}
            fields |= {"kind": None, "in_cycle": None, "new_number": None}
            if right in fields:
                fields[right] = random.choice(words[type(event), right])
    return type(event)(**fields)


def asked(told, event, by):
    """What the decision for an event would have recorded, in each way to ask."""
    ways = [REQUESTS[type(event)](event)]
    if isinstance(event, RecommendationCorrected):
        # A due date that was left out in a month is meant by the first days of that month, too.
        ways.append(changed(ways[0], of=first_day(event.of)))
    for request in ways:
        with suppress(LedgerError):
            yield told.decide(request, by=by).events


def planted(seed):
    """What is planted in the place of events of a history: by whom, what, what was asked, what V11 tells."""
    history, random = lived(seed), Random(seed)
    words = defaultdict(list)
    for event in history.events():
        for name, value in event.fields.items():
            words[type(event), name].append(value)
    records = list(history.told.records())
    kinds = sorted({record.event.NAME for record in records if type(record.event) in REQUESTS})
    for kind in random.choices(kinds, k=PLANTED):
        record = random.choice([record for record in records if kind == record.event.NAME])
        until_then = Told(one for one in records if one.recorded_at < record.recorded_at)
        event = altered(record.event, words, until_then, random)
        if isinstance(event, RecommendationLinked) and event.relation != "repeats":
            continue  # the one that is recorded first is that of who repeats
        by = random.choice((record.by, record.by, *PEOPLE))
        together = with_what_belongs_to_it(event)
        more = [fact(10_000 + at, by, "planted", one) for at, one in enumerate(together)]
        yield by, together, list(asked(until_then, event, by)), replayed(facts_of(until_then) + more)


def test_what_a_decision_refuses_is_told_where_it_was_planted():
    granted, refused = Counter(), Counter()
    for seed in range(60):
        for by, together, instead, found in planted(seed):
            assert (together in instead) == (not found), (seed, by, together, instead, found)
            (refused if found else granted)[type(together[0])] += 1
    assert set(granted) == set(refused) == set(REQUESTS)
