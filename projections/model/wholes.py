"""What has others under it: a concern with its recommendations, a recommendation with its limbs.

1. What stands under it on a day is said by the classification that the part had on that day. Nothing stands
   under it before it was made.
2. While it has parts, its own judgements do not count: it is as advanced as the least advanced of them, and
   implemented only if every one is. A part that was withdrawn or superseded, or needs no closing, is not
   counted; if none is left, its own judgements count again. If it was itself withdrawn or superseded, that
   stands.
3. One body's share of it is the share that this body has in its parts, its own or one that passed to it; if
   it has none in any, it is as the whole.
4. Its state is that of the part that settles it; it was last updated when itself or one of its parts was.

A circle that no rule would have allowed, or more levels than there may be, are taken as no parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.state.classification import LEVELS, Classification
from ledger.state.history import Value
from projections.model.facts import StatusChange, standing
from projections.model.shares import least_advanced

if TYPE_CHECKING:
    from projections.model.recommendation import Recommendation

Part = tuple["Recommendation", str | None]
"""A part, and whose share of it counts; None for the whole of it."""


def whole_of(part: Recommendation, day: str | None) -> Recommendation | None:
    """What it stands under on a day, or None."""
    if part.wholes is None or part.classified is None:
        return None
    value = part.classified.at(day)
    whole = part.wholes.get(value.position) if value else None
    return whole if whole and is_there(whole, day) else None


def sorted_by(part: Recommendation, value: Value[Classification], day: str | None) -> Classification:
    """What a classification of it says on a day; what it stands under is called by its number of today."""
    whole = part.wholes.get(value.position) if part.wholes else None
    if whole is None:
        return value.content
    return value.content._replace(under=whole.number if is_there(whole, day) else None)


def parts_of(whole: Recommendation, day: str | None) -> list[Recommendation]:
    """What stands under it on a day, ended or not, in the order in which they came to stand under it."""
    found = [part for part in whole.parts or () if is_there(part, day) and _is_under(part, whole, day)]
    if not found:
        return found
    above, at = {whole.made_at}, whole_of(whole, day)
    while at is not None and at.made_at not in above and len(above) < LEVELS:
        above.add(at.made_at)
        at = whole_of(at, day)
    return [] if at is not None else [part for part in found if part.made_at not in above]


def is_there(one: Recommendation, day: str | None) -> bool:
    """Whether it had been made by then, and not in error: only then it has parts, or is one."""
    return not one.voided and one.was_there(day)


def _is_under(part: Recommendation, whole: Recommendation, day: str | None) -> bool:
    found = whole_of(part, day)
    return found is not None and found.made_at == whole.made_at


def counted(whole: Recommendation, day: str | None) -> list[Recommendation]:
    """The parts that its status follows from on a day; none if its own judgements count."""
    if whole.has_ended(day) or not whole.needs_closing:
        return []
    return [part for part in parts_of(whole, day) if part.needs_closing and not part.has_ended(day)]


def shares(parts: list[Recommendation], day: str | None, body: str | None) -> list[Part]:
    """The parts, or the shares that a body has in them."""
    if body is None:
        return [(part, None) for part in parts]
    its_own: list[Part] = [(part, share) for part in parts if (share := part.share_of(body, day)) is not None]
    return its_own or [(part, None) for part in parts]


def settles(whole: Recommendation, parts: list[Part], day: str | None) -> StatusChange | None:
    """The word on a part that settles the whole; None if it is open as made."""
    said = [part.status_change(day, body) for part, body in parts]
    return least_advanced(said, whole.words.implemented)


def settling_part(whole: Recommendation, day: str | None, body: str | None) -> Part | None:
    """The part whose word that is, of those that are open as made the first; None if it has no parts."""
    parts = shares(counted(whole, day), day, whole.holder(body, day))
    settled = settles(whole, parts, day)
    return next((part for part in parts if part[0].status_change(day, part[1]) == settled), None)


def last_word(whole: Recommendation, day: str | None, body: str | None) -> StatusChange | None:
    """The latest word on its status that counted: on itself, while it had no parts, or on one of them. Of its
    own that is the one that stands, as if it never had parts.

    Nothing counts that came after it had itself ended.
    """
    if whole.has_ended(day):
        return whole.latest(day, body)
    own = (
        word
        for word in reversed(whole.status_changes)
        if (day is None or word.sort_key[0] <= day)
        and (body is None or not word.body or whole.is_of(word, body))
        if word.outcome != "judged" or not counted(whole, max(word.sort_key[0], whole.made_days[1]))
    )
    found = [standing(own)]
    its_own = shares(parts_of(whole, day), day, whole.holder(body, day))
    found += [part.last_word(day, share) for part, share in its_own]
    return max((word for word in found if word), default=None, key=lambda word: word.sort_key)


def stood(whole: Recommendation, day: str, share: str, body: str) -> StatusChange | None:
    """The word that settled a share of it while it was a body's: on it, or on what stands under it."""
    since = max(day, whole.made_days[1])
    if whole.has_parts and (parts := counted(whole, since)):
        return settles(whole, shares(parts, since, body), since)
    return whole.latest(day, share)


def days(whole: Recommendation) -> Iterator[str]:
    """The full dates on which its status may have moved, by itself or by what stands under it."""
    yield from (one.sort_key[0] for one in whole.status_changes)
    for part in family(whole, None) if whole.parts else ():
        yield part.made_days[1]
        yield from (one.sort_key[0] for one in part.status_changes)
        yield from (value.day for value in classified(part, None))


def classified(part: Recommendation, day: str | None) -> list[Value[Classification]]:
    """How it was sorted until a day."""
    return [
        value
        for value in (part.classified.values if part.classified else ())
        if day is None or value.day <= day
    ]


def family(whole: Recommendation, day: str | None) -> Iterator[Recommendation]:
    """All that stand or stood under it, by any way, and were there on a day."""
    seen, found = {id(whole)}, [whole]
    for one in found:
        for part in one.parts or ():
            if id(part) not in seen and is_there(part, day):
                seen.add(id(part))
                found.append(part)
                yield part
