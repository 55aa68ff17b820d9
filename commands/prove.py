"""``scrutiny prove``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.cli.click_types import STANDARD_OUTPUT, LedgerCommand, location
from commands.cli.context import environment_of
from commands.cli.destinations import WRITTEN
from commands.cli.helping import option
from commands.cli.naming import NamingArgument
from commands.cli.outputs import folder, put_bytes
from events.vocabulary import VocabularyWordAdded
from ledger.errors import BadInput, NotFound, Refused
from ledger.records import LEDGER_STREAM, decode
from ledger.recovery.places import eras_of
from ledger.signing.proving import Proof, consistency, inclusion
from ledger.validation import so_many_events
from projections.model import own_words
from projections.model.inspection import InspectionReading
from projections.model.worded import Worded
from projections.publication.foreign import is_foreign
from projections.rows import as_row

if TYPE_CHECKING:
    from ledger.ledger import Ledger

_LEAF, _PROOF, _SIGNATURE = ".leaf", ".tlog-proof", ".leaf.sig"
_COMMANDS = "signatures.txt"
_ANOTHER = "Choose a new or empty folder: --output FOLDER"


@click.command("prove", cls=LedgerCommand)
@click.argument("ref", cls=NamingArgument, metavar="[REF", required=False)
@click.argument("number", metavar="NUMBER]", required=False)
@option("--since", metavar="CHECKPOINT", help="A file with an older checkpoint.")
@option("--output", required=True, type=WRITTEN, help="The folder, or with --since the file.")
@click.pass_context
def command(ctx: click.Context, ref: str | None, number: str | None, since: str | None, output: str) -> None:
    """Write proofs that outsiders can check with tools of their own.

    With REF and NUMBER it proves a row of the register: for every event that the row rests on, and for the
    words on its judgements, it writes the leaf and a tlog-proof into a folder. If somebody signed the event,
    their signature is there, too, and how to verify it with ssh-keygen. With --since it proves that the
    ledger grew out of an older checkpoint: a file with one hash a line, which is checked with that checkpoint
    and the newest one (scrutiny checkpoint).
    """
    if bool(since) == bool(ref and number):
        raise click.UsageError("Give either REF and NUMBER, or --since CHECKPOINT.", ctx)
    environment = environment_of(ctx)
    with environment.open_ledger(location(ctx)) as ledger:
        ledger.store.hold()
        if since is not None:
            environment.report(_prove_growth(ledger, since, output, environment.warn))
        elif ref and number:
            environment.report(_prove_row(ledger, ref, number, folder(output), environment.warn))


def _with_words(worded: Worded, positions: list[int]) -> list[int]:
    """Some positions, and those of the words on the judgements among them that are in view."""
    words = (worded.of[position].at for position in positions if position in worded.of)
    return sorted({*positions, *filter(worded.in_view, words)})


def _prove_growth(ledger: Ledger, since: str, output: str, warn: Callable[[str], None]) -> str:
    """Write the proof and return the sentence on it."""
    try:
        old = Path(since).read_bytes()
    except OSError as error:
        raise BadInput(
            f"The checkpoint {since} cannot be read: {error.strerror}.",
            "See who may read it, and whether it is there.",
        ) from error
    eras = eras_of(ledger.store)
    if not eras.all:
        raise NotFound("This ledger has no signing key.", "Make one: scrutiny key generate")
    before, now, proof = consistency(ledger.store, old, eras, warn)
    put_bytes([proof], output)
    proof_file = "It" if output == STANDARD_OUTPUT else output
    events = so_many_events(now)
    return (
        f"{proof_file} proves that the ledger of {events} begins with that of {before}.\n"
        f"To check it, one needs the checkpoint of {events}, too: scrutiny checkpoint --output FILE"
    )


def _prove_row(ledger: Ledger, ref: str, number: str, into: Path, warn: Callable[[str], None]) -> str:
    """Write the proofs of a row and return the sentence on them."""
    reading = InspectionReading(ledger, ref)
    recommendation = reading.recommendation(number)
    ref, number = reading.ref, recommendation.made.number
    # Of their own stream, for a walk through all events costs what was ever recorded.
    words_added = ledger.store.rows(stream=LEDGER_STREAM, topics=[VocabularyWordAdded.NAME])
    added = own_words.added(map(decode, words_added))
    words = own_words.used(as_row(ref, recommendation), added)
    rests_on = sorted({*recommendation.rests_on(), *words})
    proofs = list(inclusion(ledger.store, _with_words(reading.worded, rests_on), warn))
    signed = _signed(ledger, proofs)
    proved = {f"{proof.leaf_index}{kind}" for proof in proofs for kind in (_LEAF, _PROOF)}
    _check_folder(into, proved | signed.keys())
    try:
        into.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise BadInput(f"{into} is no folder.", "Name a folder: --output FOLDER") from None
    for proof in proofs:
        put_bytes([proof.leaf], str(into / f"{proof.leaf_index}{_LEAF}"))
        put_bytes([proof.proof], str(into / f"{proof.leaf_index}{_PROOF}"))
    for name, data in signed.items():
        put_bytes([data], str(into / name))
    leaves = ", ".join(str(proof.leaf_index) for proof in proofs)
    named = f"the leaves {leaves}" if len(proofs) > 1 else f"leaf {leaves}"
    said = f"{into} proves recommendation {number} of {ref}, which rests on {named}."
    return f"{said} How to check who signed them: {into / _COMMANDS}" if signed else said


def _signed(ledger: Ledger, proofs: list[Proof]) -> dict[str, bytes]:
    """The files by which an outsider checks who signed the events, none if nobody did."""
    from ledger.personal import allowed  # noqa: PLC0415  few sign
    from ledger.proof.sshsig import armored  # noqa: PLC0415  as above

    files, lines, keys = dict[str, bytes](), list[str](), dict[str, None]()
    for proof in proofs:
        if proof.signature is None:
            continue
        name = f"{proof.leaf_index}{_LEAF}"
        files[f"{proof.leaf_index}{_SIGNATURE}"] = armored(proof.signature).encode()
        keys[allowed.signed_with(proof.signature).line()] = None
        lines.append(allowed.command(proof.leaf, name))
    if not files:
        return {}
    there = allowed.allowed(ledger.store.rows(stream=LEDGER_STREAM, topics=allowed.NAMES))
    files[allowed.FILE] = "".join(there[key].line() for key in keys if key in there).encode()
    files[_COMMANDS] = "".join(f"{line}\n" for line in lines).encode()
    return files


def _check_folder(into: Path, names: set[str]) -> None:
    """Refuse a folder that has anything but these files in it."""
    if into.is_dir():
        present = {path.name for path in into.iterdir() if not is_foreign(path.name)}
        # What a killed command left half written is cleared away once its file is written.
        half = {name for name in present if name[1:].rpartition(".")[0] in names and name.startswith(".")}
        if others := sorted(present - names - half):
            raise Refused(f"{into} holds {others[0]}, which is no part of this proof.", _ANOTHER)
