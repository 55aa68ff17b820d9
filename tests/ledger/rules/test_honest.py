"""V11 finds nothing against what was asked through the door, and tells where one side of it was left out."""

from __future__ import annotations

from hashlib import sha256
from random import Random

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from events.recommendations import RecommendationLinked, RecommendationSuperseded, RecommendationUnlinked
from events.registry import EVENTS
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.bodies import AddAlias, MergeBodies, RegisterBody, RenameBody, SucceedBody
from ledger.decisions.classification import ClassifyRecommendation
from ledger.decisions.cycles import CloseCycle, CorrectCycle, OpenCycle, ReopenCycle
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.decisions.evidence import (
    Attachment,
    CorrectEvidence,
    ExpectEvidence,
    RequestEvidence,
    SubmitEvidence,
    WithdrawEvidence,
)
from ledger.decisions.imports import Answered, ImportFile, ImportRow, Judged
from ledger.decisions.inspections import CorrectInspection, OpenInspection
from ledger.decisions.inspectorates import CopyLedger, CorrectClock, OpenLedger, RestoreLedger
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.judgements import RecordJudgement, ReturnJudgement, SignOffJudgement
from ledger.decisions.links import RepeatRecommendation, SupersedeRecommendation, UnlinkRecommendation
from ledger.decisions.people import (
    AssignDatabaseRole,
    GrantRole,
    RegisterPerson,
    RemoveDatabaseRole,
    RenamePerson,
    RevokeRole,
)
from ledger.decisions.personal_keys import EnrolKey, RetireKey, RuleSignatures
from ledger.decisions.publications import MakePublication
from ledger.decisions.recommendation_corrections import (
    CorrectRecommendation,
    UnvoidRecommendation,
    VoidRecommendation,
)
from ledger.decisions.recommendations import (
    MakeRecommendation,
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)
from ledger.decisions.responses import RecordResponse, ReportProgress, SetResponseDue
from ledger.decisions.signing_keys import RegisterSigningKey, ReplaceSigningKey, RotateSigningKey
from ledger.decisions.vocabulary import AddWord, RetireWord
from ledger.decisions.words import WithdrawWords
from ledger.proof.text import to_base64
from ledger.rules.index import table
from ledger.store.location import open_raw
from tests import signers
from tests.builders import made, superseded
from tests.histories import histories, lived, without_sign_off
from tests.pasts import inspected, opened
from tests.planted import facts_of, lived_facts, replayed, told
from tests.sampling import examples, sample

ONE, TWO = {"inspection": "ONE"}, {"inspection": "TWO"}
BODIES = ("Police", "Fire Service")
PAPER = b"Minutes."
LINKS = (RecommendationSuperseded, RecommendationLinked, RecommendationUnlinked)


def make(inspection, *numbers, cycle="A", on="2021-01-10"):
    return [
        MakeRecommendation(
            **inspection, number=number, cycle=cycle, text=f"Do {number}.", made_to=BODIES, on=on
        )
        for number in numbers
    ]


def judge(number, made_to=None, *, status="open", on="2021-03-01", **other):
    return RecordJudgement(
        **ONE,
        number=number,
        cycle="A",
        status=status,
        rationale="Seen.",
        made_to=made_to,
        on=on,
        **other,
    )


def put_right(number="1", **right):
    return CorrectRecommendation(**ONE, number=number, why="A slip.", **right)


def succession(how, number, *by, on="2021-05-01"):
    return SupersedeRecommendation(**ONE, number=number, by=by, how=how, on=on)


def publication(before, inspections):
    return MakePublication(
        inspections=inspections,
        as_of="2021-01-01",
        known_at="2021-01-01T00:00:00.000000Z",
        size=20,
        root="r",
        content="c",
        sums="s",
        licence="L",
        licence_url="https://example.org/",
        version="1",
        since=None,
        before=before,
    )


def brought_in():
    """A file with two rows: one makes a recommendation and says what became of it, one tells of another."""
    yield ImportFile(digest="d" * 64, mapping="e" * 64, name="register.csv", seen_on="2021-08-30")
    fields = {
        **TWO,
        "number": "20",
        "cycle": "A",
        "text": "Do 20.",
        "made_to": ("Council",),
        "topics": ("custody",),
    }
    made = MakeRecommendation(**fields, due="2019", on="2021-02")
    row = {**TWO, "file": "I1", "sheet": "Register"}
    closed = Judged(status="closed", cycle="A", reason="implemented", word="Met", on="2020")
    answers = (
        Answered(body="Council", answer="accepted", text="Yes."),
        Answered(body="Army", answer="noted"),
    )
    yield ImportRow(**row, number="20", row=2, made=made, judged=closed, answers=answers)
    changes = (
        RestateRecommendation(**TWO, number="3", text="Do 3 well.", why="So it is seen.", on="..2021-08-30"),
    )
    yield ImportRow(
        **row, number="3", row=3, changes=changes, judged=Judged(status="partially-met", cycle="A")
    )


def whole_life():
    """Each decision, by whom, with what is asked in one request; the facts are those of two inspections."""
    yield "ada", [RegisterPerson(person="zoe", name="Zoe", roles=("administrator", "approver"))]
    yield "zoe", [RevokeRole(person="ada", role="administrator")]
    yield "zoe", [GrantRole(person="ada", role="administrator"), GrantRole(person="cyd", role="publisher")]
    yield "zoe", [RegisterSigningKey(verifier_key=signers.key(1))]
    rotated = signers.rotated(1, 2)
    yield (
        "zoe",
        [RotateSigningKey(verifier_key=rotated.verifier_key, endorsement=rotated.endorsement)],
    )
    yield "zoe", [ReplaceSigningKey(verifier_key=signers.key(3), why="Lost.")]
    root = to_base64(bytes(32))
    yield "zoe", [RestoreLedger(size=99, root=root, kept=9, restored_from="a tape", why="A fire.")]
    yield "zoe", [CorrectClock(first=2, last=25, why="The battery was empty.")]
    yield "zoe", [AssignDatabaseRole(person="ada", database_role="p_ada")]
    yield "zoe", [RemoveDatabaseRole(person="ada")]
    yield "zoe", [AssignDatabaseRole(person="zoe", database_role="p_ada")]
    # bodies: those that recommendations are made to, and what they are called
    yield "ada", [RegisterBody(body="Police"), RegisterBody(body="Fire Service", on="1948")]
    yield "ann", [AddAlias(body="police", also="The Police"), AddAlias(body="Rescue", also="Resuce")]
    yield "ann", [RenameBody(body="Fire Service", to="Fire and Rescue", on="2013-04-01", why="An act.")]
    yield "ann", [MergeBodies(body="Rescue", into="fire and rescue", why="One all along.")]
    yield "ann", [SucceedBody(body="Old Council", by="Council", on="2013", why="An act.")]
    # words of the publisher's own
    yield "ada", [AddWord(vocabulary="status", word="Met", label="Met in full", means="closed/implemented")]
    yield "ann", [AddWord(vocabulary="topic", word="Custody", label="Custody")]
    yield "ann", [RetireWord(vocabulary="topic", word="custody")]
    yield "ann", [AddWord(vocabulary="topic", word="CUSTODY", label="Detention")]
    yield "ann", [OpenInspection(inspection=ref, title=ref) for ref in ("ONE", "TWO")]
    yield "cyd", [publication(*of) for of in enumerate(((), ("TWO", "ONE")))]
    yield "zoe", [OpenCycle(**one, cycle="A", title="A", on="2021-01-02") for one in (ONE, TWO)]
    yield "ann", make(ONE, *map(str, range(1, 10))) + make(TWO, "1", "2", "3", on="2021-02-10")
    # what is expected, asked for and handed in
    yield "ann", [ExpectEvidence(**ONE, number="1", cycle="A", text="Minutes.", on="2021-02-01")]
    yield "ann", [RequestEvidence(**ONE, number="1", why="Thin.", body="police", on="2021-02-01")]
    file = Attachment("minutes.txt", sha256(PAPER).hexdigest(), len(PAPER))
    yield (
        "ann",
        [
            SubmitEvidence(
                **ONE, number="1", body=body, summary="S", files=(file, file), cycle=cycle, on="2021-02-03"
            )
            for body, cycle in (("fire service", "A"), ("A Charity", None))
        ],
    )
    yield "ann", [WithdrawEvidence(**ONE, evidence="E2", why="Wrong file.", on="2021-02-04")]
    yield (
        "ann",
        [CorrectEvidence(**ONE, evidence="E2", number="2", body="council", summary="T", why="A slip.")],
    )
    # what bodies answer and report
    yield "ann", [SetResponseDue(**ONE, number="1", due="2021-03", on="2021-02-01")]
    later = {"body": "police", "why": "More time.", "on": "2021-02"}
    yield "ann", [SetResponseDue(**ONE, number="1", due="2021-04", **later)]
    words = {"text": "We agree.", "action": "A plan.", "due": "2022", "on": "2021-02-03"}
    yield (
        "ann",
        [
            RecordResponse(**ONE, number="1", body=body, answer=answer, **words)
            for body, answer in (("police", "ACCEPTED"), ("A Charity", "noted"))
        ],
    )
    words = {"number": "1", "body": "POLICE", "text": "Half.", "on": "2021-02-03"}
    yield "ann", [ReportProgress(**ONE, **words, percent=50), ReportProgress(**ONE, **words, restricted="N")]
    # what they are sorted by
    yield "ann", [ClassifyRecommendation(**ONE, number="1", topics=("custody",), place="4", on="2021-02-01")]
    yield "ann", [ClassifyRecommendation(**ONE, number="1", under="2", on="2021-02-02")]
    # shares, and what is left open on purpose
    yield "ann", [judge("1", body.lower(), evidence=("E1",), note="Ask.", until="B") for body in BODIES]
    yield "bob", [SignOffJudgement(**ONE, judgement="J1")]
    yield "cyd", [ReturnJudgement(**ONE, judgement="J2", why="Thin.")]
    yield "cyd", [judge("2", status="closed", reason="implemented")]
    yield "bob", [SignOffJudgement(**ONE, judgement="J3")]
    # disputes
    yield "ann", [RaiseDispute(**ONE, number="1", judgement="J1", body="police", why="No.", on="2021-03-02")]
    yield "ann", [RaiseDispute(**ONE, number="2", why="No.", on="2021-03")]
    yield (
        "ann",
        [
            SettleDispute(
                **ONE, dispute="D1", outcome="withdrawn", body="POLICE", why="Yes.", on="2021-03-03"
            ),
            SettleDispute(**ONE, dispute="D2", outcome="upheld", why="Yes.", on="2021-03-03"),
        ],
    )
    # changes
    yield "ann", [RestateRecommendation(**ONE, number="1", text="Do it.", why="W", on="2021-02-15")]
    yield "ann", [ReaddressRecommendation(**ONE, number="1", made_to=("Police", "Council"), on="2021-04-01")]
    yield "ann", [RescheduleRecommendation(**ONE, number="1", due="2021-09", on="2021-02-16")]
    # corrections
    yield "ann", [put_right(text="Do it all.", made_to=("Police", "Army"), due="2021-10")]
    yield "ann", [put_right("2", due="2021-12"), put_right("2", void="due"), put_right("2", due="2021-11")]
    yield "ann", [put_right(void="text"), put_right(void="made-to", made_on="2021-01-12")]
    yield "bob", [CorrectJudgement(**ONE, judgement="J3", why="A slip.", judged_on="2021-03-05")]
    yield "bob", [CorrectJudgement(**ONE, judgement="J3", why="A slip.", rationale="Seen twice.")]
    yield "bob", [CorrectJudgement(**ONE, judgement="J3", why="A slip.", void=True)]
    # links, across the two
    yield "ann", [RepeatRecommendation(**TWO, number="1", of="one/1", on="2021-04-01")]
    yield "ann", [RepeatRecommendation(**TWO, number="2", of="ONE/2", on="2021-04-01")]
    yield "ann", [UnlinkRecommendation(**ONE, number="1", other="two/1", why="They differ.")]
    yield "ann", [succession("superseded", "3", "two/1"), succession("reframed", "4", "TWO/1")]
    yield "ann", [succession("merged", number, "ONE/7") for number in ("5", "6")]
    yield "ann", [succession("split", "7", "TWO/1", "TWO/2", "ONE/8", on="2021-05-02")]
    yield "ann", [WithdrawRecommendation(**ONE, number="9", on="2021-05-01")]
    # what had been so before the end, and ends that were none
    yield (
        "ann",
        [
            judge("9", on="2021-04-30"),
            RestateRecommendation(**ONE, number="3", text="T", why="W", on="2021-04"),
        ],
    )
    yield "bob", [SignOffJudgement(**ONE, judgement="J4")]
    yield "ann", [put_right(number, void="end") for number in ("7", "9")]
    yield "ann", [succession("superseded", "7", "TWO/1", on="2021-05-02"), put_right("7", void="end")]
    # what was typed wrongly
    yield "ada", [CorrectInspection(**ONE, title="The first", why="A slip.")]
    yield "ada", [CorrectCycle(**ONE, cycle="a", title="Pass A", kind="Review", opened_on="2021-01", why="W")]
    yield "zoe", [RenamePerson(person="cyd", name="Cydney")]
    yield "ann", [put_right("8", kind="area-for-development"), put_right("9", new_number="9a")]
    # what was entered in error, and what was not
    yield "ann", [SubmitEvidence(**ONE, number="8", body="Police", summary="S", on="2021-05-02")]
    yield "ann", [VoidRecommendation(**ONE, number=number, why="Twice.") for number in ("8", "9")]
    yield "ann", [UnvoidRecommendation(**ONE, number="8", why="Once."), *make(ONE, "9")]
    # words that are taken back
    yield "ann", [WithdrawWords(**ONE, events=((12, "12"),), why="A name was in it.")]
    # a register that was kept before
    yield "ada", list(brought_in())
    # another pass
    expectations = (("1", "Minutes again."), ("2", "A plan."))
    yield "ann", [OpenCycle(**ONE, cycle="B", title="B", expectations=expectations, on="2021-09-01")]
    yield "ann", [CloseCycle(**ONE, cycle="A", on="2021-09-01")]
    yield "ann", [ReopenCycle(**ONE, cycle="A", why="Not over.")]
    # who signs what they record
    yield "zoe", [EnrolKey(person="zoe", public_key=signers.personal(5).line())]
    yield "zoe", [RuleSignatures(signatures="required", why="So it is known who acts.")]
    six = signers.personal(6).line()
    yield "zoe", [EnrolKey(person="zoe", public_key=six, replaces=("all",), why="A new one.")]
    yield "zoe", [EnrolKey(person="cyd", public_key=f"{signers.personal(7).line()} cyd@example")]
    yield "zoe", [RetireKey(person="cyd", key=signers.personal(7).fingerprint(), why="Lost.")]
    yield "zoe", [RuleSignatures(signatures="none", why="It was too early.")]
    # and a copy of it all
    copy = "example/test/practice"
    yield (
        "nobody",
        [CopyLedger(of="a" * 64, identity="b" * 32, origin=copy, verifier_key=signers.key(4, copy))],
    )


def live_wholly(ledger, clock):
    """Ask all of it of a ledger that has the people of ``opened``; which decisions were asked."""
    (ledger.store.vault().folder / sha256(PAPER).hexdigest()).write_bytes(PAPER)
    asked = {OpenLedger}
    ledger.pens = signers.Pens(5, 6, 7)
    for by, decisions in whole_life():
        now = clock()
        if isinstance(decisions[0], CorrectClock):
            clock.set("2022-02-01T09:00:00+00:00")
        ledger.ask(*decisions, by=by)
        clock.set(now.isoformat())
        asked.update(map(type, decisions))
    return asked


def test_a_ledger_with_every_decision_and_every_event_is_clean(ledger, clock, tmp_path):
    asked = live_wholly(ledger, clock)
    assert {decision for decision, _ in table().values()} <= asked
    assert {record.event.NAME for record in ledger.records()} == set(EVENTS)
    raw = open_raw(str(tmp_path / "ledger"))
    try:
        report = verify(raw, TrustedInputs(None, (), None))
    finally:
        raw.close()
    assert (report.findings, report.skipped) == ((), ())


@for_all(st.one_of(histories, without_sign_off))
@examples(60)
def test_nothing_is_told_of_any_history_that_was_asked(history):
    assert replayed(facts_of(history.told)) == []


def test_whichever_side_of_a_link_is_left_out_is_told():
    left_out = set()
    for seed in range(40):
        facts = facts_of(lived(seed).told)
        for at, one in enumerate(facts):
            if one[2] in {event.NAME for event in LINKS}:
                assert replayed(facts[:at] + facts[at + 1 :]), (seed, at)
                left_out.add(EVENTS[one[2]])
    assert left_out == set(LINKS)


def test_a_history_recorded_by_somebody_else_is_told():
    facts = facts_of(lived(3).told)
    for at in range(len(opened()), len(facts)):
        position, stream, name, when, _, *rest = facts[at]
        found = replayed([*facts[:at], (position, stream, name, when, "pat", *rest), *facts[at + 1 :]])
        assert any("which pat had not then" in one for one in found)


def test_a_succession_of_the_first_shape_had_one_side():
    assert told(superseded("OCSAE/5"))
    *before, last = lived_facts(superseded("OCSAE/5"))
    position, stream, name, when, by, command, _, fields, _ = last
    del fields["how"]
    assert replayed([*before, (position, stream, name, when, by, command, 1, fields, None)]) == []


def test_a_due_date_of_a_month_is_not_set_right_to_what_it_is(given):
    correction = CorrectRecommendation(
        inspection="OCSAE", number="8", due="2021-06", of="2020-03-02", why="A slip."
    )
    past = given(*inspected(), made("8", on="2020-03", due="2021-06"))
    past.when(correction).refused("Nothing would change in the due date")


VALUES = {
    "str": [
        "OCSAE",
        "3",
        "5",
        "9",
        "2020",
        "2021",
        "J1",
        "E1",
        "D1",
        "ann",
        "text",
        "made-to",
        "repeats",
        "X/1",
        "",
    ],
    "Day": ["2021-09-01", "2021-09", "2020-02-26"],
    "Names": [(), ("OCSAE/5",), ("Police Scotland",), ("E1", "E9"), ("/", "X", "")],
    "bool": [False, True],
    "int": [1],
}


def planted(random):
    """An event with fields that mean little to each other."""
    event = random.choice(list(EVENTS.values()))
    fields = {}
    for name, said in event.FIELDS.items():
        kind, _, optional = said.partition(" | ")
        fields[name] = random.choice(VALUES[kind] + [None] * bool(optional))
    return random.choice(["ann", "ada", "bob", "eve"]), event(**fields)


@pytest.mark.parametrize("seed", sample(range(20), 5))
def test_whatever_was_planted_is_told_and_never_more_than_that(seed):
    random = Random(seed)
    found = told(*(planted(random) for _ in range(300)))
    assert len(found) > 100
    assert all(one.endswith(".") for one in found)
