"""V11: the whole history is lived through again, event by event, and the rules are asked of each.

Only what the tree holds is replayed, and of that only what V5 could read.
"""

from __future__ import annotations

from typing import Any

from events.base import Event, InspectionEvent
from events.frozen import Frozen
from events.inspectorates import ClockCorrected, LedgerOpened
from events.registry import EVENTS
from events.words import WordsWithdrawn
from ledger.checks.base import Findings
from ledger.checks.room import Inspections
from ledger.checks.seen import Facts
from ledger.errors import Damaged
from ledger.records import LEDGER_STREAM, inspection_stream
from ledger.recovery.machines import Machines
from ledger.rules.base import Context
from ledger.rules.index import rules_of, table
from ledger.state.inspection import Inspection
from ledger.state.inspectorate import Inspectorate
from ledger.validation import key

RULES = {event.NAME: rules_of(event.NAME) for event in table()}
"""By the event's name, the rule of roles first."""

Last = dict[str, dict[str, int]]
"""By the names of LAST, by stream, the position of the last such event."""

_give = Frozen.__dict__["__dict__"].__set__
"""Gives an event its fields, past the door that is shut (see events.frozen)."""


MOST_TEXTS = 50_000
"""Texts of which each is but once in memory, whichever events say it; then it begins again with none."""


class Replay:
    """Takes in events in their order; memory grows with what they are about, and not with them."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._machines = Machines()
        self._last_clock: int | None = None
        self._inspections = Inspections()
        self._context = Context(Inspectorate(), self._inspections, self._machines)
        self._streams: dict[str | None, tuple[str, Inspection]] = {None: (LEDGER_STREAM.hex, Inspection())}
        self._texts: dict[object, Any] = {}  # Any: texts, and tuples of texts
        self._held: set[tuple[str, str]] = set()
        self._opening: tuple[str, ...] | None = ()
        self._command = ""

    def take(self, facts: Facts) -> None:
        """Live through events in their order."""
        # Only what corrects a clock asks what clocks gave, so each part ends with the next of those.
        taken = 0
        ends = [at for at, fact in enumerate(facts, 1) if fact[2] == ClockCorrected.NAME]
        if ends and self._last_clock is not None and facts[ends[-1] - 1][0] > self._last_clock:
            raise Damaged("The events are not those that there were a moment ago.", "Verify again.")
        for end in (*ends, len(facts)):
            if taken < end:
                self._take(facts[taken:end])
            taken = end
        for gone in self._inspections.took(len(facts), self._context.position):
            self._streams = {ref: of for ref, of in self._streams.items() if of[1] is not gone}

    def _take(self, facts: Facts) -> None:
        context = self._context
        if self._last_clock is None or facts[0][0] <= self._last_clock:
            self._machines.take([fact[0] for fact in facts], [fact[8] or fact[3] for fact in facts])
        # Each event that is read brings texts of its own, and most of what they say was said before.
        if len(self._texts) > MOST_TEXTS:
            self._texts.clear()
        share = self._texts.setdefault
        for position, stream, topic, context.recorded_at, by, command, context.shape, data, _ in facts:
            for name, value in data.items():
                if type(value) is str:
                    data[name] = share(value, value)
                elif type(value) is list:
                    several = tuple(value)
                    data[name] = share(several, several)
            self._live(position, stream, share(by, by), command, event_of(topic, context.shape, data))

    def know(self, last: Last | None) -> None:
        """Where the last events are for which more has to be known; None if that cannot be told.

        Before all else.
        """
        if last is not None:
            self._inspections.last_words = last[WordsWithdrawn.NAME]
            self._last_clock = max(last[ClockCorrected.NAME].values(), default=0)

    def close(self) -> None:
        """The history is over: say what was expected to the end."""
        self._tell_owed()

    def _live(self, position: int, stream: str, by: str, command: str, event: Event) -> None:
        """Ask the rules of an event, and then take it as having happened."""
        context = self._context
        if command != self._command:
            self._command = command
            if context.expected:
                self._tell_owed()
        ref = event.__dict__.get("inspection")
        due, inspection = self._streams.get(ref) or self._inspection(str(ref))
        context.before, context.position = context.position, position
        context.by, context.inspection = by, inspection
        wrong = [] if due == stream else ["it stands in the stream of another inspection"]
        if ref != inspection.ref and inspection.ref:
            wrong.append(f"the inspection {inspection.ref} is called {ref}")
        name = event.NAME
        rules = RULES[name]
        if self._opening is not None and self._is_opening(event, by, command, wrong):
            rules = rules[1:]
        elif ref is not None and not inspection.row_facts:
            # Who holds which role is the same until the settings change.
            if (name, by) in self._held:
                rules = rules[1:]
            elif rules[0](context, event) is None:
                self._held.add((name, by))
                rules = rules[1:]
        for rule in rules:
            if breach := rule(context, event):
                wrong.append(breach.audit)  # noqa: PERF401  a list for each event costs more
        try:
            if ref is None:
                self._held.clear()
                context.inspectorate.apply(event, context.recorded_at)
            else:
                inspection.apply(event, by, context.recorded_at)
        except KeyError as error:
            wrong = wrong or [f"it speaks of {error!s}, which no earlier event made"]
        for said in wrong:
            self._tell(position, event, by, said)

    def _tell(self, position: int, event: Event, by: str, said: str) -> None:
        self._findings.add("V11", position, f"Event {position} ({event.NAME}, by {by}): {said}.")

    def _tell_owed(self) -> None:
        """The request is over: what it expected it will not record."""
        for expected in self._context.expected.values():
            self._tell(*expected)
        self._context.expected.clear()

    def _is_opening(self, event: Event, by: str, command: str, wrong: list[str]) -> bool:
        """Whether it is of the command that opens the ledger, whose person only then gets the role for it."""
        if not self._opening:
            self._opening = (by, command)
            if not isinstance(event, LedgerOpened):
                wrong.append("it is the first event, and does not open the ledger")
        if self._opening == (by, command) and not isinstance(event, InspectionEvent):
            return True
        self._opening = None
        return False

    def _inspection(self, ref: str) -> tuple[str, Inspection]:
        known, settings = self._inspections, self._context.inspectorate
        try:
            inspection = known[key(ref)]
        except KeyError:
            inspection = known.begin(key(ref), settings.sign_off, settings.time_zone)
        made = self._streams[ref] = inspection_stream(ref).hex, inspection
        return made


def event_of(topic: str, version: int, data: dict[str, Any]) -> Event:  # Any: JSON
    """The event of fields that V5 has looked at, without looking at them once more."""
    event_class = EVENTS[topic]
    if version != event_class.VERSION:
        event_class = event_class.FORMER.get(version, event_class)
        # Of some a field is not stored, and follows from the others.
        if version != event_class.VERSION or len(data) != len(event_class.SHAPE):
            return event_class.from_fields(version, data)
    for name in event_class.LISTS:
        data[name] = tuple(data[name])
    event = object.__new__(event_class)
    _give(event, data)
    return event
