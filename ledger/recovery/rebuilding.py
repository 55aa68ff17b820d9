"""Making again what can be made from the events: leaves, indexes, counter, the place where sealing stopped.

1. Events, checkpoints and evidence are what was recorded and signed: nothing of them is made again, and what
   is wrong with them is said and left. A note that nobody can read any more is left out, and that is said.
2. Nothing is made over events that are not what was signed, here, in the reader's memory or in a checkpoint
   held outside; nor if anything that can still be read shows that there were others, or more of them: that
   would take away the traces.
3. If the table of checkpoints is damaged or empty, those that are remembered or held outside stand in for
   its own, as far as the ledger's key signed them. Without any, nothing is made.
4. The new database is written beside the old one, looked at as ``verify`` looks, and put in its place in one
   step. The old one is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from ledger.checks.base import Finding, Findings, Report
from ledger.checks.believed import Held
from ledger.checks.known import Known
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.errors import Damaged, Tampered
from ledger.proof import checkpoint
from ledger.proof.errors import ProofError
from ledger.signing import tree
from ledger.signing.eras import Eras
from ledger.signing.keyring import Keyring
from ledger.store.engine import Engine, Remaking, SalvagedEvents
from ledger.store.location import engine_of

_MADE = ("V9", "V10")
"""What these find is made again."""

_LEFT = ("V1", "V7", "V11", "V12")
"""What these find is about single checkpoints, files and acts, and stands in the way of nothing here."""

SEE = "Nothing was changed. See all that is wrong: scrutiny verify"
_HELD = "Nothing was changed. If a checkpoint was kept outside of the ledger: scrutiny rebuild --held FILE"


class Rebuilt(NamedTuple):
    """What was done. ``wrong`` was, and is right now; ``left`` is wrong still; ``kept`` is the old database.

    ``lost`` says what was there once and is not in the new one, for nobody can read it any more. Where
    nothing was to be done, nothing was wrong and nothing is kept. ``nodes`` is of how many leaves the nodes
    for quick proofs are kept now, if they had to be made.
    """

    events: int
    covered: int
    wrong: tuple[str, ...]
    left: tuple[Finding, ...]
    kept: Path | None
    lost: tuple[str, ...] = ()
    nodes: int = 0


def rebuild(
    location: str, keyring: Keyring | None, key: str | None = None, held: Sequence[Held] = ()
) -> Rebuilt:
    """Make again what is wrong and can be. ``key`` and ``held`` are as they are for ``verify``.

    Raises BadInput, Tampered or StorageError, and nothing was changed then.
    """
    engine = engine_of(location)
    remaking = engine.remaking()
    reports, sound = _wrong(engine, keyring)
    if sound is not None and not reports and not any(finding.code == "V1" for finding in sound.findings):
        remaking.clear()
        return Rebuilt(sound.events, sound.newest, (), sound.findings, None, nodes=_complete(engine))
    with remaking.in_turn():
        with _about_events():
            alone = remaking.salvage()
        with closing(alone):
            with _about_events():
                report = _what_was_signed(alone, TrustedInputs(key, held, keyring))
            left = tuple(finding for finding in report.findings if finding.code in _LEFT)
            if not reports and not alone.lost:
                remaking.discard()
                return Rebuilt(report.events, report.newest, (), left, None)
            try:
                beside = remaking.write(alone, (report.events, report.root), report.newest)
                _check_written(remaking, left)
            except BaseException:
                remaking.discard()
                raise
        kept = remaking.put_in_place()
    lost = alone.lost
    if alone.brought and not lost:
        lost = ("The table of checkpoints was empty; what is known from elsewhere stands in for them.",)
    return Rebuilt(report.events, report.newest, reports, left, kept, (*lost, *beside))


def _complete(engine: Engine) -> int:
    """See ledger.signing.nodes. Who has them all keeps nobody waiting."""
    with closing(engine.open()) as store:
        if tree.are_kept(store):
            return 0
        with store.exclusive():
            return tree.complete(store)


def _wrong(engine: Engine, keyring: Keyring | None) -> tuple[tuple[str, ...], Report | None]:
    """What there is to make again, as ``verify`` says it; and its report, if it came to one."""
    try:
        with closing(engine.open_raw()) as raw:
            report = verify(raw, TrustedInputs(None, (), keyring))
    except Damaged as error:
        return (error.message,), None
    found = [found.message for found in report.findings if found.code not in _LEFT]
    return tuple(found), report


@contextmanager
def _about_events() -> Iterator[None]:
    """What is damaged if a reading of the events alone comes to no end."""
    try:
        yield
    except Damaged as error:
        raise Damaged(
            f"Nothing can be made again, for the events themselves cannot be read: {error.message}",
            "Nothing was changed. Restore the ledger from a copy, and compare the two.",
        ) from error


def _what_was_signed(alone: SalvagedEvents, trusted: TrustedInputs) -> Report:
    """The report on the events; raises Tampered unless they are all that were signed, or Damaged."""
    for departure in alone.departures():
        raise Tampered(f"The events cannot be looked at: {departure.message}", SEE)
    outside = Findings()
    known = [one for one in trusted.load(alone, outside) if not (one.gap or one.claimed or one.elsewhere)]
    _refuse(outside)
    alone.brought = [(one.size, one.note.decode()) for one in _signed(known, alone, trusted.trust)]
    report = verify(alone, trusted)
    _refuse(finding for finding in report.findings if finding.code not in (*_MADE, *_LEFT))
    for astray in alone.out_of_order():
        raise Tampered(f"Nothing can be made again from these events: {astray.message}", SEE)
    if not report.newest and (trusted.trust.all or next(alone.checkpoints(), None)):
        raise Tampered("No checkpoint is left that says which events were signed.", _HELD)
    protected = max([report.newest, *(one.size for one in known)])
    if trace := alone.trace_of_others(report.events, protected):
        raise Tampered(f"{trace} What is gone cannot be made again, and its traces are left.", SEE)
    return report


def _refuse(findings: Iterable[Finding]) -> None:
    for finding in findings:
        raise Tampered(f"Nothing can be made again from these events: {finding.message}", SEE)


def _signed(known: Sequence[Known], alone: SalvagedEvents, trust: Eras) -> list[Known]:
    """Those of the checkpoints from outside that the ledger could have kept itself, if it lost any."""
    own = [row[0] for row in alone.checkpoints()]
    if own and not alone.lost:
        return []
    kept: dict[int, Known] = {}
    for signed in sorted(known, key=lambda each: each.size):
        before = max((size for size in [*own, *kept] if type(size) is int and size < signed.size), default=0)
        with suppress(ProofError):
            checkpoint.verify(signed.note, trust.required(signed.size, before), each=True)
            kept.setdefault(signed.size, signed)
    return list(kept.values())


def _check_written(remaking: Remaking, left: tuple[Finding, ...]) -> None:
    """Raise Damaged if anything is wrong with the new database that was not with the events before."""
    with closing(remaking.written()) as raw:
        report = verify(raw, TrustedInputs(None, (), None))
    known = {finding.message for finding in left}
    for finding in report.findings:
        if finding.code not in _LEFT and finding.message not in known:
            raise Damaged(f"What was made again is not right either: {finding.message}", SEE)
