"""The beginning of a ledger, and its accidents.

1. A ledger is opened once.
2. It is declared restored by an administrator, who says from what and why, and which checkpoint was seen
   before; what is older than that stays as it was.
3. Which events bear the time of a clock that ran ahead an administrator says, and why; the events stay as
   they were recorded, and readings use the times at which they were known.
4. A practice copy has a name and a key of its own, so that it is never taken for the ledger.
"""

from __future__ import annotations

from events.inspectorates import ClockCorrected, LedgerCopied, LedgerOpened, LedgerRestored
from ledger.decisions.inspectorates import CopyLedger, CorrectClock, OpenLedger, RestoreLedger
from ledger.errors import BadInput
from ledger.policies import SIGN_OFF
from ledger.proof.errors import FormatError
from ledger.proof.text import read_base64
from ledger.recovery.spans import Spans
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.rules.signing_keys import misnamed_key
from ledger.rules.things import unknown
from ledger.validation import events_from, so_many_events


def ledger_is_opened_once(context: Context, _: LedgerOpened) -> Breach | None:
    """The first event opens the ledger, and no other does."""
    opened = context.inspectorate.version
    return (
        Breach(
            "the ledger was opened before",
            "This ledger was opened already.",
            "Begin another in a folder of its own: scrutiny init --ledger FOLDER",
        )
        if opened
        else None
    )


def sign_off_is_a_rule(_: Context, event: LedgerOpened) -> Breach | None:
    """Whether a second person signs off was said in words that the inspectorate knows."""
    return unknown(event.sign_off, SIGN_OFF, "sign-off rule")


def what_is_lost_was_later(context: Context, event: LedgerRestored) -> Breach | None:
    """A checkpoint that is lost is greater than the newest that is left, and of that there are the events."""
    try:
        read_base64(event.root, 1, "the root", 32)
    except FormatError as error:
        return Breach(f"it names no root ({error})")
    if not 0 <= event.kept < event.size:
        return Breach(
            f"it says that of {event.size} events {event.kept} were left",
            f"A checkpoint of {so_many_events(event.kept)} is still there, so the one of {event.size} is not "
            "lost.",
            "See what is here: scrutiny checkpoint",
        )
    return Breach(f"it says that {event.kept} were left") if event.kept >= context.position else None


def whence_and_why_is_said(_: Context, event: LedgerRestored) -> Breach | None:
    """Whoever checks the ledger is shown from what it was restored, and why."""
    said = event.restored_from.strip() and event.why.strip()
    return None if said else Breach("it is not said from what, or not why")


def clock_was_ahead_before(context: Context, event: ClockCorrected) -> Breach | None:
    """It is said of events that there are by then, and of none whose time is known to be right."""
    first, last, spans = event.first, event.last, context.inspectorate.clock_spans
    if not 1 <= first <= last:
        return Breach(
            f"it speaks of {events_from(first, last)}",
            f"There are no events {first} to {last}.",
            "Give the smaller one first.",
            BadInput,
        )
    if last >= context.position:
        return Breach(f"it speaks of {events_from(first, last)}")
    if wrong := declared_before(spans, first, last):
        return wrong
    # Of a draft nothing is known of clocks yet: ledger.recovery.ahead looks at them before it is drafted.
    right = context.machines and context.machines.not_ahead(first, last, spans)
    return Breach(f"it speaks of {events_from(first, last)}, and {right}") if right else None


def declared_before(spans: Spans, first: int, last: int) -> Breach | None:
    """Of some of these events it was not declared yet that the clock ran ahead."""
    if any(spans.outside(first, last)):
        return None
    return Breach(
        f"it speaks of {events_from(first, last)}, of which that was declared before",
        f"That of {events_from(first, last)} is declared already.",
        "See it: scrutiny trail",
    )


def why_the_clock_was_ahead_is_said(_: Context, event: ClockCorrected) -> Breach | None:
    """Whoever reads those times is shown why."""
    return None if event.why.strip() else Breach("it is not said why")


def copy_has_a_name_of_its_own(context: Context, event: LedgerCopied) -> Breach | None:
    """What a copy signs is never taken for the ledger's."""
    if event.origin == context.inspectorate.origin or event.identity == event.of:
        return Breach(
            "it bears the name of what it is a copy of",
            "A practice copy bears another name than what it is a copy of.",
            "Let the program name it: scrutiny copy FOLDER --practice",
        )
    return misnamed_key(event.verifier_key, event.origin)


RULES: Table = {
    LedgerOpened: ruled(OpenLedger, ledger_is_opened_once, sign_off_is_a_rule),
    LedgerRestored: ruled(RestoreLedger, what_is_lost_was_later, whence_and_why_is_said),
    LedgerCopied: ruled(CopyLedger, copy_has_a_name_of_its_own),
    ClockCorrected: ruled(CorrectClock, clock_was_ahead_before, why_the_clock_was_ahead_is_said),
}
