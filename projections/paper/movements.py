"""The movements that the figures of a paper count: what was made, re-opened and closed, each with its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from events.base import Day
from ledger.state.vocabulary import Vocabulary
from projections.base import natural, number_order
from projections.model.facts import StatusChange
from projections.model.recommendation import Recommendation
from projections.model.wholes import family
from projections.paper.base import Moved
from projections.paper.links import Links
from projections.paper.taken import Reasons
from projections.publication.files.site import words as in_words
from projections.statistics.figures import Counted, Period
from projections.statistics.moves import MOVES, Movement


def moved(
    some: Iterable[Counted], period: Period, words: Vocabulary, links: Links, reasons: Reasons
) -> list[Moved]:
    """Those of a period, in the order of days; what counts in no figure is left out."""
    found = [
        (
            move.day,
            one.inspection,
            one.recommendation.number,
            _moved(one, move, period, words, links, reasons),
        )
        for one in some
        for move in one.moves
        if period.has(move.day) and MOVES[move.what].column is not None
    ]
    found.sort(key=lambda entry: (natural(entry[1]), entry[0], number_order(entry[2])))
    return [entry[-1] for entry in found]


def _moved(
    one: Counted, move: Movement, period: Period, words: Vocabulary, links: Links, reasons: Reasons
) -> Moved:
    recommendation, effect = one.recommendation, MOVES[move.what]
    stood = recommendation.at(period.last)
    change = one.status_change(period.last) if one.was_there(period.last) else None
    closing = _closing(one, move) if move.what == "closed" else None
    return Moved(
        inspection=one.inspection,
        number=recommendation.number,
        text=stood.text,
        made_to=stood.made_to,
        link=links.of(one.inspection, recommendation),
        what=move.what,
        column=effect.column,
        counts=effect.counts,
        on=_on(recommendation, move),
        body=one.called,
        reason=_called(closing, words, recommendation.kind),
        why=reasons.of(one.inspection, closing),
        now=_called(change, words, recommendation.kind, opened=one.was_there(period.last)),
    )


def _closing(one: Counted, move: Movement) -> StatusChange | None:
    """The word that closed it on the day of a movement, also if another followed on that day."""
    closing = one.status_change(move.day)
    if closing is not None and closing.status == "closed":
        return closing
    of_the_day = (
        change
        for change in reversed(one.recommendation.status_changes)
        if change.sort_key[0] == move.day
        and change.status == "closed"
        and (not one.shares or change.body in ("", *one.shares))
    )
    return next(of_the_day, None)


def _called(change: StatusChange | None, words: Vocabulary, kind: str, *, opened: bool = False) -> str:
    """``Closed: implemented``; of what is as it was made ``Open``, if it is there."""
    if change is None:
        return words.status("open", None, kind) if opened else ""
    called = words.status(change.status, change.word, kind)
    return called if change.reason is None else f"{called}: {in_words.reason(change.reason, words)}"


def _on(recommendation: Recommendation, move: Movement) -> Day | tuple[str, str]:
    """The day of a movement as it was recorded, or the two days between which it is."""
    first = move.first or move.day
    for last, earliest, on in _facts(recommendation):
        if (last, earliest) == (move.day, first):
            return on
    return Day(move.day) if first == move.day else (first, move.day)


def _facts(recommendation: Recommendation) -> Iterator[tuple[str, str, Day]]:
    """Whatever can have moved it: the last and the first day that each can be of, and its day as recorded."""
    others = family(recommendation, None) if recommendation.parts else ()
    for one in (recommendation, *others):
        yield one.made_days[1], one.made_days[0], one.made_on
        yield from ((change.sort_key[0], change.first, change.on) for change in one.status_changes)
        yield from ((value.day, value.first, value.on) for value in one.addressed.values)
