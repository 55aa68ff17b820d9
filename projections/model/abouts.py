"""What each event is about: which recommendation, which cycle, which day.

A sign-off names its judgement alone and a file its evidence, so the event they belong to says the rest. A
correction belongs to the cycle of the value that it sets right, on whichever day that was.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Protocol

from events.base import Day, Event, InspectionEvent, Names
from events.disputes import DisputeRaised
from events.evidence import EvidenceSubmitted
from events.imports import RecommendationImported
from events.judgements import JudgementRecorded
from events.named import NamedTuple
from events.progress import ProgressReported
from events.recommendations import (
    RecommendationCorrected,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationUnvoided,
    RecommendationVoided,
    RecommendationWithdrawn,
)
from events.responses import ResponseRecorded
from ledger.records import Record
from ledger.state.numbers import Numbers
from ledger.validation import key, number_key
from projections.base import Cycles

_WHAT: dict[type[Event], str] = {
    RecommendationRestated: "text",
    RecommendationReaddressed: "made-to",
    RecommendationRescheduled: "due",
    RecommendationWithdrawn: "end",
    RecommendationSuperseded: "end",
}
_BEGINNING = frozenset(
    event.NAME
    for event in (JudgementRecorded, EvidenceSubmitted, DisputeRaised, ResponseRecorded, ProgressReported)
)
"""What begins the story of a ref; those after it name the ref alone."""
_FIELDS = {"text": "text", "made-to": "made_to", "due": "due"}


class _Value(NamedTuple):
    what: str
    on: Day
    cycle: str | None


class _Values:
    """The values of one recommendation, each with its day and its cycle; and what it was made with."""

    def __init__(self) -> None:
        self._made: tuple[Day, str | None] | None = None
        self._values: list[_Value] = []

    def take(self, event: Event, cycle: str | None) -> None:
        """One more event of the recommendation, and the cycle it belongs to."""
        if isinstance(event, RecommendationMade):
            self._made = event.on, cycle
        elif what := _WHAT.get(type(event)):
            self._values.append(_Value(what, event.fields["on"], cycle))
        elif isinstance(event, RecommendationCorrected):
            if self._made and (event.made_on or event.in_cycle):
                on, made_in = self._made
                self._made = event.made_on or on, event.in_cycle or made_in
            elif (
                event.what in _FIELDS
                and not event.fields[_FIELDS[event.what]]
                and (found := self._wrong(event))
            ):
                self._values.remove(found)

    @property
    def made_in(self) -> str | None:
        """The cycle of the making; None if that is not there."""
        return self._made[1] if self._made else None

    def corrected(self, event: RecommendationCorrected) -> str | None:
        """The cycle of the value that a correction sets right; None if that is not there.

        A correction of the cycle itself belongs to the right one.
        """
        if event.in_cycle:
            return event.in_cycle
        if found := self._wrong(event):
            return found.cycle
        return self.made_in

    def _wrong(self, event: RecommendationCorrected) -> _Value | None:
        """The value itself, of two of one day the later; None for what it was made with."""
        return next(
            (value for value in reversed(self._values) if value.what == event.what and value.on == event.of),
            None,
        )


class HasSlot(Protocol):
    """A recommendation."""

    slot: str


class About(NamedTuple):
    """What an event is about: a recommendation's number as it was then, a cycle, and the day it took effect.

    ``slot`` is what that recommendation is known by, whatever its number (see ledger.state.numbered).
    ``reopens`` where it is a judgement that moves a closed recommendation back, ``order_open`` the judgements
    that can have been before or after it.
    """

    number: str | None
    cycle: str | None
    on: Day | None
    reopens: bool = False
    order_open: Names = ()
    slot: str | None = None


class Abouts:
    """Finds out what events are about: a sign-off names its judgement alone, a file its evidence, and a
    correction the value that it sets right.
    """

    def __init__(
        self,
        cycles: Cycles,
        reopening: Container[tuple[str, str]] = (),
        undecided: Mapping[tuple[str, str], Names] | None = None,
    ) -> None:
        self.cycles = cycles
        self.reopening = reopening
        self.undecided = undecided or {}
        self._known: dict[tuple[str, str], About] = {}
        self._numbers: dict[str, Numbers] = {}
        self._voided: dict[str, list[tuple[str, str]]] = {}
        self._values: dict[tuple[str, str], _Values] = {}

    def of(self, record: Record) -> About:
        """What the event of a record is about; what it is one of the story of has to have come before."""
        event = record.event
        fields, ref, on = event.fields, event.ref, event.effective_day
        if not isinstance(event, InspectionEvent):
            # What a body is called, and who took over from it, is so from a day on.
            return About(None, None, fields.get("on") if event.SUBJECT == "body" else None)
        name = None
        if ref is not None:
            name = (key(event.inspection), key(ref))
            known = None if event.NAME in _BEGINNING else self._known.get(name)
            if known and (known.cycle or known.number is None):
                # Of most events nothing else is to be found out.
                return known if on is None or on == known.on else known._replace(on=on)
        number: str | None = fields.get("number")
        cycle: str | None = fields.get("cycle")
        slot = None if number is None else self._slot(event, number)
        if name is not None:
            if event.NAME in _BEGINNING:
                cycle = cycle or self.cycles.running(event.inspection, on, record.recorded_at)
                self._known[name] = About(number, cycle, on, slot=slot)
            elif known:
                number, cycle, on, slot = known.number, known.cycle, on or known.on, known.slot
        elif number is not None and event.SUBJECT == "recommendation":
            values = self._values.setdefault((key(event.inspection), slot or ""), _Values())
            if isinstance(event, RecommendationCorrected):
                cycle = values.corrected(event)
            elif isinstance(event, RecommendationVoided | RecommendationUnvoided):
                # That it was made is what was wrong.
                cycle = values.made_in
            cycle = cycle or self.cycles.running(event.inspection, on, record.recorded_at)
            values.take(event, cycle)
        if cycle is None and number is not None:
            cycle = self.cycles.running(event.inspection, on, record.recorded_at)
        if not isinstance(event, JudgementRecorded):
            return About(number, cycle, on, slot=slot)
        name = name or (key(event.inspection), "")
        return About(number, cycle, on, name in self.reopening, self.undecided.get(name, ()), slot)

    def _slot(self, event: InspectionEvent, number: str) -> str:
        """The slot of the recommendation that an event names by its number."""
        numbers = self._numbers.setdefault(key(event.inspection), Numbers())
        if isinstance(event, RecommendationMade):
            return numbers.take(number)
        if isinstance(event, RecommendationImported) and event.makes:
            return numbers.next_slot(number)
        if isinstance(event, RecommendationUnvoided) and (voided := self._entered_in_error(event)):
            numbers.restore(voided, number)
            return voided
        slot = numbers.find(number) or key(number)
        if isinstance(event, RecommendationCorrected) and event.new_number:
            numbers.renumber(slot, event.new_number)
        elif isinstance(event, RecommendationVoided):
            numbers.drop(slot)
            self._voided.setdefault(key(event.inspection), []).append((slot, number_key(number)))
        return slot

    def _entered_in_error(self, event: RecommendationUnvoided) -> str | None:
        """The slot of what was made void last of all that bore a number; another may bear it meanwhile."""
        voided = self._voided.get(key(event.inspection), [])
        wanted = number_key(event.number)
        found = next((one for one in reversed(voided) if one[1] == wanted), None)
        if found is None:
            return None
        voided.remove(found)
        return found[0]


def slot_now(event: Event, about: About, moved: Mapping[str, HasSlot]) -> str | None:
    """The slot of the recommendation that an event is about by what is known now.

    ``moved`` has by its ref what evidence is for that was recorded for another.
    """
    right = moved.get(event.ref or "") if moved and event.SUBJECT == "evidence" else None
    return right.slot if right else about.slot
