"""Events in few words: one function an event, with defaults that fit what ``opened`` and ``inspected`` begin.

judged("J1", status="closed", reason="implemented")      what recording a judgement made
("bob", signed_off("J1"))                                 that bob signed it off, as pasts say it

What belongs to one inspection belongs to OCSAE unless ``inspection`` says otherwise.
"""

from __future__ import annotations

from events.base import Day
from events.bodies import BodyAliasAdded, BodyMerged, BodyRegistered, BodyRenamed, BodySucceeded
from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from events.disputes import DisputeRaised, DisputeSettled
from events.evidence import (
    EvidenceAttached,
    EvidenceCorrected,
    EvidenceDescribed,
    EvidenceExpected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.imports import FileImported, RecommendationImported
from events.inspections import InspectionCorrected, InspectionOpened
from events.inspectorates import ClockCorrected, LedgerCopied, LedgerOpened, LedgerRestored
from events.judgements import (
    JudgementCorrected,
    JudgementCorrectedWithWords,
    JudgementExplained,
    JudgementNoted,
    JudgementRecorded,
    JudgementRecordedWithWords,
    JudgementReturned,
    JudgementSignedOff,
)
from events.people import (
    DatabaseRoleAssigned,
    DatabaseRoleRemoved,
    PersonNamed,
    PersonRegistered,
    RoleGranted,
    RoleRevoked,
)
from events.personal_keys import PersonKeyEnrolled, PersonKeyRetired, SignaturesRuled
from events.progress import ProgressDescribed, ProgressReported
from events.publications import PublicationMade
from events.recommendations import (
    RecommendationClassified,
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationUnlinked,
    RecommendationUnvoided,
    RecommendationVoided,
    RecommendationWithdrawn,
)
from events.responses import ResponseDueSet, ResponseExplained, ResponseRecorded
from events.signing_keys import SigningKeyRegistered
from events.vocabulary import VocabularyWordAdded, VocabularyWordRetired
from events.words import WordsWithdrawn
from ledger.proof.text import to_base64
from tests import signers

ON = Day("2021-09-01")
REF = {"inspection": "OCSAE"}


def ledger_opened(sign_off="required"):
    return LedgerOpened(title="Test", time_zone="Europe/London", sign_off=sign_off, origin="example/test")


def restored(size=50, kept=20, why="A fire."):
    root = to_base64(bytes(32))
    return LedgerRestored(size=size, root=root, kept=kept, restored_from="the tape of Monday", why=why)


def copied(origin="example/test/practice"):
    return LedgerCopied(of="a" * 64, identity="b" * 32, origin=origin, verifier_key=signers.key(4, origin))


def clock_corrected(first=3, last=7, why="The battery was empty."):
    return ClockCorrected(first=first, last=last, why=why)


def key_registered(number=1):
    return SigningKeyRegistered(verifier_key=signers.key(number))


def key_rotated(number=1, to=2):
    return signers.rotated(number, to)


def key_replaced(number=2, by=3):
    return signers.replaced(number, by)


def registered(person="new"):
    return PersonRegistered(person=person)


def named(person="new", name="New"):
    return PersonNamed(person=person, name=name)


def granted(person="new", role="inspector"):
    return RoleGranted(person=person, role=role)


def revoked(person="new", role="inspector"):
    return RoleRevoked(person=person, role=role)


def database_role_assigned(person="ann", role="p_ann"):
    return DatabaseRoleAssigned(person=person, database_role=role)


def database_role_removed(person="ann", role="p_ann"):
    return DatabaseRoleRemoved(person=person, database_role=role)


def key_enrolled(person="ann", number=1):
    key = signers.personal(number)
    return PersonKeyEnrolled(person=person, key=key.fingerprint(), public_key=key.line())


def key_retired(person="ann", number=1, why="Lost."):
    return PersonKeyRetired(person=person, key=signers.personal(number).fingerprint(), why=why)


def signatures_ruled(signatures="required", why=None):
    return SignaturesRuled(signatures=signatures, why=why)


def body_registered(body="Police Scotland", on=None):
    return BodyRegistered(body=body, on=on)


def alias_added(also="PSOS", body="Police Scotland"):
    return BodyAliasAdded(body=body, also=also)


def renamed(to="The Police", body="Police Scotland", on=ON):
    return BodyRenamed(body=body, to=to, on=on, why="W")


def merged(into="Police Scotland", body="Police"):
    return BodyMerged(body=body, into=into, why="W")


def succeeded(by="Police Scotland", body="Police", on=ON):
    return BodySucceeded(body=body, by=by, on=on, why=None)


def word_added(word="Met", vocabulary="status", label=None, means="closed/implemented"):
    return VocabularyWordAdded(vocabulary=vocabulary, word=word, label=label or word, means=means)


def word_retired(word="Met", vocabulary="status"):
    return VocabularyWordRetired(vocabulary=vocabulary, word=word)


def inspection_opened(inspection="OCSAE", title="Online child sexual abuse"):
    return InspectionOpened(inspection=inspection, title=title)


def cycle_opened(cycle="2020", on="2020-02-26", title="Review", inspection="OCSAE", kind=None):
    return CycleOpened(inspection=inspection, cycle=cycle, title=title, kind=kind, on=Day(on))


def cycle_closed(cycle="2021", on=ON):
    return CycleClosed(**REF, cycle=cycle, on=on)


def made(number="3", inspection="OCSAE", **other):
    """A recommendation of the cycle of 2020."""
    fields = {
        "inspection": inspection,
        "number": number,
        "cycle": "2020",
        "kind": "recommendation",
        "text": f"Do {number}.",
        "made_to": ("Police Scotland",),
        "due": None,
        "on": "2020-02-26",
    }
    return RecommendationMade(**{**fields, **other})


def judged(ref="J1", number="3", *, cycle="2021", status="open", reason=None, on=ON, rationale=None, **other):
    """A judgement; with a rationale, as it was stored when the words stood in the event itself."""
    fields = {**REF, "judgement": ref, "number": number, "cycle": cycle, "status": status, "reason": reason}
    fields |= {"on": on, "made_to": None, "until": None, "word": None, "evidence": ()} | other
    if rationale is None:
        return JudgementRecorded(**fields)
    return JudgementRecordedWithWords(**fields, rationale=rationale)


def explained(ref="J1", rationale="R"):
    return JudgementExplained(**REF, judgement=ref, rationale=rationale)


def noted(ref="J1", note="N"):
    return JudgementNoted(**REF, judgement=ref, note=note)


def signed_off(ref="J1"):
    return JudgementSignedOff(**REF, judgement=ref)


def returned(ref="J1", why="W"):
    return JudgementReturned(**REF, judgement=ref, why=why)


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


def rescheduled(due="2022-09", on=ON):
    return RecommendationRescheduled(**REF, number="3", due=Day(due), approved_by=None, why=None, on=on)


def withdrawn(number="3", on=ON):
    return RecommendationWithdrawn(**REF, number=number, why="W", on=on)


def superseded(*by, how="superseded", number="3", on=ON):
    return RecommendationSuperseded(**REF, number=number, how=how, by=by, why=None, on=on)


def linked(number="9", relation="repeats", other="OCSAE/3", inspection="OCSAE", on=ON, why=None):
    return RecommendationLinked(
        inspection=inspection, number=number, relation=relation, other=other, why=why, on=on
    )


def unlinked(number="9", relation="repeats", other="OCSAE/3", why="W", of=ON):
    return RecommendationUnlinked(**REF, number=number, relation=relation, other=other, of=of, why=why)


def corrected(what="text", of="2020-02-26", number="3", **right):
    fields = {
        "text": None,
        "made_to": (),
        "due": None,
        "made_on": None,
        "kind": None,
        "in_cycle": None,
        "new_number": None,
    } | right
    return RecommendationCorrected(**REF, number=number, what=what, of=Day(of), why="W", **fields)


def classified(number="3", on=ON, **other):
    fields = {"priority": None, "topics": (), "source": None, "place": None, "under": None} | other
    return RecommendationClassified(**REF, number=number, on=on, **fields)


def answered(ref="R1", number="3", body="Police Scotland", answer="accepted", due=None, on=ON):
    return ResponseRecorded(**REF, response=ref, number=number, body=body, answer=answer, due=due, on=on)


def answer_explained(ref="R1", text="T", action=None):
    return ResponseExplained(**REF, response=ref, text=text, action=action)


def answer_due(due="2021-10-27", number="3", body=None, why="W", on=ON):
    return ResponseDueSet(**REF, number=number, body=body, due=Day(due), why=why, on=on)


def reported(ref="P1", number="3", body="Police Scotland", percent=None, restricted=None, on=ON):
    return ProgressReported(
        **REF, progress=ref, number=number, body=body, percent=percent, restricted=restricted, on=on
    )


def report_described(ref="P1", text="T"):
    return ProgressDescribed(**REF, progress=ref, text=text)


def retitled(title="Another title"):
    return InspectionCorrected(**REF, title=title, why="W")


def gone(event=1, name="inspection.opened", words=("title",), beside=("inspection", "OCSAE"), **other):
    """Words that were withdrawn: the title that the inspection was opened with, unless said otherwise."""
    fields = {**REF, "number": None, "shape": 1, "why": None, **other}
    return WordsWithdrawn(event=event, name=name, words=words, beside=beside, **fields)


def recycled(cycle="2020", *, title=None, kind=None, opened_on=None):
    return CycleCorrected(**REF, cycle=cycle, title=title, kind=kind, opened_on=opened_on, why="W")


def reopened(cycle="2021"):
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
        "about": None,
    }
    return PublicationMade(inspections=inspections, **{**fields, **other})


def file_imported(file="I1", digest="d" * 64, seen_on=ON, mapping="e" * 64):
    return FileImported(file=file, digest=digest, mapping=mapping, seen_on=seen_on, name="register.csv")


def row_imported(number="9", facts=1, judgement=None, **other):
    fields = {"file": "I1", "digest": "d" * 64, "seen_on": ON, "sheet": "Register", "row": 2, "makes": True}
    fields |= {"as_published": ()} | other
    return RecommendationImported(**REF, number=number, facts=facts, judgement=judgement, **fields)


def voided(number="3", why="Entered in error."):
    return RecommendationVoided(**REF, number=number, why=why)


def unvoided(number="3", why="It was right."):
    return RecommendationUnvoided(**REF, number=number, why=why)


def sent_wrongly(number=None, body=None, *, reworded=False, evidence="E1", why="A slip."):
    return EvidenceCorrected(**REF, evidence=evidence, number=number, body=body, reworded=reworded, why=why)


EVERY = (
    ledger_opened,
    restored,
    copied,
    clock_corrected,
    key_registered,
    key_rotated,
    key_replaced,
    registered,
    named,
    granted,
    revoked,
    database_role_assigned,
    database_role_removed,
    key_enrolled,
    key_retired,
    signatures_ruled,
    body_registered,
    alias_added,
    renamed,
    merged,
    succeeded,
    word_added,
    word_retired,
    inspection_opened,
    cycle_opened,
    cycle_closed,
    made,
    judged,
    explained,
    noted,
    signed_off,
    returned,
    submitted,
    described,
    attached,
    set_aside,
    requested,
    expected,
    restated,
    readdressed,
    rescheduled,
    withdrawn,
    superseded,
    linked,
    unlinked,
    corrected,
    classified,
    answered,
    answer_explained,
    answer_due,
    reported,
    report_described,
    retitled,
    gone,
    recycled,
    reopened,
    put_right,
    disputed,
    settled,
    published,
    voided,
    unvoided,
    sent_wrongly,
    file_imported,
    row_imported,
)
"""One of each event, as it is recorded now."""
