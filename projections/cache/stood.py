"""How what counts as one stood on every day, as the lines of a table: for ``projections.cache.counted``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ledger.times import last_day
from ledger.validation import key
from projections.cache.changed import Changed
from projections.cache.joining import joined
from projections.cache.kept import Line, Table, as_json
from projections.model.answering import Owed, of_each_body, owed_of_shares
from projections.model.recommendation import Recommendation
from projections.model.to_judge import to_judge
from projections.statistics.figures import Counted
from projections.statistics.spans import day_after

COUNTED = Table(
    "counted",
    (
        *("shares", "first", "until", "kind", "cycle", "of_cycle", "closing", "status", "reason", "word"),
        *(
            "priority",
            "topics",
            "answers",
            "due",
            "since_first",
            "since",
            "derived",
            "seen",
            "waiting",
            "owed",
        ),
    ),
    2,
)


def stood(
    one: Recommendation,
    all_of_it: dict[str, Counted],
    changed: Changed,
    since: str,
    reached: Iterable[Line],
) -> Iterator[Line]:
    """How it stood from a full date on, the whole and what of it counts as one."""
    days = changed.since(since)
    if one.answers_due:
        days = sorted({*days, *(day for day in _days_of_answers(one) if day > days[0])})
    begun = {
        shares: (first, tuple(values))
        for shares, first, until, *values in reached
        if one.made_days[1] < since and first < since < until
    }
    found = [
        {shares: _on(counted, whole) for shares, counted in all_of_it.items() if counted.was_there(whole.day)}
        for whole in (_whole(one, day) for day in days)
    ]
    for shares, first, until, values in joined(days, found, begun):
        yield shares, first, until, *values


def _days_of_answers(one: Recommendation) -> Iterator[str]:
    """The days on which it is said that an answer is due, and those on which it is late if none is given."""
    for due in one.answers_due:
        yield due.sort_key[0]
        yield day_after(last_day(due.due))


class _Whole(NamedTuple):
    """What is said on a day of the whole and of all that counts as one alike."""

    day: str
    kind: str
    cycle: str
    of_cycle: str
    closing: int
    due: str | None
    priority: str | None
    topics: str | None
    derived: int
    seen: str | None
    waits: bool
    owed: Sequence[Owed]


def _whole(one: Recommendation, day: str) -> _Whole:
    due, sorted_by = one.dues.at(day), one.classification(day)
    return _Whole(
        *(day, one.kind, one.cycle, key(one.cycle), int(one.needs_closing)),
        last_day(due.content) if due else None,
        sorted_by.priority,
        as_json(sorted_by.topics),
        int(one.is_derived(day)),
        one.seen_on(day),
        # If it is judged together, nothing waits of a share that does not of the whole.
        bool(one.evidence) and (one.shared or bool(one.waiting(day))),
        owed_of_shares(one, day, day),
    )


def _on(counted: Counted, whole: _Whole) -> Line:
    """How what counts one stood on a day."""
    one, shares, day = counted.recommendation, counted.shares, whole.day
    settled = counted.status_change(day)
    status = settled.status if settled else "open"
    said = one.answers(day, shares[0] if shares else None) if one.responses else ()
    since_first, since = counted.begun(day) or (None, None)
    return (
        *(whole.kind, whole.cycle, whole.of_cycle, whole.closing),
        status,
        settled.reason if settled and status == "closed" else None,
        settled.word if settled else None,
        whole.priority,
        whole.topics,
        as_json([response.answer for response in said]),
        whole.due if status != "closed" else None,
        *(since_first, since, whole.derived, whole.seen),
        as_json(_waiting(counted, day)) if whole.waits else None,
        as_json(_owed(whole.owed, shares)),
    )


def _waiting(counted: Counted, day: str) -> list[tuple[str, str, str]]:
    """The evidence that waits, by its ref, and the days between which it was handed in."""
    one = counted.recommendation
    found = (sent for share in counted.shares or (None,) for sent in to_judge(one, day, share))
    return sorted({(sent.ref, sent.first, sent.sort_key[0]) for sent in found})


def _owed(due: Sequence[Owed], shares: Sequence[str]) -> list[tuple[str, bool, bool]]:
    """The answers that are due, each by its last day, whether it was given, and whether it is late."""
    found = of_each_body(due, shares) if due else ()
    return [(last_day(answer.due), answer.given is not None, answer.late) for answer in found]
