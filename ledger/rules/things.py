"""Whether a thing is there and called so, may still be spoken of, and whether a word may be used."""

from collections.abc import Iterable, Mapping, Sized
from typing import TYPE_CHECKING, Any

from events.base import Day
from ledger.errors import BadInput, NotFound
from ledger.rules.base import Breach, Context
from ledger.state.inspection import Inspection
from ledger.state.vocabulary import a
from ledger.times import certainly_since, printed, when
from ledger.validation import key

if TYPE_CHECKING:
    from ledger.state.entities import Cycle


def missing(inspection: Inspection, what: str, ref: str) -> Breach:
    """There is no such thing in an inspection."""
    if what == "recommendation" and (found := inspection.entered_in_error(ref)):
        return in_error(inspection.ref, found.number, *(found.voided or ("", "")))
    return Breach(
        f"there was no {what} {ref}",
        f"{inspection.ref} has no {what} {ref}.",
        _SEE[what].format(inspection=inspection.ref, ref=ref),
        NotFound,
    )


def in_error(ref: str, number: str, why: str, recorded_at: str) -> Breach:
    """A recommendation was entered in error."""
    recorded = f", as was recorded at {printed(recorded_at)}" if recorded_at else ""
    return Breach(
        f"recommendation {number} had been entered in error",
        f"Recommendation {number} of {ref} was entered in error{recorded}: {full_stop(why)}",
        f"What was recorded of it: scrutiny trail {ref} {number}. If it was no error: "
        f"scrutiny recommendation unvoid {ref} {number} --why W",
        NotFound,
    )


def full_stop(text: str) -> str:
    """A text with a full stop."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


_SEE = {
    "recommendation": "See which there are: scrutiny recommendation list {inspection}",
    "cycle": "See which there are: scrutiny cycle list {inspection}. To open it: "
    "scrutiny cycle open {inspection} {ref} --title …",
    "evidence": "See what was handed in: scrutiny evidence list {inspection}",
    "judgement": "See what was judged: scrutiny judgement list {inspection}",
    "dispute": "See which there are: scrutiny dispute list {inspection}",
    "answer": "See what was answered: scrutiny response list {inspection}",
    "report of progress": "See what was reported: scrutiny progress list {inspection}",
}
"""What to do about a thing that is not there."""


def misnamed(what: str, ref: str, said: str) -> Breach | None:
    """What was given a ref is called by it ever after, in the same letters."""
    return None if ref == said else Breach(f"{what} {ref} is called {said}")


def absent(inspection: Inspection, there: Mapping[str, Any], what: str, ref: str) -> Breach | None:
    """It is there and called so. Any: each thing of an inspection has its ref."""
    item = there.get(key(ref))
    if item is None:
        return missing(inspection, what, ref)
    if what in ("evidence", "judgement", "dispute") and item.about.voided:
        return in_error(inspection.ref, item.about.number, *item.about.voided)
    name = item.number if what == "recommendation" else item.ref
    return misnamed("the cycle" if what == "cycle" else what, name, ref)


def standing(inspection: Inspection, number: str, on: str | None = None) -> Breach | None:
    """What keeps a recommendation from being there and active, on a day or at all."""
    found = inspection.recommendations.get(key(number))
    if found is None or found.number != number:
        return absent(inspection, inspection.recommendations, "recommendation", number)
    if found.gone_on and (on is None or certainly_since(on, found.gone_on)):
        return Breach(
            f"recommendation {found.number} was {found.gone}",
            f"Recommendation {found.number} of {inspection.ref} was {found.gone} {when(found.gone_on)}.",
            f"If that was an error: scrutiny recommendation correct {inspection.ref} {found.number} "
            "--void end --why W",
        )
    return None


def closed(inspection: Inspection, ref: str, on: str | None = None) -> Breach | None:
    """What keeps a cycle from being there and open, on a day or at all."""
    cycle = inspection.cycles.get(key(ref))
    if cycle is None:
        return missing(inspection, "cycle", ref)
    if cycle.closed_on and (on is None or cycle.is_over(Day(on))):
        return Breach(
            f"the cycle {cycle.ref} was closed",
            f"The cycle {cycle.ref} of {inspection.ref} was closed {when(cycle.closed_on)}.",
            f"Record it in a cycle that is open. {how_to_reopen(inspection, cycle)}",
        )
    return misnamed("the cycle", cycle.ref, ref)


def unknown(word: str, known: Iterable[str], what: str, audit: str = "") -> Breach | None:
    """A word is one of those that the inspectorate knows; ``audit`` is ``verify``'s word for it."""
    if word in known:
        return None
    return Breach(
        f"{word!a} is no {audit or what}",
        f"{word!r} is no {what}.",
        f"Give one of {', '.join(known)}.",
        BadInput,
    )


def unusable(context: Context, vocabulary: str, word: str, what: str, audit: str = "") -> Breach | None:
    """A word is one of a vocabulary that may be used for something new."""
    words = context.inspectorate.vocabulary
    found = words.find(vocabulary, word)
    if found is not None and found.word == word and not found.retired:
        return None
    if found is None or found.word != word:
        return unknown(word, words.usable(vocabulary), what, audit)
    return Breach(
        f"the word {word!a} for {a(vocabulary)} had been retired",
        f"The word {word!r} for {a(vocabulary)} is retired: it is for nothing new.",
        "Give another, or add it again: scrutiny vocabulary add",
    )


def out_of_turn(ref: str, letter: str, there: Sized) -> Breach | None:
    """Refs are given in turn: J1, J2…"""
    due = f"{letter}{len(there) + 1}"
    return None if ref == due else Breach(f"it is called {ref}, where {due} was due")


def how_to_reopen(inspection: Inspection, closed: "Cycle") -> str:
    """The remedy of what belongs into a cycle that was closed."""
    return f"If closing it was an error: scrutiny cycle reopen {inspection.ref} {closed.ref} --why W"
