"""Receipts: a command prints what is on disk, and nothing that fails after that is called an error.

People who read an error run the command again. So if a receipt cannot be printed, or what was recorded could
not be sealed, a note gives the cause and what to do, and the command succeeds.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from commands.cli.context import environment_of
from commands.cli.errors import PRACTICE
from events.named import NamedTuple
from ledger.errors import LedgerError, Tampered, as_trouble
from ledger.recovery.clocks import HOW_TO_MEND
from ledger.times import printed

if TYPE_CHECKING:
    from ledger.ledger import Ledger
    from ledger.recording import Receipt

_SEAL = "scrutiny seal"


class More(NamedTuple):
    """What else a receipt says: as JSON, and in lines for people."""

    facts: Mapping[str, object]
    lines: Sequence[str]


MORE = More(MappingProxyType({}), ())
"""Nothing more."""


def print_receipt(
    receipt: Receipt,
    format: str,
    ledger: Ledger,
    refs: tuple[str, ...] = (),
    concerned: Mapping[str, Sequence[str]] = MappingProxyType({}),
    more: More = MORE,
) -> None:
    """Print what was made and where its events stand; ``refs`` if several were made. Raises nothing.

    ``concerned`` are refs of what else it concerns, by what they are to it: ``{"rests_on_it": ["J1"]}``.
    """
    environment = environment_of()
    warn = environment.warn
    warn_of_what_was_recorded(ledger)
    try:
        if ledger.store.is_alone:
            more = More({**more.facts, "on_one_server_only": True}, more.lines)
        environment.show(_text(receipt, format, refs, concerned, _no_key(ledger), more))
    except BaseException as error:
        # What is left in its buffer must not fail once more when the command ends.
        environment.stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        warn(
            f"{receipt.ref} was recorded ({_numbers(receipt)}), but its receipt cannot be printed: "
            f"{_cause(error)} Do not record it again; see it with: scrutiny trail"
        )


def warn_of_what_was_recorded(ledger: Ledger) -> None:
    """What whoever recorded something should know: of the clock, of the seal, and of practice copies."""
    warn = environment_of().warn
    if ledger.clock_stepped_back:
        last = ledger.before_this
        warn(
            f"this machine's clock is behind event {last.position}, which bears the time "
            f"{printed(last.recorded_at)}: either this clock is wrong, or an earlier one ran ahead. "
            f"The order was kept, and what this clock shows is kept beside it. {HOW_TO_MEND}"
        )
    if ledger.store.is_alone:
        warn(
            "it is recorded, on one server only: no standby confirmed that it has it, so if that server is "
            "lost now, this is lost with it. Tell who runs the server. Do not record it again"
        )
    if ledger.not_sealed:
        warn(_unsealed(ledger.not_sealed))
    if ledger.practice_of:
        warn(PRACTICE)
    for note in ledger.signing.notes():
        warn(note)


def _cause(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}."
    return as_trouble(error).message


def _unsealed(cause: LedgerError) -> str:
    warning = f"it is recorded, and not sealed yet. {cause.message} {cause.remedy}".rstrip()
    # A key that waits for its passphrase has its own note; what may be another history is not to be signed.
    if _SEAL in warning or isinstance(cause, Tampered):
        return warning
    return f"{warning} Then seal it: {_SEAL}"


def _no_key(ledger: Ledger) -> str:
    """Why a ledger is not sealed if nothing went wrong, in a word: people without a key record every day."""
    if ledger.not_sealed:
        return ""  # a note has the cause
    return " (no key here)" if ledger.inspectorate().verifier_key else " (it has no key)"


def _numbers(receipt: Receipt) -> str:
    first, last = receipt.events[0], receipt.events[-1]
    return f"event {first.position}" if first is last else f"events {first.position} to {last.position}"


def _text(
    receipt: Receipt,
    format: str,
    refs: tuple[str, ...],
    concerned: Mapping[str, Sequence[str]],
    why: str,
    more: More,
) -> str:
    if format == "json":
        import orjson  # noqa: PLC0415  recording has loaded it already

        result = receipt._asdict() | {"events": [event._asdict() for event in receipt.events]}
        if len(refs) > 1:
            result["refs"] = list(refs)
        result |= {what: list(others) for what, others in concerned.items() if others}
        return orjson.dumps(result | dict(more.facts)).decode()
    first, last = receipt.events[0], receipt.events[-1]
    names = ", ".join(dict.fromkeys(event.name for event in receipt.events))
    when = printed(first.recorded_at).replace("Z", " UTC")
    leaves = f"leaf {first.leaf_index}"
    if last is not first:
        leaves = f"leaves {first.leaf_index} to {last.leaf_index}"
    size = receipt.checkpoint_size
    sealed = f"not sealed{why}" if size is None else f"sealed at size {size}"
    text = f"Recorded {receipt.ref}: {names}\n{_numbers(receipt)}, {when}; {leaves}, {sealed}"
    for what, others in concerned.items():
        text += f"\n{what.replace('_', ' ').capitalize()}: {', '.join(others)}" if others else ""
    return "\n".join((text, *more.lines))
