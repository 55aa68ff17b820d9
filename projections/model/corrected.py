"""What corrections make of what a fold has taken in: the right word takes the place of the wrong one."""

from __future__ import annotations

from collections.abc import Mapping

from events.base import Day
from events.judgements import (
    JudgementCorrected,
)
from events.recommendations import (
    RecommendationCorrected,
)
from ledger.errors import Damaged
from projections.model.folded import Folded
from projections.model.recommendation import Recommendation


class Corrected(Folded):
    """A fold, and what corrections do to it."""

    def _evidence_corrected(self, ref: str, number: str | None, body: str | None) -> None:
        recommendation = self._submitted.get(ref)
        sent = recommendation.evidence.get(ref) if recommendation else None
        if recommendation and sent and body:
            sent = recommendation.evidence[ref] = sent._replace(body=self.share(body))
            recommendation.called[sent.sort_key[1]] = body
        if number and (right := self.recommendations.found(number)):
            self._submitted[ref] = right
            self.evidence_moved = {**self.evidence_moved, ref: right}
            if recommendation and sent:
                del recommendation.evidence[ref]
                recommendation.evidence_lost = {**(recommendation.evidence_lost or {}), ref: right}
                if right.evidence_lost:
                    right.evidence_lost.pop(ref, None)
                right.evidence[ref] = sent
                if called := recommendation.called.get(sent.sort_key[1]):
                    right.called[sent.sort_key[1]] = called

    def _corrected(
        self, recommendation: Recommendation, event: RecommendationCorrected, position: int
    ) -> None:
        match event.what:
            case "text":
                recommendation.texts.correct(event.of, position, event.text, recommendation.made_days)
            case "made-to":
                recommendation.renamed(event.of, event.made_to, position)
                recommendation.addressed.correct(
                    event.of, position, event.made_to or None, recommendation.made_days
                )
            case "due" if event.due is None:
                recommendation.never_due(event.of, position)
            case "due":
                recommendation.dues.correct(event.of, position, event.due, recommendation.made_days)
            case "made-on" if event.made_on:
                # It had been made by the day that its making was recorded.
                self._moved(recommendation, event.made_on, position)
            case "kind" if event.kind:
                self._known_kind(event.kind, position)
                recommendation.file(position, kind=event.kind)
            case "cycle" if event.in_cycle:
                recommendation.file(position, cycle=event.in_cycle)
                if event.made_on:
                    self._moved(recommendation, event.made_on, position)
            case "number" if event.new_number:
                self.recommendations.renumber(recommendation.slot, event.new_number)
                recommendation.former = (*recommendation.former, (recommendation.number, position))
                recommendation.number = event.new_number
                recommendation.filed["number"] = position
            case "end":
                recommendation.never_ended()

    def _moved(self, recommendation: Recommendation, made_on: Day, position: int) -> None:
        """It was made on another day; what was published as judged before that counts from then."""
        # It had been made by the day that its making was recorded.
        recommendation.moved(made_on, position, self._days(made_on, recommendation.told))
        for one in list(recommendation.status_changes):
            if own := self.published.get(one.ref or ""):
                first, last = since_making(own, recommendation)
                recommendation.replace(one, one._replace(sort_key=(last, one.sort_key[1]), first=first))
        recommendation.sightings = tuple(
            one._replace(void_from=since_making(own, recommendation)[1])
            if one.taken_back and (own := self.published.get(one.judgement or ""))
            else one
            for one in recommendation.sightings
        )

    def _known_kind(self, kind: str, position: int) -> None:
        check_word(kind, {word.word: word for word in self.words.of("kind")}, position)

    def _judgement_corrected(
        self, recommendation: Recommendation, event: JudgementCorrected, position: int
    ) -> None:
        for status_change in recommendation.status_changes:
            if status_change.ref == event.judgement:
                on = event.judged_on or status_change.on
                first, last = self._days(on, status_change.told)
                if event.judged_on:
                    self.published.pop(event.judgement, None)
                elif event.judgement in self.published:
                    first, last = status_change.first, status_change.sort_key[0]
                right = status_change._replace(
                    sort_key=(last, status_change.sort_key[1]),
                    on=on,
                    first=first,
                    corrected=position,
                    moved_at=position if event.judged_on else status_change.moved_at,
                )
                recommendation.replace(status_change, None if event.void else right)
                if event.void and recommendation.sightings:
                    recommendation.taken_back(status_change, position)
                return


def since_making(days: tuple[str, str], recommendation: Recommendation) -> tuple[str, str]:
    """The days of what counts once there is something that it is about."""
    made = recommendation.made_days
    return max(days[0], made[0]), max(days[1], made[1])


def check_word(word: str, words: Mapping[str, object], position: int) -> None:
    """Raise Damaged if an event has a word that is none of those that are known."""
    if word not in words:
        raise Damaged(
            f"Event {position} has the word {word!r} where one of {', '.join(words)} was due.",
            "Do not record anything more; restore the ledger from a copy and compare the two.",
        )
