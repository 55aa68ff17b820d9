"""V11, rule by rule: a past, an event that breaks a rule, and the words it is told in."""

from __future__ import annotations

import ast
import inspect
from itertools import count

import pytest

from events.base import Day, InspectionEvent
from events.cycles import CycleClosed, CycleOpened
from events.evidence import (
    EvidenceAttached,
    EvidenceDescribed,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.inspections import InspectionOpened
from events.inspectorates import LedgerOpened
from events.judgements import JudgementNoted, JudgementRecorded, JudgementReturned, JudgementSignedOff
from events.people import PersonNamed, PersonRegistered, RoleGranted, RoleRevoked
from events.recommendations import RecommendationRestated, RecommendationSuperseded, RecommendationWithdrawn
from events.registry import EVENTS
from events.signing_keys import SigningKeyRegistered
from ledger.checks.base import Findings
from ledger.checks.replay import Replay
from ledger.checks.rules import evidence, judgements, people, recommendations
from ledger.checks.rules.index import TABLE
from ledger.records import LEDGER_STREAM, Record, stream_of
from tests.pasts import inspected, made, opened

ON = Day("2021-09-01")
REF = {"inspection": "OCSAE"}


def judged(ref="J1", number="3", cycle="2021", status="open", reason=None, evidence=()):
    return JudgementRecorded(
        **REF,
        judgement=ref,
        number=number,
        cycle=cycle,
        made_to=None,
        until=None,
        status=status,
        reason=reason,
        rationale="R",
        evidence=evidence,
        on=ON,
    )


def submitted(ref="E1", number="3", cycle=None):
    return EvidenceSubmitted(
        **REF,
        evidence=ref,
        number=number,
        cycle=cycle,
        body="B",
        proposes_closure=False,
        restricted=None,
        on=ON,
    )


def told(*past, sign_off="required"):
    """What is told of a past: the ledger as opened by ada, an inspection by ann, and whatever follows."""
    findings, positions, versions = Findings(), count(1), {}

    def records():
        begun = [("ada", event) for event in opened(sign_off)] + [("ann", event) for event in inspected()]
        for by, event in begun + [one if isinstance(one, tuple) else ("ann", one) for one in past]:
            stream = stream_of(event)
            versions[stream] = versions.get(stream, 0) + 1
            command = "opening" if by == "ada" and not versions.get("over") else "later"
            versions["over"] = versions.get("over") or isinstance(event, InspectionEvent)
            yield Record(next(positions), stream, versions[stream], "", by, command, "", event)

    Replay(findings).take_records(records())
    return [found.message.partition(": ")[2] for found in findings]


SIGNED = ("bob", JudgementSignedOff(**REF, judgement="J1"))
RETURNED = ("bob", JudgementReturned(**REF, judgement="J1", why="W"))
WITHDRAWN = RecommendationWithdrawn(**REF, number="3", why="W", on=ON)
CLOSED = CycleClosed(**REF, cycle="2021", on=ON)
GOOD = [
    submitted(),
    EvidenceDescribed(**REF, evidence="E1", summary="S"),
    EvidenceAttached(**REF, evidence="E1", name="N", sha256="0", size=1),
    judged(status="closed", reason="implemented", evidence=("E1",)),
    JudgementNoted(**REF, judgement="J1", note="N"),
    ("cyd", JudgementSignedOff(**REF, judgement="J1")),
    submitted("E2", "5", "2021"),
    EvidenceRequested(**REF, number="5", body=None, why="W", on=ON),
    EvidenceWithdrawn(**REF, evidence="E2", why="W", on=ON),
    ("cyd", judged("J2", "5")),
    ("cyd", JudgementReturned(**REF, judgement="J2", why="W")),
    ("art", judged("J3", "5")),
    ("art", JudgementReturned(**REF, judgement="J3", why="W")),
    CLOSED,
    RecommendationSuperseded(**REF, number="3", how="superseded", by=("OCSAE/5",), why=None, on=ON),
    ("ada", PersonRegistered(person="new")),
    ("ada", PersonNamed(person="new", name="New")),
    ("ada", RoleGranted(person="new", role="administrator")),
    ("new", RoleRevoked(person="ada", role="administrator")),
    ("new", SigningKeyRegistered(verifier_key="k")),
]


def test_a_past_that_kept_the_rules_is_told_nothing_of():
    assert told(*GOOD) == []
    assert told(judged(), judged("J2"), sign_off="none") == []


@pytest.mark.parametrize(
    ("past", "words"),
    [
        ([("eve", judged())], "eve was not registered then"),
        ([("pat", judged())], "it takes the role inspector, which pat had not then"),
        ([("ada", RoleRevoked(person="ann", role="inspector")), judged()], "which ann had not then"),
        ([("ann", RoleGranted(person="ann", role="approver"))], "it takes the role administrator"),
        (
            [("ada", LedgerOpened(title="T", time_zone="UTC", sign_off="none", origin="o"))],
            "was opened before",
        ),
        ([("ada", SigningKeyRegistered(verifier_key=key)) for key in "kl"], "had a signing key"),
        ([("ada", PersonRegistered(person="ANN"))], "ANN was registered before"),
        ([("ada", PersonNamed(person="eve", name="Eve"))], "eve was not registered then"),
        ([("ada", RoleGranted(person="eve", role="inspector"))], "eve was not registered then"),
        ([("ada", RoleGranted(person="ann", role="king"))], "'king' is no role"),
        ([("ada", RoleGranted(person="ann", role="inspector"))], "ann had that role"),
        ([("ada", RoleRevoked(person="ann", role="approver"))], "ann had not that role"),
        ([("ada", RoleRevoked(person="ada", role="administrator"))], "last administrator"),
        ([InspectionOpened(inspection="ocsae", title="T")], "the inspection ocsae was open"),
        ([CycleOpened(inspection="X", cycle="1", title="T", kind=None, on=ON)], "X was not open then"),
        ([CycleOpened(**REF, cycle="2021", title="T", kind=None, on=ON)], "there was a cycle 2021"),
        ([CycleClosed(**REF, cycle="2022", on=ON)], "there was no cycle 2022"),
        ([CLOSED, CLOSED], "the cycle 2021 was closed"),
        ([CLOSED, judged()], "the cycle 2021 was closed"),
        ([CLOSED, made("9", cycle="2021")], "the cycle 2021 was closed"),
        ([judged(), CLOSED], "judgement J1 in it awaited sign-off"),
        ([made("3")], "there was a recommendation 3"),
        ([RecommendationRestated(**REF, number="9", text="T", why="W", on=ON)], "no recommendation 9"),
        ([WITHDRAWN, WITHDRAWN], "recommendation 3 was withdrawn"),
        ([WITHDRAWN, judged()], "recommendation 3 was withdrawn"),
        ([WITHDRAWN, submitted()], "recommendation 3 was withdrawn"),
        ([judged(), WITHDRAWN], "judgement J1 on it awaited sign-off"),
        (
            [RecommendationSuperseded(**REF, number="3", how="superseded", by=("X/1",), why=None, on=ON)],
            "no inspection X",
        ),
        (
            [RecommendationSuperseded(**REF, number="3", how="superseded", by=("OCSAE/9",), why=None, on=ON)],
            "recommendation 9",
        ),
        (
            [RecommendationSuperseded(**REF, number="3", how="superseded", by=("ocsae/3",), why=None, on=ON)],
            "itself",
        ),
        (
            [RecommendationSuperseded(**REF, number="3", how="superseded", by=(), why=None, on=ON)],
            "names no successor",
        ),
        ([submitted("E2")], "it is called E2, where E1 was due"),
        ([submitted(cycle="2022")], "there was no cycle 2022"),
        ([EvidenceAttached(**REF, evidence="E1", name="N", sha256="0", size=1)], "there was no evidence E1"),
        ([submitted(), *[EvidenceWithdrawn(**REF, evidence="E1", why="W", on=ON)] * 2], "withdrawn before"),
        ([judged("J2")], "it is called J2, where J1 was due"),
        ([judged(status="shut")], "'shut' is no status"),
        ([judged(status="closed", reason="so")], "'so' is no reason"),
        ([judged(status="closed")], "the status closed stands with the reason None"),
        ([judged(reason="implemented")], "the status open stands with the reason implemented"),
        ([judged(), judged("J2")], "judgement J1 on the same awaited sign-off"),
        ([judged(evidence=("E1",))], "there was no evidence E1"),
        ([submitted(number="5"), judged(evidence=("E1",))], "evidence E1 was for recommendation 5"),
        (
            [submitted(), EvidenceWithdrawn(**REF, evidence="E1", why="W", on=ON), judged(evidence=("E1",))],
            "evidence E1 was withdrawn",
        ),
        ([SIGNED], "there was no judgement J1"),
        ([judged(), SIGNED, SIGNED], "judgement J1 was signed-off"),
        ([judged(), RETURNED, SIGNED], "judgement J1 was returned"),
        ([("cyd", judged()), ("cyd", SIGNED[1])], "cyd recorded judgement J1 and signed it off"),
        ([judged(), ("art", RETURNED[1])], "art is neither an approver nor its author"),
    ],
)
def test_what_broke_a_rule_is_told(past, words):
    found = told(*past)
    assert any(words in one for one in found), found
    assert all("which no earlier event made" not in one for one in found)


def test_where_there_is_no_sign_off_nothing_is_signed_off():
    assert told(judged(), SIGNED, sign_off="none") == ["there is no sign-off in this ledger."]


def test_a_judgement_signed_off_on_what_was_withdrawn_meanwhile():
    found = told(judged(), WITHDRAWN, SIGNED)
    assert "recommendation 3 was withdrawn." in found


def test_the_first_event_opens_the_ledger():
    findings = Findings()
    event = PersonRegistered(person="eve")
    Replay(findings).take_records([Record(1, LEDGER_STREAM, 1, "", "eve", "c", "", event)])
    assert any("does not open the ledger" in found.message for found in findings)


def test_an_event_in_another_inspections_stream():
    findings = Findings()
    Replay(findings).take_records([Record(1, LEDGER_STREAM, 1, "", "ann", "c", "", judged())])
    assert any("stream of another inspection" in found.message for found in findings)


def test_every_event_has_its_rules():
    assert set(TABLE) == set(EVENTS.values())


def test_every_rule_is_in_the_table():
    used = {rule for _, rules in TABLE.values() for rule in rules}
    for room in (people, recommendations, evidence, judgements):
        names = [
            node.name for node in ast.parse(inspect.getsource(room)).body if isinstance(node, ast.FunctionDef)
        ]
        assert names
        for name in names:
            assert getattr(room, name) in used, name
