"""The publisher's own words.

1. A word stands in one of six vocabularies, and once in it; the contract's words are never added or retired.
2. A word for a status means one of the contract's; of a closed one it may say the reason. A word for a reason
   may say which of the contract's it is. A kind may mean that it needs no closing. No other word means
   anything. Two words for a status, a reason or a kind that mean something else have not one label.
3. Only a word that may still be used is retired. One that was retired may be added again, and means the same.
"""

from __future__ import annotations

from events.vocabulary import VocabularyWordAdded, VocabularyWordRetired
from ledger.decisions.vocabulary import AddWord, RetireWord
from ledger.errors import NOTHING_TO_DO, BadInput, NotFound
from ledger.policies import REASONS, STATUSES
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.rules.things import unknown
from ledger.state.vocabulary import NO_CLOSING, VOCABULARIES, Word, a
from ledger.validation import body_key

HOW = "Say what it means: --means open, partially-met, closed or closed/REASON"
_CLOSED_FOR = tuple(f"closed/{reason}" for reason in REASONS)


def vocabulary_is_one(_: Context, event: VocabularyWordAdded | VocabularyWordRetired) -> Breach | None:
    """The vocabulary is one of the six."""
    return unknown(event.vocabulary, VOCABULARIES, "vocabulary")


def word_is_new(context: Context, event: VocabularyWordAdded) -> Breach | None:
    """A word is added once, and again only after it was retired; then it means what it meant."""
    known = context.inspectorate.vocabulary.find(event.vocabulary, event.word)
    if known is None:
        return None
    if not known.retired:
        return Breach(
            f"{known.word!a} was a word for {a(event.vocabulary)} before",
            f"There is a word {known.word!r} for {a(event.vocabulary)} already.",
            "See which there are: scrutiny vocabulary list",
        )
    if known.means == event.means:
        return None
    return Breach(
        f"{known.word!a} meant {known.means} before",
        f"{known.word!r} meant {known.means or 'nothing'} before it was retired, and means the same again.",
        "Choose another word, or the meaning that it had.",
    )


def meaning_is_possible(_: Context, event: VocabularyWordAdded) -> Breach | None:
    """What a word means is something that a word of its vocabulary can mean."""
    match event.vocabulary:
        case "status":
            allowed: tuple[str | None, ...] = (*STATUSES, *_CLOSED_FOR)
            remedy = HOW
        case "reason":
            allowed, remedy = (None, *_CLOSED_FOR), "Say --means closed/REASON, or nothing."
        case "kind":
            allowed, remedy = (None, NO_CLOSING), "Say --means none if it needs no closing, or nothing."
        case _:
            allowed, remedy = (None,), "Leave --means out."
    if event.means in allowed:
        return None
    if event.means is None:
        return Breach(
            f"{event.word!a} means no status", f"The word {event.word!r} means nothing.", remedy, BadInput
        )
    return Breach(
        f"a word for {a(event.vocabulary)} cannot mean {event.means!a}",
        f"A word for {a(event.vocabulary)} cannot mean {event.means!r}.",
        remedy,
        BadInput,
    )


def label_says_what_it_means(context: Context, event: VocabularyWordAdded) -> Breach | None:
    """A label is that of no other word for a status, a reason or a kind that means something else."""
    if event.vocabulary not in ("status", "reason", "kind"):
        return None
    mine, there = (
        Word(event.vocabulary, event.word, event.label, event.means),
        context.inspectorate.vocabulary,
    )
    for known in there.of(event.vocabulary):
        if body_key(known.label) != body_key(event.label) or body_key(known.word) == body_key(event.word):
            continue
        if (read := _read_as(known)) != _read_as(mine):
            called = f"the {event.vocabulary} {known.word}"
            return Breach(
                f"the label of {event.word!a} is that of {called}, and it means {event.means}",
                f"Readers would take the label {event.label!r} for {called}"
                + (f", which means {read}" if known.own and read else "")
                + f", and the word {event.word!r} means {event.means or 'no such thing'}.",
                "Choose another label.",
            )
    return None


def _read_as(word: Word) -> str | None:
    """What readers of a register take a word for: a status or a reason of the contract, or no closing."""
    if word.vocabulary == "status":
        return word.status
    return word.means if word.own or word.vocabulary == "kind" else f"closed/{word.word}"


def word_is_in_use(context: Context, event: VocabularyWordRetired) -> Breach | None:
    """A word that is retired is one of the publisher's own that may still be used."""
    known = context.inspectorate.vocabulary.find(event.vocabulary, event.word)
    if known is None or known.word != event.word:
        return Breach(
            f"there was no word {event.word!a} for {a(event.vocabulary)}",
            f"There is no word {event.word!r} for {a(event.vocabulary)}.",
            "See which there are: scrutiny vocabulary list",
            NotFound,
        )
    if not known.own:
        return Breach(
            f"{known.word!a} is a word of every register",
            f"{known.word!r} is a word that every register has: it cannot be retired.",
            "Only words that were added can be retired: scrutiny vocabulary list",
        )
    if known.retired:
        return Breach(
            f"{known.word!a} was retired before", f"{known.word!r} is retired already.", NOTHING_TO_DO
        )
    return None


RULES: Table = {
    VocabularyWordAdded: ruled(
        AddWord, vocabulary_is_one, word_is_new, meaning_is_possible, label_says_what_it_means
    ),
    VocabularyWordRetired: ruled(RetireWord, vocabulary_is_one, word_is_in_use),
}
