"""Numbers of recommendations that may be slips: new ones that differ from a known one by leading zeros only.

>>> without_zeros("07/012(a)") == without_zeros("7/12(A)")
True
>>> without_zeros("70") == without_zeros("7")
False
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ledger.ledger import Ledger
from ledger.validation import number_key

_LEADING = re.compile(r"(?<![0-9])0+(?=[0-9])")


def without_zeros(number: str) -> str:
    """A number as it is looked up, each of its figures without leading zeros."""
    return _LEADING.sub("", number_key(number))


def new_number(ledger: Ledger, inspection: str, number: str) -> Iterator[str]:
    """A sentence if a number is new in an inspection, and is one there but for leading zeros."""
    there = ledger.inspection(inspection)
    wanted = without_zeros(number)
    if there.recommendations.slot(number) is not None:
        return
    for known in there.recommendations.values():
        if without_zeros(known.number) == wanted:
            yield (
                f"{there.ref} has a recommendation {known.number}, from which the number {number} differs by "
                "leading zeros only."
            )
