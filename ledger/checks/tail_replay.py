"""V11 after a checkpoint: the past before it is taken as it is, and the rules are asked of what follows.

An inspection's past is read when something is first asked of it, be it by a link from another one.
"""

from __future__ import annotations

from contextlib import suppress

from events.base import Event
from events.inspectorates import ClockCorrected
from ledger.checks.base import Findings
from ledger.checks.replay import Replay, event_of
from ledger.checks.room import Inspections
from ledger.checks.tail import Tail
from ledger.records import inspection_stream
from ledger.state.inspection import Inspection
from ledger.state.inspectorate import Inspectorate
from ledger.validation import key


class Pasts(Inspections):
    """Inspections by their keys, each as it was at the checkpoint when it is first asked for."""

    def __init__(self, tail: Tail, inspectorate: Inspectorate) -> None:
        super().__init__()
        self._tail = tail
        self._inspectorate = inspectorate

    def __missing__(self, ref: str) -> Inspection:
        """Bring back what was put away, or read what came before."""
        with suppress(KeyError):
            return super().__missing__(ref)
        inspection = self[ref] = Inspection(self._inspectorate.sign_off, self._inspectorate.time_zone)
        for _, _, topic, recorded_at, by, _, shape, data, _ in self._tail.facts(inspection_stream(ref).hex):
            # What breaks a rule there is for who verifies it all.
            with suppress(KeyError):
                inspection.apply(event_of(topic, shape, data), by, recorded_at)
        return inspection


class TailReplay(Replay):
    """Takes in the events after a checkpoint. Of those in other streams than ``asked`` no rule is asked."""

    def __init__(self, findings: Findings, tail: Tail, asked: frozenset[str]) -> None:
        super().__init__(findings)
        context = self._context
        for _, _, topic, recorded_at, _, _, shape, data, _ in tail.settings:
            with suppress(KeyError):
                context.inspectorate.apply(event_of(topic, shape, data), recorded_at)
        context.inspections = self._inspections = Pasts(tail, context.inspectorate)
        context.position = tail.position
        self._opening = None
        self._asked = asked
        self._skipped = self._open = "-"
        self.left_out: list[str] = []

    def _live(self, position: int, stream: str, by: str, command: str, event: Event) -> None:
        if stream not in self._asked:
            self._skipped = command
            self._open = command if command == self._command else self._open
            return
        # What an event of such a request expects may be what is not looked at.
        if command != self._command and self._open == self._command:
            self._context.expected.clear()
        self._open = command if command == self._skipped else self._open
        if isinstance(event, ClockCorrected):
            self.left_out.append(
                f"Whether event {position} rightly declares times wrong: what clocks gave before the "
                "checkpoint would have to be read for that: scrutiny verify"
            )
            self._context.inspectorate.apply(event, self._context.recorded_at)
            return
        super()._live(position, stream, by, command, event)

    def close(self) -> None:
        """See Replay.close."""
        if self._open == self._command:
            self._context.expected.clear()
        super().close()

    def _inspection(self, ref: str) -> tuple[str, Inspection]:
        made = self._streams[ref] = inspection_stream(ref).hex, self._inspections[key(ref)]
        return made
