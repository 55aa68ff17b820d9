"""Inspections."""

from __future__ import annotations

from events.inspections import InspectionCorrected, InspectionOpened
from ledger.decisions.inspections import CorrectInspection, OpenInspection
from ledger.rules.base import AnyEvent, Breach, Context, Table, ruled


def inspection_is_new(context: Context, event: InspectionOpened) -> Breach | str | None:
    """A ref is given once: it opens its stream, and nothing else does."""
    return f"the inspection {event.inspection} was open" if context.inspection.version else None


def inspection_is_open(context: Context, event: AnyEvent) -> Breach | str | None:
    """Nothing happens in an inspection before it is opened."""
    return None if context.inspection.version else f"the inspection {event.inspection} was not open then"


def title_was_another(context: Context, event: InspectionCorrected) -> Breach | str | None:
    """A correction of a title says another."""
    return "the inspection had just that title" if event.title == context.inspection.title else None


RULES: Table = {
    InspectionOpened: ruled(OpenInspection, inspection_is_new),
    InspectionCorrected: ruled(CorrectInspection, inspection_is_open, title_was_another),
}
