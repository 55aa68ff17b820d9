"""Whose shares of one recommendation there are, and the word on the status that holds of each, on any day.

``projections.model.recommendation`` answers from it how the whole stood.
"""

from __future__ import annotations

from collections.abc import Sequence

from events.base import Names
from ledger.validation import key
from projections.model.addressees import is_of, words_on
from projections.model.facts import (
    NEVER,
    AnswerDue,
    Dispute,
    Progress,
    Request,
    Response,
    SortKey,
    StatusChange,
    Submission,
    standing,
)
from projections.model.recorded import Recorded


class Judged(Recorded):
    """One recommendation: its bodies and what was judged of it, without regard to what stands under it."""

    __slots__ = ()

    def was_there(self, day: str | None) -> bool:
        """Whether it had been made by then."""
        return day is None or self.made_days[1] <= day

    @property
    def made_sort_key(self) -> SortKey:
        """Where the making stands."""
        return self.made_days[1], self.made_at

    def addressed_to(self, day: str | None) -> Names:
        """The bodies as they are written; the first ones before it was made."""
        return (self.addressed.at(day) or self.addressed.values[0]).content

    def shares(self, day: str | None = None) -> Sequence[str]:
        """What the shares are known by that bodies were given."""
        addressed = self.addressed_to(day)
        if self.bodies is None:
            return list(dict.fromkeys(map(key, addressed)))
        return self.bodies.identities_of(addressed)

    def name_on(self, body: str, day: str | None) -> str:
        """A body as it is called on a day, whoever took over from it."""
        return body if self.bodies is None else self.bodies.called(body, day or self.bodies.today)

    def has_successions(self) -> bool:
        """Whether any body took over from another."""
        return self.bodies is not None and self.bodies.has_successions

    def words_on(self, words: Sequence[StatusChange], share: str) -> Sequence[StatusChange]:
        """Those words on the status that are about a share, in the order of days as they are given."""
        return words if self.bodies is None else words_on(self, self.bodies, words, share)

    def has_ended(self, day: str | None = None) -> bool:
        """Whether it was withdrawn or superseded by then."""
        return bool(self.ends) and any(
            one.outcome != "judged" and (day is None or one.sort_key[0] <= day) for one in self.status_changes
        )

    def latest(self, day: str | None = None, body: str | None = None) -> StatusChange | None:
        """The word on the status that holds, of whichever share, or of one body's alone (by key)."""
        if self.ends:
            for status_change in self.status_changes:
                if status_change.outcome != "judged" and (day is None or status_change.sort_key[0] <= day):
                    return status_change
        if body is not None and self.has_successions():
            come = [one for one in self.status_changes if day is None or one.sort_key[0] <= day]
            return standing(reversed(self.words_on(come, body)))
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

    def is_of(
        self, fact: Submission | Request | StatusChange | Response | AnswerDue | Progress, share: str
    ) -> bool:
        """Whether a fact concerns a share: that of its body, or one that its body took over."""
        return fact.body == share or is_of(self.bodies, fact, fact.body, share)

    def overlap(self, one: str, other: str) -> bool:
        """Whether two shares have something in common; the whole ("") has with every one."""
        return (
            "" in (one, other)
            or one == other
            or (self.bodies is not None and self.bodies.are_one(one, other))
        )

    def in_dispute(self, day: str | None = None) -> list[Dispute]:
        """The disagreements that went on."""
        return [
            one
            for one in self.disputes.values()
            if (one.settled == NEVER if day is None else one.sort_key[0] <= day < one.settled)
        ]
