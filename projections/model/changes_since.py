"""What came to be told of a recommendation between two states of knowledge: steps against steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from projections.model.changes import WITH, Change, as_text, steps
from projections.model.recommendation import Recommendation

ONCE = ("kind", "cycle", "number")
"""What a recommendation has once, and not from a day on."""


def changes_since(
    before: Iterable[Change] | None,
    after: Iterable[Change],
    recommendation: Recommendation,
    until: str | None = None,
) -> Iterator[Change]:
    """The steps that are new, and those that are told otherwise than before, or no more.

    ``before`` are the steps (``projections.model.changes.steps``) that were told then, None where it was not
    told of at all; ``after`` and ``recommendation`` are what is known now. With ``until``, a full date, only
    what is or was told of the days until then: a step that moved past it is gone from them.
    """
    known = {} if before is None else {_same(step): step for step in before}
    for step in after:
        old = known.pop(_same(step), None)
        if until is not None and min(step.sort_key[0], (old or step).sort_key[0]) > until:
            continue
        if old is not None:
            # What it was made with moves to another day together with the making, which is told.
            same = step.change == WITH and old.after == step.after
            if old.corrected != step.corrected and not same:
                yield _corrected(old, step, recommendation)
            elif step.field in ("status", "share") and _moved(old) != _moved(step):
                yield _otherwise(old, step, recommendation)
            elif step.field in ("status", "share") and old.on != step.on:
                # What moved a part is of another day, and so it moved the whole on that.
                yield _corrected(old, step, recommendation)
        elif step.change != WITH:
            yield step
        elif before is not None:
            yield _corrected(step._replace(after=None), step, recommendation)
    for gone in known.values():
        if gone.field in ONCE or (until is not None and gone.sort_key[0] > until):
            continue
        if gone.field != "share" or not _stands(gone, recommendation):
            yield _corrected(gone, None, recommendation)


def entered_in_error(recommendation: Recommendation, until: str | None) -> Change:
    """What is told of one that was there, and is known by now never to have been made."""
    stood = recommendation.at(until)
    made = steps(recommendation)[0]
    return made._replace(change="corrected", before=stood.status, after=None, words=(stood.word, None))


def _same(change: Change) -> tuple[str, int]:
    """What makes two steps the same one, known at different times."""
    return change.field, change.sort_key[1]


def _stands(gone: Change, recommendation: Recommendation) -> bool:
    """Whether it stands on the day of a step where that brought it, by other ways."""
    stood = recommendation.at(gone.sort_key[0])
    return (stood.status, stood.word) == (gone.after, gone.words[1])


def _moved(step: Change) -> tuple[str, str | None, str | None]:
    return step.change, step.after, step.words[1]


def _otherwise(old: Change, new: Change, recommendation: Recommendation) -> Change:
    """A status that nothing corrected, and that came to another thing because of what else is known now."""
    if new.before == new.after:
        # A later record of the same days stands in its place.
        stood = recommendation.at(new.sort_key[0])
        new = new._replace(after=stood.status, words=(new.words[0], stood.word))
    if old.after == new.after:
        return new
    what = "closed" if new.after == "closed" else "corrected" if old.after == "closed" else "judged"
    return new._replace(change=what, before=old.after, words=(old.words[1], new.words[1]))


def _corrected(old: Change, new: Change | None, recommendation: Recommendation) -> Change:
    """A step that was told wrongly, with what was said of it before and what holds there now."""
    told = new or old
    if told.field in ONCE:
        # It has no day of its own: that of the making is told with the making.
        before, after = old.after, told.after
    elif new is not None and new.on != old.on:
        before, after = old.on, new.on
    else:
        stood = recommendation.at(told.sort_key[0])
        before = old.after
        after = as_text(getattr(stood, "status" if told.field in ("made", "share") else told.field))
        if told.field in ("made", "share", "status"):
            told = told._replace(words=(old.words[1], stood.word))
    if new is not None and told.judgement and (new.on, new.after) == (old.on, old.after):
        # Its day and what it found are as they were.
        told = told._replace(of_rationale=True)
    return told._replace(change="corrected", before=before, after=after)
