"""What a person looks for, as SQLite's FTS5 is asked.

    >>> asked(['governance board'])
    '"governance" "board"'
    >>> asked(['"strategic governance" train*'])
    '"strategic governance" "train"*'

Each word has to be there, in whatever order; words in quotes stand in that order, one after another; a word
with a star is the beginning of one. All else is text: nothing that a person types is an operator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ledger.errors import BadInput
from projections.search.folding import folded

_QUOTES = str.maketrans("“”„«»", '"""""')
_PIECE = r'"([^"]*)"(\*?)|(\S+)'


def asked(words: Sequence[str]) -> str:
    """The question in FTS5's words; raises BadInput if there is nothing to look for."""
    said = " ".join(words)
    found = [f'"{phrase}"{star}' for phrase, star in pieces(said)]
    if not found:
        raise BadInput(
            f"There is no word in {said!r} to look for.",
            "Give words with letters or figures: scrutiny search governance",
        )
    return " ".join(found)


def pieces(said: str) -> Iterator[tuple[str, str]]:
    """Each word or phrase as it is compared, and the star behind it."""
    for phrase, star, word in re.findall(_PIECE, said.translate(_QUOTES)):
        if piece := " ".join(folded(phrase or word).split()):
            yield piece, "*" if star or word.endswith("*") else ""
