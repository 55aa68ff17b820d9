"""The rows of an inspection: what is told of each of its recommendations, once all of it was read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ledger.state.vocabulary import Vocabulary
from ledger.validation import key
from projections.model.changes import WITH, Change, reopening
from projections.model.claims import claims
from projections.model.doubts import Ends, doubts
from projections.model.effective_day import Told
from projections.model.fold import InspectionFold
from projections.model.own_words import Added, used
from projections.model.recommendation import Recommendation
from projections.model.undecided import undecided
from projections.model.worded import Worded
from projections.publication.edition import Published, Share
from projections.publication.in_view import InView
from projections.publication.sentences.doubts import in_words
from projections.publication.story import PublicStory
from projections.rows import as_published_row


class Rows(NamedTuple):
    """What rows are made of: the inspection on a full date, the words of its events and its own words."""

    ref: str
    day: str
    fold: InspectionFold
    view: InView
    worded: Worded
    vocabulary: Vocabulary
    added: Added
    steps: Callable[[Recommendation], list[Change]]
    """Its steps, worked out once for all that asks for them."""

    def story(self, recommendation: Recommendation, history: Sequence[Told]) -> PublicStory:
        """The story of one recommendation, by what had taken effect of its history."""
        story = PublicStory(
            sign_off_required=self.fold.sign_off_required,
            reopening=reopening(self.steps(recommendation)),
            undecided=undecided(recommendation, self.day),
            vocabulary=self.vocabulary,
            known=self.worded,
            leaf_of=self.view.leaf,
            withheld=self.view.withheld_leaf,
        )
        for told in history:
            story.take(told)
        return story

    def published(self, recommendation: Recommendation, story: PublicStory, ends: Ends) -> Published:
        """One row, with what is told of it."""
        day = self.day
        moves: Sequence[Change] = [step for step in self.steps(recommendation) if step.change != WITH]
        row = as_published_row(self.ref, recommendation, self.day)
        return Published(
            row=row,
            history=tuple(story.happenings()),
            shares=tuple(_shares(recommendation, day)),
            links=tuple(
                {"relation": link.relation, "other": other, "on": link.on, "why": link.why}
                for link, other in ends.linked(recommendation.links)
                if link.sort_key[0] <= day
            ),
            dates=tuple(
                {"due": word.content, "on": word.on} for word in recommendation.dues.values if word.day <= day
            ),
            steps=tuple(step for step in moves if step.sort_key[0] <= day),
            settled_by=tuple(
                position
                for status_change in recommendation.settling(day)
                for position in (status_change.sort_key[1], status_change.corrected)
                if position
            ),
            rests_on=tuple(
                sorted(set(self.view.shows([*recommendation.rests_on(day), *used(row, self.added)])))
            ),
            doubts=tuple(in_words(one, story.names) for one in doubts(recommendation, ends, day)),
            derived=recommendation.is_derived(day),
            claims=claims(recommendation, story, day, day),
            former=tuple(self._former(recommendation)),
        )

    def _former(self, recommendation: Recommendation) -> Iterator[str]:
        """The numbers that it had and nothing else has; nor had what was entered in error since."""
        for number in dict.fromkeys(number for number, _ in recommendation.former):
            given_up = max(at for one, at in recommendation.former if one == number)
            found = self.fold.recommendations.found(key(number))
            if found in (recommendation, None) and not self.fold.voids.of(number, given_up):
                yield number


def _shares(recommendation: Recommendation, day: str) -> Iterator[Share]:
    bodies = recommendation.made_to(day)
    for body in bodies if len(bodies) > 1 else ():
        stood = recommendation.at(day, recommendation.share_of(body, day))
        yield Share(body, stood.status, stood.reason, stood.judged_in, stood.word)
