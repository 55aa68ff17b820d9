"""What an inspection makes of judgements: recorded, settled, corrected."""

from __future__ import annotations

from events.judgements import (
    JudgementCorrected,
    JudgementRecorded,
)
from ledger.policies import IMPORTED
from ledger.state.entities import Judgement
from ledger.state.inspected import Inspected
from ledger.validation import key


class Judged(Inspected):
    """An inspection, and what judgements do to it."""

    def _judged(self, event: JudgementRecorded, by: str) -> None:
        found = self.recommendations[key(event.number)]
        if imported := self.brings_in(event.judgement):
            by = IMPORTED
        else:
            found.judged_here = True
        fate = "signed-off" if imported or self.sign_off != "required" else "awaiting"
        self.judgements[key(event.judgement)] = Judgement(event, by, fate, self.version, found)
        if fate == "awaiting":
            shares = self.awaiting.setdefault((found.slot, key(event.cycle)), {})
            shares[event.judgement] = key(event.made_to or "")
        found.facts[event.judgement] = event.on

    def _settle(self, ref: str, fate: str) -> None:
        judgement = self.judgements[key(ref)]
        judgement.fate = fate
        place = judgement.about.slot, key(judgement.cycle)
        shares = self.awaiting.get(place, {})
        shares.pop(judgement.ref, None)
        if not shares:
            self.awaiting.pop(place, None)

    def _judgement_corrected(self, event: JudgementCorrected) -> None:
        judgement = self.judgements[key(event.judgement)]
        if event.void:
            judgement.fate = "void"
            # Whoever takes back what a file said judges it.
            judgement.about.judged_here = True
            self._no_longer(event.judgement)
        elif event.judged_on:
            judgement.on = event.judged_on
            judgement.about.facts[judgement.ref] = event.judged_on
        judgement.rationale = event.own_rationale or judgement.rationale

    def _no_longer(self, ref: str) -> None:
        """A judgement is none any more: what hangs on the days of what was recorded does not hang on its."""
        judgement = self.judgements[key(ref)]
        judgement.about.facts.pop(judgement.ref, None)
