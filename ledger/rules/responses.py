"""What bodies answer to recommendations and report of their progress.

1. Both are of a recommendation that was there, and not dated before it was made. Neither hangs on whether it
   is still active, and neither moves its status.
2. A body is called as it is addressed; bodies that are not addressed may answer and report, too.
3. An answer is a word of the vocabulary that may be used. The action that it promises is not due before it.
4. An answer is due from bodies that the recommendation is made to, and not before that was made.
5. The words of an answer or a report are recorded with it, before the next.
"""

from __future__ import annotations

from events.progress import ProgressDescribed, ProgressReported
from events.responses import ResponseDueSet, ResponseExplained, ResponseRecorded
from ledger.decisions.responses import RecordResponse, ReportProgress, SetResponseDue
from ledger.errors import NOTHING_TO_DO, BadInput
from ledger.rules.addressees import addressed_as, not_addressed
from ledger.rules.base import AnyEvent, Breach, Context, Table, ruled
from ledger.rules.days import precedes
from ledger.rules.things import misnamed, out_of_turn, unusable
from ledger.rules.within import recommendation_had_been_made, recommendation_is_there
from ledger.times import when
from ledger.validation import key


def response_is_the_next(context: Context, event: ResponseRecorded) -> Breach | None:
    """Answers are numbered R1, R2… in their inspection."""
    return out_of_turn(event.response, "R", context.inspection.responses)


def progress_is_the_next(context: Context, event: ProgressReported) -> Breach | None:
    """Reports are numbered P1, P2… in their inspection."""
    return out_of_turn(event.progress, "P", context.inspection.progress)


def body_is_called_as_it_is_addressed(context: Context, event: AnyEvent) -> Breach | None:
    """Who answers or reports is called as it is addressed, if it is."""
    recommendation = context.recommendation(event.number)
    known = recommendation and addressed_as(context, recommendation, event.body, event.on)
    return misnamed("the body", known, event.body) if known else None


def answer_is_one(context: Context, event: ResponseRecorded) -> Breach | None:
    """An answer is a word that may be used."""
    return unusable(context, "answer", event.answer, "answer")


def action_is_due_later(_: Context, event: ResponseRecorded) -> Breach | None:
    """What a body promises is not due before it answers."""
    if event.due is None or not precedes(event.due, event.on):
        return None
    return Breach(
        f"its action is due on {event.due}, before the answer on {event.on}",
        f"The action is due {when(event.due)}, before the answer {when(event.on)}.",
        "Say by when the body will have done it: --due DATE",
    )


def percentage_is_one(_: Context, event: ProgressReported) -> Breach | None:
    """A percentage lies from 0 to 100."""
    if event.percent is None or 0 <= event.percent <= 100:
        return None
    return Breach(
        f"{event.percent} is no percentage",
        f"{event.percent} is no percentage.",
        "Say one from 0 to 100: --percent N",
        BadInput,
    )


def answer_is_due_from_addressees(context: Context, event: ResponseDueSet) -> Breach | None:
    """An answer is due from a body that the recommendation is made to on that day, or from all of them."""
    return not_addressed(context, context.recommendation(event.number), event.body, event.on)


def answer_is_due_later(context: Context, event: ResponseDueSet) -> Breach | None:
    """An answer is not due before the recommendation was made, and not on the day it is due already."""
    recommendation = context.recommendation(event.number)
    if recommendation is None:
        return None
    if precedes(event.due, recommendation.made_on):
        return Breach(
            f"an answer is due on {event.due}, before the recommendation was made",
            f"An answer cannot be due {when(event.due)}, before recommendation {recommendation.number} "
            f"was made {when(recommendation.made_on)}.",
            "Give a later day: --due DATE",
        )
    if recommendation.answers_due.get(key(event.body or "")) != event.due:
        return None
    return Breach(
        "an answer was due on that day before",
        f"An answer to recommendation {recommendation.number} is due {when(event.due)} already.",
        NOTHING_TO_DO,
    )


def words_follow_at_once(context: Context, event: ResponseExplained | ProgressDescribed) -> Breach | None:
    """The words of an answer or a report follow it, before anything else is recorded; and once."""
    inspection, ref = context.inspection, event.ref or ""
    explained = inspection.responses if isinstance(event, ResponseExplained) else inspection.progress
    if next(reversed(explained), None) == key(ref) and not explained[key(ref)]:
        return None
    return Breach(f"nothing was recorded as {ref} just before")


_OF_A_RECOMMENDATION = (recommendation_is_there, recommendation_had_been_made)

RULES: Table = {
    ResponseRecorded: ruled(
        RecordResponse,
        *_OF_A_RECOMMENDATION,
        response_is_the_next,
        body_is_called_as_it_is_addressed,
        answer_is_one,
        action_is_due_later,
    ),
    ResponseExplained: ruled(RecordResponse, words_follow_at_once),
    ResponseDueSet: ruled(
        SetResponseDue, *_OF_A_RECOMMENDATION, answer_is_due_from_addressees, answer_is_due_later
    ),
    ProgressReported: ruled(
        ReportProgress,
        *_OF_A_RECOMMENDATION,
        progress_is_the_next,
        body_is_called_as_it_is_addressed,
        percentage_is_one,
    ),
    ProgressDescribed: ruled(ReportProgress, words_follow_at_once),
}
