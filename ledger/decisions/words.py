"""Words that are taken back by themselves: a reason, a request, an expectation.

1. Somebody says why. What a correction can set right (a title, the words of a recommendation, a rationale)
   is corrected, and withdrawn from view with that.
2. An event has words that were not withdrawn yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from events.words import WordsWithdrawn
from ledger import validation as words
from ledger.decisions.base import InspectionDecision, Outcome, State, made
from ledger.errors import NOTHING_TO_DO, NotFound, Refused
from ledger.policies import ADMINISTRATOR, APPROVER, INSPECTOR
from ledger.state.inspection import Inspection
from ledger.state.sayings import alone


class WithdrawWords(InspectionDecision):
    """Withdraw the words of earlier events from view.

    ``events`` are their versions in the stream, from 1, each with what the person who asks calls it by; the
    version is None if no event of the inspection is called so.
    """

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR, APPROVER, ADMINISTRATOR)
    events: tuple[tuple[int | None, str], ...]
    why: str

    def decide(self, state: State) -> Outcome:
        """Withdrawn, if there are any and they are not gone already."""
        inspection = state.inspection(self.inspection)
        return made(inspection.ref, *self._withdrawn(inspection))

    def _withdrawn(self, inspection: Inspection) -> Iterator[WordsWithdrawn]:
        why, sayings = words.prose(self.why, "reason"), inspection.sayings
        known: dict[int, str] = {}
        for version, called in self.events:
            if version is None or version > inspection.version:
                raise NotFound(
                    f"{inspection.ref} has no event {called}.",
                    f"See which there are: scrutiny trail {inspection.ref}",
                )
            known.setdefault(version, called)
        for version, called in known.items():
            said = sayings.events.get(version)
            if said is None or not (gone := alone(said)):
                raise Refused(
                    f"Event {called} of {inspection.ref} has no words that are withdrawn by themselves.",
                    "A title, the words of a recommendation, a body and a rationale are withdrawn when they "
                    "are set right (correct), a summary with its evidence (evidence withdraw).",
                )
            if (found := sayings.withdrawing(version, said, gone, why)) is None:
                raise Refused(
                    f"The words of event {called} of {inspection.ref} are withdrawn already.", NOTHING_TO_DO
                )
            yield found
