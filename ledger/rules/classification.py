"""What recommendations are sorted by.

1. It is said of a recommendation that was there, and not dated before it was made.
2. A priority and topics are words that may be used, each topic once; a source is an address on the web.
3. A recommendation stands under another one of its inspection that had been made by then, on no day and by no
   way under itself, and not too many of them under each other.
4. It changes something.
"""

from __future__ import annotations

from events.recommendations import RecommendationClassified
from ledger.decisions.classification import ClassifyRecommendation
from ledger.errors import NOTHING_TO_DO, BadInput
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.rules.days import too_early
from ledger.rules.things import absent, unusable
from ledger.rules.within import recommendation_had_been_made, recommendation_is_there
from ledger.state.classification import LEVELS, NOT_CLASSIFIED, Classification, classification
from ledger.state.levels import leads_in_a_circle, levels
from ledger.times import span
from ledger.validation import is_address

_ADD = "Add it first: scrutiny vocabulary add {vocabulary} {word!r} --label LABEL"


def priority_is_one(context: Context, event: RecommendationClassified) -> Breach | None:
    """A priority is a word that may be used, or that it had before."""
    if event.priority is None or event.priority == _before(context, event).priority:
        return None
    return _unknown(context, "priority", event.priority)


def topics_are_some(context: Context, event: RecommendationClassified) -> Breach | None:
    """Topics are words that may be used, or that it had before; each is named once."""
    if len(set(event.topics)) < len(event.topics):
        return Breach("it names one topic twice")
    before = _before(context, event).topics
    new = (topic for topic in event.topics if topic not in before)
    return next(filter(None, (_unknown(context, "topic", topic) for topic in new)), None)


def source_is_an_address(_: Context, event: RecommendationClassified) -> Breach | None:
    """A source leads to a page on the web, and to nothing else."""
    if event.source is None or is_address(event.source):
        return None
    return Breach(
        f"{event.source!a} is no address",
        f"{event.source!r} is no address.",
        "Write it as an address of the web: https://…",
        error=BadInput,
    )


def it_stands_under_another(context: Context, event: RecommendationClassified) -> Breach | None:
    """What it stands under is there, had been made, and on no day stands under it, by any way."""
    if event.under is None:
        return None
    inspection = context.inspection
    whole = context.recommendation(event.under)
    if whole is None:
        return absent(inspection, inspection.recommendations, "recommendation", event.under)
    if wrong := too_early(event.on, whole.made_on, f"recommendation {whole.number} was made"):
        return wrong
    part = context.recommendation(event.number)
    if part is None:
        return None
    if leads_in_a_circle(part, whole, event.on, span(event.on, context.recorded_at, inspection.zone)):
        return Breach(
            f"recommendation {event.number} would stand under itself",
            f"Recommendation {event.number} cannot stand under {event.under}: that would lead in a circle.",
            "Name another: --under NUMBER",
        )
    if levels(part, whole) > LEVELS:
        return Breach(
            f"more than {LEVELS} recommendations would stand under each other",
            f"Recommendation {event.number} cannot stand under {event.under}: more than {LEVELS} would stand "
            "under each other.",
            "Put it under one that is higher up.",
        )
    return None


def it_is_sorted_otherwise(context: Context, event: RecommendationClassified) -> Breach | None:
    """It was sorted otherwise before."""
    if _before(context, event) != classification(event):
        return None
    return Breach(
        f"recommendation {event.number} was sorted just so",
        f"Recommendation {event.number} is sorted just so already.",
        NOTHING_TO_DO,
    )


def _before(context: Context, event: RecommendationClassified) -> Classification:
    recommendation = context.recommendation(event.number)
    value = recommendation and recommendation.classified.replaced_on(event.on)
    return value.content if value else NOT_CLASSIFIED


def _unknown(context: Context, vocabulary: str, word: str) -> Breach | None:
    usable = context.inspectorate.vocabulary.usable(vocabulary)
    breach = unusable(context, vocabulary, word, vocabulary)
    if breach is None or context.inspectorate.vocabulary.find(vocabulary, word):
        return breach
    how = _ADD.format(vocabulary=vocabulary, word=word)
    return breach._replace(remedy=f"{breach.remedy} {how}" if usable else how)


RULES: Table = {
    RecommendationClassified: ruled(
        ClassifyRecommendation,
        recommendation_is_there,
        recommendation_had_been_made,
        priority_is_one,
        topics_are_some,
        source_is_an_address,
        it_stands_under_another,
        it_is_sorted_otherwise,
    ),
}
