"""The sentences about inspections and their cycles, and about words that were withdrawn from view."""

from __future__ import annotations

from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from events.inspections import InspectionCorrected, InspectionOpened
from events.words import WordsWithdrawn
from ledger.times import when
from projections.model.sentences.base import Sentences, corrected, in_brackets, joined

_CALLED = {
    "why": "reason",
    "text": "words",
    "made_to": "bodies",
    "approved_by": "approver",
    "restricted": "reason why it is restricted",
}
"""What fields whose words were withdrawn are called, if not by their names."""


def _opened(event: InspectionOpened) -> str:
    return f"Opened the inspection {event.inspection}: {event.title}."


def _corrected(event: InspectionCorrected) -> str:
    return corrected(f"the title of {event.inspection}: {event.title}", event.why)


def _cycle_opened(event: CycleOpened) -> str:
    return f"Opened the cycle {event.cycle}: {event.title}{in_brackets(event.kind)}."


def _cycle_closed(event: CycleClosed) -> str:
    return f"Closed the cycle {event.cycle}."


def _cycle_corrected(event: CycleCorrected) -> str:
    right = [f"it is called {event.title}"] if event.title else []
    right += [f"it is a {event.kind}"] if event.kind else []
    right += [f"it was opened {when(event.opened_on)}"] if event.opened_on else []
    return corrected(f"the cycle {event.cycle}: {'; '.join(right)}", event.why)


def _cycle_reopened(event: CycleReopened) -> str:
    return joined(f"Opened the cycle {event.cycle} again, which was closed in error", event.why)


def _words_withdrawn(event: WordsWithdrawn) -> str:
    words = " and ".join(_CALLED.get(name, name) for name in event.words)
    which = f"{event.name}, which is number {event.event} of the events of {event.inspection}"
    return joined(f"Withdrew from view the {words} of {which}", event.why or "")


SENTENCES: Sentences = {
    InspectionOpened: _opened,
    InspectionCorrected: _corrected,
    CycleOpened: _cycle_opened,
    CycleClosed: _cycle_closed,
    CycleCorrected: _cycle_corrected,
    CycleReopened: _cycle_reopened,
    WordsWithdrawn: _words_withdrawn,
}
