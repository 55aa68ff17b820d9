"""Subjects under scrutiny.

1. A ref is given once, however it is capitalised.
2. A title that was a mistake is corrected: the right one is another.
"""

from __future__ import annotations

from events.inspections import InspectionCorrected, InspectionOpened
from ledger.decisions.inspections import CorrectInspection, OpenInspection
from ledger.rules.base import AnyEvent, Breach, Context, Table, ruled


def inspection_is_new(context: Context, event: InspectionOpened) -> Breach | None:
    """A ref is given once: it opens its stream, and nothing else does."""
    if not context.inspection.version:
        return None
    return Breach(
        f"the inspection {event.inspection} was open",
        f"There is an inspection {context.inspection.ref} already.",
        "Choose another ref.",
    )


def inspection_is_open(context: Context, event: AnyEvent) -> Breach | None:
    """Nothing happens in an inspection before it is opened."""
    return (
        None if context.inspection.version else Breach(f"the inspection {event.inspection} was not open then")
    )


def title_was_another(context: Context, event: InspectionCorrected) -> Breach | None:
    """A correction of a title says another."""
    if event.title != context.inspection.title:
        return None
    return Breach(
        "the inspection had just that title",
        f"{event.inspection} has just that title.",
        f"See it: scrutiny inspection show {event.inspection}",
    )


RULES: Table = {
    InspectionOpened: ruled(OpenInspection, inspection_is_new),
    InspectionCorrected: ruled(CorrectInspection, inspection_is_open, title_was_another),
}
