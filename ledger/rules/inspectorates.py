"""The ledger itself: opened, restored, its clock set right, or a copy to practise on."""

from __future__ import annotations

from events.inspectorates import ClockCorrected, LedgerCopied, LedgerOpened, LedgerRestored
from ledger.decisions.inspectorates import CopyLedger, CorrectClock, OpenLedger, RestoreLedger
from ledger.policies import SIGN_OFF
from ledger.proof.errors import FormatError
from ledger.proof.text import read_base64
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.rules.signing_keys import named
from ledger.validation import events_from


def what_is_lost_was_later(context: Context, event: LedgerRestored) -> Breach | str | None:
    """A checkpoint that is lost is greater than the newest that is left, and of that there are the events."""
    try:
        read_base64(event.root, 1, "the root", 32)
    except FormatError as error:
        return f"it names no root ({error})"
    if not 0 <= event.kept < event.size:
        return f"it says that of {event.size} events {event.kept} were left"
    return f"it says that {event.kept} were left" if event.kept >= context.position else None


def whence_and_why_is_said(_: Context, event: LedgerRestored) -> Breach | str | None:
    """Whoever checks the ledger is shown from what it was restored, and why."""
    return (
        None if event.restored_from.strip() and event.why.strip() else "it is not said from what, or not why"
    )


def clock_was_ahead_before(context: Context, event: ClockCorrected) -> Breach | str | None:
    """It is said of events that there are by then, and of none whose time is known to be right."""
    said, spans = f"it speaks of {events_from(event.first, event.last)}", context.inspectorate.clock_spans
    if not 1 <= event.first <= event.last < context.position:
        return said
    if not any(spans.outside(event.first, event.last)):
        return f"{said}, of which that was declared before"
    # Of a draft nothing is known of clocks yet: see ledger.recovery.ahead.
    wrong = context.machines and context.machines.not_ahead(event.first, event.last, spans)
    return f"{said}, and {wrong}" if wrong else None


def why_the_clock_was_ahead_is_said(_: Context, event: ClockCorrected) -> Breach | str | None:
    """Whoever reads those times is shown why."""
    return None if event.why.strip() else "it is not said why"


def copy_has_a_name_of_its_own(context: Context, event: LedgerCopied) -> Breach | str | None:
    """What a copy signs is never taken for the ledger's."""
    if event.origin == context.inspectorate.origin or event.identity == event.of:
        return "it bears the name of what it is a copy of"
    return named(event.verifier_key, event.origin)


def ledger_is_opened_once(context: Context, _: LedgerOpened) -> Breach | str | None:
    """The first event opens the ledger, and no other does."""
    return "the ledger was opened before" if context.inspectorate.version else None


def sign_off_is_a_rule_of_the_house(_: Context, event: LedgerOpened) -> Breach | str | None:
    """Whether a second person signs off was said in words that the house knows."""
    return None if event.sign_off in SIGN_OFF else f"{event.sign_off!a} is no sign-off rule"


RULES: Table = {
    LedgerOpened: ruled(OpenLedger, ledger_is_opened_once, sign_off_is_a_rule_of_the_house),
    LedgerRestored: ruled(RestoreLedger, what_is_lost_was_later, whence_and_why_is_said),
    LedgerCopied: ruled(CopyLedger, copy_has_a_name_of_its_own),
    ClockCorrected: ruled(CorrectClock, clock_was_ahead_before, why_the_clock_was_ahead_is_said),
}
