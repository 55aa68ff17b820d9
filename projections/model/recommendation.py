"""How one recommendation was on any day, by what was recorded of it.

A day is asked for as a full date, or as None for the last there is. Of the facts of one kind that had begun
by its end, that one holds which was recorded last and is not certainly before another. Nothing follows the
end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from events.base import Day, Names
from events.named import NamedTuple
from ledger.policies import NO_CLOSING_NEEDED
from ledger.state.classification import NOT_CLASSIFIED, Classification
from ledger.validation import body_key, key
from projections.model import wholes
from projections.model.addressees import holder, holders, names, share_had, together
from projections.model.facts import Progress, Request, Response, StatusChange, Submission
from projections.model.grounds import rests_on, settling
from projections.model.judged import Judged
from projections.model.last_said import last_said
from projections.model.shares import least_advanced
from projections.model.waiting import unanswered, waiting


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
    word: str | None
    classified: Classification
    responses: tuple[Response, ...]


class Recommendation(Judged):
    """One recommendation, and how it was on any day."""

    __slots__ = ()

    def made_to(self, day: str | None = None) -> Names:
        """The bodies it was made to; the first ones before it was made."""
        made_to = self.addressed_to(day)
        return made_to if self.bodies is None else names(self, self.bodies, made_to, day)

    def share_of(self, body: str, day: str | None = None) -> str | None:
        """The share that a body, by any of its names, was given or has on a day; None if it has none.

        If others passed theirs to it, the least advanced of them.
        """
        share = self.share(body)
        if self.bodies is not None:
            return share_had(self, self.bodies, share, day)
        if share in (shares := self.shares(day)):
            return share
        return next((one for one in shares if body_key(one) == body_key(body)), None)

    def holder(self, share: str | None, day: str | None = None) -> str | None:
        """The body that has a share on a day, by what it is known by; None for the whole."""
        if share is None or self.bodies is None or not self.bodies.has_successions:
            return share
        return holder(self, self.bodies, share, day)

    def together(self, share: str, day: str | None = None) -> Sequence[str]:
        """A share, and those that whoever has it on a day has beside it: they count as one."""
        if self.bodies is None or not self.bodies.has_successions:
            return (share,)
        return together(self, self.bodies, share, day)

    def ever_had(self, body: str, share: str, day: str | None = None) -> bool:
        """Whether a share is that of a body, by any of its names, or had passed to it by a day."""
        if self.bodies is None:
            return body_key(body) == body_key(share)
        return self.share(body) in holders(self, self.bodies, share, day)

    def called_on(self, made_to: Names, day: str | None) -> Names:
        """Bodies as they are called on a day, or who then has their shares."""
        return made_to if self.bodies is None else names(self, self.bodies, made_to, day)

    def status_change(self, day: str | None = None, body: str | None = None) -> StatusChange | None:
        """The word that settles it, or one body's share of it (by key); None where it is open as made."""
        if self.parts and (parts := wholes.counted(self, day)):
            return wholes.settles(self, wholes.shares(parts, day, self.holder(body, day)), day)
        if not self.shared or body is not None:
            return self.latest(day, body)
        shares = [self.latest(day, share) for share in self.shares(day)]
        return least_advanced(shares, self.words.implemented)

    def last_word(self, day: str | None = None, body: str | None = None) -> StatusChange | None:
        """The latest word on the status that counted, of whichever share or part, or of one body (by key)."""
        return wholes.last_word(self, day, body) if self.has_parts else self.latest(day, body)

    def status(self, day: str | None = None, body: str | None = None) -> str:
        """The public word."""
        status_change = self.status_change(day, body)
        return status_change.status if status_change else "open"

    def waiting(self, day: str | None = None, body: str | None = None) -> list[Submission]:
        """See projections.model.waiting."""
        return waiting(self, day, body)

    def asked(self, day: str | None = None, body: str | None = None) -> Request | None:
        """The latest request for more evidence that nothing answered yet, or None."""
        return next(self.unanswered(day, body), None)

    def unanswered(self, day: str | None = None, body: str | None = None) -> Iterator[Request]:
        """See projections.model.waiting."""
        return unanswered(self, day, body)

    def state(self, day: str | None = None, body: str | None = None) -> str:
        """The working word behind the status, of the whole or of one body's share (by key)."""
        return self.state_by(self.status_change(day, body), day, body)

    @property
    def needs_closing(self) -> bool:
        """Whether it is of a kind that is to be closed."""
        return self.kind not in self.words.no_closing

    def settling_part(self, day: str | None = None, body: str | None = None) -> Recommendation | None:
        """The part that settles it, or one body's share of it (by key); None if its own judgements do."""
        found = wholes.settling_part(self, day, body) if self.parts else None
        return found[0] if found else None

    def standing_parts(self, day: str | None = None) -> list[Recommendation]:
        """What stands under it, ended or not."""
        return wholes.parts_of(self, day) if self.parts else []

    def is_derived(self, day: str | None = None) -> bool:
        """Whether its status is that of its parts."""
        return bool(self.parts and wholes.counted(self, day))

    def whole(self, day: str | None = None) -> Recommendation | None:
        """What it stands under, or None."""
        return wholes.whole_of(self, day) if self.wholes else None

    def state_by(self, settled: StatusChange | None, day: str | None, body: str | None = None) -> str:
        """The same, by the word that settles it."""
        if settled and settled.outcome != "judged":
            return settled.outcome
        if self.parts and (found := wholes.settling_part(self, day, body)):
            part, share = found
            return part.state(day, share)
        if any(
            (day is None or one.sort_key[0] <= day)
            and (body is None or not one.body or self.is_of(one, body))
            for one in self.awaiting.values()
        ):
            return "awaiting-sign-off"
        if self.disputes and self.in_dispute(day):
            return "disputed"
        if self.kind in self.words.no_closing and (settled is None or settled.status != "closed"):
            return NO_CLOSING_NEEDED
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
        for share in (None,) if body is None else self.together(body, day):
            if status_change := self.last_word(day, share):
                latest = max(latest, (status_change.sort_key[0], status_change.on))
        return latest[1]

    def at(self, day: str | None = None, body: str | None = None, *, updated: bool = True) -> Standing:
        """All of it together; unless it is asked when it was ``updated``, that is the day of its making."""
        due = self.dues.at(day)
        return Standing(
            text=(self.texts.at(day) or self.texts.values[0]).content,
            made_to=self.made_to(day),
            due=due.content if due else None,
            classified=self.classification(day),
            **self._settled(day, body, updated=updated),
        )

    def of_share(self, whole: Standing, day: str | None, body: str) -> Standing:
        """All of one body's share (by key), by what is said of the whole on that day."""
        return whole._replace(**self._settled(day, body))

    def _settled(
        self, day: str | None, body: str | None, *, updated: bool = True
    ) -> dict[str, Any]:  # Any: what of a Standing may be another for each share
        status_change = self.status_change(day, body)
        return {
            "status": status_change.status if status_change else "open",
            "reason": status_change.reason if status_change else None,
            "state": self.state_by(status_change, day, body),
            "judged_in": status_change.cycle if status_change else None,
            "updated": self.updated(day, body) if updated else self.made.on,
            "word": status_change.word if status_change else None,
            "responses": self.answers(day, body) if self.responses else (),
        }

    def classification(self, day: str | None = None) -> Classification:
        """How it is sorted."""
        value = self.classified.at(day) if self.classified else None
        return NOT_CLASSIFIED if value is None else wholes.sorted_by(self, value, day)

    def answers(self, day: str | None = None, body: str | None = None) -> tuple[Response, ...]:
        """The answer of each body, or of one share (by key), that holds: the last one; in the order of days.

        One of a body that took over holds in place of an earlier one of the body that it followed.
        """
        return last_said(self, self.responses, day, body)

    def reports(self, day: str | None = None, body: str | None = None) -> tuple[Progress, ...]:
        """The report of progress of each body, or of one share, that is the last; in the order of days."""
        return last_said(self, self.progress, day, body)

    def rests_on(self, day: str | None = None, *, updated: bool = True) -> list[int]:
        """See projections.model.grounds."""
        return rests_on(self, day, updated=updated)

    def seen_on(self, day: str | None = None) -> Day | None:
        """The day on which its source was last seen; None once it was judged or ended in this ledger.

        Whoever made void what a source said has judged it, too.
        """
        if not self.sightings or any(one.is_void(day) for one in self.sightings):
            return None
        settled = self.latest(day, None)
        theirs = settled is None or (
            settled.ref and any(settled.ref == one.judgement for one in self.sightings)
        )
        return self.sightings[-1].seen_on if theirs else None

    def settling(self, day: str | None = None) -> Iterator[StatusChange]:
        """See projections.model.grounds."""
        return settling(self, day)
