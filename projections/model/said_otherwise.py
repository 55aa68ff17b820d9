"""What the row of a day says otherwise than before, though no step of its story is another.

That is how a recommendation is sorted and what bodies answer (no status moves with either), and what the
bodies are called, or who has their shares: that may be learned without a word about the recommendation. Each
is told once for all days from one on, with what the row said before and what it says now.
"""

from __future__ import annotations

from collections.abc import Iterator

from events.base import Day
from events.named import NamedTuple
from projections.model.addressees import taken_over
from projections.model.changes import Change, Field, Sorting, as_text
from projections.model.facts import NEVER
from projections.model.recommendation import Recommendation

_SORTED: tuple[Sorting, ...] = ("priority", "topics", "source", "place", "under")


class _Said(NamedTuple):
    """What a row says, and since when it does: the day and the position of what was recorded."""

    text: str | None
    on: Day
    position: int


_What = tuple[Field, str | None]
"""A field, and of an answer the body, which is called as it is by what is known now."""
_Row = dict[_What, _Said]
_Shown = tuple[str | None, Day | None] | None


def said_otherwise(
    before: Recommendation, after: Recommendation, until: str | None = None
) -> Iterator[Change]:
    """Each of these differences in the rows of the days until one, a full date (None: of all days)."""
    if not (_may_say(before) or _may_say(after)):
        return
    first, last = max(before.made_days[1], after.made_days[1]), until or NEVER
    told: dict[_What, tuple[_Shown, _Shown]] = {}
    for day in sorted({first, *(max(first, one) for one in (*_days(before), *_days(after)))}):
        if day > last:
            return
        was, now = _row(before, after, day), _row(after, after, day)
        for what in sorted(was.keys() | now.keys(), key=lambda one: (one[0], one[1] or "")):
            old, new = was.get(what), now.get(what)
            pair = _shown(what, old), _shown(what, new)
            if what[0] == "made_to" and None in pair:
                # Other bodies are a step, which is told as one.
                continue
            if pair[0] != pair[1] and told.get(what) != pair:
                yield _change(what, day, old, new)
            told[what] = pair


def _may_say(recommendation: Recommendation) -> bool:
    return bool(recommendation.classified or recommendation.responses or recommendation.bodies)


def _days(recommendation: Recommendation) -> Iterator[str]:
    """The full dates on which a row may come to say something else."""
    if recommendation.classified:
        yield from (value.day for value in recommendation.classified.values)
        yield from (whole.made_days[1] for whole in (recommendation.wholes or {}).values())
    yield from (response.sort_key[0] for response in recommendation.responses)
    if (bodies := recommendation.bodies) is None:
        return
    yield from (value.day for value in recommendation.addressed.values)
    yield from (one.sort_key[0] for one in recommendation.status_changes)
    yield from taken_over(recommendation, NEVER)
    for addressed in recommendation.addressed.values:
        for name in addressed.content:
            identity = bodies.identity(name)
            for one in (identity, *bodies.successors(identity)):
                names = bodies.names(one)
                yield from (value.day for value in names.values) if names else ()


def _row(recommendation: Recommendation, now: Recommendation, day: str) -> _Row:
    found: _Row = {}
    value = recommendation.classified.at(day) if recommendation.classified else None
    if value is not None:
        sorted_by = recommendation.classification(day)
        for field in _SORTED:
            if text := as_text(getattr(sorted_by, field)):
                found[field, None] = _Said(text, value.on, value.position)
    for response in recommendation.answers(day):
        name = now.name_on(response.name, day)
        found["answer", name] = _Said(response.answer, response.on, response.sort_key[1])
    if recommendation.bodies is not None or now.bodies is not None:
        addressed = recommendation.addressed.at(day) or recommendation.addressed.values[0]
        found["made_to", as_text(addressed.content)] = _Said(
            as_text(recommendation.made_to(day)), Day(day), addressed.position
        )
    return found


def _shown(what: _What, said: _Said | None) -> _Shown:
    """What people see of it: an answer is shown with its day."""
    return None if said is None else (said.text, said.on if what[0] == "answer" else None)


def _change(what: _What, day: str, old: _Said | None, new: _Said | None) -> Change:
    field, body = what
    before, after = (one.text if one else None for one in (old, new))
    if before == after and old and new:
        before, after = old.on, new.on
    said = new or old
    on, position = (said.on, said.position) if said else (Day(day), 0)
    made_to = body if field == "answer" else None
    return Change(field, (day, position), on, "corrected", before, after, made_to=made_to)
