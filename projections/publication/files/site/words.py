"""Dates, codes and counts as people read them on a page, in every locale alike."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from events.base import OPEN_START
from ledger.moments import MONTHS
from ledger.policies import STATUSES
from ledger.state.vocabulary import Vocabulary

DID = {
    "made": "Made",
    "restated": "Restated",
    "readdressed": "Made to other bodies",
    "rescheduled": "Due on another day",
    "judged": "Judged",
    "closed": "Closed",
    "reopened": "Re-opened",
    "withdrawn": "Withdrawn",
    "superseded": "Superseded",
    "corrected": "Corrected",
    "voided": "Entered in error",
    "unvoided": "Not entered in error",
    "renamed": "The body has another name",
    "one-body": "Two names are one body",
    "taken-over": "Another body took over",
    "stayed": "Stays with the body that closed it",
    "evidence.submitted": "Evidence handed in",
    "evidence.requested": "Evidence asked for",
    "evidence.expected": "Evidence expected",
    "evidence.corrected": "Evidence set right",
    "evidence.withdrawn": "Evidence withdrawn",
    "dispute.raised": "Disputed",
    "dispute.settled": "Dispute settled",
    "response.recorded": "Answered",
    "response.due-set": "Answer asked for",
    "progress.reported": "Progress reported",
    "words.withdrawn": "Words withdrawn from view",
}
"""What a change is called."""

COUNTED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "renamed": ("whose body has another name", "whose bodies have other names"),
        "one-body": ("of whose body two names are one", "of whose bodies two names are one"),
        "taken-over": ("taken over by another body", "taken over by other bodies"),
        "stayed": ("that stays with the body that closed it", "that stay with the bodies that closed them"),
        "evidence.submitted": ("piece of evidence handed in", "pieces of evidence handed in"),
        "evidence.requested": ("request for evidence", "requests for evidence"),
        "evidence.expected": ("expectation of evidence", "expectations of evidence"),
        "evidence.corrected": ("piece of evidence set right", "pieces of evidence set right"),
        "evidence.withdrawn": ("piece of evidence withdrawn", "pieces of evidence withdrawn"),
        "dispute.settled": ("dispute settled", "disputes settled"),
        "response.due-set": ("answer asked for", "answers asked for"),
        "progress.reported": ("report of progress", "reports of progress"),
        "words.withdrawn": ("text withdrawn from view", "texts withdrawn from view"),
    }
)
"""What a change is called behind a number, one and several, if its name does not fit there."""


@lru_cache(maxsize=4096)
def date(day: str) -> str:
    """``18 August 2021``, ``April 2024``, ``2012`` or ``not after 4 April 2024``."""
    if day.startswith(OPEN_START):
        return f"not after {date(day.removeprefix(OPEN_START))}"
    if len(day) == len("2012"):
        return day
    year, month, *rest = day.split("-")
    return " ".join([*(str(int(one)) for one in rest), MONTHS[int(month) - 1], year])


def when(day: str) -> str:
    """``on 18 August 2021``, ``in April 2024``, ``in 2012`` or ``by 4 April 2024``."""
    return f"{preposition(day)} {date(by(day))}"


def named(day: str) -> str:
    """Behind "of": ``18 August 2021``, ``2012`` or ``a day not after 4 April 2024``."""
    return f"a day {date(day)}" if day.startswith(OPEN_START) else date(day)


def preposition(day: str) -> str:
    """What stands before a day in a sentence: ``on``, ``in`` or ``by``."""
    if day.startswith(OPEN_START):
        return "by"
    return "on" if len(day) == len("2024-04-04") else "in"


def begun(day: str) -> str:
    """Behind "from" or "since": ``18 August 2021``, ``2012`` or ``4 April 2024 or before``."""
    return f"{date(by(day))} or before" if day.startswith(OPEN_START) else date(day)


def by(day: str) -> str:
    """Of a day of which only the end is known, the last that it can be; any other as it is."""
    return day.removeprefix(OPEN_START)


def instant(text: str) -> str:
    """``22 November 2026, 10:02:11 UTC``."""
    return f"{date(text[:10])}, {text[11:19]} UTC"


def reason(word: str, vocabulary: Vocabulary) -> str:
    """``no-longer-relevant`` as words; one of the publisher's own by its label."""
    label = vocabulary.own_label("reason", word)
    return word.replace("-", " ") if label == word else label


def counted(counts: Mapping[str, int]) -> str:
    """``1 open, 7 partially met, 3 closed``."""
    return ", ".join(
        f"{counts[status]:,} {label.lower()}" for status, label in STATUSES.items() if status in counts
    )


def share(part: int, whole: int) -> str:
    """``27% (3 of 11)``, halves rounded up."""
    return f"{(200 * part + whole) // (2 * whole)}% ({part:,} of {whole:,})"


def changes(counts: Mapping[str, int]) -> str:
    """``1 closed, 2 pieces of evidence handed in``, by the names of changes: the most frequent first."""
    order = list(DID)
    found = sorted(counts, key=lambda kind: (-counts[kind], order.index(kind)))
    return ", ".join(f"{counts[kind]:,} {_of_so_many(kind, counts[kind])}" for kind in found)


def _of_so_many(kind: str, count: int) -> str:
    """What a change is called behind a number."""
    if kind in COUNTED:
        one, several = COUNTED[kind]
        return one if count == 1 else several
    return f"{DID[kind][0].lower()}{DID[kind][1:]}"
