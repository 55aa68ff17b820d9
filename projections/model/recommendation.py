"""One recommendation, as far as it was told: every dated word on it, and how it stood on any day.

A day is asked for as a full date, or as None for the last there is. What holds on it is, of each kind and of
what had come by its end, the word recorded last that none is certainly after. Nothing comes after an end.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from typing import NamedTuple

from events.base import Day, Names
from events.recommendations import RecommendationMade
from ledger.policies import AFTER
from ledger.state.history import History, Value
from ledger.state.renaming import is_under, put_right
from ledger.times import span
from ledger.validation import key
from projections.model.facts import (
    NEVER,
    Dispute,
    Link,
    Request,
    SortKey,
    StatusChange,
    Submission,
    after,
    least_advanced,
    standing,
)


class Standing(NamedTuple):
    """How it stood on a day: the whole, or one body's share."""

    text: str
    made_to: Names
    due: Day | None
    status: str
    reason: str | None
    state: str
    judged_in: str | None
    updated: Day


class Recommendation:
    """One recommendation. Each list is in the order of days, each word where its day puts it.

    ``untied`` are links that were errors, with the positions of what said so;
    ``called`` has the right name of the body that an event is about, by its position, if it has a wrong one;
    ``respelt`` has each correction of the bodies, with the position of the word that it set right.
    """

    __slots__ = (
        "addressed",
        "awaiting",
        "called",
        "cycle",
        "disputes",
        "due_void",
        "dues",
        "ends",
        "evidence",
        "filed",
        "kind",
        "links",
        "made",
        "made_at",
        "made_days",
        "made_on",
        "moves",
        "opened",
        "requests",
        "respelt",
        "shared",
        "status_changes",
        "texts",
        "told",
        "untied",
    )

    def __init__(
        self,
        made: RecommendationMade,
        position: int,
        opened: dict[str, str],
        days: tuple[str, str] | None = None,
        told: str = "",
    ) -> None:
        self.made, self.made_at, self.made_on, self.told = made, position, made.on, told
        self.kind, self.cycle = made.kind, made.cycle
        self.filed: dict[str, int] = {}
        self.made_days = days = days or span(made.on)
        self.moves: tuple[int, ...] = ()
        self.opened = opened
        self.texts: History[str] = History(position)
        self.addressed: History[Names] = History(position)
        self.dues: History[Day] = History(position)
        self.texts.put(made.on, position, made.text, days)
        self.addressed.put(made.on, position, made.made_to, days)
        self.due_void = 0
        if made.due is not None:
            self.dues.put(made.on, position, made.due, days)
        self.status_changes: list[StatusChange] = []
        self.ends = 0
        self.shared = False
        self.awaiting: dict[str, StatusChange] = {}
        self.evidence: dict[str, Submission] = {}
        self.requests: list[Request] = []
        self.disputes: dict[str, Dispute] = {}
        self.links: list[Link] = []
        self.untied: list[tuple[Link, int]] = []
        self.respelt: tuple[tuple[int, int], ...] = ()
        self.called: dict[int, str] = {}

    def change_status(self, status_change: StatusChange) -> None:
        """A word on the status takes its place among the others, mostly the last."""
        if self.status_changes and status_change < self.status_changes[-1]:
            insort(self.status_changes, status_change)
        else:
            self.status_changes.append(status_change)
        self.shared = self.shared or bool(status_change.body)
        self.ends += status_change.outcome != "judged"

    def replace(self, old: StatusChange, new: StatusChange | None) -> None:
        """A word on the status was wrong: another takes its place, or none."""
        self.status_changes.remove(old)
        if new is not None:
            insort(self.status_changes, new)

    def moved(self, to: Day, position: int, days: tuple[str, str]) -> None:
        """It had been made on another day than was said."""
        for values in (self.texts, self.addressed, self.dues):
            values.move(to, days)
        self.made_on, self.made_days, self.moves = to, days, (*self.moves, position)

    def file(self, position: int, *, kind: str | None = None, cycle: str | None = None) -> None:
        """It is of another kind, or was made in another cycle, than was recorded: on every day."""
        if kind:
            self.kind, self.filed["kind"] = kind, position
        if cycle:
            self.cycle, self.filed["cycle"] = cycle, position

    def renamed(self, of: Day, right: Names, position: int) -> None:
        """Names in the word of a day were wrong: what was recorded under them is of the right ones."""
        for old, (value, name) in put_right(self.addressed, of, right).items():
            self._is_called(value, old, name)
        if right and (said := self.addressed.of(of)):
            self.respelt = (*self.respelt, (said.position, position))

    def _is_called(self, value: Value[Names], old: str, name: str) -> None:
        body = key(name)

        def follows(of: str, on: Day) -> bool:
            return of == old and is_under(self.addressed, value, old, on)

        for status_change in (*self.status_changes, *self.awaiting.values()):
            if follows(status_change.body, status_change.on):
                self.called[status_change.sort_key[1]] = name
        self.status_changes = [
            one._replace(body=body, share=name) if follows(one.body, one.on) else one
            for one in self.status_changes
        ]
        self.awaiting = {
            ref: one._replace(body=body, share=name) if follows(one.body, one.on) else one
            for ref, one in self.awaiting.items()
        }
        for ref, sent in self.evidence.items():
            if follows(sent.body, sent.on):
                self.evidence[ref] = sent._replace(body=body)
                self.called[sent.sort_key[1]] = name
        for ref, dispute in self.disputes.items():
            if follows(dispute.body, dispute.on):
                self.disputes[ref] = dispute._replace(body=body)
                self.called[dispute.sort_key[1]] = name
        for at, request in enumerate(self.requests):
            if follows(request.body, request.on):
                self.requests[at] = request._replace(body=body)
                self.called[request.sort_key[1]] = name

    @property
    def made_moved(self) -> int:
        """The position of the last correction of the day it was made on, or 0."""
        return self.moves[-1] if self.moves else 0

    def never_due(self, of: Day, position: int) -> None:
        """A due date was said in error, and there was none in its place."""
        wrong = self.dues.of(of)
        self.dues.correct(of, position, None)
        if wrong and wrong.position == self.made_at:
            self.due_void = position

    def never_ended(self) -> None:
        """It was withdrawn or superseded in error."""
        self.status_changes, self.ends = (
            [status_change for status_change in self.status_changes if status_change.outcome == "judged"],
            0,
        )
        self.links = [link for link in self.links if link.relation not in AFTER.values()]

    # How it stood

    def was_there(self, day: str | None) -> bool:
        """Whether it had been made by then."""
        return day is None or self.made_days[1] <= day

    @property
    def made_sort_key(self) -> SortKey:
        """Where the making stands."""
        return self.made_days[1], self.made_at

    def made_to(self, day: str | None = None) -> Names:
        """The bodies it was made to; the first ones before it was made."""
        return (self.addressed.at(day) or self.addressed.values[0]).content

    def status_change(self, day: str | None = None, body: str | None = None) -> StatusChange | None:
        """The word that settles it, or one body's share of it (by key); None where it is open as made."""
        if not self.shared or body is not None:
            return self.latest(day, body)
        return least_advanced([self.latest(day, key(one)) for one in self.made_to(day)])

    def latest(self, day: str | None = None, body: str | None = None) -> StatusChange | None:
        """The word on the status that holds, of whichever share, or of one body's alone (by key)."""
        if self.ends:
            for status_change in self.status_changes:
                if status_change.outcome != "judged" and (day is None or status_change.sort_key[0] <= day):
                    return status_change
        for status_change in reversed(self.status_changes):
            if (day is None or status_change.sort_key[0] <= day) and (
                body is None or status_change.body in ("", body)
            ):
                # Nearly always it is known to the day, and then all before it is before it.
                return (
                    status_change
                    if status_change.first == status_change.sort_key[0]
                    else self._open_order(day, body)
                )
        return None

    def _open_order(self, day: str | None, body: str | None) -> StatusChange | None:
        return standing(
            one
            for one in reversed(self.status_changes)
            if (day is None or one.sort_key[0] <= day) and (body is None or one.body in ("", body))
        )

    def status(self, day: str | None = None, body: str | None = None) -> str:
        """The public word."""
        status_change = self.status_change(day, body)
        return status_change.status if status_change else "open"

    def waiting(self, day: str | None = None, body: str | None = None) -> list[Submission]:
        """The evidence that no judgement has settled: none that is after it on the share it is for."""
        judged = self._judged(day)
        found = [
            one
            for one in self.evidence.values()
            if after(one, judged)
            and (one.withdrawn == NEVER if day is None else one.sort_key[0] <= day < one.withdrawn)
        ]
        if not found or (not self.shared and body is None):
            return found
        shares = {key(one): self.latest(day, key(one)) for one in self.made_to(day)}
        wanted = shares if body is None else {body: shares.get(body)}
        # What nobody with a share handed in is for every share, until each is judged.
        return [
            one
            for one in found
            if any(
                after(one, judged) and (one.body == share or one.body not in shares)
                for share, judged in wanted.items()
            )
        ]

    def in_dispute(self, day: str | None = None) -> list[Dispute]:
        """The disagreements that went on."""
        return [
            one
            for one in self.disputes.values()
            if (one.settled == NEVER if day is None else one.sort_key[0] <= day < one.settled)
        ]

    def asked(self, day: str | None = None, body: str | None = None) -> Request | None:
        """The latest request for more evidence that nothing answered yet, or None."""
        return next(self.unanswered(day, body), None)

    def unanswered(self, day: str | None = None, body: str | None = None) -> Iterator[Request]:
        """The requests for more evidence that nothing answered yet, the latest first."""
        judged = self._judged(day)
        found = [
            one
            for one in reversed(self.requests)
            if after(one, judged) and (day is None or one.sort_key[0] <= day)
        ]
        if not found:
            return
        waiting = self.waiting(day, body)
        shares = [body] if body else [key(one) for one in self.made_to(day)]
        of_share = {share: self.latest(day, share) for share in shares}
        for one in found:
            # A judgement of each share that it is about answers it, too; there may be none any more.
            if any(after(one, of_share[share]) and one.body in ("", share) for share in shares) and not any(
                after(sent, one) and one.body in ("", sent.body) for sent in waiting
            ):
                yield one

    def _judged(self, day: str | None) -> StatusChange | None:
        """The word on the status that holds for the whole, if there never was one of a share."""
        return None if self.shared else self.latest(day, None)

    def state(self, day: str | None = None, body: str | None = None) -> str:
        """The working word behind the status, of the whole or of one body's share (by key)."""
        return self._state(self.status_change(day, body), day, body)

    def _state(self, settled: StatusChange | None, day: str | None, body: str | None) -> str:
        if settled and settled.outcome != "judged":
            return settled.outcome
        if any(
            (day is None or one.sort_key[0] <= day) and (body is None or one.body in ("", body))
            for one in self.awaiting.values()
        ):
            return "awaiting-sign-off"
        if self.disputes and self.in_dispute(day):
            return "disputed"
        if self.requests and self.asked(day, body):
            return "more-evidence-requested"
        if self.evidence and (waiting := self.waiting(day, body)):
            proposes = any(one.proposes for one in waiting)
            return "proposed-for-closure" if proposes else "evidence-submitted"
        if settled is None:
            return "awaiting-evidence"
        if settled.until is None:
            return "judged"
        opened = self.opened.get(key(settled.until))
        return "left-open" if opened is None or (day is not None and opened > day) else "awaiting-evidence"

    def updated(self, day: str | None = None, body: str | None = None) -> Day:
        """The latest day on which something public changed, of the whole or of one body's share (by key)."""
        # Of a month and its last day, which sort alike, the day is the fuller word.
        latest = self.made_days[1], self.made_on
        for values in (self.texts, self.addressed, self.dues):
            if value := values.at(day):
                latest = max(latest, (value.day, value.on))
        if status_change := self.latest(day, body):
            latest = max(latest, (status_change.sort_key[0], status_change.on))
        return latest[1]

    def at(self, day: str | None = None, body: str | None = None) -> Standing:
        """All of it together."""
        status_change = self.status_change(day, body)
        due = self.dues.at(day)
        return Standing(
            text=(self.texts.at(day) or self.texts.values[0]).content,
            made_to=self.made_to(day),
            due=due.content if due else None,
            status=status_change.status if status_change else "open",
            reason=status_change.reason if status_change else None,
            state=self._state(status_change, day, body),
            judged_in=status_change.cycle if status_change else None,
            updated=self.updated(day, body),
        )

    def rests_on(self, day: str | None = None, *, updated: bool = True) -> list[int]:
        """The positions of the events that its row in the register follows from, in order.

        Without ``updated``, all of it but the day it was last updated on.
        """
        # A later correction may name the word by the day that an earlier one gave it.
        found = {self.made_at, *self.moves, *self.filed.values()}
        values: tuple[Value[str] | Value[Names] | Value[Day] | None, ...] = (
            self.texts.at(day),
            self.addressed.at(day),
            self.dues.at(day),
        )
        for value in values:
            if value:
                found |= {value.position, value.corrected}
        if self.dues.at(day) is None:
            found.add(self.due_void)
        # The last word is the day it was last updated on, though it may be of a body that has no share now.
        last = self.latest(day, None) if updated else None
        for status_change in (*self.settling(day), *([last] if last else [])):
            found |= {
                status_change.sort_key[1],
                status_change.signed_at,
                status_change.corrected,
                status_change.moved_at,
            }
            if status_change.sort_key[1] in self.called:
                found |= self.spellings(day)
        return sorted(found - {0})

    def spellings(self, day: str | None = None) -> set[int]:
        """The positions of all events until a day that say how the bodies are written."""
        addressed = [value for value in self.addressed.values if day is None or value.day <= day]
        corrected = {value.position: value.corrected for value in addressed}
        respelt = (at for of, at in self.respelt if of in corrected)
        return {*corrected, *corrected.values(), *respelt}

    def settling(self, day: str | None = None) -> Iterator[StatusChange]:
        """The words on the status that hold: of the whole, or of each share."""
        bodies = [key(body) for body in self.made_to(day)] if self.shared else [None]
        found = {
            status_change.sort_key: status_change
            for body in bodies
            if (status_change := self.latest(day, body))
        }
        yield from found.values()
