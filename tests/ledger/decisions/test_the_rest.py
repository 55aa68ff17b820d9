"""The rules on people, inspections, cycles and evidence."""

import pytest

from events.base import Day
from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from events.evidence import (
    EvidenceAttached,
    EvidenceDescribed,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.inspections import InspectionCorrected, InspectionOpened
from events.inspectorates import LedgerRestored
from events.judgements import JudgementRecorded, JudgementSignedOff
from events.people import PersonNamed, PersonRegistered, RoleGranted, RoleRevoked
from events.recommendations import RecommendationWithdrawn
from events.signing_keys import SigningKeyRegistered
from ledger.decisions.cycles import CloseCycle, CorrectCycle, OpenCycle, ReopenCycle
from ledger.decisions.evidence import (
    Attachment,
    ExpectEvidence,
    RequestEvidence,
    SubmitEvidence,
    WithdrawEvidence,
)
from ledger.decisions.inspections import CorrectInspection, OpenInspection
from ledger.decisions.inspectorates import OpenLedger, RestoreLedger
from ledger.decisions.judgements import RecordJudgement
from ledger.decisions.people import GrantRole, RegisterPerson, RenamePerson, RevokeRole
from ledger.decisions.recommendations import MakeRecommendation
from ledger.decisions.signing_keys import ReplaceSigningKey
from ledger.proof.text import to_base64
from tests import signers
from tests.builders import made
from tests.pasts import inspected

WITHDRAWN = RecommendationWithdrawn(inspection="OCSAE", number="3", why="x", on=Day("2021-01-01"))
FILE = Attachment("plan.txt", "ab" * 32, 12)
SUBMITTED = EvidenceSubmitted(
    inspection="OCSAE",
    evidence="E1",
    number="3",
    cycle=None,
    body="Police Scotland",
    proposes_closure=False,
    restricted=None,
    on=Day("2021-06-01"),
)


# People


def test_a_person_is_registered_and_the_name_stands_apart(given):
    asked = RegisterPerson(person="eve", name="Eve Doe", roles=("inspector", "publisher", "inspector"))
    given().when(asked, by="ada").then(
        PersonRegistered(person="eve"),
        PersonNamed(person="eve", name="Eve Doe"),
        RoleGranted(person="eve", role="inspector"),
        RoleGranted(person="eve", role="publisher"),
    )


@pytest.mark.parametrize("id", ["ann", "ANN"])
def test_an_id_is_given_once(given, id):
    given().when(RegisterPerson(person=id, name="X", roles=("inspector",)), by="ada").refused(
        "ann is registered already"
    )


@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({"person": "e v e"}, "no id"),
        ({"person": "ève"}, "no id"),
        ({"person": ""}, "id is empty"),
        ({"roles": ()}, "No role was given"),
        ({"roles": ("king",)}, "is no role"),
        ({"name": " "}, "name is empty"),
        ({"name": "A\nB"}, "line break"),
    ],
)
def test_what_cannot_be_an_id_a_role_or_a_name_is_wrong_usage(given, fields, because):
    asked = RegisterPerson(**{"person": "eve", "name": "Eve", "roles": ("inspector",), **fields})
    given().when(asked, by="ada").refused(because, status=2)


def test_roles_are_granted_and_revoked(given):
    given().when(GrantRole(person="ann", role="approver"), by="ada").then(
        RoleGranted(person="ann", role="approver")
    )
    given().when(RevokeRole(person="ann", role="inspector"), by="ada").then(
        RoleRevoked(person="ann", role="inspector")
    )


@pytest.mark.parametrize(
    ("asked", "because"),
    [
        (GrantRole(person="ann", role="inspector"), "has the role inspector already"),
        (RevokeRole(person="ann", role="approver"), "does not have the role approver"),
        (GrantRole(person="eve", role="inspector"), "eve is not registered"),
        (RevokeRole(person="ada", role="administrator"), "ada is the last administrator"),
    ],
)
def test_roles_are_refused(given, asked, because):
    given().when(asked, by="ada").refused(because)


def test_an_administrator_may_go_once_there_is_another(given):
    second = RoleGranted(person="ann", role="administrator")
    given(second).when(RevokeRole(person="ada", role="administrator"), by="ada").made("ada")


@pytest.mark.parametrize(
    "asked",
    [
        RegisterPerson(person="eve", name="E", roles=("inspector",)),
        GrantRole(person="art", role="approver"),
        RevokeRole(person="art", role="inspector"),
    ],
)
def test_people_are_the_administrators_business(given, asked):
    given().when(asked, by="cyd").refused("takes the role administrator")


def test_a_role_that_was_revoked_is_gone(given):
    gone = RoleRevoked(person="ann", role="inspector")
    given(gone).when(OpenInspection(inspection="X", title="t"), by="ann").refused("takes the role inspector")


def test_a_ledger_is_opened_once(given):
    opening = OpenLedger(person="eve", name="E", title="t", time_zone="UTC", sign_off="required", origin="o")
    given().when(opening, by="ada").refused("was opened already")


# Inspections and cycles


def test_an_inspection_is_opened(given):
    for by in ("ann", "ada"):
        given().when(OpenInspection(inspection="OCSAE", title=" Online "), by=by).then(
            InspectionOpened(inspection="OCSAE", title="Online")
        )


@pytest.mark.parametrize("ref", ["OCSAE", "ocsae"])
def test_a_ref_is_given_once_however_it_is_capitalised(given, ref):
    given(*inspected()).when(OpenInspection(inspection=ref, title="t")).refused(
        "There is an inspection OCSAE already"
    )


@pytest.mark.parametrize("ref", ["", "A B", "A/B", "../x", "x" * 33, "é/", "A;B"])
def test_what_cannot_be_a_ref_is_wrong_usage(given, ref):
    given().when(OpenInspection(inspection=ref, title="t")).refused("inspection", status=2)


def test_a_cycle_is_opened(given):
    asked = OpenCycle(inspection="ocsae", cycle="2022", title="Follow-up", kind="follow-up", on="2022-01")
    given(*inspected()).when(asked).then(
        CycleOpened(inspection="OCSAE", cycle="2022", title="Follow-up", kind="follow-up", on=Day("2022-01"))
    )


def test_a_cycle_may_be_called_by_two_years(given):
    asked = OpenCycle(inspection="OCSAE", cycle="2021/22", title="PEEL", on="2022-01")
    given(*inspected()).when(asked).made("OCSAE/2021/22")


def test_a_cycle_is_opened_once_in_an_inspection_that_is_there_and_not_in_the_future(given):
    past = given(*inspected())
    past.when(OpenCycle(inspection="OCSAE", cycle="2021", title="t")).refused("has a cycle 2021 already")
    past.when(OpenCycle(inspection="NONE", cycle="1", title="t")).refused("no inspection NONE", status=3)
    past.when(OpenCycle(inspection="OCSAE", cycle="9", title="t", on="2022-03-02")).refused("future")


def awaiting(ref, number):
    return JudgementRecorded(
        inspection="OCSAE",
        judgement=ref,
        number=number,
        cycle="2021",
        made_to=None,
        until=None,
        word=None,
        status="open",
        reason=None,
        evidence=(),
        on=Day("2021-08-20"),
    )


def test_a_cycle_is_closed(given):
    given(*inspected()).when(CloseCycle(inspection="OCSAE", cycle="2021", on="2021-08-18")).then(
        CycleClosed(inspection="OCSAE", cycle="2021", on=Day("2021-08-18"))
    )


def test_a_cycle_is_not_closed_while_judgements_await_sign_off(given):
    past = given(*inspected(), awaiting("J1", "3"), awaiting("J2", "5"))
    past.when(CloseCycle(inspection="OCSAE", cycle="2021")).refused("J1 (on 3), J2 (on 5)")
    past.when(CloseCycle(inspection="OCSAE", cycle="2020")).made("OCSAE/2020")


def test_a_cycle_is_closed_once_and_its_closing_may_be_recorded_late(given):
    close = CloseCycle(inspection="OCSAE", cycle="2021", on="2021-08-19")
    past = [
        *inspected(),
        awaiting("J1", "3"),
        ("bob", JudgementSignedOff(inspection="OCSAE", judgement="J1")),
    ]
    given(*past).when(close).made("OCSAE/2021")
    given(*past[:-1]).when(close).made("OCSAE/2021")
    given(*past[:-1]).when(CloseCycle(inspection="OCSAE", cycle="2021", on="2021-08-20")).refused(
        "judgements that await sign-off: J1"
    )
    early = CloseCycle(inspection="OCSAE", cycle="2021", on="2021-08-17")
    given(*inspected()).when(early).refused("the cycle 2021 was opened on 2021-08-18")
    closed = CycleClosed(inspection="OCSAE", cycle="2021", on=Day("2021-09-01"))
    given(*inspected(), closed).when(close).refused("was closed on 2021-09-01")
    given(*inspected()).when(CloseCycle(inspection="OCSAE", cycle="7")).refused("no cycle 7", status=3)


def test_what_was_made_or_judged_in_a_cycle_before_it_was_closed_can_still_be_recorded(given):
    closed = CycleClosed(inspection="OCSAE", cycle="2021", on=Day("2021-09-01"))
    past = given(*inspected(), closed)

    def judge(on):
        return RecordJudgement(
            inspection="OCSAE", number="3", cycle="2021", status="open", rationale="x", on=on
        )

    def make(on):
        return MakeRecommendation(
            inspection="OCSAE", number="9", cycle="2021", text="x", made_to=("SPA",), on=on
        )

    def expect(on):
        return ExpectEvidence(inspection="OCSAE", number="3", cycle="2021", text="x", on=on)

    for asked in (judge, make, expect):
        for on in ("2021-08-31", "2021-09"):
            assert past.when(asked(on)).error is None
        for on in ("2021-09-01", "2021-09-02", "2021-10", None):
            past.when(asked(on)).refused("was closed on 2021-09-01")


# Evidence


def submit(**other):
    fields = {
        "inspection": "OCSAE",
        "number": "3",
        "body": "Police Scotland",
        "summary": "Minutes.",
        "on": "2021-06-01",
    }
    return SubmitEvidence(**{**fields, **other})


def described(ref="E1"):
    return EvidenceDescribed(inspection="OCSAE", evidence=ref, summary="Minutes.")


def test_evidence_is_submitted_described_and_attached(given):
    given(*inspected()).when(submit(files=(FILE,))).then(
        SUBMITTED,
        described(),
        EvidenceAttached(inspection="OCSAE", evidence="E1", name="plan.txt", sha256="ab" * 32, size=12),
    )


def test_the_summary_of_restricted_evidence_is_not_in_the_public_event(given):
    answer = given(*inspected()).when(submit(restricted="Live operation", proposes_closure=True)).made("E1")
    public = answer.events[0]
    assert public.restricted == "Live operation"
    assert "Minutes" not in repr(public)


def test_evidence_is_numbered_within_the_inspection(given):
    given(*inspected(), SUBMITTED).when(submit(number="5")).made("E2")


def test_evidence_may_say_its_cycle_and_is_not_before_it(given):
    past = given(*inspected())
    assert past.when(submit(cycle="2021", on="2021-08-18")).made("E1").events[0].cycle == "2021"
    past.when(submit(cycle="2021")).refused("before the cycle 2021 was opened on 2021-08-18")
    past.when(submit(cycle="1999")).refused("no cycle 1999", status=3)


@pytest.mark.parametrize(
    ("fields", "because", "status"),
    [
        ({"on": "2020-02-25"}, "before recommendation 3 was made", 4),
        ({"on": "2022-03-02"}, "in the future", 4),
        ({"number": "9"}, "no recommendation 9", 3),
        ({"summary": ""}, "summary is empty", 2),
        ({"body": "\u202eevil"}, "U+202E", 2),
        ({"files": (Attachment("a\nb", "ab" * 32, 1),)}, "file name has a line break", 2),
    ],
)
def test_evidence_is_refused(given, fields, because, status):
    given(*inspected()).when(submit(**fields)).refused(because, status=status)


def test_no_evidence_for_what_is_gone(given):
    past = given(*inspected(), WITHDRAWN)
    past.when(submit()).refused("Recommendation 3 of OCSAE was withdrawn")
    past.when(RequestEvidence(inspection="OCSAE", number="3", why="x")).refused("was withdrawn")


def test_evidence_is_withdrawn_once_and_not_before_it_came(given):
    withdraw = WithdrawEvidence(inspection="OCSAE", evidence="e1", why="Wrong file.", on="2021-07-01")
    gone = EvidenceWithdrawn(inspection="OCSAE", evidence="E1", why="Wrong file.", on=Day("2021-07-01"))
    given(*inspected(), SUBMITTED).when(withdraw).then(gone)
    given(*inspected(), SUBMITTED, gone).when(withdraw).refused("was withdrawn already")
    given(*inspected()).when(withdraw).refused("has no evidence", status=3)
    early = WithdrawEvidence(inspection="OCSAE", evidence="E1", why="x", on="2021-05-31")
    given(*inspected(), SUBMITTED).when(early).refused("before evidence E1 was submitted")


def test_more_evidence_is_requested(given):
    given(*inspected(), made("8")).when(
        RequestEvidence(inspection="OCSAE", number="8", why="Too thin.", on="2021-07-01")
    ).then(
        EvidenceRequested(inspection="OCSAE", number="8", body=None, why="Too thin.", on=Day("2021-07-01"))
    )
    early = RequestEvidence(inspection="OCSAE", number="3", why="x", on="2020-01")
    given(*inspected()).when(early).refused("before recommendation 3 was made")


@pytest.mark.parametrize("by", ["ada", "bob", "pat", "eve"])
def test_evidence_is_the_inspectors_business(given, by):
    given(*inspected()).when(submit(), by=by).refused(by)


# What was typed wrongly


CLOSED = CycleClosed(inspection="OCSAE", cycle="2021", on=Day("2021-12-01"))


def recycled(cycle="2021", **right):
    fields = {"title": None, "kind": None, "opened_on": None, **right}
    return CycleCorrected(inspection="OCSAE", cycle=cycle, why="A slip.", **fields)


def test_a_title_is_set_right(given):
    asked = CorrectInspection(inspection="ocsae", title=" Online abuse ", why=" A slip. ")
    given(*inspected()).when(asked).then(
        InspectionCorrected(inspection="OCSAE", title="Online abuse", why="A slip.")
    )


def test_a_title_is_set_right_to_another(given):
    asked = CorrectInspection(inspection="OCSAE", title="Online child sexual abuse", why="A slip.")
    given(*inspected()).when(asked).refused("OCSAE has just that title")


@pytest.mark.parametrize(
    "right",
    [
        {"title": "Progress review"},
        {"kind": "Follow-up"},
        {"opened_on": "2021-09"},
        {"opened_on": "2021-01-01"},
    ],
    ids=str,
)
def test_a_cycle_is_set_right(given, right):
    asked = CorrectCycle(inspection="OCSAE", cycle="2021", why="A slip.", **right)
    given(*inspected()).when(asked, by="ada").then(recycled(**right))


@pytest.mark.parametrize(
    ("right", "because", "status"),
    [
        ({}, "Nothing was given to correct", 2),
        ({"title": "Review"}, "just that title", 4),
        ({"opened_on": "2020-02-26"}, "just that first day", 4),
        ({"opened_on": "2022-03-02"}, "in the future", 4),
        ({"opened_on": "2020-02-27"}, "recommendation 3, made in it, is of 2020-02-26", 4),
    ],
)
def test_a_cycle_is_not_set_right_to_what_it_cannot_have_been(given, right, because, status):
    asked = CorrectCycle(inspection="OCSAE", cycle="2020", why="A slip.", **right)
    given(*inspected()).when(asked).refused(because, status=status)


def test_a_cycle_was_not_opened_after_it_was_closed(given):
    asked = CorrectCycle(inspection="OCSAE", cycle="2021", opened_on="2021-12-02", why="A slip.")
    given(*inspected(), CLOSED).when(asked).refused("its closing is of 2021-12-01")


def test_a_cycle_closed_in_error_is_open_again(given):
    asked = ReopenCycle(inspection="OCSAE", cycle="2021", why="Not over.")
    given(*inspected(), CLOSED).when(asked).then(
        CycleReopened(inspection="OCSAE", cycle="2021", why="Not over.")
    )
    given(*inspected()).when(asked).refused("is open")


def test_a_person_is_named_anew(given):
    asked = RenamePerson(person="ann", name="Ann Other")
    given().when(asked, by="ada").then(PersonNamed(person="ann", name="Ann Other"))
    given().when(RenamePerson(person="ann", name="Ann"), by="ada").refused("just that name")
    given().when(RenamePerson(person="eve", name="Eve"), by="ada").refused("not registered")
    given().when(asked, by="ann").refused("it takes the role administrator")


def test_a_restore_is_not_declared_on_what_was_declared_meanwhile(given):
    lost = {"size": 50, "root": to_base64(bytes(32)), "kept": 9, "restored_from": "a tape", "why": "A fire."}
    declared = ("ada", LedgerRestored(**lost))
    given().when(RestoreLedger(**lost, before=0), by="ada").then(LedgerRestored(**lost))
    given(declared).when(RestoreLedger(**lost, before=1), by="ada").then(LedgerRestored(**lost))
    given(declared).when(RestoreLedger(**lost, before=0), by="ada").refused("meanwhile", status=5)
    given().when(RestoreLedger(**{**lost, "kept": 50}), by="ada").refused("is still there")
    given().when(RestoreLedger(**lost), by="ann").refused("takes the role administrator")


def test_a_key_that_signs_by_now_is_not_the_one_that_was_lost(given):
    first = ("ada", SigningKeyRegistered(verifier_key=signers.key(1)))
    asked = {"verifier_key": signers.key(3), "why": "Burnt."}
    lost = ReplaceSigningKey(**asked, lost=signers.key(1))
    given(first).when(lost, by="ada").then(signers.replaced(1, 3, why="Burnt."))
    given(first, ("ada", signers.replaced(1, 2))).when(lost, by="ada").refused("Another key signs by now")
    given(first, ("ada", signers.replaced(1, 3))).when(lost, by="ada").refused("none comes back")
    given().when(lost, by="ada").refused("no signing key", status=3)
