"""How one recommendation was on any day, by what was recorded of it.

A day is asked for as a full date, or as None for the last there is. Of the facts of one kind that had begun
by its end, that one holds which was recorded last and is not certainly before another. Nothing follows the
end.
"""

# Without annotations as text: of each field of a named tuple it would be compiled, at every start.

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from events.base import Day, Names
from ledger.policies import NO_CLOSING_NEEDED
from ledger.state.classification import NOT_CLASSIFIED, Classification
from ledger.validation import body_key, key
from projections.model import wholes
from projections.model.addressees import (
    holder,
    holders,
    is_of,
    names,
    share_had,
    together,
    took_over,
    words_on,
)
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
    after,
    least_advanced,
    sort_key_of,
    standing,
)
from projections.model.recorded import Recorded

S = TypeVar("S", Response, Progress)


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


class Recommendation(Recorded):
    """One recommendation, and how it was on any day."""

    __slots__ = ()

    def was_there(self, day: str | None) -> bool:
        """Whether it had been made by then."""
        return day is None or self.made_days[1] <= day

    @property
    def made_sort_key(self) -> SortKey:
        """Where the making stands."""
        return self.made_days[1], self.made_at

    def made_to(self, day: str | None = None) -> Names:
        """The bodies it was made to; the first ones before it was made."""
        made_to = self._addressed(day)
        return made_to if self.bodies is None else names(self, self.bodies, made_to, day)

    def _addressed(self, day: str | None) -> Names:
        return (self.addressed.at(day) or self.addressed.values[0]).content

    def shares(self, day: str | None = None) -> list[str]:
        """What the shares are known by that bodies were given."""
        return list(dict.fromkeys(map(self.share, self._addressed(day))))

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

    def name_on(self, body: str, day: str | None) -> str:
        """A body as it is called on a day, whoever took over from it."""
        return body if self.bodies is None else self.bodies.called(body, day or self.bodies.today)

    def has_successions(self) -> bool:
        """Whether any body took over from another."""
        return self.bodies is not None and self.bodies.has_successions

    def words_on(self, words: Sequence[StatusChange], share: str) -> Sequence[StatusChange]:
        """Those words on the status that are about a share, in the order of days as they are given."""
        return words if self.bodies is None else words_on(self, self.bodies, words, share)

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

    def has_ended(self, day: str | None = None) -> bool:
        """Whether it was withdrawn or superseded by then."""
        return bool(self.ends) and any(
            one.outcome != "judged" and (day is None or one.sort_key[0] <= day) for one in self.status_changes
        )

    def last_word(self, day: str | None = None, body: str | None = None) -> StatusChange | None:
        """The latest word on the status that counted, of whichever share or part, or of one body (by key)."""
        return wholes.last_word(self, day, body) if self.has_parts else self.latest(day, body)

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
        shares = {share: self.latest(day, share) for share in self.shares(day)}
        wanted = shares if body is None else {body: shares.get(body)}
        # What nobody with a share handed in is for every share, until each is judged.
        return [
            one
            for one in found
            if any(
                after(one, judged)
                and (self.is_of(one, share) or not any(self.is_of(one, of) for of in shares))
                for share, judged in wanted.items()
            )
        ]

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
        shares = [body] if body else self.shares(day)
        of_share = {share: self.latest(day, share) for share in shares}
        for one in found:
            # A judgement of each share that it is about answers it, too; there may be none any more.
            if any(
                after(one, of_share[share]) and (not one.body or self.is_of(one, share)) for share in shares
            ) and not any(
                after(sent, one) and (not one.body or self.is_of(sent, one.body)) for sent in waiting
            ):
                yield one

    def _judged(self, day: str | None) -> StatusChange | None:
        """The word on the status that holds for the whole, if there never was one of a share."""
        return None if self.shared else self.latest(day, None)

    def state(self, day: str | None = None, body: str | None = None) -> str:
        """The working word behind the status, of the whole or of one body's share (by key)."""
        return self._state(self.status_change(day, body), day, body)

    @property
    def needs_closing(self) -> bool:
        """Whether it is of a kind that is to be closed."""
        return self.kind not in self.words.no_closing

    def settling_part(self, day: str | None = None, body: str | None = None) -> "Recommendation | None":
        """The part that settles it, or one body's share of it (by key); None if its own judgements do."""
        found = wholes.settling_part(self, day, body) if self.parts else None
        return found[0] if found else None

    def standing_parts(self, day: str | None = None) -> "list[Recommendation]":
        """What stands under it, ended or not."""
        return wholes.parts_of(self, day) if self.parts else []

    def is_derived(self, day: str | None = None) -> bool:
        """Whether its status is that of its parts."""
        return bool(self.parts and wholes.counted(self, day))

    def whole(self, day: str | None = None) -> "Recommendation | None":
        """What it stands under, or None."""
        return wholes.whole_of(self, day) if self.wholes else None

    def _state(self, settled: StatusChange | None, day: str | None, body: str | None) -> str:
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
            word=status_change.word if status_change else None,
            classified=self.classification(day),
            responses=self.answers(day, body) if self.responses else (),
        )

    def classification(self, day: str | None = None) -> Classification:
        """How it is sorted; what it stands under is called by its number of today."""
        value = self.classified.at(day) if self.classified else None
        if value is None:
            return NOT_CLASSIFIED
        whole = self.wholes.get(value.position) if self.wholes else None
        if whole is None:
            return value.content
        return value.content._replace(under=None if whole.voided else whole.number)

    def answers(self, day: str | None = None, body: str | None = None) -> tuple[Response, ...]:
        """The answer of each body, or of one share (by key), that holds: the last one; in the order of days.

        One of a body that took over holds in place of an earlier one of the body that it followed.
        """
        return self._latest_of_each(self.responses, day, body)

    def reports(self, day: str | None = None, body: str | None = None) -> tuple[Progress, ...]:
        """The report of progress of each body, or of one share, that is the last; in the order of days."""
        return self._latest_of_each(self.progress, day, body)

    def _latest_of_each(self, said: tuple[S, ...], day: str | None, body: str | None) -> tuple[S, ...]:
        of_body: dict[str, list[S]] = {}
        shares = None if body is None else self.together(body, day)
        for one in reversed(said):
            if (day is None or one.sort_key[0] <= day) and (
                shares is None or any(self.is_of(one, share) for share in shares)
            ):
                of_body.setdefault(one.body, []).append(one)
        latest = {of: last for of, all_of_it in of_body.items() if (last := standing(all_of_it))}
        if self.has_successions() and len(latest) > 1:
            for old in list(latest.values()):
                if any(self._follows(one, old) for one in latest.values()):
                    del latest[old.body]
        return tuple(sorted(latest.values(), key=sort_key_of))

    def _follows(self, one: Response | Progress, old: Response | Progress) -> bool:
        """Whether one comes after another, and is of a body to which the share of that had passed by then."""
        return (
            self.bodies is not None
            and after(one, old)
            and old.body in self.shares(one.sort_key[0])
            and took_over(self, self.bodies, one.body, old.body, one.sort_key[0])
        )

    def rests_on(self, day: str | None = None, *, updated: bool = True) -> list[int]:
        """The positions of the events that its row in the register follows from, in order.

        Without ``updated``, all of it but the day it was last updated on. What has parts rests on what they
        rest on, and on all that says what stood under it; a part on that there is what it stands under.
        """
        found = self._rests_on(day, updated=updated)
        if self.parts:
            passes = self.bodies is not None and any(map(self.bodies.successors, self.shares(day)))
            for part in wholes.family(self, day):
                found |= part._rests_on(day, updated=updated, passes=passes)
                found |= {value.position for value in wholes.classified(part, day)}
        if self.wholes and (whole := wholes.whole_of(self, day)):
            found |= {whole.made_at, *whole.filed.values()}
        return sorted(found - {0})

    def _rests_on(self, day: str | None, *, updated: bool, passes: bool = False) -> set[int]:
        # A later correction may name the word by the day that an earlier one gave it.
        found = {self.made_at, *self.moves, *self.filed.values()}
        for history in (self.texts, self.addressed, self.dues):
            if value := history.at(day):
                found |= {value.position, value.corrected}
        if self.dues.at(day) is None:
            found.add(self.due_void)
        found.update(sighting.position for sighting in self.sightings)
        if self.classified and (sorted_by := self.classified.at(day)):
            found.add(sorted_by.position)
        for response in self.answers(day) if self.responses else ():
            found.add(response.sort_key[1])
            if response.sort_key[1] in self.called:
                found |= self.spellings(day)
        if self.bodies is not None:
            for body in (*self._addressed(day), *(response.body for response in self.answers(day))):
                found |= self.bodies.positions(body)
        # The last word is the day it was last updated on, though it may be of a body that has no share now.
        last = self.latest(day, None) if updated else None
        said = [*self._settling(day), *([last] if last else [])]
        if passes or (self.bodies is not None and any(map(self.bodies.successors, self.shares(day)))):
            # Whether a share was closed when another body took over, and since, says whose it is.
            said += [one for one in self.status_changes if day is None or one.sort_key[0] <= day]
        for status_change in said:
            found |= {
                status_change.sort_key[1],
                status_change.signed_at,
                status_change.corrected,
                status_change.moved_at,
            }
            if status_change.sort_key[1] in self.called:
                found |= self.spellings(day)
        return found

    def seen_on(self, day: str | None = None) -> Day | None:
        """The day on which its source was last seen, while nobody judged it in this ledger; else None."""
        if not self.sightings:
            return None
        settled, theirs = self.latest(day, None), {one.judgement for one in self.sightings}
        return self.sightings[-1].seen_on if settled is None or settled.ref in theirs else None

    def spellings(self, day: str | None = None) -> set[int]:
        """The positions of all events until a day that say how the bodies are written."""
        addressed = [value for value in self.addressed.values if day is None or value.day <= day]
        corrected = {value.position: value.corrected for value in addressed}
        respelt = (at for of, at in self.respelt if of in corrected)
        return {*corrected, *corrected.values(), *respelt}

    def settling(self, day: str | None = None) -> Iterator[StatusChange]:
        """The words on the status that hold: of the whole, of each share, or of each part."""
        if self.parts and (parts := wholes.counted(self, day)):
            for part in parts:
                yield from part.settling(day)
        else:
            yield from self._settling(day)

    def _settling(self, day: str | None = None) -> Iterator[StatusChange]:
        """The same of itself alone."""
        bodies = self.shares(day) if self.shared else [None]
        found = {
            status_change.sort_key: status_change
            for body in bodies
            if (status_change := self.latest(day, body))
        }
        yield from found.values()
