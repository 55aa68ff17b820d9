"""The files: who may use them, and what killed commands left behind."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ledger.doctor.base import Patient, Result, in_folders, is_digest, names_of
from ledger.doctor.mounts import without_modes
from ledger.passing import NAME as PASSING
from ledger.passing import is_nobodys
from ledger.recovery import shared
from ledger.signing import unbegun
from ledger.validation import so_many


def modes(patient: Patient) -> Iterator[Result]:
    """Nobody but the owner and the group, and of a shared folder all of the group."""
    ours, kept, folder = patient.own(), patient.kept(), patient.folder
    if folder is None:
        yield Result("modes", "Nothing of it is in a folder here: servers say who may use it.")
        return
    wrong = [path for path in (*ours, *kept) if _mode(path) & 0o007]
    if kind := without_modes(folder):
        text = f"{folder} is on {kind}, where the mount says who may use it"
        if wrong:
            yield Result(
                "modes", f"{text}: everybody.", "Mount it for its group alone (gid=GROUP,umask=007)."
            )
        else:
            yield Result("modes", f"{text}.")
        return
    if wrong:
        yield Result("modes", f"Everybody may use {names_of(wrong, folder)}.", f"chmod -R o-rwx {folder}")
    if shared.is_shared(folder):
        narrow = [path for path in ours if _mode(path) & 0o060 != 0o060]
        if narrow:
            text = f"The folder is shared by its group, which may not write {names_of(narrow, folder)}."
            yield Result(
                "modes", text, f"Let the owner or root run: chmod g+rwX {' '.join(map(str, narrow))}"
            )
    loose = [path for path in kept if _mode(path) & 0o222]
    if loose:
        text = f"Evidence may be written to: {names_of(loose, folder)}."
        yield Result("modes", text, f"chmod a-w {kept[0].parent}/*")
    unusable = [path for path in ours if os.access(path, os.R_OK) and not os.access(path, os.W_OK)]
    if unusable:
        text = f"You may not write {names_of(unusable, folder)}, so you can read at best."
        yield Result("modes", text, "Ask who owns it, if you are to record.")
    if not (wrong or loose or unusable):
        yield Result("modes", f"{folder} is used by its owner{_and_group(folder)} alone.")


def evidence(patient: Patient) -> Iterator[Result]:
    """Whether evidence that is kept apart from the ledger can be had; other is looked at with the folder."""
    if patient.ledger is None or patient.engine.folder:
        return
    vault, named = patient.vault, patient.ledger.store.attached()
    vault.check_place(lambda: named)
    there = {name for name in vault.names() if is_digest(name)}
    text = f"{so_many(len(there), 'file')} in {vault.shown}"
    if missing := named - there:
        text = f"Of {so_many(len(named), 'file')} that events name {len(missing):,} not in {vault.shown}."
        yield Result("evidence", text, "See which: scrutiny verify")
        return
    yield Result("evidence", f"{text}, and events name {len(named):,}.")


def leftovers(patient: Patient) -> Iterator[Result]:
    """What killed commands left."""
    results = list(_left(patient))
    yield from results or [Result("leftovers", "No killed command left anything.")]


def _left(patient: Patient) -> Iterator[Result]:
    folder = patient.folder
    vault = patient.vault
    if rooms := vault.left():
        what = f"Evidence that a killed command was taking in lies in {names_of(rooms, folder)}."
        yield Result(
            "leftovers", what, "The next command that records clears it, such as: scrutiny evidence submit"
        )
    if patient.ledger:
        named = patient.ledger.store.attached()
        strays = [f"{vault.shown}/{name}" for name in vault.names() if is_digest(name) and name not in named]
        if strays:
            what = f"No event names the evidence {names_of(strays, folder)}, which may be restricted."
            yield Result("leftovers", what, "If nobody is recording just now, remove it.")
    engine = patient.engine
    for remark in engine.left_of_a_beginning():
        yield Result("leftovers", *remark)
    passing = [
        path
        for path in in_folders(*filter(None, [folder]), patient.keyring.keys, patient.keyring.seen)
        if is_nobodys(path)
    ]
    if passing:
        yield Result("leftovers", f"Killed commands left {names_of(passing, folder)}.", "Remove them.")
    if patient.ledger:
        for remark in engine.left_of_a_remaking():
            yield Result("leftovers", *remark)
        own = engine.names()
        # A folder of evidence is looked through above.
        foreign = (
            []
            if engine.folder is None
            else [
                path
                for path in in_folders(engine.folder)
                if path.name not in own and not PASSING.fullmatch(path.name)
            ]
        )
        if foreign:
            what = f"{names_of(foreign, folder)} is no part of a ledger."
            yield Result("leftovers", what, "Put it elsewhere, if it is yours.")
    for mark in unbegun.left(patient.keyring):
        if mark.use != "some" and mark.key.exists():
            made_for = f"the ledger in {mark.place}, which does not name it"
            what = f"The signing key {mark.key} was made for {made_for}."
            remedy = "Begin a ledger, and it is cleared: scrutiny init"
            if mark.use == "unknown":
                remedy = "If no ledger names it (scrutiny key show), remove it."
            yield Result("leftovers", what, remedy)


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.lstat().st_mode)
    except OSError:
        return 0o660  # it is gone meanwhile


def _and_group(folder: Path) -> str:
    return " and its group" if _mode(folder) & 0o020 else ""
