"""V11, rule by rule: a past, an event that breaks a rule, and the words it is told in."""

from __future__ import annotations

import ast
import inspect

import pytest

from events.base import Day
from events.bodies import BodyAliasAdded, BodyMerged, BodyRegistered, BodyRenamed, BodySucceeded
from events.cycles import CycleClosed, CycleOpened
from events.inspections import InspectionOpened
from events.inspectorates import ClockCorrected, LedgerCopied, LedgerOpened, LedgerRestored
from events.judgements import (
    JudgementNoted,
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
from events.progress import ProgressDescribed, ProgressReported
from events.recommendations import RecommendationClassified
from events.registry import EVENTS
from events.responses import ResponseDueSet, ResponseExplained, ResponseRecorded
from events.signing_keys import SigningKeyRegistered, SigningKeyRotated
from events.vocabulary import VocabularyWordAdded, VocabularyWordRetired
from ledger.checks.replay import RULES
from ledger.proof.note import VerifierKey
from ledger.proof.text import to_base64
from ledger.records import LEDGER_STREAM
from ledger.rules import (
    corrections,
    cycles,
    disputes,
    evidence,
    judgement_corrections,
    judgements,
    links,
    people,
    recommendations,
    sides,
    sign_offs,
    words,
)
from ledger.rules.index import table
from tests import signers
from tests.builders import (
    ON,
    REF,
    attached,
    corrected,
    described,
    disputed,
    expected,
    explained,
    file_imported,
    gone,
    judged,
    key_enrolled,
    key_retired,
    linked,
    made,
    published,
    put_right,
    put_right_of_old,
    readdressed,
    recycled,
    reopened,
    requested,
    rescheduled,
    restated,
    retitled,
    returned,
    row_imported,
    sent_wrongly,
    set_aside,
    settled,
    signatures_ruled,
    submitted,
    superseded,
    unvoided,
    voided,
    withdrawn,
)
from tests.pasts import opened
from tests.planted import (
    BEFORE,
    BODY,
    CLOSED,
    LATER,
    NO_REPETITION,
    NO_SUCCESSION,
    NOW,
    REPETITION,
    RETURNED,
    RIGHT,
    SIGNED,
    SUCCESSION,
    VOID,
    fact,
    lived_facts,
    replayed,
    told,
)

ROOMS = (
    people,
    cycles,
    recommendations,
    links,
    sides,
    corrections,
    judgement_corrections,
    evidence,
    judgements,
    sign_offs,
    disputes,
    words,
)
TITLE = "Online child sexual abuse"
KEY, OTHER_KEY = (VerifierKey("example/test", bytes([at]) * 32).text() for at in (1, 2))
ROOT = to_base64(bytes(32))
COPIED = LedgerCopied(
    of="a" * 64,
    identity="b" * 32,
    origin="example/test/practice",
    verifier_key=signers.key(4, "example/test/practice"),
)
GOOD = [
    expected(),
    [submitted(), described(), attached()],
    requested(BODY),
    [
        judged(status="closed", reason="implemented", evidence=("E1",)),
        explained(),
        JudgementNoted(**REF, judgement="J1", note="N"),
    ],
    ("cyd", JudgementSignedOff(**REF, judgement="J1")),
    submitted("E2", "5", "2021"),
    requested(number="5"),
    set_aside("E2"),
    ("cyd", judged("J2", "5")),
    ("cyd", JudgementReturned(**REF, judgement="J2", why="W")),
    ("art", judged("J3", "5", made_to=BODY, until="2023")),
    ("art", JudgementReturned(**REF, judgement="J3", why="W")),
    disputed(judgement="J1", body=BODY),
    settled(body=BODY, outcome="withdrawn"),
    disputed("D2"),
    settled("D2"),
    ("bob", put_right(judged_on=Day("2021-08-30"), reworded=True)),
    ("bob", put_right(void=True)),
    [
        file_imported(),
        row_imported("12", as_published=("due",)),
        made("12", due=BEFORE),
        row_imported("12", judgement="J4", makes=False, as_published=("judged-on",), row=3),
        judged("J4", "12", on=BEFORE),
        row_imported("3", facts=0, makes=False, row=4),
    ],
    restated(),
    corrected("text", ON, text="U"),
    corrected("text", ON),
    readdressed("A", "B"),
    corrected("made-to", ON, made_to=("A",)),
    rescheduled("2022-09"),
    corrected("due", ON, due=Day("2022-10")),
    corrected("due", due=Day("2021-10")),
    corrected("made-on", made_on=Day("2020-03")),
    LATER,
    REPETITION,
    NO_REPETITION,
    SUCCESSION,
    NO_SUCCESSION,
    recycled("2020", title="The review", kind="Strategic", opened_on=Day("2020-02")),
    made("10", on="2021-08-20"),
    corrected("cycle", "2021-08-20", "10", in_cycle="2021"),
    corrected("kind", "2021-08-20", "10", kind="area-for-development"),
    CLOSED,
    reopened("2021"),
    CLOSED,
    ("ada", retitled("Online abuse")),
    ("ada", gone()),
    [superseded("OCSAE/5", how="merged"), linked("5", "merges", "OCSAE/3")],
    # What took effect before the end may be recorded after it.
    restated("V", on=Day("2021-08-31")),
    ("ada", PersonRegistered(person="new")),
    ("ada", PersonNamed(person="new", name="New")),
    ("ada", PersonNamed(person="new", name="Newer")),
    ("ada", RoleGranted(person="new", role="administrator")),
    ("ada", DatabaseRoleAssigned(person="new", database_role="p_new")),
    ("ada", DatabaseRoleAssigned(person="new", database_role="p_newer")),
    ("ada", DatabaseRoleAssigned(person="ann", database_role="p_new")),
    ("ada", DatabaseRoleRemoved(person="new", database_role="p_newer")),
    ("new", RoleRevoked(person="ada", role="administrator")),
    ("new", SigningKeyRegistered(verifier_key=signers.key(1))),
    ("new", signers.rotated(1, 2)),
    ("new", signers.replaced(2, 3)),
    ("new", LedgerRestored(size=50, root=ROOT, kept=20, restored_from="the tape of Monday", why="A fire.")),
    ("new", ClockCorrected(first=3, last=7, why="The battery was empty.")),
    ("new", key_enrolled("new", 5)),
    ("new", key_enrolled("ann", 6)),
    ("new", signatures_ruled()),
    ("ann", restated("X", number="12")),
    ("new", key_retired("ann", 6)),
    [("new", key_enrolled("new", 7)), ("new", key_retired("new", 5))],
    ("new", signatures_ruled("none", "It was too early.")),
    ("ann", restated("Y", number="12")),
    ("nobody", COPIED),
]


FIRST_KEY = ("ada", SigningKeyRegistered(verifier_key=signers.key(1)))
UNENDORSED = SigningKeyRotated(verifier_key=signers.key(2), before=signers.key(1), endorsement="— a b")


def lost(**other):
    fields = {"size": 50, "root": ROOT, "kept": 9, "restored_from": "a tape", "why": "A fire.", **other}
    return ("ada", LedgerRestored(**fields))


def test_a_past_that_kept_the_rules_is_told_nothing_of():
    assert told(*GOOD) == []
    assert told(judged(), judged("J2"), put_right(void=True), sign_off="none") == []


NOBODY = "there was no recommendation 9"


def body(name, on=None):
    return BodyRegistered(body=name, on=on)


def alias(name, also):
    return BodyAliasAdded(body=name, also=also)


def renamed(name, to, on="2015-01-01"):
    return BodyRenamed(body=name, to=to, on=Day(on), why="An act.")


def merged(name, into):
    return BodyMerged(body=name, into=into, why="A slip.")


def succeeded(name, by, on="2015-01-01"):
    return BodySucceeded(body=name, by=by, on=Day(on), why=None)


def answered(**other):
    of = {"response": "R1", "number": "3", "body": "Police Scotland", "answer": "accepted", "due": None}
    return ResponseRecorded(**{**REF, **of, "on": Day("2021-09-01"), **other})


def explained_answer():
    return ResponseExplained(**REF, response="R1", text="Yes.", action=None)


def answer_due(**other):
    of = {"number": "3", "body": None, "due": Day("2021-10-01"), "why": None, "on": Day("2021-09-01")}
    return ResponseDueSet(**{**REF, **of, **other})


def reported(**other):
    of = {"progress": "P1", "number": "3", "body": "Police Scotland", "percent": 40, "restricted": None}
    return ProgressReported(**{**REF, **of, "on": Day("2021-09-01"), **other})


def described_progress():
    return ProgressDescribed(**REF, progress="P1", text="Half way.")


def sorted_by(**other):
    of = {"number": "3", "priority": None, "topics": (), "source": None, "place": None, "under": None}
    return RecommendationClassified(**{**REF, **of, "on": Day("2021-09-01"), **other})


def added(vocabulary, word, means=None, label=None):
    return VocabularyWordAdded(vocabulary=vocabulary, word=word, label=label or word, means=means)


def retired(vocabulary, word):
    return VocabularyWordRetired(vocabulary=vocabulary, word=word)


LINE = signers.personal(1).line()
SIGNED_BY_ALL = [("ada", key_enrolled("ada")), ("ada", signatures_ruled())]


def enrolled_as(**other):
    return key_enrolled().__class__(**{**key_enrolled().fields, **other})


BOTH = [("ada", body("A")), ("ada", body("B"))]

CASES = [
    # the house and its people
    ([("eve", judged())], "eve was not registered then"),
    ([("pat", judged())], "it takes the role inspector, which pat had not then"),
    ([("ada", RoleRevoked(person="ann", role="inspector")), judged()], "which ann had not then"),
    ([("ann", RoleGranted(person="ann", role="approver"))], "it takes the role administrator"),
    ([("ann", ClockCorrected(first=1, last=2, why="W"))], "it takes the role administrator"),
    ([("ada", ClockCorrected(first=1, last=999, why="W"))], "it speaks of events 1 to 999"),
    ([("ada", ClockCorrected(first=0, last=2, why="W"))], "it speaks of events 0 to 2"),
    ([("ada", ClockCorrected(first=3, last=2, why="W"))], "it speaks of events 3 to 2"),
    ([("ada", ClockCorrected(first=1, last=2, why=" "))], "it is not said why"),
    (
        [
            ("ada", ClockCorrected(first=3, last=7, why="W")),
            ("ada", ClockCorrected(first=3, last=5, why="W")),
        ],
        "it speaks of events 3 to 5, of which that was declared before",
    ),
    ([("ada", LedgerOpened(title="T", time_zone="UTC", sign_off="none", origin="o"))], "was opened before"),
    (
        [("ada", LedgerOpened(title="T", time_zone="UTC", sign_off="so", origin="o"))],
        "'so' is no sign-off rule",
    ),
    ([("ada", SigningKeyRegistered(verifier_key=key)) for key in (KEY, OTHER_KEY)], "had a signing key"),
    ([FIRST_KEY, ("ann", signers.rotated(1, 2))], "it takes the role administrator, which ann had not"),
    ([("ada", signers.rotated(1, 2))], "and '' was in force"),
    ([FIRST_KEY, ("ada", signers.replaced(2, 3))], "was in force"),
    (
        [FIRST_KEY, ("ada", signers.rotated(1, 2)), ("ada", signers.rotated(2, 1))],
        "that key signed for the ledger before",
    ),
    ([FIRST_KEY, ("ada", signers.rotated(1, 2, "else"))], "that key is named 'else'"),
    ([FIRST_KEY, ("ada", UNENDORSED)], "the key before did not sign the one that follows it (line 5"),
    ([FIRST_KEY, ("ada", signers.replaced(1, 2, why=" "))], "it is not said why"),
    ([lost(root="x")], "it names no root"),
    ([lost(kept=50)], "it says that of 50 events 50 were left"),
    ([lost(kept=40)], "it says that 40 were left"),
    ([lost(restored_from="")], "it is not said from what"),
    (
        [("nobody", LedgerCopied(**{**vars(COPIED), "origin": "example/test"}))],
        "the name of what it is a copy",
    ),
    ([("nobody", LedgerCopied(**{**vars(COPIED), "verifier_key": KEY}))], "that key is named 'example/test'"),
    ([("pat", published(size=0))], "it is of 0 events, where 1 were due"),
    ([("pat", published(size=size)) for size in (9, 8)], "it is of 8 events, where 9 were due"),
    ([("pat", published("NONE"))], "there was no inspection NONE"),
    ([("pat", published("OCSAE", "ocsae"))], "it names an inspection twice"),
    ([("pat", published(licence_url="elsewhere"))], "its licence is not said"),
    ([("pat", published(site="https://example.org"))], "its site is no address of a folder on the web"),
    ([("pat", published(about="a\u202eb"))], "what it says about itself is no text"),
    ([("pat", published(site="https://a@example.org/"))], "its site is no address of a folder on the web"),
    ([("ada", SigningKeyRegistered(verifier_key="k"))], "that is no verifier key (line 1: "),
    (
        [("ada", SigningKeyRegistered(verifier_key=VerifierKey("else", bytes(32)).text()))],
        "that key is named 'else', and the ledger 'example/test'",
    ),
    ([("ada", PersonRegistered(person="ANN"))], "ANN was registered before"),
    ([("ada", PersonNamed(person="eve", name="Eve"))], "eve was not registered then"),
    ([("ada", PersonNamed(person="ann", name="Ann"))], "ann was called just that"),
    (
        [
            *(("ada", PersonRegistered(person=person)) for person in ("eve", "fay")),
            ("ada", PersonNamed(person="eve", name="Eve")),
        ],
        "eve was registered before others were",
    ),
    ([("ada", RoleGranted(person="eve", role="inspector"))], "eve was not registered then"),
    ([("ada", RoleGranted(person="ann", role="king"))], "'king' is no role"),
    ([("ada", RoleGranted(person="ann", role="inspector"))], "ann had that role"),
    ([("ada", RoleRevoked(person="ann", role="approver"))], "ann had not that role"),
    ([("ada", RoleRevoked(person="ada", role="administrator"))], "last administrator"),
    ([("ada", DatabaseRoleAssigned(person="eve", database_role="p"))], "eve was not registered then"),
    ([("ada", DatabaseRoleRemoved(person="eve", database_role="p"))], "eve was not registered then"),
    ([("ada", DatabaseRoleRemoved(person="ann", database_role="p"))], "ann had no database role"),
    (
        [("ada", DatabaseRoleAssigned(person="ann", database_role="p")) for _ in range(2)],
        "p spoke for ann",
    ),
    (
        [("ada", DatabaseRoleAssigned(person=person, database_role="p")) for person in ("ann", "bob")],
        "p spoke for ann",
    ),
    (
        [
            ("ada", DatabaseRoleAssigned(person="ann", database_role="p")),
            ("ada", DatabaseRoleRemoved(person="ann", database_role="q")),
        ],
        "the database role of ann was p",
    ),
    # keys of people
    ([("ada", key_enrolled("eve"))], "eve was not registered then"),
    ([("ann", key_enrolled())], "it takes the role administrator"),
    ([("ada", key_enrolled("ann")), ("ada", key_enrolled("bob"))], "that key was enrolled for ann before"),
    (
        [("ada", key_enrolled()), ("ada", key_retired()), ("ada", key_enrolled())],
        "that key of ann was retired before",
    ),
    ([("ada", key_retired())], "ann had no key SHA256:"),
    ([("ada", key_enrolled()), ("ada", key_retired("bob"))], "bob had no key SHA256:"),
    ([("ada", key_enrolled()), ("ada", key_retired(why=" "))], "it is not said why"),
    ([("ada", enrolled_as(public_key="ssh-rsa AAAA"))], "that is no public key (line 1: it is a key of the"),
    ([("ada", enrolled_as(public_key=f"{LINE} ann@home"))], "not written in its one right spelling"),
    ([("ada", enrolled_as(key="SHA256:x"))], "the fingerprint of that key is SHA256:"),
    ([("ada", signatures_ruled(why="W"))], "ada had no key"),
    ([("ada", signatures_ruled("perhaps"))], "'perhaps' is no rule on signatures"),
    ([("ada", signatures_ruled("none"))], "signatures were none before"),
    ([*SIGNED_BY_ALL, ("ada", signatures_ruled())], "signatures were required before"),
    ([*SIGNED_BY_ALL, restated()], "ann had no key then, and signatures were required"),
    ([*SIGNED_BY_ALL, ("ada", key_retired("ada"))], "ada was the last administrator with a key"),
    (
        [
            ("ada", RoleGranted(person="ann", role="administrator")),
            *SIGNED_BY_ALL,
            ("ada", RoleRevoked(person="ada", role="administrator")),
        ],
        "ada was the last administrator with a key",
    ),
    # days
    (
        [restated(on=Day("2022-03-03"))],
        "its date 2022-03-03 had not come when it was recorded, at 2022-03-01T",
    ),
    ([restated(on=Day("2022-04"))], "its date 2022-04 had not come"),
    ([judged(), SIGNED, ("bob", put_right(judged_on=Day("2023-01-01")))], "its date 2023-01-01 had not come"),
    ([corrected("made-on", made_on=Day("2023-01"))], "its date 2023-01 had not come"),
    # names
    (
        [CycleOpened(inspection="ocsae", cycle="1", title="T", kind=None, on=ON)],
        "inspection OCSAE is called ocsae",
    ),
    ([made("AFD1"), restated(number="afd1")], "recommendation AFD1 is called afd1"),
    ([made("AFD1"), disputed(number="afd1")], "recommendation AFD1 is called afd1"),
    (
        [CycleOpened(**REF, cycle="c3", title="T", kind=None, on=ON), expected(cycle="C3")],
        "the cycle c3 is called C3",
    ),
    (
        [CycleOpened(**REF, cycle="c3", title="T", kind=None, on=ON), submitted(cycle="C3")],
        "the cycle c3 is called C3",
    ),
    ([submitted(), described("e1")], "evidence E1 is called e1"),
    ([submitted(), judged(evidence=("e1",))], "evidence E1 is called e1"),
    ([judged(), ("bob", JudgementSignedOff(**REF, judgement="j1"))], "judgement J1 is called j1"),
    ([judged(), SIGNED, disputed(judgement="j1")], "judgement J1 is called j1"),
    ([disputed(), settled("d1")], "dispute D1 is called d1"),
    ([superseded("ocsae/5")], "the inspection OCSAE is called ocsae"),
    ([LATER, linked("9", "repeats", "ocsae/3")], "the inspection OCSAE is called ocsae"),
    ([made("AFD1"), LATER, linked("9", "repeats", "OCSAE/afd1")], "recommendation AFD1 is called afd1"),
    # inspections and cycles
    ([InspectionOpened(inspection="ocsae", title="T")], "the inspection ocsae was open"),
    ([CycleOpened(inspection="X", cycle="1", title="T", kind=None, on=ON)], "X was not open then"),
    ([CycleOpened(**REF, cycle="2021", title="T", kind=None, on=ON)], "there was a cycle 2021"),
    ([CycleClosed(**REF, cycle="2022", on=ON)], "there was no cycle 2022"),
    ([CLOSED, CLOSED], "the cycle 2021 was closed"),
    ([CLOSED, judged()], "the cycle 2021 was closed"),
    ([CLOSED, made("9", cycle="2021", on=ON)], "the cycle 2021 was closed"),
    ([CLOSED, expected()], "the cycle 2021 was closed"),
    (
        [CycleClosed(**REF, cycle="2021", on=BEFORE)],
        "its date 2019-12-31 is before the cycle 2021 was opened",
    ),
    ([made("9", cycle="2021")], "its date 2020-02-26 is before the cycle 2021 was opened"),
    ([judged(on=Day("2021-08-17"))], "its date 2021-08-17 is before the cycle 2021 was opened"),
    ([expected(on=Day("2021-08-17"))], "its date 2021-08-17 is before the cycle 2021 was opened"),
    ([CLOSED, CycleClosed(**REF, cycle="2021", on=Day("2021-08-31"))], "the cycle 2021 was closed"),
    ([judged(), CLOSED], "judgement J1 in it awaited sign-off"),
    # recommendations
    ([made("3")], "there was a recommendation 3"),
    ([made("9", kind="order")], "'order' is no kind"),
    ([made("9", made_to=())], "it is made to nobody"),
    ([made("9", made_to=("A", "A"))], "it is made to one body twice"),
    ([*BOTH, ("ada", merged("A", "B")), made("9", made_to=("A", "B"))], "A and B were one body"),
    ([*BOTH, ("ada", alias("A", "C")), readdressed("C", "A")], "C and A were one body"),
    ([readdressed("A; B")], "a body has a semicolon in its name"),
    (
        [made("9", due="2020-02-25")],
        "its due date 2020-02-25 is before the recommendation was made on 2020-02-26",
    ),
    ([rescheduled("2020-01")], "its due date 2020-01 is before the recommendation was made on 2020-02-26"),
    ([restated(number="9")], NOBODY),
    ([restated(on=BEFORE)], "its date 2019-12-31 is before recommendation 3 was made"),
    ([requested(on=BEFORE)], "its date 2019-12-31 is before recommendation 3 was made"),
    ([restated("Do 3.")], "recommendation 3 said just that"),
    ([restated(), restated("Do 3.", on=Day("2021-08-31"))], "recommendation 3 said just that"),
    ([readdressed(BODY)], "recommendation 3 was made to just those"),
    ([rescheduled("2022-05"), rescheduled("2022-05")], "recommendation 3 was due on that day"),
    ([withdrawn(), withdrawn()], "recommendation 3 was withdrawn"),
    ([withdrawn(), judged()], "recommendation 3 was withdrawn"),
    ([withdrawn(), submitted()], "recommendation 3 was withdrawn"),
    ([withdrawn(), expected()], "recommendation 3 was withdrawn"),
    ([withdrawn(), withdrawn(on=Day("2021-08-31"))], "recommendation 3 was withdrawn"),
    ([judged(), withdrawn()], "judgement J1 on it awaited sign-off"),
    # what is brought in
    ([("ann", file_imported("I2"))], "it is called I2, where I1 was due"),
    ([file_imported(digest="D")], "it has no digest of its file, or none of its mapping"),
    ([file_imported(seen_on="2020-02")], "it was seen on 2020-02, which is no single day"),
    ([("pat", file_imported())], "it takes the role administrator or inspector, which pat had not then"),
    ([[row_imported(), made("9")]], "the file I1 was not brought in by the same request"),
    (
        [[file_imported(), row_imported(digest="f" * 64), made("9")]],
        "the file I1 is not what the row says of it",
    ),
    ([[file_imported(), row_imported()]], "what row 2 brings in is missing"),
    ([[file_imported(), row_imported(facts=-1)]], "it counts from below nothing"),
    ([[file_imported(), row_imported(row=0), made("9")]], "it counts from below nothing"),
    ([[file_imported(), row_imported(facts=0)]], "there was no recommendation 9"),
    ([[file_imported(), row_imported(), made("8")]], "it stands where what row 2 of I1 brings in was due"),
    (
        [[file_imported(), row_imported("3"), submitted()]],
        "it stands where what row 2 of I1 brings in was due",
    ),
    ([[file_imported(), row_imported()], made("9")], "it stands where what row 2 of I1 brings in was due"),
    (
        [
            [
                file_imported(),
                row_imported("3", facts=2, judgement="J1", makes=False),
                judged(),
                ("bob", SIGNED[1]),
            ]
        ],
        "it stands where what row 2 of I1 brings in was due",
    ),
    (
        [[file_imported(), row_imported(as_published=("text",)), made("9")]],
        "is nothing that is taken as it was",
    ),
    ([[file_imported(), row_imported("3", judgement="J2", makes=False), judged("J2")]], "where J1 was due"),
    (
        [judged(), SIGNED, [file_imported(), row_imported("3", judgement="J2", makes=False), judged("J2")]],
        "recommendation 3 had been judged in this ledger",
    ),
    (
        [judged(), [file_imported(), row_imported("3", judgement="J2", makes=False), judged("J2")]],
        "recommendation 3 had been judged in this ledger",
    ),
    (
        [
            judged(),
            ("bob", returned()),
            [file_imported(), row_imported("3", judgement="J2", makes=False), judged("J2")],
        ],
        "recommendation 3 had been judged in this ledger",
    ),
    (
        [
            [file_imported(), row_imported("3", judgement="J1", makes=False), judged()],
            ("bob", put_right(void=True)),
            [
                file_imported("I2"),
                row_imported("3", file="I2", judgement="J2", makes=False),
                judged("J2"),
            ],
        ],
        "recommendation 3 had been judged in this ledger",
    ),
    (
        [
            judged(),
            ("bob", returned()),
            voided(),
            [
                file_imported(),
                row_imported("3", facts=2, judgement="J2"),
                made("3"),
                judged("J2"),
            ],
        ],
        "recommendation 3 had been judged in this ledger",
    ),
    (
        [[file_imported(), row_imported("3", judgement="J1", makes=False), judged(on=BEFORE)]],
        "its date 2019-12-31 is before the cycle 2021 was opened",
    ),
    (
        [[file_imported(), row_imported(), made("9", due=BEFORE)]],
        "its due date 2019-12-31 is before the recommendation was made",
    ),
    (
        [[file_imported(), row_imported("3", judgement="J1", makes=False), judged()], SIGNED],
        "judgement J1 was signed-off",
    ),
    # links
    ([superseded("OCSAE/5", how="eaten")], "'eaten' is no succession"),
    ([superseded()], "it names no successor"),
    ([superseded("OCSAE/5", "ocsae/5")], "it names ocsae/5 twice"),
    ([superseded("OCSAE/5", how="split")], "it was split into 1"),
    ([LATER, superseded("OCSAE/5", "OCSAE/9", how="merged")], "it was merged into 2"),
    ([LATER, superseded("OCSAE/5", "OCSAE/9", how="reframed")], "it was reframed into 2"),
    ([superseded("X/1")], "there was no inspection X"),
    ([superseded("OCSAE/9")], NOBODY),
    ([superseded("ocsae/3")], "it superseded itself"),
    ([SUCCESSION, superseded("OCSAE/3", number="5")], "recommendation 3 was superseded"),
    (
        [SUCCESSION, superseded("OCSAE/3", number="5")],
        "OCSAE/5 stands in the place of OCSAE/3 already",
    ),
    ([LATER, superseded("OCSAE/9", on=Day("2021-08-19"))], "its date 2021-08-19 is before OCSAE/9 was made"),
    ([superseded("OCSAE/5")], "the other side is missing: OCSAE/5 supersedes OCSAE/3"),
    ([[superseded("OCSAE/5")], SUCCESSION[1]], "the other side is missing: OCSAE/5 supersedes OCSAE/3"),
    (
        [LATER, [superseded("OCSAE/5", "OCSAE/9", how="split"), linked("5", "split-from", "OCSAE/3")]],
        "the other side is missing: OCSAE/9 split from OCSAE/3",
    ),
    ([linked("9", "repeats", "OCSAE/3")], NOBODY),
    ([linked("3", "likes", "OCSAE/5")], "'likes' is no relation"),
    ([linked("3", "repeats", "OCSAE/9")], "there was no OCSAE/9"),
    ([linked("3", "repeats", "5")], "there was no 5"),
    ([linked("3", "repeats", "ocsae/3")], "it is tied to itself"),
    ([linked("3", "repeats", "OCSAE/5")], "OCSAE/5 was made on 2020-02-26, and not before it"),
    (
        [LATER, linked("9", "repeats", "OCSAE/3", on=Day("2021-08-19"))],
        "its date 2021-08-19 is before recommendation 9 was made",
    ),
    ([LATER, REPETITION, REPETITION], "it was tied to OCSAE/3 already: repeats"),
    ([LATER, REPETITION[0]], "the other side is missing: OCSAE/3 repeated by OCSAE/9"),
    ([LATER, REPETITION[1]], "the other side is missing: OCSAE/9 did not say so in the same request"),
    (
        [LATER, [REPETITION[0], linked("3", "repeated-by", "OCSAE/9", on=Day("2021-09-02"))]],
        "the other side is missing: OCSAE/9 did not say so in the same request",
    ),
    ([SUCCESSION[1]], "the other side is missing: OCSAE/3 did not say so in the same request"),
    (
        [[superseded("OCSAE/5", how="merged"), SUCCESSION[1]]],
        "the other side is missing: OCSAE/3 did not say so in the same request",
    ),
    ([SUCCESSION, SUCCESSION[1]], "the other side is missing: OCSAE/3 did not say so in the same request"),
    ([LATER, NO_REPETITION], "it was not tied to OCSAE/3 so"),
    ([LATER, REPETITION, NO_REPETITION[0]], "the other side is missing: OCSAE/9 no longer repeats OCSAE/3"),
    ([SUCCESSION, NO_SUCCESSION[1]], "the other side is missing: OCSAE/3 did not say so in the same request"),
    ([SUCCESSION, NO_SUCCESSION[0]], "the other side is missing: OCSAE/5 no longer supersedes OCSAE/3"),
    # corrections
    ([corrected("colour")], "'colour' is nothing that is set right"),
    ([corrected("kind")], "it takes away the kind of the recommendation"),
    ([corrected("cycle")], "it takes away the cycle of the recommendation"),
    ([corrected("kind", kind="decree")], "'decree' is no kind of recommendation"),
    ([corrected("kind", kind="recommendation")], "it repeats what was recorded"),
    ([corrected("cycle", in_cycle="2020")], "it repeats what was recorded"),
    ([corrected("kind", ON, kind="area-for-development")], "3 was made on 2020-02-26, not on 2021-09-01"),
    ([corrected("cycle", in_cycle="2099")], "there was no cycle 2099"),
    ([sent_wrongly(number="5", evidence="E99")], "there was no evidence E99"),
    ([submitted(), sent_wrongly()], "it corrects nothing"),
    ([submitted(), sent_wrongly(number="99")], "there was no recommendation 99"),
    ([submitted(), sent_wrongly(number="3")], "it repeats what was recorded"),
    ([submitted(), sent_wrongly(reworded=True)], "what evidence E1 shows is missing"),
    ([voided("99")], "there was no recommendation 99"),
    ([voided(), restated("V")], "recommendation 3 had been entered in error"),
    ([voided(), voided()], "recommendation 3 had been entered in error"),
    ([SUCCESSION, voided("5")], "it stood in the place of OCSAE/3"),
    ([unvoided()], "recommendation 3 had not been entered in error"),
    ([voided(), made("3"), unvoided()], "there was another recommendation 3"),
    ([corrected("number")], "it takes away the number of the recommendation"),
    ([corrected("number", new_number="3")], "it repeats what was recorded"),
    ([corrected("number", ON, new_number="77")], "3 was made on 2020-02-26, not on 2021-09-01"),
    ([corrected("number", new_number="5")], "there was a recommendation 5"),
    ([corrected("cycle", in_cycle="2021")], "its date 2020-02-26 is before the cycle 2021 was opened"),
    (
        [corrected("kind", kind="area-for-development", in_cycle="2021")],
        "it sets kind right, and says in_cycle",
    ),
    ([retitled("Online child sexual abuse")], "the inspection had just that title"),
    ([recycled("2099", title="T")], "there was no cycle 2099"),
    ([recycled("2020")], "it sets nothing right"),
    ([recycled("2020", title="Review")], "the cycle had just that title"),
    ([recycled("2020", opened_on=Day("2020-02-26"))], "the cycle had just that day"),
    (
        [recycled("2020", opened_on=Day("2020-03-01"))],
        "recommendation 3, made in it, is of 2020-02-26, before 2020-03-01",
    ),
    (
        [CLOSED, recycled("2021", opened_on=Day("2021-10-01"))],
        "its closing is of 2021-09-01, before 2021-10-01",
    ),
    ([reopened("2021")], "the cycle 2021 was open"),
    ([reopened("2099")], "there was no cycle 2099"),
    ([corrected("text", text="T", due=Day("2024-01"))], "it sets text right, and says due"),
    ([corrected("end", ON, made_to=("A",))], "it sets end right, and says made_to"),
    ([corrected("made-to", made_to=("A; B",))], "a body has a semicolon in its name"),
    ([corrected("made-to", made_to=("A", "A"))], "it is made to one body twice"),
    ([corrected("text", number="9", text="T")], NOBODY),
    ([corrected("text", ON, text="T")], "no such value was recorded for 2021-09-01"),
    ([corrected("text", text="Do 3.")], "it repeats what was recorded"),
    ([corrected("text")], "it takes away what the recommendation was made with"),
    ([corrected("made-to")], "it takes away what the recommendation was made with"),
    ([corrected("made-to", made_to=(BODY,))], "it repeats what was recorded"),
    ([corrected("due")], "no such value was recorded for 2020-02-26"),
    ([corrected("due", ON, due=Day("2024-01"))], "no such value was recorded for 2021-09-01"),
    ([corrected("due", due=BEFORE)], "its due date 2019-12-31 is before the recommendation was made"),
    ([rescheduled("2022-09"), corrected("due", ON, due=Day("2022-09"))], "it repeats what was recorded"),
    ([corrected("made-on", ON, made_on=Day("2020-03"))], "was made on 2020-02-26, not on 2021-09-01"),
    ([corrected("made-on")], "it takes away the day on which the recommendation was made"),
    ([corrected("made-on", made_on=Day("2020-02-26"))], "it repeats what was recorded"),
    ([corrected("made-on", made_on=BEFORE)], "its date 2019-12-31 is before the cycle 2020 was opened"),
    (
        [LATER, CLOSED, corrected("made-on", "2021-08-20", "9", made_on=Day("2021-09-02"))],
        "its date 2021-09-02 is after the cycle 2021 was closed",
    ),
    (
        [restated(), corrected("made-on", made_on=Day("2021-10"))],
        "something of it was recorded of 2021-09-01",
    ),
    (
        [withdrawn(), corrected("made-on", made_on=Day("2021-10"))],
        "something of it was recorded of 2021-09-01",
    ),
    (
        [made("8", due="2020-03"), corrected("made-on", number="8", made_on=Day("2020-04"))],
        "was due on 2020-03",
    ),
    (
        [LATER, REPETITION, corrected("made-on", made_on=Day("2021-08-20"))],
        "it was not made on 2021-08-20: OCSAE/9, to which it is tied, was made on 2021-08-20",
    ),
    ([corrected("end", ON)], "recommendation 3 did not end on 2021-09-01"),
    ([withdrawn(), corrected("end", "2021-09-02")], "recommendation 3 did not end on 2021-09-02"),
    ([judged(), SIGNED, put_right(void=True)], "it takes the role approver, which ann had not then"),
    ([("cyd", judged()), SIGNED, ("cyd", VOID[1])], "cyd recorded judgement J1 and corrected it"),
    ([VOID], "there was no judgement J1"),
    ([judged(), VOID], "judgement J1 was awaiting"),
    ([judged(), RETURNED, VOID], "judgement J1 was returned"),
    ([judged(), SIGNED, VOID, VOID], "judgement J1 was void"),
    ([judged(), SIGNED, ("bob", put_right())], "it is not either void or something else"),
    (
        [judged(), SIGNED, ("bob", put_right(void=True, reworded=True))],
        "it is not either void or something else",
    ),
    ([judged(), SIGNED, ("bob", put_right(judged_on=ON))], "judgement J1 said just that"),
    (
        [judged(), SIGNED, [("bob", put_right(reworded=True)), ("bob", explained())]],
        "judgement J1 said just that",
    ),
    ([[judged()]], "why J1 was judged so is missing"),
    (
        [readdressed("A", "B"), judged(made_to="A"), corrected("made-to", ON, made_to=("C",))],
        "it is not clear which body takes the place of A",
    ),
    (
        [[judged(), JudgementNoted(**REF, judgement="J1", note="N"), explained()]],
        "it does not follow at once",
    ),
    ([[judged(), judged("J2", "5"), explained("J2"), explained()]], "it does not follow at once"),
    ([[judged(), explained(), explained()]], "nothing in the same request owed words on judgement J1"),
    ([judged(), explained()], "nothing in the same request owed words on judgement J1"),
    ([[judged(), explained("j1")]], "judgement J1 is called j1"),
    ([[judged(), ("bob", explained())]], "it does not follow at once on event"),
    ([judged(), SIGNED, [("bob", put_right(reworded=True))]], "why J1 was judged so is missing"),
    (
        [judged(), SIGNED, [("bob", put_right(judged_on=Day("2021-08-30"))), ("bob", explained())]],
        "nothing in the same request owed words on judgement J1",
    ),
    ([judged(), SIGNED, ("bob", put_right(judged_on=BEFORE))], "is before the cycle 2021 was opened"),
    (
        [judged(), SIGNED, CLOSED, ("bob", put_right(judged_on=Day("2021-09-02")))],
        "its date 2021-09-02 is after the cycle 2021 was closed",
    ),
    (
        [LATER, judged(number="9"), SIGNED, ("bob", put_right(judged_on=Day("2021-08-19")))],
        "its date 2021-08-19 is before recommendation 9 was made",
    ),
    (
        [judged(made_to=BODY), SIGNED, readdressed("A"), ("bob", put_right(judged_on=Day("2021-09-02")))],
        "recommendation 3 was not made to Police Scotland on 2021-09-02",
    ),
    (
        [judged(), SIGNED, withdrawn(), ("bob", put_right(judged_on=Day("2021-09-02")))],
        "recommendation 3 was withdrawn",
    ),
    # evidence
    ([submitted("E2")], "it is called E2, where E1 was due"),
    ([submitted(cycle="2022")], "there was no cycle 2022"),
    (
        [submitted(cycle="2021", on=Day("2021-08-17"))],
        "its date 2021-08-17 is before the cycle 2021 was opened",
    ),
    ([submitted(body="POLICE scotland")], "the body Police Scotland is called POLICE scotland"),
    ([submitted(on=BEFORE)], "its date 2019-12-31 is before recommendation 3 was made"),
    ([attached()], "there was no evidence E1"),
    ([submitted(), submitted("E2"), attached()], "evidence E1 had been recorded before E2"),
    ([submitted(), submitted("E2"), described()], "evidence E1 had been recorded before E2"),
    ([submitted(), *[set_aside()] * 2], "evidence E1 was withdrawn before"),
    (
        [submitted(), set_aside(on=Day("2021-08-31"))],
        "its date 2021-08-31 is before evidence E1 was submitted",
    ),
    ([requested("A")], "recommendation 3 was not made to A"),
    ([requested("police scotland")], "recommendation 3 was not made to police scotland"),
    ([expected(), expected()], "just that was expected in the cycle 2021"),
    # judgements
    ([judged("J2")], "it is called J2, where J1 was due"),
    ([judged(status="shut")], "'shut' is no status"),
    ([judged(status="closed", reason="so")], "'so' is no reason"),
    ([judged(status="closed")], "the status closed stands with the reason None"),
    ([judged(reason="implemented")], "the status open stands with the reason implemented"),
    ([judged(made_to="A")], "recommendation 3 was not made to A"),
    ([readdressed("A"), judged(made_to=BODY)], "recommendation 3 was not made to Police Scotland"),
    ([judged(status="closed", reason="implemented", until="2023")], "it is closed, and left open until 2023"),
    ([judged(until="2020")], "the cycle 2020 was not later than 2021"),
    ([judged(until="2021")], "the cycle 2021 was not later than 2021"),
    (
        [
            CycleOpened(**REF, cycle="c3", title="T", kind=None, on=Day("2022-01-01")),
            judged(until="C3"),
        ],
        "the cycle c3 is called C3",
    ),
    ([judged(), judged("J2")], "judgement J1 on the same awaited sign-off"),
    ([judged(made_to=BODY), judged("J2")], "judgement J1 on the same awaited sign-off"),
    ([judged(), judged("J2", made_to=BODY)], "judgement J1 on the same awaited sign-off"),
    ([judged(evidence=("E1",))], "there was no evidence E1"),
    ([submitted(number="5"), judged(evidence=("E1",))], "evidence E1 was for recommendation 5"),
    ([submitted(), set_aside(), judged(evidence=("E1",))], "evidence E1 was withdrawn"),
    ([submitted(), judged(evidence=("E1", "E1"))], "it names evidence twice"),
    ([JudgementNoted(**REF, judgement="J1", note="N")], "there was no judgement J1"),
    (
        [judged(), judged("J2", "5"), JudgementNoted(**REF, judgement="J1", note="N")],
        "judgement J1 had been recorded before J2",
    ),
    ([judged(), ("art", JudgementNoted(**REF, judgement="J1", note="N"))], "ann recorded judgement J1"),
    ([SIGNED], "there was no judgement J1"),
    ([judged(), SIGNED, SIGNED], "judgement J1 was signed-off"),
    ([judged(), RETURNED, SIGNED], "judgement J1 was returned"),
    ([("cyd", judged()), ("cyd", SIGNED[1])], "cyd recorded judgement J1 and signed it off"),
    ([judged(), withdrawn(), SIGNED], "recommendation 3 was withdrawn"),
    (
        [submitted(), judged(evidence=("E1",)), set_aside(), SIGNED],
        "evidence E1, on which it rests, was withdrawn",
    ),
    ([judged(), ("art", RETURNED[1])], "art is neither an approver nor its author"),
    # disputes
    ([disputed("D2")], "it is called D2, where D1 was due"),
    ([disputed(number="9")], NOBODY),
    ([disputed(on=BEFORE)], "its date 2019-12-31 is before recommendation 3 was made"),
    ([disputed(judgement="J1")], "there was no judgement J1"),
    ([judged(), disputed(judgement="J1")], "judgement J1 was awaiting"),
    ([judged(), SIGNED, disputed(number="5", judgement="J1")], "judgement J1 was on recommendation 3"),
    ([judged(), SIGNED, disputed(judgement="J1", on=Day("2021-08-31"))], "is before judgement J1"),
    ([disputed(body="police scotland")], "the body Police Scotland is called police scotland"),
    ([settled()], "there was no dispute D1"),
    ([disputed(), settled(outcome="won")], "'won' is no outcome"),
    ([disputed(), settled(), settled(outcome="dismissed")], "dispute D1 was settled before: upheld"),
    ([disputed(), settled(on=Day("2021-08-31"))], "its date 2021-08-31 is before dispute D1 was raised"),
    ([disputed(body="A"), settled(outcome="withdrawn")], "A raised it, and another withdrew it"),
    (
        [disputed(), settled(outcome="withdrawn", body="A")],
        "the inspectorate raised it, and another withdrew it",
    ),
    ([disputed(body="A"), settled(body="a")], "A is called a"),
    # bodies
    ([("ada", body("A")), ("ada", body("a"))], "a was registered before"),
    ([("ada", alias("A", "B"))], "A was not registered"),
    ([*BOTH, ("ada", alias("A", "B"))], "B is another body"),
    ([*BOTH, ("ada", alias("A", "C")), ("ada", alias("A", "c"))], "c was a name of it before"),
    ([*BOTH, ("ada", renamed("A", "B"))], "B is another body"),
    ([*BOTH, ("ada", renamed("A", "A"))], "it bore that name on 2015-01-01"),
    ([*BOTH, ("ada", renamed("A", "C")), ("ada", renamed("C", "D", on="2014"))], "is before it was called C"),
    ([("ada", body("A", on="2016")), ("ada", renamed("A", "C"))], "its date 2015-01-01 is before A existed"),
    (
        [("ada", body("A", on="2016")), ("ada", body("B")), ("ada", succeeded("A", "B"))],
        "its date 2015-01-01 is before A existed",
    ),
    (
        [("ada", body("A")), ("ada", body("B", on="2016-05")), ("ada", succeeded("A", "B"))],
        "its date 2015-01-01 is before B existed",
    ),
    ([*BOTH, ("ada", merged("A", "a"))], "it is merged with itself"),
    ([*BOTH, ("ada", merged("A", "B")), ("ada", merged("B", "A"))], "B and A are one"),
    ([*BOTH, ("ada", merged("A", "C"))], "C was not registered"),
    ([*BOTH, ("ada", succeeded("A", "B")), ("ada", merged("A", "B"))], "A would succeed itself"),
    ([*BOTH, ("ada", succeeded("A", "B")), ("ada", merged("B", "A"))], "B would succeed itself"),
    ([*BOTH, ("ada", succeeded("A", "B")), ("ada", succeeded("B", "A"))], "B would succeed itself"),
    ([*BOTH, ("ada", succeeded("A", "A"))], "it is succeeded by itself"),
    ([*BOTH, ("ada", succeeded("A", "B")), ("ada", succeeded("A", "B"))], "it was succeeded by B before"),
    ([("bob", body("A"))], "it takes the role administrator or inspector, which bob had not then"),
    # the publisher's own words
    ([("ada", added("colour", "Red"))], "'colour' is no vocabulary"),
    ([("ada", added("status", "Open", "open"))], "'open' was a word for a status before"),
    ([("ada", added("topic", "Custody")), ("ada", added("topic", "CUSTODY"))], "'Custody' was a word"),
    ([("ada", added("status", "Half"))], "'Half' means no status"),
    ([("ada", added("status", "Half", "half"))], "a word for a status cannot mean 'half'"),
    ([("ada", added("topic", "Custody", "open"))], "a word for a topic cannot mean 'open'"),
    ([("ada", added("kind", "Lesson", "closed"))], "a word for a kind cannot mean 'closed'"),
    ([("ada", added("reason", "Lost", "open"))], "a word for a reason cannot mean 'open'"),
    (
        [
            ("ada", added("kind", "Lesson", "none")),
            ("ada", retired("kind", "Lesson")),
            ("ada", added("kind", "Lesson")),
        ],
        "'Lesson' meant none before",
    ),
    ([("ada", retired("kind", "Lesson"))], "there was no word 'Lesson' for a kind"),
    ([("ada", retired("kind", "recommendation"))], "'recommendation' is a word of every register"),
    (
        [
            ("ada", added("topic", "Custody")),
            ("ada", retired("topic", "Custody")),
            ("ada", retired("topic", "Custody")),
        ],
        "'Custody' was retired before",
    ),
    (
        [("ada", added("status", "Done", "open", label="closed"))],
        "the label of 'Done' is that of the status closed",
    ),
    (
        [("ada", added("status", "Done", "closed")), ("ada", added("status", "Go", "open", label="done"))],
        "the label of 'Go' is that of the status Done",
    ),
    (
        [("ada", added("reason", "Over", "closed/superseded", label="Implemented"))],
        "the label of 'Over' is that of the reason implemented",
    ),
    (
        [("ada", added("kind", "Point", "none", label="Recommendation"))],
        "the label of 'Point' is that of the kind recommendation",
    ),
    (
        [
            ("ada", added("status", "Half", "partially-met")),
            ("ada", retired("status", "Half")),
            judged(word="Half", status="partially-met", reason=None),
        ],
        "the word 'Half' for a status had been retired",
    ),
    (
        [
            ("ada", added("reason", "Lost")),
            ("ada", retired("reason", "Lost")),
            judged(status="closed", reason="Lost"),
        ],
        "the word 'Lost' for a reason had been retired",
    ),
    (
        [("ada", added("answer", "Fine")), ("ada", retired("answer", "Fine")), answered(answer="Fine")],
        "the word 'Fine' for an answer had been retired",
    ),
    ([judged(word="Half")], "'Half' is no word for a status"),
    (
        [("ada", added("status", "Half", "partially-met")), judged(word="Half", status="open", reason=None)],
        "'Half' means partially-met, and not open",
    ),
    (
        [
            ("ada", added("status", "Done", "closed/implemented")),
            judged(word="Done", status="closed", reason="withdrawn"),
        ],
        "'Done' means closed/implemented, and not closed/withdrawn",
    ),
    # what bodies answer and report
    ([answered(number="9")], "there was no recommendation 9"),
    ([answered(on=Day("2020-02-25"))], "is before recommendation 3 was made"),
    ([answered(response="R2")], "it is called R2, where R1 was due"),
    ([answered(body="police scotland")], "the body Police Scotland is called police scotland"),
    ([answered(answer="maybe")], "'maybe' is no answer"),
    ([answered(due=Day("2021-08"))], "its action is due on 2021-08, before the answer on 2021-09-01"),
    ([explained_answer()], "nothing was recorded as R1 just before"),
    ([answered(), explained_answer(), explained_answer()], "nothing was recorded as R1 just before"),
    ([answered(), answered(response="R2"), explained_answer()], "nothing was recorded as R1 just before"),
    ([answer_due(body="A Charity")], "recommendation 3 was not made to A Charity"),
    ([answer_due(due=Day("2019"))], "an answer is due on 2019, before the recommendation was made"),
    ([answer_due(), answer_due()], "an answer was due on that day before"),
    ([reported(progress="P3")], "it is called P3, where P1 was due"),
    ([reported(percent=101)], "101 is no percentage"),
    ([reported(percent=-1)], "-1 is no percentage"),
    ([described_progress()], "nothing was recorded as P1 just before"),
    # what recommendations are sorted by
    ([sorted_by(number="9", place="1")], "there was no recommendation 9"),
    ([sorted_by(place="1", on=Day("2020-02-25"))], "is before recommendation 3 was made"),
    ([sorted_by(priority="High")], "'High' is no priority"),
    ([sorted_by(topics=("Custody",))], "'Custody' is no topic"),
    ([("ada", added("topic", "A")), sorted_by(topics=("A", "A"))], "it names one topic twice"),
    ([sorted_by(source="ftp://example.org/")], "'ftp://example.org/' is no address"),
    ([sorted_by(under="9")], "there was no recommendation 9"),
    ([sorted_by(under="3")], "recommendation 3 would stand under itself"),
    ([sorted_by(under="5"), sorted_by(number="5", under="3")], "recommendation 5 would stand under itself"),
    (
        # Nobody knows whether 2021 is before 2021-06-20, so what is recorded later goes on holding.
        [
            sorted_by(place="1", on=Day("2021")),
            sorted_by(number="5", under="3", on=Day("2022-01-10")),
            sorted_by(under="5", on=Day("2021-06-20")),
        ],
        "recommendation 3 would stand under itself",
    ),
    ([sorted_by(place="1"), sorted_by(place="1")], "recommendation 3 was sorted just so"),
    ([sorted_by()], "recommendation 3 was sorted just so"),
    # words that were withdrawn
    ([retitled("Abuse"), gone(99)], "event 99 of the inspection has no words that can be withdrawn"),
    ([retitled("Abuse"), gone(name="cycle.opened")], "event 1 is called inspection.opened"),
    ([retitled("Abuse"), gone(number="3")], "it is not about 3"),
    ([retitled("Abuse"), gone(beside=("inspection", "TWO"))], "it repeats event 1 otherwise than that was"),
    ([retitled("Abuse"), gone(beside=("ref", "OCSAE"))], "it does not repeat event 1"),
    ([retitled("Abuse"), gone(beside=("inspection",))], "it does not repeat event 1"),
    (
        [retitled("Abuse"), gone(words=("inspection", "title"), beside=())],
        "nothing took the place of the insp",
    ),
    ([gone()], "nothing took the place of the title of event 1"),
    ([gone(why="W")], "nothing took the place of the title of event 1"),
    ([retitled("Abuse"), gone(), gone()], "the words of event 1 were withdrawn already"),
    (
        [retitled("Abuse"), gone(words=(), beside=("inspection", "OCSAE", "title", TITLE))],
        "withdraws nothing",
    ),
]


@pytest.mark.parametrize(("past", "words"), CASES)
def test_what_broke_a_rule_is_told(past, words):
    found = told(*past)
    assert any(words in one for one in found), found
    assert all("which no earlier event made" not in one for one in found)


def test_every_rule_was_broken(monkeypatch):
    speaking = set()

    def listened_to(rule):
        def heard(context, event):
            owed = len(context.expected)
            said = rule(context, event)
            if said or len(context.expected) > owed:
                speaking.add(rule)
            return said

        return heard

    listening = {name: tuple(map(listened_to, rules)) for name, rules in RULES.items()}
    monkeypatch.setattr("ledger.checks.replay.RULES", listening)
    for past, _ in CASES:
        told(*past)
    told(judged(), SIGNED, sign_off="none")
    assert {rule.__name__ for _, rules in table().values() for rule in rules if rule not in speaking} == set()


@pytest.mark.parametrize(
    ("recorded_at", "on", "had_come"),
    [
        ("2022-03-01T09:59:59.999999Z", "2022-03-01", True),
        ("2022-03-01T09:59:59.999999Z", "2022-03-02", False),
        ("2022-03-01T10:00:00.000000Z", "2022-03-02", True),
        ("2022-03-01T00:00:00.000000Z", "2022-03", True),
        ("2022-02-28T09:59:59.999999Z", "2022-03", False),
        ("2022-02-28T10:00:00.000000Z", "2022-03", True),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31", True),
        ("2022-02-31T99:99:99.999999Z", "2022-03-01", False),
    ],
)
def test_a_day_had_come_where_it_had_come_anywhere_on_earth(recorded_at, on, had_come):
    *before, (position, stream, name, _, *rest) = lived_facts(restated(on=Day(on)))
    found = replayed([*before, (position, stream, name, recorded_at, *rest)])
    assert [one for one in found if "had not come" in one] == [
        f"its date {on} had not come when it was recorded, at {recorded_at}."
    ] * (not had_come)


OLD = judged(rationale="Seen.")
"""A judgement of the shape that had its words in itself."""


@pytest.mark.parametrize(
    "past",
    [
        [OLD, SIGNED],
        [[OLD, JudgementNoted(**REF, judgement="J1", note="N")], SIGNED],
        [OLD, SIGNED, ("bob", put_right_of_old(rationale="Better said."))],
        [OLD, SIGNED, ("bob", put_right_of_old(judged_on=Day("2021-08-30"), rationale="Better said."))],
        [OLD, SIGNED, ("bob", put_right_of_old(void=True))],
        [OLD, SIGNED, ("bob", put_right(reworded=True)), ("bob", put_right_of_old(rationale="Seen."))],
        [judged(), SIGNED, ("bob", put_right_of_old(rationale="Better said."))],
    ],
    ids=range(7),
)
def test_what_was_recorded_in_older_shapes_kept_the_rules_as_they_were(past):
    assert told(*past) == []


@pytest.mark.parametrize(
    ("past", "words"),
    [
        ([[OLD, explained()]], "nothing in the same request owed words on judgement J1"),
        ([OLD, explained()], "nothing in the same request owed words on judgement J1"),
        ([OLD, SIGNED, ("bob", put_right_of_old(rationale="Seen."))], "judgement J1 said just that"),
        ([OLD, SIGNED, ("bob", put_right_of_old())], "it is not either void or something else"),
        ([judged(), SIGNED, ("bob", put_right_of_old(rationale="R"))], "judgement J1 said just that"),
        (
            [OLD, SIGNED, [("bob", put_right_of_old(rationale="A")), ("bob", explained(rationale="B"))]],
            "nothing in the same request owed words on judgement J1",
        ),
    ],
    ids=range(6),
)
def test_what_broke_the_rules_in_older_shapes_is_told(past, words):
    assert any(words in one for one in told(*past)), told(*past)


def test_where_there_is_no_sign_off_nothing_is_signed_off():
    assert told(judged(), SIGNED, sign_off="none") == ["there is no sign-off in this ledger."]


def test_a_judgement_signed_off_on_what_was_withdrawn_meanwhile():
    found = told(judged(), withdrawn(), SIGNED)
    assert "recommendation 3 was withdrawn." in found
    assert "recommendation 3 was withdrawn." not in told(judged(), withdrawn(on=Day("2021-09-02")), SIGNED)


def test_the_first_event_opens_the_ledger():
    found = replayed([fact(1, "eve", "c", PersonRegistered(person="eve"))])
    assert any("does not open the ledger" in one for one in found)


def test_an_event_in_another_inspections_stream():
    position, _, *rest = fact(1, "ann", "c", judged())
    found = replayed([(position, LEDGER_STREAM.hex, *rest)])
    assert any("stream of another inspection" in one for one in found)


def test_every_event_has_its_rules():
    assert set(table()) == set(EVENTS.values())


def test_every_rule_is_in_the_table():
    used = {rule for _, rules in table().values() for rule in rules}
    for room in ROOMS:
        functions = [
            node for node in ast.parse(inspect.getsource(room)).body if isinstance(node, ast.FunctionDef)
        ]
        names = {one.name for one in functions if one.args.args[-1].arg == "event" and one.name[0] != "_"}
        assert names
        for name in names:
            assert getattr(room, name) in used, name


def test_what_is_declared_of_right_times_is_told():
    facts = [fact(at, "ada", "opening", event) for at, event in enumerate(opened("required"), 1)]
    last = len(facts)
    correction = ClockCorrected(first=2, last=3, why="W")
    (wrong,) = replayed([*facts, fact(last + 1, "ada", "request", correction)])
    assert wrong.startswith(
        "it speaks of events 2 to 3, and event 2 bears no later time than what the machine"
    )
    correction = ClockCorrected(first=2, last=last, why="W")
    assert replayed([*facts, fact(last + 1, "ada", "request", correction, clock=RIGHT)]) == []
    (wrong,) = replayed([*facts, fact(last + 1, "ada", "request", correction, clock=NOW)])
    assert f"than what the machine said of event {last + 1}" in wrong


def test_one_microsecond_is_enough_to_show_which_clock_ran_ahead():
    facts = [fact(at, "ada", "opening", event) for at, event in enumerate(opened("required"), 1)]
    last = len(facts)
    correction = ClockCorrected(first=last, last=last, why="W")
    before = f"{NOW[:-7]}{int(NOW[-7:-1]) + 1:06}Z"
    facts[-1] = fact(last, "ada", "opening", opened("required")[-1], recorded_at=before)
    after = f"{NOW[:-7]}{int(NOW[-7:-1]) + 2:06}Z"

    def told(clock):
        return replayed(
            [*facts, fact(last + 1, "ada", "request", correction, recorded_at=after, clock=clock)]
        )

    assert told(NOW) == []
    assert "bears no later time" in told(before)[0]
    assert "bears no later time" in told(None)[0]
