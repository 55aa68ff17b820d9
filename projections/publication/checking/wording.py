"""What differs in a file of another version: something of substance, or no more than the words around it.

    <dt>Made to</dt>  and  <dt>Addressed to</dt>                      other words around, which are named
    <p>Closed by 8 May</p>  and  <p>Closed before 8 May</p>          of substance

Of substance is whatever the events say (their words, three in a row; names; numbers, dates, statuses,
reasons; where links lead and what charts draw), each word that stands with it in one run of text, and a label
that this version has in another place. What a version may say otherwise are labels, headings and sentences
that stand apart from that. So a forger gains nothing from a bundle that says it is of another version: the
words that are left are listed by name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from ledger.checks.base import shown
from ledger.moments import MONTHS
from ledger.policies import REASONS, RELATIONS, STATES, STATUSES
from projections.publication.checking.events import Shown
from projections.publication.files.reading import Wrong
from projections.publication.files.site.words import DID

Lines = Iterable[str]
"""A file, a run of text or a tag at a time; tags begin with MARK."""

MARK = "\0"
"""What begins a tag, so that no text is one: files of a bundle have no null characters."""

_PIECES = re.compile(r"\w+(?:[’'.,:/_@%+-]+\w+)*|[^\w\s]")
_WORD = re.compile(r"\w")
_PATH = re.compile(r"\w/\w|\w[.][a-z]{2,7}$")
_WINDOW = 400  # lines or words over which two files are looked at for where they agree again
_AGREE = 3
_MOST = 20_000  # differences of one file
_LONGEST = 120
_NO = ["not", "no", "none", "nobody", "nothing", "never", "neither", "nor", "without", "un-"]
_LABELS = frozenset(
    (
        *("Due", "Due dates", "Made on", "Made in", "Made to", "Judged in", "Last updated", "Why", "Reason"),
        *("Status", "Cycle", "Body", "Inspection", "Number", "State", "Kind", "Order"),
        *DID.values(),
        *RELATIONS.values(),
        *(f"{MARK}{json.dumps(name)}:" for name in ("made_on", "due", "last_updated", "reason", "status")),
    )
)
"""What says of what is proved what it is: in the place of another it would turn that round."""

_NAMES_OF_WORDS = frozenset(("kind", "sign_off", "status", "reason", "relation", "how", "end", "outcome"))
"""Fields of events whose values are codes: those of substance are in the vocabulary."""


class Difference(NamedTuple):
    """What a file says, and what the events come to, as this version writes it."""

    there: str
    here: str


class Vocabulary:
    """What is of substance: the words of an inspectorate, and those of the events that a bundle shows."""

    def __init__(self, events: Shown) -> None:
        self._words = {
            word
            for text in (*STATUSES, *STATUSES.values(), *REASONS, *STATES, *MONTHS, *_NO)
            for word in (text.lower(), *_words(text.replace("-", " ")))
        } - {"for", "by", "evidence", "sign", "off", "in", "left"}
        self._runs: set[int] = set()
        for record in events.values():
            for name, value in record.event.fields.items():
                if name not in _NAMES_OF_WORDS:
                    self._take(value)

    def _take(self, value: object) -> None:
        if isinstance(value, str):
            words = _words(value)
            if len(words) < _AGREE:
                self._runs.add(hash(tuple(words)))
            self._runs.update(hash(run) for run in zip(words, words[1:], words[2:], strict=False))
        elif isinstance(value, list | tuple):
            for one in value:
                self._take(one)

    def of_substance(self, pieces: Sequence[str]) -> list[bool]:
        """Of each piece of some text, whether it is."""
        found = [_is_figure(piece) or piece.lower() in self._words for piece in pieces]
        at = [number for number, piece in enumerate(pieces) if _WORD.match(piece)]
        words = [pieces[number].lower() for number in at]
        for length in range(1, _AGREE + 1):
            for first in range(len(words) - length + 1):
                if hash(tuple(words[first : first + length])) in self._runs:
                    for number in range(at[first], at[first + length - 1] + 1):
                        found[number] = True
        return found


def _words(text: str) -> list[str]:
    return [piece.lower() for piece in _PIECES.findall(text) if _WORD.match(piece)]


def _is_figure(piece: str) -> bool:
    """A number, a date, or where a link leads."""
    return any(letter.isdigit() for letter in piece) or _PATH.search(piece) is not None


def differences(theirs: Lines, ours: Lines, vocabulary: Vocabulary) -> Iterator[tuple[bool, Difference]]:
    """Each difference in their order, and whether it is of substance; raises Wrong for too many of them."""
    count, written = 0, list(ours)
    labels = _LABELS.union(written)
    for there, here in _apart(list(theirs), written):
        moved = any(_is_label(line) and line in labels for line in set(there).difference(here))
        said, told = _pieces(there), _pieces(here)
        of_theirs, of_ours = _marked(said, vocabulary), _marked(told, vocabulary)
        for first, last, begin, end in _spans(said, told):
            count += 1
            if count > _MOST:
                raise Wrong(f"it differs in more than {_MOST:,} places")
            # A word that is added to what is proved, or stands beside it, could turn it round.
            words = any(_is_word(piece) for piece in (*said[first:last], *told[begin:end]))
            yield (
                moved
                or any((*of_theirs[first:last], *of_ours[begin:end]))
                or (
                    words
                    and (_in_a_run(said, of_theirs, first, last) or _in_a_run(told, of_ours, begin, end))
                ),
                Difference(_text(said[first : last + _AGREE]), _text(told[begin : end + _AGREE])),
            )


def _in_a_run(pieces: Sequence[str], proved: Sequence[bool], first: int, last: int) -> bool:
    """Whether anything that is proved stands in the run of text of these pieces."""
    while first and not pieces[first - 1].startswith(MARK):
        first -= 1
    while last < len(pieces) and not pieces[last].startswith(MARK):
        last += 1
    return any(proved[first:last])


def _is_word(piece: str) -> bool:
    return not piece.startswith(MARK) and _WORD.match(piece) is not None


def _marked(pieces: Sequence[str], vocabulary: Vocabulary) -> list[bool]:
    """Whether each piece is of substance; tags are not, and end what stands in a row."""
    found: list[bool] = []
    run: list[str] = []
    for piece in (*pieces, MARK):
        if piece.startswith(MARK):
            found += [*vocabulary.of_substance(run), _hides(piece)]
            run = []
        else:
            run.append(piece)
    return found[:-1]


def _hides(tag: str) -> bool:
    """A comment, an instruction or the like: what programs read and people do not."""
    return tag[1:3] in ("<!", "<?")


def _pieces(lines: Sequence[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        if line.startswith(MARK):
            found.append(line)
        else:
            # Between two runs there is a tag, whatever stood there.
            found += [*_PIECES.findall(line), MARK]
    return found


def _text(pieces: Iterable[str]) -> str:
    said = " ".join(piece.removeprefix(MARK) for piece in islice(pieces, 2 * _WINDOW)).split()
    return shown(" ".join(said)[:_LONGEST]) if said else "nothing"


def _is_label(line: str) -> bool:
    return _WORD.search(line) is not None and not line.startswith((f"{MARK}<", f"{MARK}@"))


def _apart(theirs: list[str], ours: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    for first, last, begin, end in _spans(theirs, ours):
        yield theirs[first:last], ours[begin:end]


def _spans(theirs: Sequence[str], ours: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where two rows of words differ: from and to of each. One look is as long as they are."""
    at, by = 0, 0
    while at < len(theirs) or by < len(ours):
        if at < len(theirs) and by < len(ours) and theirs[at] == ours[by]:
            at, by = at + 1, by + 1
            continue
        ahead, behind = _again(theirs, ours, at, by)
        yield at, at + ahead, by, by + behind
        at, by = at + ahead, by + behind


def _again(theirs: Sequence[str], ours: Sequence[str], at: int, by: int) -> tuple[int, int]:
    """After how many of theirs and of ours they agree again; all of the window if they do not."""
    there, here = theirs[at : at + _WINDOW], ours[by : by + _WINDOW]
    whole = len(there) == len(theirs) - at and len(here) == len(ours) - by
    if whole:  # they end together
        there, here = [*there, *_END], [*here, *_END]
    places: dict[tuple[str, ...], int] = {}
    for number in range(len(here) - _AGREE + 1):
        places.setdefault(tuple(here[number : number + _AGREE]), number)
    best: tuple[int, int] | None = None
    for number in range(len(there) - _AGREE + 1):
        if best is not None and number >= sum(best):
            break
        found = places.get(tuple(there[number : number + _AGREE]))
        if found is not None and (best is None or number + found < sum(best)):
            best = number, found
    return best or (min(len(there), _WINDOW), min(len(here), _WINDOW))


_END = ("\0end",) * _AGREE
