"""What was recorded and contradicts itself, for something was recorded late, with its true day.

Nothing recorded meanwhile about later days stands in the way of what is recorded late; so a recommendation
may have been withdrawn before what is said of it, and a cycle closed before what was judged in it. Both
records stay; who reads the inbox learns of it, and sets one of the two right.

1. What a recommendation was given after it ended: other words, evidence, judgements.
2. What was made or judged in a cycle after that was closed.
3. A judgement of the share of a body that the recommendation was not made to on that day.
"""

from __future__ import annotations

from collections.abc import Iterator

from events.base import Day
from ledger.policies import APPROVER
from ledger.times import certainly_later, named, when
from ledger.validation import key
from projections.inbox.fold import InspectionInbox
from projections.inbox.tasks import Task, by_corrector
from projections.model.facts import NEVER, StatusChange
from projections.model.recommendation import Recommendation

SAID = {"text": "restated", "made-to": "made to other bodies", "due": "due on another day"}


def contradictions(inbox: InspectionInbox) -> Iterator[Task]:
    """All there are in an inspection, each with what takes one of the two back."""
    for recommendation in inbox.fold.recommendations.values():
        yield from contradictions_of(inbox, recommendation)


def contradictions_of(inbox: InspectionInbox, recommendation: Recommendation) -> Iterator[Task]:
    """Those of one recommendation."""
    ended = next((one for one in recommendation.status_changes if one.outcome != "judged"), None)
    if ended:
        yield from _after_the_end(inbox, recommendation, ended)
    yield from _after_the_closing(inbox, recommendation)
    yield from _of_no_addressee(inbox, recommendation)


def _after_the_end(
    inbox: InspectionInbox, recommendation: Recommendation, ended: StatusChange
) -> Iterator[Task]:
    number, end = recommendation.number, f"it was {ended.outcome} {when(ended.on)}"

    def task(what: str, *typed: str) -> Task:
        return _task(inbox, recommendation, ended.on, f"{what}, and {end}.", *typed)

    said = (
        ("text", recommendation.texts),
        ("made-to", recommendation.addressed),
        ("due", recommendation.dues),
    )
    for what, words in said:
        for word in words.values:
            if word.position not in (recommendation.made_at, word.corrected) and certainly_later(
                word.on, ended.on
            ):
                yield task(
                    f"It was {SAID[what]} {when(word.on)}",
                    "recommendation correct",
                    number,
                    "--void",
                    what,
                    "--of",
                    word.on,
                )
    for sent in recommendation.evidence.values():
        if sent.withdrawn == NEVER and certainly_later(sent.on, ended.on):
            yield task(f"{sent.ref} was handed in {when(sent.on)}", "evidence withdraw", sent.ref)
    for ref, status_change in recommendation.awaiting.items():
        if status_change.sort_key[0] >= ended.sort_key[0]:
            yield task(
                f"{ref} of {named(status_change.on)} awaits sign-off", "judgement return", ref
            )._replace(role=APPROVER)
    for status_change in recommendation.status_changes:
        if status_change.ref and certainly_later(status_change.on, ended.on):
            yield _void(
                inbox,
                recommendation,
                status_change,
                f"{status_change.ref} judged it {when(status_change.on)}, and {end}.",
            )


def _after_the_closing(inbox: InspectionInbox, recommendation: Recommendation) -> Iterator[Task]:
    made = [
        (
            recommendation.cycle,
            recommendation.made_on,
            f"It was made in {recommendation.cycle} {when(recommendation.made_on)}",
        )
    ]
    judged = [
        (one.cycle, one.on, f"{one.ref} judged it in {one.cycle} {when(one.on)}")
        for one in (*recommendation.status_changes, *recommendation.awaiting.values())
        if one.cycle
    ]
    for cycle, on, what in (*made, *judged):
        closed = inbox.cycles.get(key(cycle or ""))
        if closed and closed.closed_on and certainly_later(on, closed.closed_on):
            said = f"{what}, and that was closed {when(closed.closed_on)}."
            yield _task(inbox, recommendation, closed.closed_on, said, "cycle reopen", closed.ref)


def _of_no_addressee(inbox: InspectionInbox, recommendation: Recommendation) -> Iterator[Task]:
    for judged in recommendation.status_changes:
        words = recommendation.addressed.between(judged.first, judged.sort_key[0])
        shares = {recommendation.share(body) for word in words for body in word.content}
        if judged.body and not any(recommendation.is_of(judged, share) for share in shares):
            what = f"{judged.ref} judged the share of {judged.share} {when(judged.on)}, and then it had none."
            yield _void(inbox, recommendation, judged, what)


def _void(
    inbox: InspectionInbox, recommendation: Recommendation, status_change: StatusChange, said: str
) -> Task:
    ref = status_change.ref or ""
    task = _task(inbox, recommendation, status_change.on, said, "judgement correct", ref, "--void")
    return by_corrector(inbox, task, ref)


def _task(inbox: InspectionInbox, recommendation: Recommendation, since: Day, what: str, *typed: str) -> Task:
    return Task("set-right", recommendation.number, since, what, inbox.typed(*typed))
