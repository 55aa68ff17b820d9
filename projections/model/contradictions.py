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
from ledger.times import certainly_later
from ledger.validation import key
from projections.inbox.fold import Desk
from projections.inbox.tasks import Task
from projections.model.facts import NEVER, Verdict
from projections.model.recommendation import Entry

SAID = {"text": "restated", "made-to": "made to other bodies", "due": "due on another day"}


def contradictions(desk: Desk) -> Iterator[Task]:
    """All there are in an inspection, each with what takes one of the two back."""
    for entry in desk.fold.entries.values():
        ended = next((one for one in entry.verdicts if one.outcome != "judged"), None)
        if ended:
            yield from _after_the_end(desk, entry, ended)
        yield from _after_the_closing(desk, entry)
        yield from _of_no_addressee(desk, entry)


def _after_the_end(desk: Desk, entry: Entry, ended: Verdict) -> Iterator[Task]:
    number, end = entry.made.number, f"it was {ended.outcome} on {ended.on}"

    def task(what: str, *typed: str) -> Task:
        return _task(desk, entry, ended.on, f"{what}, and {end}.", *typed)

    said = (("text", entry.texts), ("made-to", entry.addressed), ("due", entry.dues))
    for what, words in said:
        for word in words.words:
            if word.position not in (entry.made_at, word.corrected) and certainly_later(word.on, ended.on):
                yield task(
                    f"It was {SAID[what]} on {word.on}",
                    "recommendation correct",
                    number,
                    "--void",
                    what,
                    "--of",
                    word.on,
                )
    for sent in entry.evidence.values():
        if sent.withdrawn == NEVER and certainly_later(sent.on, ended.on):
            yield task(f"{sent.ref} was handed in on {sent.on}", "evidence withdraw", sent.ref)
    for ref, verdict in entry.awaiting.items():
        if verdict.place[0] >= ended.place[0]:
            yield task(f"{ref} of {verdict.on} awaits sign-off", "judgement return", ref)._replace(
                role=APPROVER
            )
    for verdict in entry.verdicts:
        if verdict.ref and certainly_later(verdict.on, ended.on):
            yield _void(desk, entry, verdict, f"{verdict.ref} judged it on {verdict.on}, and {end}.")


def _after_the_closing(desk: Desk, entry: Entry) -> Iterator[Task]:
    made = [(entry.cycle, entry.made_on, f"It was made in {entry.cycle} on {entry.made_on}")]
    judged = [
        (one.cycle, one.on, f"{one.ref} judged it in {one.cycle} on {one.on}")
        for one in (*entry.verdicts, *entry.awaiting.values())
        if one.cycle
    ]
    for cycle, on, what in (*made, *judged):
        closed = desk.cycles.get(key(cycle or ""))
        if closed and closed.closed_on and certainly_later(on, closed.closed_on):
            said = f"{what}, and that was closed on {closed.closed_on}."
            yield _task(desk, entry, closed.closed_on, said, "cycle reopen", closed.ref)


def _of_no_addressee(desk: Desk, entry: Entry) -> Iterator[Task]:
    for verdict in entry.verdicts:
        if verdict.body and verdict.body not in map(key, entry.made_to(verdict.place[0])):
            said = f"{verdict.ref} judged the share of {verdict.share} on {verdict.on}, and then it had none."
            yield _void(desk, entry, verdict, said)


def _void(desk: Desk, entry: Entry, verdict: Verdict, said: str) -> Task:
    ref = verdict.ref or ""
    by = desk.findings[ref].by if not desk.fold.counts_at_once else None
    task = _task(desk, entry, verdict.on, said, "judgement correct", ref, "--void")
    return task._replace(role=APPROVER, never=by)


def _task(desk: Desk, entry: Entry, since: Day, what: str, *typed: str) -> Task:
    return Task("set-right", entry.made.number, since, what, desk.typed(*typed))
