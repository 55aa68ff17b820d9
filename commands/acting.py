"""Asking a decision from the command line: open the ledger, ask, and print a receipt for what is on disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import click

from commands.options import location, person
from commands.outcome import warn
from commands.several import One, spans
from ledger.decisions.base import Decision, InspectionDecision
from ledger.errors import LedgerError, Refused
from ledger.keyring import Keyring
from ledger.ledger import Ledger
from ledger.recording import Receipt
from ledger.vault import Vault


def act(ctx: click.Context, decision: Decision, format: str, vault: Vault | None = None) -> None:
    """Ask one decision as the person who was said, and print its receipt."""
    by = actor(ctx)
    with Ledger.open(location(ctx), keyring=Keyring.of(os.environ)) as ledger:
        (receipt,) = ledger.ask(decision, by=by, attachments=vault)
        print_receipt(receipt, format, ledger)


def act_together(
    ctx: click.Context,
    decisions: Callable[[Ledger], Sequence[InspectionDecision]],
    format: str,
    within: str = "",
) -> None:
    """Ask several decisions at once, all or none, and print one receipt for them.

    What was made ``within`` that inspection is called without its ref, so that it can be said again as it is.
    """
    by = actor(ctx)
    with Ledger.open(location(ctx), keyring=Keyring.of(os.environ)) as ledger:
        asked = decisions(ledger)
        receipts = ledger.ask(*asked, by=by)
        refs = [ledger.inspection(one.inspection).ref for one in asked]
        made = [
            One(ref, receipt.ref.removeprefix(f"{ref}/")) for ref, receipt in zip(refs, receipts, strict=True)
        ]
        together = receipts[0]._replace(
            ref=spans(made, within),
            events=tuple(event for receipt in receipts for event in receipt.events),
        )
        print_receipt(together, format, ledger, [spans([one], within) for one in made])


def actor(ctx: click.Context) -> str:
    """Who acts; raises Refused where nobody was said to."""
    by = person(ctx)
    if not by:
        raise Refused("Nobody was said to act.", "Say who you are: --as ID, or SCRUTINY_PERSON.")
    return by


def print_receipt(receipt: Receipt, format: str, ledger: Ledger, refs: Sequence[str] = ()) -> None:
    """Print what was made and where its events stand; ``refs`` where several were made."""
    if ledger.clock_stepped_back:
        warn(
            "this machine's clock is behind the ledger's last event; the order was kept. Set the clock right."
        )
    if ledger.not_sealed:
        warn(
            f"it is recorded and not sealed. {ledger.not_sealed.message} {ledger.not_sealed.remedy}".rstrip()
        )
    first, last = receipt.events[0], receipt.events[-1]
    numbers = f"event {first.position}" if first is last else f"events {first.position} to {last.position}"
    if format == "json":
        import orjson  # noqa: PLC0415  loaded already by whoever recorded

        told = receipt._asdict() | {"events": [event._asdict() for event in receipt.events]}
        if len(refs) > 1:
            told["refs"] = list(refs)
        said = orjson.dumps(told).decode()
    else:
        names = ", ".join(dict.fromkeys(event.name for event in receipt.events))
        when = f"{first.recorded_at[:10]} {first.recorded_at[11:19]} UTC"
        leaves = f"leaf {first.leaf_index}"
        if last is not first:
            leaves = f"leaves {first.leaf_index} to {last.leaf_index}"
        size = receipt.checkpoint_size
        sealed = "not sealed" if size is None else f"sealed at size {size}"
        said = f"Recorded {receipt.ref}: {names}\n{numbers}, {when}; {leaves}, {sealed}"
    try:
        click.echo(said)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise LedgerError(
            f"{receipt.ref} was recorded ({numbers}), but its receipt cannot be printed: {error.strerror}.",
            "Do not ask again; see it with: scrutiny trail",
        ) from error
