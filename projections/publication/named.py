"""Bodies that a row names otherwise than in the publication before, though nobody addressed it anew.

Northern Constabulary -> Highland Police      renamed: from a day on it bears another name
Nothern Constabulary -> Highland Police       one-body: two names meant one body all along
Highland Police -> Force of the North         taken-over: what was not closed passed on
Force of the North -> Highland Police         stayed: it was closed by then, as is known now
"""

from __future__ import annotations

from collections.abc import Iterator

from events.base import Day
from ledger.state.bodies import Bodies
from ledger.times import BEFORE_ALL, day_of
from projections.base import TimeFilter
from projections.model.changes import Change
from projections.model.recommendation import Recommendation


def named_otherwise(
    before: Recommendation, now: Recommendation, since: TimeFilter, day: str
) -> Iterator[Change]:
    """Each body that the publication before named (``before`` is what it knew), or a later word that is
    reported by itself, and that is called otherwise on a day.
    """
    bodies = now.bodies
    if bodies is None:
        return
    has_it = {now.share(name): name for name in now.made_to(day)}
    for name in _reported(before, now, since, day):
        body = now.share(name)
        if body in has_it:
            if has_it[body] != name:
                yield _other_name(before.bodies, bodies, name, has_it[body], day)
        elif successor := next((one for one in bodies.successors(body) if one in has_it), None):
            yield _taken_over(now, bodies, name, successor, day)
        elif kept := next((one for one in has_it if body in bodies.successors(one)), None):
            yield _change("stayed", *_succession(bodies, kept), name, has_it[kept])


def _reported(before: Recommendation, now: Recommendation, since: TimeFilter, day: str) -> dict[str, None]:
    found = dict.fromkeys(before.made_to(since.day))
    known = {value.position for value in before.addressed.values}
    for value in now.addressed.values:
        if value.day <= day and (value.position not in known or value.day > (since.day or "")):
            found |= dict.fromkeys(now.called_on(value.content, value.day))
    return found


def _other_name(then: Bodies | None, bodies: Bodies, name: str, called: str, day: str) -> Change:
    if (then or Bodies()).identity(name) == bodies.identity(name):
        borne = bodies.names(called)
        for value in reversed(borne.values if borne else []):
            if value.content == called and BEFORE_ALL < value.day <= day:
                return _change("renamed", value.day, value.on, name, called, value.position)
    position, recorded = bodies.joined(name)
    on = day_of(recorded, bodies.zone)
    return _change("one-body", on, on, name, called, position)


def _taken_over(now: Recommendation, bodies: Bodies, name: str, successor: str, day: str) -> Change:
    since, on = _succession(bodies, bodies.identity(name))
    # What was closed passes on the day on which it is re-opened.
    days = sorted({since, *(one.sort_key[0] for one in now.status_changes if since < one.sort_key[0] <= day)})
    passed = next((one for one in days if successor in map(now.share, now.made_to(one))), since)
    called = next(one for one in now.made_to(day) if now.share(one) == successor)
    return _change("taken-over", passed, on if passed == since else Day(passed), name, called)


def _succession(bodies: Bodies, body: str) -> tuple[str, Day]:
    succession = bodies.succession(body)
    return ("", Day("")) if succession is None else (succession.since, succession.on)


def _change(what: str, day: str, on: str, before: str, after: str, position: int = 0) -> Change:
    return Change("made_to", (day, position), Day(on), what, before, after)
