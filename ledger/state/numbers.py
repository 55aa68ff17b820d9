"""Which recommendation a number means, however it is typed, and whatever it was once corrected to.

    >>> numbers = Numbers()
    >>> slot = numbers.take("AFD 1")
    >>> numbers.find("afd1") == slot
    True
    >>> numbers.renumber(slot, "AFD 2")
    >>> numbers.find("AFD 2") == numbers.find("AFD 1") == slot
    True

1. A number means the recommendation that is spelt just so, whatever its case; if there is none, the one that
   differs in kinds of dash, in blanks, or in the width of its letters alone.
2. A number that was put right goes on finding what it was given to, until it is given to another.
3. What was recorded of a recommendation belongs to it for good: each has a slot of its own, whatever happens
   to its number.
4. What was left out does not stand in the way of one whose number is spelt otherwise; once it is back, its
   numbers find it again, unless they were given to another.
"""

from __future__ import annotations

from typing import Self

from ledger.validation import key, number_key


class Numbers:
    """The slots by numbers. A slot is the key of the number that was given first, made unique if need be."""

    __slots__ = ("_exact", "_gone", "_loose", "_taken")

    def __init__(self) -> None:
        self._exact: dict[str, str] = {}
        self._loose: dict[str, str] = {}
        self._taken: set[str] = set()
        self._gone: set[str] = set()

    @property
    def known(self) -> tuple[dict[str, str], dict[str, str], set[str], set[str]]:
        """All that is known of them, to make the same again of it (``of``)."""
        return self._exact, self._loose, self._taken, self._gone

    @classmethod
    def of(cls, known: tuple[dict[str, str], dict[str, str], set[str], set[str]]) -> Self:
        """The numbers of which that is known."""
        numbers = cls()
        numbers._exact, numbers._loose, numbers._taken, numbers._gone = known
        return numbers

    def take(self, number: str) -> str:
        """Give a number to something new; returns its slot."""
        slot = self.next_slot(number)
        self._taken.add(slot)
        self.renumber(slot, number)
        return slot

    def next_slot(self, number: str) -> str:
        """The slot that something new of this number will have."""
        slot = first = key(number)
        while slot in self._taken:
            slot = f"{first}\n{len(self._taken)}"
        return slot

    def renumber(self, slot: str, number: str) -> None:
        """Give a number to what has a slot; those that it had go on finding it."""
        self._exact[key(number)] = slot
        self._loose[number_key(number)] = slot

    def drop(self, slot: str) -> None:
        """Leave out what has a slot: its numbers may be given again."""
        self._gone.add(slot)

    def restore(self, slot: str, number: str) -> None:
        """Bring back what was left out, under its number."""
        self._gone.discard(slot)
        self.renumber(slot, number)

    def find(self, number: str) -> str | None:
        """The slot that a number means, or None; one that was left out, if there is no other."""
        # Most are asked for by their keys.
        slot = self._exact.get(number) or self._exact.get(key(number))
        if slot is None or slot in self._gone:
            return self._loose.get(number_key(number)) or slot
        return slot
