"""All that is told of a period, beside its figures, as it is worked out from the events."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from events.base import Day
from events.named import NamedTuple
from ledger.ledger import Ledger
from ledger.state.vocabulary import Vocabulary
from projections.base import TimeFilter, today_of
from projections.model.reading import read
from projections.register import Register
from projections.statistics.counting import Asked, last_seen
from projections.statistics.counts import count
from projections.statistics.figures import Figures


class Told(NamedTuple):
    """What was asked of an inspection (its ref) or of all, in words as they were added, and its figures.

    ``kinds`` are those of what had begun by the end, ``called`` is the body of the first of these, if any.
    ``is_known`` says whether the body that was asked about is one, ``is_to_come`` that all there is begins
    later. ``unclosed`` counts what is of a kind that needs no closing; ``seen``, what stands as another
    register had it, with the last day of that; ``events`` are those that are answered from. ``heard`` and
    ``note`` are what only a source said by then.
    """

    ref: str | None
    asked: Asked
    words: Vocabulary
    figures: Figures
    kinds: Collection[str]
    called: str | None
    is_known: bool
    is_to_come: bool
    unclosed: int
    seen: tuple[int, Day | None]
    events: int
    heard: Sequence[str] = ()
    note: str = ""


def told(ledger: Ledger, inspection: str | None, asked: Asked) -> Told:
    """What the events tell; raises BadInput, NotFound, StorageError, DoesNotReconcile."""
    register = Register.of(ledger, TimeFilter(None, asked.known_at))
    ref = read(register.source, inspection, register)
    asked = asked.spelt(register.settings.vocabulary)
    some, _, found = count(register, asked, ref, today_of(ledger, register.time_filter))
    last = found.period.last
    begun = [one for one in some if one.begins <= last]
    there = [{"inspection": one.inspection, "number": one.recommendation.number} for one in some]
    heard, note = register.heard({(one["inspection"], one["number"]): one for one in there}.values())
    return Told(
        ref=ref,
        asked=asked,
        words=register.words,
        figures=found,
        kinds={one.recommendation.kind for one in begun},
        called=begun[0].called if begun else None,
        is_known=asked.made_to is None or register.called(asked.made_to) is not None,
        is_to_come=bool(some) and not begun,
        unclosed=_need_no_closing(register, asked, last),
        seen=last_seen(some, last),
        events=register.events,
        heard=heard,
        note=note,
    )


def _need_no_closing(register: Register, asked: Asked, day: str) -> int:
    """How many of a kind that needs no closing are there at the end, of those that were asked for."""
    return sum(
        not recommendation.needs_closing
        and recommendation.was_there(day)
        and asked.want(recommendation)
        and (asked.made_to is None or recommendation.share_of(asked.made_to, day) is not None)
        for fold in register.folds.values()
        for recommendation in fold.recommendations.values()
    )
