"""What has a day that had not come when it was recorded, and how it is set right.

No rule lets that be recorded while the clock is right. If the clock ran ahead, the day had come by the clock;
once it is declared that it ran ahead, the day is known to be wrong. Both times stay in the record, and a
reading without a day shows such a fact, while one of today does not; so whoever reads the inbox is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from events.base import Day
from ledger.policies import APPROVER
from ledger.times import certainly_later
from ledger.validation import key
from projections.inbox.fold import InspectionInbox
from projections.inbox.tasks import Task, by_corrector
from projections.model.facts import NEVER
from projections.model.recommendation import Recommendation


def too_soon(inbox: InspectionInbox) -> Iterator[Task]:
    """All there is in an inspection, each with the command that sets it right."""
    if inbox.too_soon:
        for recommendation in inbox.fold.recommendations.values():
            yield from too_soon_of(inbox, recommendation)


def too_soon_of(inbox: InspectionInbox, recommendation: Recommendation) -> Iterator[Task]:
    """What there is of one recommendation."""
    if not inbox.too_soon:
        return
    number = recommendation.number

    def task(at: int, on: Day, what: str, *typed: str) -> Iterator[Task]:
        recorded = inbox.too_soon.get(at)
        if recorded and certainly_later(on, recorded):
            said = f"{what} {on}, and that was recorded on {recorded}, before that day had come."
            yield Task("set-right", number, recorded, said, inbox.typed(*typed))

    correct = "recommendation correct", number
    yield from _opened_too_soon(inbox, recommendation, task)
    yield from task(
        recommendation.made_at, recommendation.made_on, "It was made on", *correct, "--made-on", "DATE"
    )
    said = (
        ("text", "It was restated on", recommendation.texts),
        ("made-to", "It was made to other bodies on", recommendation.addressed),
        ("due", "It was rescheduled on", recommendation.dues),
    )
    for field, what, words in said:
        for word in words.values:
            if word.position != recommendation.made_at:
                yield from task(word.position, word.on, what, *correct, "--void", field, "--of", word.on)
    for one in recommendation.status_changes:
        if one.ref is None:
            ended = task(one.sort_key[1], one.on, f"It was {one.outcome} on", *correct, "--void", "end")
            yield from ended
            continue
        typed = "judgement correct", one.ref, "--judged-on", "DATE"
        for found in task(one.sort_key[1], one.on, f"{one.ref} judged it on", *typed):
            yield by_corrector(inbox, found, one.ref)
    for ref, one in recommendation.awaiting.items():
        for found in task(one.sort_key[1], one.on, f"{ref} judged it on", "judgement return", ref):
            yield found._replace(role=APPROVER)
    for sent in recommendation.evidence.values():
        if sent.withdrawn == NEVER:
            what = f"{sent.ref} was handed in on"
            yield from task(sent.sort_key[1], sent.on, what, "evidence withdraw", sent.ref)


def _opened_too_soon(
    inbox: InspectionInbox, recommendation: Recommendation, task: Callable[..., Iterator[Task]]
) -> Iterator[Task]:
    """The cycle that it was made in comes first: what is made in it cannot be of a day before."""
    cycle = inbox.cycles.get(key(recommendation.cycle))
    if cycle is not None:
        at = inbox.opened_at[key(cycle.ref)]
        yield from task(
            at, cycle.on, f"Its cycle {cycle.ref} was opened on", "cycle correct", cycle.ref, "--on", "DATE"
        )
