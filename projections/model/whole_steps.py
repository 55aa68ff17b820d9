"""What moved the status of a recommendation that has, or had, others under it.

Its own judgements moved it while it had no parts; those that came while it had some are told as judged, and
moved nothing. Whatever moved it otherwise is told with the event that did: a judgement or the end of a part,
or what came to stand under it, or no longer does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from events.base import Day
from projections.model import wholes
from projections.model.changes import Change, changes, did
from projections.model.facts import SortKey, StatusChange
from projections.model.recommendation import Recommendation

_ENDS = ("withdrawn", "superseded")


class _Cause(NamedTuple):
    """Something that can have moved the whole; ``step`` is what it did to the part, if it moved that."""

    sort_key: SortKey
    on: Day
    step: Change | None = None


def whole_steps(
    whole: Recommendation, own: Sequence[Change], above: frozenset[int] = frozenset()
) -> list[Change]:
    """Each step of its status; ``own`` are those that there were if nothing had ever stood under it.

    ``above`` are the positions of the makings of what it is asked for as a part of: of two that stood under
    each other one after the other, each is a part of the other.
    """
    if whole.made_at in above:
        return list(own)
    first, _ = whole.made_sort_key
    causes = sorted(_causes(whole, above | {whole.made_at}), key=lambda cause: cause.sort_key)
    by_day: dict[str, tuple[list[Change], list[_Cause]]] = {}
    for step in own:
        by_day.setdefault(max(step.sort_key[0], first), ([], []))[0].append(step)
    for cause in causes:
        by_day.setdefault(max(cause.sort_key[0], first), ([], []))[1].append(cause)
    found: list[Change] = []
    now, word = "open", None
    for day, (judged, moved) in sorted(by_day.items()):
        alone = not wholes.counted(whole, day)
        settled = whole.status_change(day)
        status, worded = (settled.status, settled.word) if settled else ("open", None)
        # While it has parts, a judgement of its own that was recorded after they moved it found it moved.
        late = [step for step in judged if not alone and moved and step.sort_key > moved[-1].sort_key]
        for step in judged[: len(judged) - len(late)]:
            after = str(step.after) if alone or step.change in _ENDS else now
            said = step.words[1] if alone or step.change in _ENDS else word
            found.append(_as_it_was(step, now, after)._replace(words=(word, said)))
            now, word = after, said
        if status != now and moved:
            found.append(_derived(settled, moved[-1], now, status)._replace(words=(word, worded)))
            now = status
        word = worded
        found += [_as_it_was(step, now, now)._replace(words=(word, word)) for step in late]
    return found


def _as_it_was(step: Change, before: str, after: str) -> Change:
    """One of its own, with what it moved, if it did."""
    if (step.before, step.after) == (before, after) or step.change in _ENDS:
        return step._replace(before=before, after=after)
    return step._replace(change=did(before, after), before=before, after=after, undone="")


def _derived(settled: StatusChange | None, cause: _Cause, before: str, after: str) -> Change:
    ref, evidence = (settled.ref, settled.evidence) if settled else (None, ())
    what, undone = did(before, after), ""
    if cause.step:
        # If nobody knows that the part was closed or re-opened, nobody knows it of the whole.
        undone = cause.step.undone
        what = "judged" if cause.step.change == "judged" and what != "judged" else what
    return Change("share", cause.sort_key, cause.on, what, before, after, ref, evidence, undone=undone)


def _causes(whole: Recommendation, above: frozenset[int]) -> Iterator[_Cause]:
    yield _Cause(whole.made_sort_key, whole.made_on)
    for part in whole.parts or ():
        yield _Cause(part.made_sort_key, part.made_on)
        for value in wholes.classified(part, None):
            yield _Cause((max(value.day, part.made_days[1]), value.position), value.on)
        for step in changes(part, above):
            if step.field in ("status", "share"):
                yield _Cause(step.sort_key, step.on, step)
