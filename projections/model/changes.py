"""What changed on a recommendation, step by step in the order of days: the rows of a diff between two days.

Each step has what was before it and what was after it. A judgement is told as what it did to the whole:
closed it, re-opened it, or neither (judged).

If the dates leave open which of two steps was first, the one recorded later stands. One in whose place it
stands on the very day on which it came changed nothing that any day had: it is told as judged, and moves
nothing. One that held until it came is told with ``undone``, so that a period with both counts neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from events.base import Day, Names
from events.named import NamedTuple
from ledger.state.history import History, Value
from projections.model.facts import Fact, SortKey, StatusChange, certainly_before, standing
from projections.model.recommendation import Recommendation
from projections.model.shares import Shares, least_advanced
from projections.model.undecided import overtaken

Words = History[str] | History[Names] | History[Day]

CHANGES = (
    "made",
    "restated",
    "readdressed",
    "rescheduled",
    "judged",
    "closed",
    "reopened",
    "withdrawn",
    "superseded",
    "corrected",
)
"""The words for what can happen to a recommendation."""

Sorting = Literal["priority", "topics", "source", "place", "under"]
Field = (
    Literal[
        "made", "text", "made_to", "due", "kind", "cycle", "number", "status", "share", "answer", "beside"
    ]
    | Sorting
)
"""What of it changed; ``share`` where a status moved because other bodies' shares, or parts, count."""


NO_WORDS: tuple[str | None, str | None] = (None, None)


class Change(NamedTuple):
    """One step: what of a recommendation changed, when, which of CHANGES it is, what was before and after it.

    ``judgement`` and its ``evidence`` are what a status rests on, ``made_to`` is the body whose share was
    judged. ``corrected`` is the position of the correction that set the step right, or 0. ``undone`` is the
    day on which a later record came that undoes it, if nobody knows which was first, or empty. ``words`` are
    the publisher's own for the status before and after it.
    """

    field: Field
    sort_key: SortKey
    on: Day
    change: str
    before: str | None
    after: str | None
    judgement: str | None = None
    evidence: Names = ()
    made_to: str | None = None
    corrected: int = 0
    undone: str = ""
    words: tuple[str | None, str | None] = NO_WORDS
    of_rationale: bool = False
    """Whether it is the correction of why a judgement is so, which no row shows."""


WITH = "with"
"""In place of a change: a word that a recommendation was made with."""


def changes(recommendation: Recommendation, above: frozenset[int] = frozenset()) -> list[Change]:
    """Every step there was, in the order of days, of one day as recorded.

    ``above`` are the positions of the makings of what it is asked for as a part of.
    """
    return [step for step in steps(recommendation, above) if step.change != WITH]


def steps(recommendation: Recommendation, above: frozenset[int] = frozenset()) -> list[Change]:
    """The same, and each word that it was made with, which can turn out to be wrong."""
    at, on = recommendation.made_sort_key, recommendation.made_on
    made = Change("made", at, on, "made", None, "open", corrected=recommendation.made_moved)
    once: list[tuple[Field, str]] = [("kind", recommendation.kind), ("cycle", recommendation.cycle)]
    once.append(("number", recommendation.number))
    later = [
        *(
            made._replace(field=name, change=WITH, after=value, corrected=recommendation.filed.get(name, 0))
            for name, value in once
        ),
        *_words(recommendation, "text", "restated", recommendation.texts),
        *_words(recommendation, "made_to", "readdressed", recommendation.addressed),
        *_words(recommendation, "due", "rescheduled", recommendation.dues),
        *_of_status(recommendation, above),
    ]
    first, _ = made.sort_key
    # Of what was made in a month, and judged on a day in it, both are seen from the end of that month.
    return [
        made,
        *(
            step if step.sort_key[0] >= first else step._replace(sort_key=(first, step.sort_key[1]))
            for step in sorted(later, key=lambda change: change.sort_key)
        ),
    ]


def reopening(steps: Iterable[Change]) -> set[str]:
    """The judgements that moved it back after it was closed, by its steps."""
    return {step.judgement for step in steps if step.change == "reopened" and step.judgement}


def reopened_by(recommendation: Recommendation) -> set[str]:
    """The same by what moved its status alone: no other step re-opens it."""
    return reopening(_of_status(recommendation, frozenset()))


def as_text(value: str | Names | None) -> str | None:
    """A word as one text: bodies with a semicolon between them."""
    return "; ".join(value) if isinstance(value, tuple) else value


def _words(recommendation: Recommendation, field: Field, what: str, values: Words) -> Iterator[Change]:
    content: str | Names | None = None
    later = [
        _Begun((value.day, value.position), value.first)
        for value in values.values
        if not _is_with(recommendation, value)
    ]
    never = overtaken(later, lambda _: ("", ""))
    for value, held in values.as_they_come():
        sort_key = value.day, value.position
        if sort_key in never:
            continue
        before, after = (as_text(_called(recommendation, one, value.day)) for one in (content, held.content))
        # Where nothing was said a correction may have put what it should have been made with.
        change = WITH if _is_with(recommendation, value) else what
        # What came when a later record held already changed nothing.
        if change == WITH or after != before or value is held:
            yield Change(field, sort_key, value.on, change, before, after, corrected=value.corrected)
        content = held.content


def _called(recommendation: Recommendation, content: str | Names | None, day: str) -> str | Names | None:
    """Bodies as they are called on a day; any other word as it is."""
    return recommendation.called_on(content, day) if isinstance(content, tuple) else content


class _Begun(NamedTuple):
    sort_key: SortKey
    first: str


def _is_with(recommendation: Recommendation, value: Value[Any]) -> bool:
    return value.position in (recommendation.made_at, value.corrected)


class _Addressed(NamedTuple):
    """Other bodies, as one of the steps of a status."""

    sort_key: SortKey
    first: str
    on: Day
    made_to: Names


def _of_status(recommendation: Recommendation, above: frozenset[int]) -> list[Change]:
    if not recommendation.has_parts:
        return _statuses(recommendation)
    from projections.model.whole_steps import whole_steps  # noqa: PLC0415  few have parts

    return whole_steps(recommendation, _statuses(recommendation), above)


def _statuses(recommendation: Recommendation) -> list[Change]:
    """Each word on the status, and each change of bodies that moved it because other shares then count."""
    found: list[Change] = []
    for step, takes_back in _moves(recommendation):
        if takes_back:
            # What it undoes is the last that was told to have closed it, or re-opened it.
            was = "reopened" if step.after == "closed" else "closed"
            for at in reversed(range(len(found))):
                if found[at].change == was and not found[at].undone:
                    found[at] = found[at]._replace(undone=step.sort_key[0])
                    break
        found.append(step)
    return found


def _moves(recommendation: Recommendation) -> Iterator[tuple[Change, bool]]:
    """Each step, and whether it undoes another that can have been before or after it."""
    shares = Shares(recommendation)
    first, *others = recommendation.addressed.values
    made_to: Names = first.content
    now, word = "open", None
    said: list[StatusChange | _Addressed] = list(recommendation.status_changes)
    said += [_Addressed((at.day, at.position), at.first, at.on, at.content) for at in others]
    said.sort(key=lambda step: step.sort_key)
    vague = any(step.first != step.sort_key[0] for step in said)
    never = overtaken(said, _share_of) if vague else frozenset[SortKey]()
    come: list[StatusChange | _Addressed] = []
    for step in said:
        before, word_before = now, word
        if step.sort_key in never:
            if isinstance(step, StatusChange):
                yield _judged(step, "judged", now, now, (word, word)), False
            continue
        if isinstance(step, StatusChange):
            shares.take(step)
        else:
            made_to = _bodies(first.content, [*come, step]) if vague else step.made_to
        settled = _settled(recommendation, shares, made_to)
        now, word = (settled.status, settled.word) if settled else ("open", None)
        what = moved = did(before, now)
        if vague and what != "judged":
            # If the dates leave open which came first, it is told as neither closed nor re-opened.
            sure = shares.before(step), _bodies(first.content, _surely_before(come, step))
            what = did(_status(recommendation, *sure), now)
        come.append(step)
        if isinstance(step, StatusChange):
            yield _judged(step, what, before, now, (word_before, word)), what != moved
        elif (now, word) != (before, word_before):
            ref, evidence = (settled.ref, settled.evidence) if settled else (None, ())
            step_of = Change("share", step.sort_key, step.on, what, before, now, ref, evidence)
            yield step_of._replace(words=(word_before, word)), what != moved


def _judged(
    step: StatusChange, what: str, before: str, now: str, words: tuple[str | None, str | None]
) -> Change:
    told = what if step.outcome == "judged" else step.outcome
    grounds = step.ref, step.evidence, step.share
    return Change("status", step.sort_key, step.on, told, before, now, *grounds, step.corrected, "", words)


def _share_of(step: StatusChange | _Addressed) -> tuple[str, str]:
    """Whether it is a word on the status or on the bodies, and whose share it settles; an end stays."""
    if isinstance(step, _Addressed):
        return "bodies", ""
    return ("status", step.body) if step.outcome == "judged" else ("end", "")


def _settled(recommendation: Recommendation, shares: Shares, made_to: Names) -> StatusChange | None:
    given = dict.fromkeys(map(recommendation.share, made_to))
    return least_advanced([shares.of(share) for share in given], recommendation.words.implemented)


def _status(recommendation: Recommendation, shares: Shares, made_to: Names) -> str:
    settled = _settled(recommendation, shares, made_to)
    return settled.status if settled else "open"


def _surely_before(said: Sequence[StatusChange | _Addressed], step: Fact) -> list[StatusChange | _Addressed]:
    return [one for one in said if certainly_before(one, step)]


def _bodies(first: Names, said: Sequence[StatusChange | _Addressed]) -> Names:
    """The bodies that hold by these steps alone."""
    found = standing(one for one in reversed(said) if isinstance(one, _Addressed))
    return found.made_to if found else first


def did(before: str, after: str) -> str:
    """What it was that found one status and left another."""
    if (before == "closed") == (after == "closed"):
        return "judged"
    return "closed" if after == "closed" else "reopened"
