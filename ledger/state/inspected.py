"""What is there in an inspection, and what is asked of that before something more may happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.imports import RecommendationImported
from ledger.state.entities import Cycle, Dispute, Evidence, Judgement, Recommendation
from ledger.state.numbered import Numbered
from ledger.state.sayings import Sayings
from ledger.state.source import Source
from ledger.times import certainly_later, last_day
from ledger.validation import key, number_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from events.base import Day
    from ledger.state.bodies import Bodies


class Inspected:
    """What was taken in of one inspection."""

    def __init__(self, sign_off: str = "required", zone: str = "UTC") -> None:
        self.sign_off = sign_off
        self.zone = zone
        self._told = ""
        self._made_at: dict[str, str] = {}
        self.version = 0
        self.ref = ""
        self.title = ""
        self.cycles: dict[str, Cycle] = {}
        self.recommendations: Numbered[Recommendation] = Numbered()
        self.voided: dict[str, Recommendation] = {}
        self.evidence: dict[str, Evidence] = {}
        self.judgements: dict[str, Judgement] = {}
        self.disputes: dict[str, Dispute] = {}
        self.responses: dict[str, bool] = {}
        self.progress: dict[str, bool] = {}
        self.awaiting: dict[tuple[str, str], dict[str, str]] = {}
        self.row: RecommendationImported | None = None
        self.row_facts = 0
        self._source = Source()
        self.sayings = Sayings()

    def brings_in(self, judgement: str) -> bool:
        """Whether the row of a file that was brought in last says that it has a judgement of this ref."""
        return self.row is not None and self.row.judgement == judgement

    def waiting(self, *, number: str | None = None, cycle: str | None = None) -> Iterator[Judgement]:
        """The judgements that await sign-off, on one recommendation or in one cycle."""
        wanted = None if number is None else self.recommendations.slot(number)
        for (slot, in_cycle), shares in self.awaiting.items():
            if slot in self.voided:
                continue
            if (number is None or slot == wanted) and (cycle is None or key(cycle) == in_cycle):
                for ref in shares:
                    yield self.judgements[key(ref)]

    def overlapping(
        self, number: str, cycle: str, made_to: str | None, on: Day, bodies: Bodies
    ) -> str | None:
        """The judgement that awaits sign-off on the same share in a cycle; the whole has every share.

        One that is certainly of a later day does not stand in the way of what is recorded late.
        """
        slot = self.recommendations.slot(number)
        for ref, share in self.awaiting.get((slot or "", key(cycle)), {}).items():
            same = made_to is None or share in ("", key(made_to))
            if not same and bodies:
                same = bodies.are_one(share, str(made_to))
            if same and not certainly_later(self.judgements[key(ref)].on, on):
                return ref
        return None

    def is_told_of(self, found: Recommendation, body: str) -> bool:
        """Whether anything that holds was recorded of a body (by its key) and this recommendation."""
        judged = (
            one.made_to
            for one in self.judgements.values()
            if one.fate in ("awaiting", "signed-off") and one.about is found
        )
        sent = (one.body for one in self.evidence.values() if one.about is found)
        disputed = (one.body for one in self.disputes.values() if one.about is found)
        return body in found.asked or any(key(name or "") == body for name in (*judged, *sent, *disputed))

    def entered_in_error(self, number: str) -> Recommendation | None:
        """What was made void last of all that had a number, or None."""
        for found in reversed(self.voided.values()):
            if key(found.number) == key(number) or number_key(found.number) == number_key(number):
                return found
        return None

    def named_by(self, found: Recommendation) -> list[str]:
        """What names a recommendation by a number: the other ends of its links, and what stands under it."""
        under = [
            f"{self.ref}/{one.number}"
            for one in self.recommendations.values()
            if (sorted_by := one.classified.at()) and sorted_by.content.under is not None
            if self.recommendations.get(sorted_by.content.under) is found
            and sorted_by.position > found.made_at
        ]
        return [*(tie.other for tie in found.links.values()), *under]

    def earliest_in(self, cycle: Cycle) -> tuple[Day | None, str]:
        """The earliest day on which something was made or judged in a cycle, or it was closed; and what."""
        found = [
            (one.made_on, f"recommendation {one.number}, made in it,")
            for one in self.recommendations.values()
            if key(one.cycle) == key(cycle.ref)
        ]
        found += [
            (one.on, f"judgement {one.ref}, made in it,")
            for one in self.judgements.values()
            if key(one.cycle) == key(cycle.ref) and one.fate in ("awaiting", "signed-off")
            if not one.about.voided
        ]
        found += [(cycle.closed_on, "its closing")] if cycle.closed_on else []
        return min(found, key=lambda one: last_day(one[0]), default=(None, ""))
