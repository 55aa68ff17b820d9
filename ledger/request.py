"""One request: what somebody asks for at once, decided step by step and then recorded together.

The rules are asked of each draft as it is taken in, and of the whole before it is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from events.base import Day, Event, Instant
from ledger import recording, times
from ledger.decisions.base import Decision, Outcome, State, decide
from ledger.errors import Conflict, LedgerError, OutcomeUnknown, Overtaken
from ledger.personal.hand import Hand
from ledger.recording import NewRecords, Receipt
from ledger.recovery import clocks
from ledger.rules.asking import Ask, ask_rules, ask_whether_complete
from ledger.rules.base import Context
from ledger.state.inspectorate import Inspectorate
from ledger.state.kept import Drafts

if TYPE_CHECKING:
    from ledger.ledger import Ledger
    from ledger.store.base import SignLeaves

OVERTAKINGS = 50
"""How often a later time is given to what is decided, while others record elsewhere."""

STALE = 60.0
"""Seconds after which what is recorded gets its time once more, just before it is."""

Decide = Callable[[Decision, State], Outcome]


class Attachments(Protocol):
    """Files that belong to what is recorded: see Vault."""

    def keep(self, named: Callable[[], Container[str]]) -> None:
        """Put them where they stay, before an event speaks of them; ``named`` are those of earlier ones."""
        ...

    def release(self, named: Callable[[], Container[str]]) -> None:
        """Take them back: nothing was recorded after all. ``named`` are those that somebody else recorded."""
        ...


class Request:
    """What somebody asks for at once: decisions are taken in one by one, and then recorded together.

    After one was refused, nothing is recorded until it was begun again: half of it may have been taken in.
    """

    def __init__(self, ledger: Ledger, by: str, how: Decide = decide, ask: Ask | None = None) -> None:
        self._ledger = ledger
        self._by = by
        self._how = how
        self._ask = ask or ask_rules
        self._begin()

    def _begin(self) -> None:
        ledger = self._ledger
        self._head, self._began = _begin(ledger), monotonic()
        inspectorate = ledger.present.inspectorate()
        # Read now, for nothing may have to be read once it is on disk.
        ledger.practice_of = inspectorate.practice_of
        now = clocks.possible(ledger.clock())
        self._state = _state(ledger, inspectorate, self._by, times.today(now, inspectorate.time_zone))
        self._when = recording.stamp(now, self._head.recorded_at)
        self._events = Drafts()
        self._context = _context(self._state, self._head.position, self._when.recorded_at)
        self._hand = Hand(ledger.pens, self._by, inspectorate)
        self._refused = False

    @property
    def state(self) -> State:
        """What the past and the decisions that were taken amount to."""
        return self._state

    def take(self, decision: Decision) -> Outcome:
        """Ask one more decision; raises BadInput, NotFound or Refused."""
        context = self._context
        try:
            answer = self._how(decision, self._state)
            drafted = [(event, self._take_in(event)) for event in answer.events]
            for each in drafted:
                self._events.add(*each)
            withdrawals = []
            # One after the other: the second that withdraws words of an event keeps those of the first away.
            for event, version in drafted:
                for withdrawn in self._ledger.present.follows(event, version):
                    self._events.add(withdrawn, self._take_in(withdrawn))
                    withdrawals.append(withdrawn)
        except LedgerError:
            self._refused = True
            context.inspection.row_facts = 0
            context.expected.clear()
            raise
        return answer._replace(events=(*answer.events, *withdrawals)) if withdrawals else answer

    def _take_in(self, event: Event) -> int:
        """Ask the rules of a draft, then take it as having happened; returns the version it will have."""
        context = self._context
        self._ask(context, event)
        return self._ledger.present.apply(event, context.by, context.recorded_at)

    def begin_again(self) -> None:
        """Forget what was taken in so far."""
        self._ledger.present.reset()
        self._begin()

    def record(self, made: Sequence[Outcome], attachments: Attachments | None = None) -> tuple[Receipt, ...]:
        """Record what was taken in, all of it or nothing; ``made`` are the answers that want a receipt.

        Raises Conflict or StorageError.
        """
        if self._refused:
            raise AssertionError("a decision of this request was refused")
        ledger, head, when = self._ledger, self._head, self._when
        ask_whether_complete(self._context)
        ledger.clock_stepped_back = recording.is_behind(when, head, self._state.inspectorate.clock_spans)
        # Only behind the time of a clock that ran ahead is it another than the one that orders it.
        ledger.before_this = head
        ledger.forget_mended()
        mended = ledger.mended() if when.clock else None
        known = mended.next_known(*when) if mended else when.recorded_at
        ledger.forget_mended()
        records = recording.NewRecords(self._events, self._by, when, ledger.entropy)
        sign = self._hand.signer(self._state.inspectorate, self._events)
        ledger.signing.prepare()
        if attachments:
            attachments.keep(ledger.store.attached)
        ledger.before_commit()
        try:
            positions, records = self._append(records, sign)
        except OutcomeUnknown:
            raise
        except LedgerError:
            if attachments:
                _take_back(ledger, attachments)
            raise
        ledger.present.settle((positions[-1], records.when.recorded_at))
        if records.when != when:
            known = records.when.recorded_at
        first_leaf, size = ledger.signing.after_commit(positions[0])
        return recording.receipts(made, records, positions, first_leaf, size, known)

    def _append(self, records: NewRecords, sign: SignLeaves | None) -> tuple[list[int], NewRecords]:
        """Store the records, at a later time if others recorded elsewhere meanwhile; raises as ``record``."""
        ledger = self._ledger
        if monotonic() - self._began > STALE:
            # Files that took long to bring in, or many decisions: a server compares the time with its own.
            records = self._later(records, self._head.recorded_at) or records
        for _ in range(OVERTAKINGS):
            try:
                stored = recording.append(
                    ledger.store, records, self._head.position, ledger.present.seen, sign
                )
            except Overtaken as error:
                later = self._later(records, Instant(error.latest))
                if later is None:
                    raise
                records = later
            else:
                return stored, records
        raise Conflict("Others were always faster.", "Ask again.")

    def _later(self, records: NewRecords, latest: Instant) -> NewRecords | None:
        """The same records by now, behind ``latest``; None if what was decided may hang on the time."""
        when = recording.stamp(clocks.possible(self._ledger.clock()), latest)
        settings = self._state.inspectorate
        # It hangs on the day; and of times that were declared wrong on each one.
        if settings.clock_spans or times.day_of(when.recorded_at, settings.time_zone) != self._state.today:
            return None
        return records.at(when)


def _begin(ledger: Ledger) -> recording.Head:
    """Look at what was recorded by now, for one request: the last event."""
    # Who decides in turn is asked for the head alone: see Store.look.
    known = {} if ledger.store.decides_in_turn else ledger.present.known()
    position, state, news = ledger.store.look(known)
    head = recording.read_head(position, state)
    ledger.present.begin(news, (position, head.recorded_at))
    return head


def _take_back(ledger: Ledger, attachments: Attachments) -> None:
    """Take files back under the lock, which an append that failed may have let go: if others hand in the
    same, they may be naming it just now. If that cannot be told they stay, and ``doctor`` names them.
    """
    with suppress(LedgerError), ledger.store.exclusive():
        attachments.release(ledger.store.attached)


def _state(ledger: Ledger, inspectorate: Inspectorate, by: str, today: Day) -> State:
    """What decisions may look at."""
    return State(inspectorate=inspectorate, inspections=ledger.present.inspections(), by=by, today=today)


def _context(state: State, position: int, recorded_at: Instant) -> Context:
    """What the rules may look at: the state that decisions do, and the events behind a position."""
    context = Context(
        state.inspectorate, state.inspections, by=state.by, today=state.today, position=position
    )
    context.recorded_at = recorded_at
    return context
