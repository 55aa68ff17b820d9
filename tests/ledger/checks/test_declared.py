"""What a ledger declares of itself, restored, another key, and what such a declaration does not excuse."""

from __future__ import annotations

import shutil

import pytest

from events.inspectorates import LedgerRestored
from events.signing_keys import SigningKeyRegistered
from ledger.checks.believed import Held, believed
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import RestoreLedger
from ledger.decisions.signing_keys import ReplaceSigningKey, RotateSigningKey
from ledger.errors import BadInput, Refused, Tampered
from ledger.proof import checkpoint, endorsement, note
from ledger.proof.errors import FormatError
from ledger.proof.note import VerifierKey
from ledger.proof.text import to_base64
from ledger.recovery.places import eras_of, identity
from ledger.recovery.restoring import what_is_lost
from ledger.signing.eras import Era, Eras, Gap, Placed, mark_of, read_keys
from ledger.signing.keyring import Keyring
from tests import signers


def record(place, ref):
    with place.open(place.keyring) as ledger:
        (receipt,) = ledger.ask(OpenInspection(inspection=ref, title="T"), by="ann")
        assert ledger.not_sealed is None
    return receipt.checkpoint_size


def rotate(place):
    """Another key follows; both verifier keys."""
    with place.open(place.keyring) as ledger:
        old = VerifierKey.parse(ledger.inspectorate().verifier_key)
        new = place.keyring.generate(old.name)
        line = endorsement.endorse(place.keyring.signer(old), new)
        ledger.ask(RotateSigningKey(verifier_key=new.text(), endorsement=line), by="ann")
        assert ledger.not_sealed is None
    return old, new


def replace(place):
    with place.open(place.keyring) as ledger:
        old = VerifierKey.parse(ledger.inspectorate().verifier_key)
        new = place.keyring.generate(old.name)
        ledger.ask(ReplaceSigningKey(verifier_key=new.text(), why="Burnt."), by="ann")
    return old, new


def key_file(place):
    with place.open() as ledger:
        return eras_of(ledger.store).text()


def notes_of(place):
    """Each checkpoint's note, by size."""
    with place.open() as ledger:
        return {size: text.encode() for size, text in ledger.store.checkpoints()}


def signed_by(data, *keys):
    return [key for key in keys if key in note.verify(data, keys).signed_by]


# Another key


def test_the_first_checkpoint_after_a_rotation_bears_both_signatures_and_then_the_new_alone(place, detected):
    before = place.checkpoint()
    old, new = rotate(place)
    size = record(place, "NEXT")
    notes = notes_of(place)
    assert signed_by(notes[size - 1], old, new) == [old, new]
    assert [each.key_id for each in note.parse(notes[size - 1]).signatures] == [old.key_id, new.key_id]
    assert signed_by(notes[size], old, new) == [new]
    held = [before, *(Held(str(at), notes[at]) for at in (size - 1, size))]
    for key in (None, old.text(), new.text(), key_file(place)):
        assert detected(key=key, held=held).declared == ()


def test_a_stolen_old_key_signs_nothing_later_unnoticed(place, detected):
    old, new = rotate(place)
    size = record(place, "NEXT")
    data = notes_of(place)[size]
    forged = checkpoint.sign(checkpoint.verify(data, [new]), place.keyring.signer(old))
    for key in (None, old.text(), new.text()):
        (found,) = detected("V1", held=[Held("forged", forged)], key=key).findings
        assert "forged of size" in found.message
    place.attack(("UPDATE ledger_checkpoint SET note = ? WHERE size = ?", forged.decode(), size))
    for key in (None, old.text(), key_file(place)):
        detected("V1", key=key)


def test_a_first_checkpoint_that_the_old_key_did_not_sign(place, detected):
    _, new = rotate(place)
    size = max(notes_of(place))
    alone = checkpoint.sign(checkpoint.verify(notes_of(place)[size], [new]), place.keyring.signer(new))
    place.attack(("UPDATE ledger_checkpoint SET note = ? WHERE size = ?", alone.decode(), size))
    (found,) = detected("V1").findings
    assert "did not sign it as well" in found.message


def test_the_old_key_has_to_be_here_for_the_first_checkpoint(place):
    with place.open() as ledger:
        old = VerifierKey.parse(ledger.inspectorate().verifier_key)
        new = place.keyring.generate(old.name)
        line = endorsement.endorse(place.keyring.signer(old), new)
        ledger.ask(RotateSigningKey(verifier_key=new.text(), endorsement=line), by="ann")
    place.keyring.forget(old)
    with place.open(place.keyring) as ledger:
        (receipt,) = ledger.ask(OpenInspection(inspection="NEXT", title="T"), by="ann")
        assert receipt.checkpoint_size is None
        assert "is not kept here" in ledger.not_sealed.message


def test_nobody_rotates_without_the_old_key(place):
    with place.open(place.keyring) as ledger:
        stranger = signers.signer(9, ledger.inspectorate().origin)
        other = signers.signer(8, ledger.inspectorate().origin)
        line = endorsement.endorse(stranger, other.verifier_key)
        with pytest.raises(Refused, match="did not sign the one that is to follow"):
            ledger.ask(RotateSigningKey(verifier_key=other.verifier_key.text(), endorsement=line), by="ann")


def test_a_replaced_key_is_declared_each_time_and_vouched_for_by_nobody(place, detected):
    held = place.checkpoint()
    old, new = replace(place)
    record(place, "NEXT")
    for key in (None, new.text(), key_file(place)):
        (declared,) = detected(key=key, held=[held]).declared
        assert declared.event == "signing-key.replaced"
        assert "lost and replaced" in declared.message
        assert "Burnt." in declared.message
    report = detected("V1", key=old.text(), held=[held])
    assert len(report.findings) == len(report.declared) == 1
    assert "does not vouch" in report.findings[0].message


def test_a_key_file_that_says_otherwise_than_the_ledger(place, detected):
    rotate(place)
    first, second = key_file(place).splitlines()
    stranger = signers.key(9, VerifierKey.parse(first.split(" ")[1]).name)
    detected(key=first)
    later = f"1{second}"
    for wrong in (f"{first}\n{later}", f"{first}\n{second}\n1{later.partition(' ')[0]} {stranger}"):
        assert "V1" in {found.code for found in place.verify(key=wrong).findings}
    (found,) = detected("V1", key=f"{first}\n{second}\n1{later.partition(' ')[0]} {stranger}").findings
    assert "and the ledger names none" in found.message


def test_a_rotation_that_the_old_key_did_not_sign_is_vouched_for_by_nobody():
    old, new = VerifierKey.parse(signers.key(1)), VerifierKey.parse(signers.key(2))
    good = signers.rotated(1, 2)
    bad = type(good)(**{**good.fields, "endorsement": signers.rotated(3, 2).endorsement})
    for came, wrong in ((good, 0), (bad, 1)):
        named = Eras([Era(5, old), Era(9, new, came)])
        assert len(believed(read_keys(old.text()), named)[1]) == wrong
        assert believed(read_keys(new.text()), named)[1] == []
    # A thief names another key as the one before, and has it sign.
    named = Eras([Era(5, old), Era(9, new, signers.rotated(3, 2))])
    assert len(believed(read_keys(old.text()), named)[1]) == 1


def test_what_a_key_that_nobody_named_signed_is_a_finding(place, detected):
    other = signers.key(9, "scrutiny-ledger.invalid/demo")
    assert len(detected("V1", key=other).findings) > 1
    with pytest.raises(BadInput, match="no known key signed this"):
        place.verify(place.checkpoint(), key=other)


@pytest.mark.parametrize("text", ["", "x", "5 x", "x y z", "5", "-1 {0}", "9 {0}\n5 {0}", "5 {0}\n{0}"])
def test_a_key_file_that_is_none(text):
    with pytest.raises(FormatError):
        read_keys(text.format(signers.key(1)))


def test_a_key_file_has_one_line_a_key():
    text = f"# of us\n5 {signers.key(1)}\n\n9 {signers.key(2)}\n"
    assert [(era.begins, era.key.text()) for era in read_keys(text).all] == [
        (5, signers.key(1)),
        (9, signers.key(2)),
    ]
    assert read_keys(signers.key(1)).text() == signers.key(1)


# Restored


class Lost:
    """The size that was kept, and the three checkpoints behind it that are lost."""

    def __init__(self, kept, held):
        self.kept, self.held = kept, held


@pytest.fixture
def lost(place):
    """The ledger put back to where it was, after three more events."""
    kept = max(notes_of(place))
    shutil.copytree(place.ledger, place.folder / "backup")
    sizes = [record(place, ref) for ref in ("A", "B", "C")]
    held = [Held(f"lost {size}", notes_of(place)[size]) for size in sizes]
    place.verify(memory=True)
    shutil.rmtree(place.ledger)
    shutil.copytree(place.folder / "backup", place.ledger)
    return Lost(kept, held)


def declare(place, **other):
    """What ``scrutiny recover`` asks, or something else; the receipt."""
    with place.open(place.keyring) as ledger:
        if not other:
            found = what_is_lost(ledger.store, place.keyring, ())
            other = {"size": found.size, "root": to_base64(found.root), "kept": found.kept}
        words = {"restored_from": "the tape", "why": "The disk broke."}
        (receipt,) = ledger.ask(RestoreLedger(**other, **words), by="ann")
        assert ledger.not_sealed is None
    return receipt


def test_a_restored_ledger_is_signed_again_once_that_is_declared(place, lost, detected):
    with place.open(place.keyring) as ledger:
        ledger.ask(OpenInspection(inspection="D", title="T"), by="ann")
        assert "scrutiny recover" in ledger.not_sealed.remedy
    at = lost.kept + 2
    assert declare(place).checkpoint_size == at
    assert record(place, "E") == at + 1
    (declared,) = detected().declared
    assert f"What had been signed as events {lost.kept + 1} to {lost.kept + 3} is lost" in declared.message
    report = detected(held=lost.held)
    assert [one.position for one in report.declared] == [at] * 4
    assert all(f"is lost, as event {at} declares" in one.message for one in report.declared[1:])
    # What is lost protects nothing.
    assert "held outside is declared lost" in report.protected_by


def test_who_saw_what_is_lost_is_shown_that_once_and_goes_on(place, lost, detected):
    detected("V3", memory=True)
    declare(place)
    assert len(detected(memory=True).declared) == 2
    assert len(detected(memory=True).declared) == 1


def test_a_checkpoint_of_what_was_kept_has_to_fit(place, lost, detected):
    old = Held("old", notes_of(place)[sorted(notes_of(place))[-2]])
    declare(place)
    detected(held=[old])
    forged = checkpoint.parse(note.parse(old.data).text)._replace(root=bytes(32))
    with place.open() as ledger:
        signer = place.keyring.signer(VerifierKey.parse(ledger.inspectorate().verifier_key))
    detected("V4", held=[Held("forged", checkpoint.sign(forged, signer))])


def test_a_gap_that_is_smaller_than_what_is_lost(place, lost, detected):
    root = checkpoint.parse(note.parse(lost.held[1].data).text).root
    with pytest.raises(AssertionError):
        # Who signs remembers more than that.
        declare(place, size=lost.kept + 2, root=to_base64(root), kept=lost.kept)
    shutil.rmtree(place.keyring.seen)
    record(place, "D")
    detected(held=lost.held[:2])
    detected("V3", held=lost.held[2:])


def test_a_gap_that_is_larger_than_what_is_lost_excuses_nothing_that_came_after_it(place, lost, detected):
    declare(place, size=10_000, root=to_base64(bytes(32)), kept=lost.kept)
    at = record(place, "D")
    after = Held("after", notes_of(place)[at])
    detected(held=[*lost.held, after])
    place.attack(
        f"DELETE FROM stored_events WHERE rowid = {at}", f"UPDATE sqlite_sequence SET seq = {at - 1}"
    )
    place.sign_again()
    assert detected("V3", held=[after]).declared
    record_by_thief(place)
    detected("V4", held=[after])


def record_by_thief(place):
    thief = Keyring(place.keyring.keys, place.folder / "thief")
    with place.open(thief) as ledger:
        ledger.ask(OpenInspection(inspection="OTHER", title="T"), by="ann")


def test_what_is_signed_after_a_restore_says_so_as_long_as_it_could_be_taken_for_what_is_lost(
    place, lost, detected
):
    declare(place)
    for ref in "DEFG":
        record(place, ref)
    marks = {
        size - lost.kept: sum(
            f"/restored/{lost.kept + 1}" in each.name for each in note.parse(data).signatures
        )
        for size, data in notes_of(place).items()
        if size >= lost.kept
    }
    assert marks == {0: 0, 1: 1, 2: 1, 3: 1, 4: 0, 5: 0}
    with place.open() as ledger:
        signer = place.keyring.signer(VerifierKey.parse(ledger.inspectorate().verifier_key))
    unmarked = checkpoint.sign(checkpoint.parse(note.parse(notes_of(place)[lost.kept + 2]).text), signer)
    (found,) = detected("V1", held=[Held("unmarked", unmarked)]).findings
    assert "does not say so" in found.message
    place.attack(("UPDATE ledger_checkpoint SET note = ? WHERE size = ?", unmarked.decode(), lost.kept + 2))
    detected("V1")


def test_a_gap_where_nothing_is_lost(place, detected):
    root = checkpoint.parse(note.parse(place.checkpoint().data).text).root
    with place.open(place.keyring) as ledger:
        words = {"restored_from": "the tape", "why": "None."}
        *_, kept, size = sorted(notes_of(place))
        ledger.ask(RestoreLedger(size=size, root=to_base64(root), kept=kept, **words), by="ann")
    (found,) = detected("V4").findings
    assert "it is still there" in found.message


def test_a_declaration_that_nobody_signed_excuses_nothing(place, lost, detected):
    root = checkpoint.parse(note.parse(lost.held[2].data).text).root
    with place.open() as ledger:
        words = {"restored_from": "the tape", "why": "None."}
        ledger.ask(RestoreLedger(size=lost.kept + 3, root=to_base64(root), kept=lost.kept, **words), by="ann")
    (found,) = detected("V3", held=lost.held[2:]).findings
    assert "have it sealed" in found.message


def test_a_ledger_is_restored_more_than_once(place, lost, detected):
    declare(place)
    shutil.copytree(place.ledger, place.folder / "second")
    record(place, "D")
    second = place.checkpoint()
    shutil.rmtree(place.ledger)
    shutil.copytree(place.folder / "second", place.ledger)
    declare(place)
    record(place, "E")
    report = detected(held=[*lost.held, second])
    # The first gap has all that was lost first; what was signed in between is in the second alone.
    first, then = lost.kept + 1, lost.kept + 2
    assert sorted(one.position for one in report.declared) == [first] * 4 + [then] * 2


def test_what_nobody_misses_is_not_declared_lost(place, lost):
    declare(place)
    with place.open() as ledger:
        for held in ((), lost.held):
            with pytest.raises(Refused, match="Nothing is missing"):
                what_is_lost(ledger.store, place.keyring, held)
        nobody = Keyring(place.folder / "none", place.folder / "nothing")
        with pytest.raises(Refused, match="you remember no checkpoint"):
            what_is_lost(ledger.store, nobody, ())


def test_what_is_lost_is_known_by_an_auditors_checkpoint_too(place, lost):
    nobody = Keyring(place.folder / "none", place.folder / "nothing")
    with place.open() as ledger:
        found = what_is_lost(ledger.store, nobody, lost.held[1:2])
        assert (found.size, found.kept) == (lost.kept + 2, lost.kept)
        assert what_is_lost(ledger.store, nobody, lost.held)[::2] == (lost.kept + 3, lost.kept)
        with pytest.raises(BadInput, match="not to be trusted"):
            what_is_lost(ledger.store, nobody, [Held("x", b"x")])


def test_a_checkpoint_is_lost_unless_it_says_that_it_is_after():
    event = LedgerRestored(size=9, root="", kept=5, restored_from="R", why="W")
    gap = Gap(6, 5, 9, b"", event, 6)
    assert [gap.has(size, frozenset()) for size in range(4, 11)] == [0, 0, 1, 1, 1, 1, 0]
    assert not gap.has(7, frozenset({6}))
    assert mark_of("a/b", 6) == "a/b/restored/6"


def test_who_signs_a_size_follows_from_ranks_where_positions_leave_gaps():
    first, rotated = SigningKeyRegistered(verifier_key=signers.key(1)), signers.rotated(1, 2)
    restored = LedgerRestored(size=30, root=to_base64(bytes(32)), kept=5, restored_from="R", why="W")
    eras = Eras.of([Placed(10, 4, first), Placed(350, 8, rotated), Placed(700, 20, restored)])
    assert eras.text() == f"5 {signers.key(1)}\n9 {signers.key(2)}"
    assert [eras.at(size).key.text() for size in (1, 8, 9, 400)] == [signers.key(n) for n in (1, 1, 2, 2)]
    assert (eras.positions, eras.declared()) == ([10, 350, 700], [(700, restored)])
    assert [len(eras.marks(eras.keys[1], size)) for size in (20, 21, 30, 31)] == [0, 1, 1, 0]


def test_a_key_is_rotated_to_while_checkpoints_say_that_they_are_after_a_restore(place, lost, detected):
    old = place.key()
    declare(place)
    rotate(place)
    for ref in "DEF":
        record(place, ref)
    lines = [[each[:2] for each in note.parse(data).signatures] for data in notes_of(place).values()]
    # A witness refuses two lines of one key.
    assert all(len(set(each)) == len(each) for each in lines)
    assert [len(each) for each in lines[-5:]] == [2, 3, 2, 1, 1]
    held = [*lost.held, *(Held(str(size), data) for size, data in notes_of(place).items())]
    for key in (None, old, key_file(place)):
        assert len(detected(held=held, key=key).declared) == 4


def test_a_colleague_who_saw_less_of_what_is_lost_signs_on(place, lost):
    colleague = Keyring(place.keyring.keys, place.folder / "colleague")
    with place.open() as ledger:
        known_by = identity(ledger.store, eras_of(ledger.store))
    colleague.remember(known_by, lost.held[1].data)
    with place.open(colleague) as ledger:
        ledger.ask(OpenInspection(inspection="D", title="T"), by="ann")
        assert "was signed before" in ledger.not_sealed.message
    declare(place)
    with place.open(colleague) as ledger:
        (receipt,) = ledger.ask(OpenInspection(inspection="E", title="T"), by="ann")
        assert receipt.checkpoint_size == lost.kept + 3
        assert any("is lost, as event" in note for note in ledger.signing.notes())


def test_the_lost_original_that_turns_up_again_is_another_history(place, lost):
    shutil.copytree(place.ledger, place.folder / "restored")
    shutil.rmtree(place.ledger)
    shutil.copytree(place.folder / "backup", place.ledger)
    declare(place)
    record(place, "X")
    with place.open(place.keyring) as ledger:
        _, newest = ledger.store.newest_checkpoint()
    shutil.rmtree(place.ledger)
    shutil.copytree(place.folder / "restored", place.ledger)
    with place.open() as ledger:
        for ref in "ABC":
            ledger.ask(OpenInspection(inspection=ref, title="T"), by="ann")
    with place.open(place.keyring) as ledger, pytest.raises(Tampered, match="Another history"):
        ledger.seal()
    assert "V4" in {found.code for found in place.verify(Held("new", newest.encode())).findings}
