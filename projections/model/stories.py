"""The story of one recommendation, as far as a reading knows it: for its page, and for lists of its parts."""

from __future__ import annotations

from collections.abc import Collection

from events.judgements import JudgementNoted
from events.named import NamedTuple
from ledger.state.vocabulary import Vocabulary
from projections.model.changes import changes, reopening
from projections.model.effective_day import Told
from projections.model.inspection import InspectionReading
from projections.model.recommendation import Recommendation
from projections.model.story import Story
from projections.model.undecided import undecided


class ToldStory(NamedTuple):
    """What was known of a recommendation and had come by the day asked about, and its story."""

    history: list[Told]
    story: Story


def story_of(
    reading: InspectionReading, recommendation: Recommendation, known: list[Told], *, notes: bool = False
) -> ToldStory:
    """The story on the day asked about, by all that is known of a recommendation, with the internal notes if
    they are asked for.
    """
    return story_by(
        known,
        recommendation,
        reading.time_filter.day,
        reopening(changes(recommendation)),
        sign_off_required=reading.fold.sign_off_required,
        vocabulary=reading.words,
        notes=notes,
    )


def story_by(
    known: list[Told],
    recommendation: Recommendation,
    day: str | None,
    reopened_by: Collection[str],
    *,
    sign_off_required: bool,
    vocabulary: Vocabulary,
    notes: bool = False,
) -> ToldStory:
    """The story on a day (a full date; None: the last there is), by all that is known of a recommendation.

    ``reopened_by`` are the judgements that re-opened it, on whatever day.
    """
    history = [told for told in known if told.is_effective(day)]
    story = Story(
        sign_off_required=sign_off_required,
        reopening=reopened_by,
        undecided=undecided(recommendation, day),
        vocabulary=vocabulary,
    )
    for told in history:
        if notes or not isinstance(told.record.event, JudgementNoted):
            story.take(told)
    # Bodies whose names were put right are called by them, and not as they were when it was recorded.
    for position, name in recommendation.called.items():
        story.call(position, name)
    return ToldStory(history, story)
