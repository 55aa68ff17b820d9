"""A search in 100,000 events, whose index is made anew each time, beside a trail that looks through them.

``scrutiny search`` takes at most 1.6x the time of ``scrutiny trail --search``, whether it finds much or
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.measure import Target, compared, interleaved, timed
from benchmarks.rebuild import large
from ledger.ledger import Ledger
from projections.search.search import Question, search
from projections.trail import trail
from projections.trail_filters import Wanted

ROUNDS = 3
TARGET = Target(1.6)
WORDS = {"nothing is found": "nowhere", "some is found": "handed report", "much is found": "inspectorate"}


def run(folder: Path) -> Iterator[str]:
    """The lines of this family."""
    with Ledger.open(str(large(folder))) as ledger:
        for name, words in WORDS.items():
            found = sum(1 for _ in search(Question(ledger, [words])).items)
            ours, baseline = interleaved(
                ROUNDS, timed(_searched(ledger, words)), timed(_looked_through(ledger, words))
            )
            yield compared(f"{name}: {found:,} events", ours, baseline, TARGET)


def _searched(ledger: Ledger, words: str) -> Callable[[], list[object]]:
    return lambda: list(search(Question(ledger, [words], at_most=20)).items)


def _looked_through(ledger: Ledger, words: str) -> Callable[[], list[object]]:
    return lambda: list(trail(ledger, wanted=Wanted(words=tuple(words.split()))).items)
