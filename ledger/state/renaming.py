"""Bodies whose names were put right: what was recorded under the wrong name is of the right one.

A correction of the bodies that a recommendation is made to says the whole list anew. Which right name takes
the place of which wrong one follows from the two lists:

    >>> replaced(("Nroth Force", "South Force"), ("North Force", "South Force"))
    {'nroth force': 'North Force'}

1. If one name went and one came, the one takes the place of the other.
2. If several did, each takes the place of that which stood in its place, as long as no other moved.
3. If that is not so either, it is not clear, and nothing takes the place of anything.
"""

from __future__ import annotations

from events.base import Day, Names
from ledger.state.history import History, Value
from ledger.times import last_day
from ledger.validation import key


def replaced(before: Names, after: Names) -> dict[str, str] | None:
    """The right name by the key of the wrong one, or of one that is spelt anew; None if it is not clear."""
    old, new = list(map(key, before)), list(map(key, after))
    spelt = {key(body): body for body in after if key(body) in old and body not in before}
    gone = [body for body in old if body not in new]
    come = [body for body in after if key(body) not in old]
    if not gone or not come:
        return spelt
    if len(gone) == len(come) == 1:
        return spelt | {gone[0]: come[0]}
    in_place = [(was, body) for was, body in zip(old, after, strict=False) if was != key(body)]
    if len(old) != len(new) or {was for was, _ in in_place} != set(gone):
        return None
    return spelt | dict(in_place)


def put_right(said: History[Names], of: Day, right: Names) -> dict[str, tuple[Value[Names], str]]:
    """By the key of each wrong name in the word of a day, that word and the right name, if it is clear."""
    word = said.of(of)
    names = replaced(word.content, right) if word and right else None
    return {old: (word, name) for old, name in (names or {}).items() if word}


def elsewhere(said: History[Names], word: Value[Names], body: str) -> list[Day]:
    """The days of the other words that name a body, too, by its key."""
    return [one.on for one in said.values if one is not word and body in map(key, one.content)]


def is_under(said: History[Names], word: Value[Names], body: str, on: Day) -> bool:
    """Whether what was recorded of a body on a day follows its name in this word.

    If another word names it, too, and may mean another body, what took effect under that stays with it.
    """
    return not elsewhere(said, word, body) or (said.at(last_day(on)) or said.values[0]) is word
