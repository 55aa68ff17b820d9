"""The record: whether there is one, what protects it, and its key."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from ledger.doctor.base import Patient, Result
from ledger.errors import KeyTrouble, LedgerError, Refused, Tampered
from ledger.ledger import Ledger
from ledger.proof.errors import ProofError
from ledger.proof.note import VerifierKey
from ledger.recovery.places import eras_of, identity, place_of
from ledger.signing.sealing import Sealer
from ledger.signing.signers import Signers
from ledger.signing.tree import are_kept, ends
from ledger.store.location import shown
from ledger.validation import so_many, so_many_events


def ledger(patient: Patient) -> Iterator[Result]:
    """Whether it can be opened, and where it is."""
    if patient.ledger is None:
        where = shown(patient.location)
        yield patient.why or Result("ledger", f"{where} cannot be opened.", "scrutiny verify")
        return
    settings = patient.ledger.inspectorate()
    store = patient.ledger.store
    events = store.rank(store.head()[0]) + 1
    if settings.practice_of:
        yield Result("ledger", f"A copy to practise on, {settings.origin}: {so_many_events(events)}.")
        return
    known_by = _identity(patient.ledger)
    before, here = patient.keyring.place(known_by), place_of(patient.location)
    if before not in ("", here) and os.path.isdir(before):  # noqa: PTH112  a location and no path of ours
        text = f"You sealed it last in {before}, which is still there: this one may be a copy."
        yield Result(
            "ledger", text, "Work in that one, or make a copy to practise on: scrutiny copy FOLDER --practice"
        )
        return
    yield Result("ledger", f"{settings.origin}: {so_many_events(events)}.")


def guests(patient: Patient) -> Iterator[Result]:
    """What others keep among its tables that is known: nothing is to be done about it."""
    if patient.ledger is not None:
        for found in patient.engine.guests():
            yield Result("tables", found)


def unprotected(patient: Patient) -> Iterator[Result]:
    """How many events no checkpoint covers."""
    if patient.ledger is None:
        return
    store = patient.ledger.store
    newest = store.newest_checkpoint()
    left = sum(1 for _ in store.leaves(newest[0] if newest else 0))
    text = f"{so_many_events(left)} {'is' if left == 1 else 'are'} not sealed"
    if left and (trouble := _not_to_be_signed(patient)):
        yield Result("protection", f"{text}, nor can be as it is. {trouble.message}", trouble.remedy)
    elif left:
        yield Result("protection", f"{text}.", "Whoever holds the key signs: scrutiny seal")
    else:
        yield Result("protection", "Every event is sealed.")


def proofs(patient: Patient) -> Iterator[Result]:
    """Whether proofs are as quick as they can be. Nothing has to be done: they come out all the same."""
    if patient.ledger is None or are_kept(patient.ledger.store):
        return
    there = ends(patient.ledger.store) or 0
    yield Result(
        "proofs",
        f"They are made of all events: the nodes that make them quick are kept of {so_many(there, 'event')}. "
        "The rest comes with sealing, or at once: scrutiny rebuild",
    )


def seen(patient: Patient) -> Iterator[Result]:
    """Whether what was seen of it is remembered, so that an older copy is noticed."""
    if patient.ledger is None:
        return
    known_by = _identity(patient.ledger)
    trouble = _not_to_be_signed(patient)
    if isinstance(trouble, Tampered):
        yield Result("what you saw", trouble.message, trouble.remedy)
    elif why := patient.keyring.unread(known_by):
        yield Result("what you saw", why, "See who owns it: until then an older copy is not noticed.")
    elif patient.keyring.remembered(known_by):
        yield Result("what you saw", "You would notice a ledger that shrank or forked.")
    elif patient.keyring.knew(known_by):
        text = "What you saw of this ledger is not remembered any more: the state folder was emptied."
        yield Result(
            "what you saw",
            text,
            "Compare it with a checkpoint that was kept: scrutiny verify --held FILE",
        )
    else:
        yield Result("what you saw", "You have not sealed or verified it here yet.")


def key(patient: Patient) -> Iterator[Result]:
    """Whether its key is here and can be used."""
    if patient.ledger is None:
        return
    text = patient.ledger.inspectorate().verifier_key
    if not text:
        yield Result("key", "The ledger has no signing key: nothing is sealed.", "scrutiny key generate")
        return
    try:
        verifier_key = VerifierKey.parse(text)
    except ProofError as error:
        yield Result("key", f"The ledger's verifier key cannot be read: {error}.", "scrutiny verify")
        return
    path = patient.keyring.keys / f"{verifier_key.key_id.hex()}.pem"
    try:
        mode = stat.S_IMODE(path.parent.stat().st_mode)
        if not patient.keyring.holds(verifier_key):
            yield Result("key", "It is not kept here; whoever holds it seals what you record.")
            return
        if mode & 0o022:
            yield Result("key", f"Others may change {path.parent}.", f"chmod 700 {path.parent}")
        patient.keyring.signer(verifier_key)
    except FileNotFoundError:
        yield Result("key", "It is not kept here; whoever holds it seals what you record.")
        return
    except OSError as error:
        yield Result(
            "key", f"It cannot be looked for in {path.parent}: {error.strerror}.", "See who may read it."
        )
        return
    except KeyTrouble as error:
        if "passphrase" not in error.message:
            yield Result("key", error.message, error.remedy or "Restore it from a copy.")
            return
    elsewhere = "Whether it is kept elsewhere, too, cannot be seen from here: scrutiny key export"
    yield Result("key", f"It is {path}. {elsewhere}.")


def backup(_: Patient) -> Iterator[Result]:
    """How old the newest backup is. Copies lie elsewhere, and the ledger does not know of them."""
    yield Result(
        "backup", "The ledger does not know of its backups; see that there is one: scrutiny backup FOLDER"
    )


def _not_to_be_signed(patient: Patient) -> LedgerError | None:
    """Why sealing would refuse: a copy, or what was signed or seen before is not what is here."""
    if patient.ledger is None or not patient.ledger.inspectorate().verifier_key:
        return None
    opened = patient.ledger
    sealer = Sealer(opened.store, Signers(patient.keyring, {}, None), lambda: opened.inspectorate().turns)
    try:
        sealer.check()
    except (Refused, Tampered) as error:
        return error
    return None


def _identity(opened: Ledger) -> str:
    return identity(opened.store, eras_of(opened.store))
