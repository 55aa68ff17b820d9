"""What the words of publishers plainly mean in the contract's words; what is not plain is not here."""

from __future__ import annotations

import re

_OPEN = (
    *(
        "open",
        "ongoing",
        "on going",
        "in progress",
        "outstanding",
        "pending",
        "not started",
        "active",
        "overdue",
    ),
    *("open acceptable", "open unacceptable", "open awaiting response", "awaiting response", "under way"),
    *(
        "work in progress",
        "in hand",
        "in process",
        "started",
        "progressing",
        "open acceptable response",
        "open unacceptable response",
        "open initial response received",
        "open response received",
        "underway",
        "not yet implemented",
        "open await response",
    ),
)
_PARTIALLY = (
    *(
        "partially met",
        "partly met",
        "partially implemented",
        "partly implemented",
        "partial",
        "partially complete",
    ),
    *(
        "partially completed",
        "partly complete",
        "partially achieved",
        "open partially addressed",
        "partially addressed",
        "partially closed",
        "substantially met",
    ),
)
_IMPLEMENTED = (
    *(
        "implemented",
        "fully implemented",
        "complete",
        "completed",
        "done",
        "met",
        "fully met",
        "achieved",
        "discharged",
    ),
    *(
        "closed acceptable",
        "closed acceptable action",
        "closed implemented",
        "closed complete",
        "closed completed",
    ),
    *("closed fully implemented", "closed accepted", "closed adequate", "closed met", "closed done"),
    *("closed acceptable alternate action", "closed acceptable alternative action", "closed exceeds"),
    *(
        "closed exceeds recommended action",
        "implemented by alternative means",
        "adequate closed",
    ),
)
_NOT = (
    *("closed unacceptable", "closed unacceptable action", "closed not implemented", "closed rejected"),
    *("closed not accepted", "closed not met", "not adequate closed", "closed inadequate"),
)
_RELEVANT = (
    *(
        "no longer relevant",
        "no longer applicable",
        "closed no longer applicable",
        "closed no longer relevant",
    ),
    *(
        "obsolete",
        "overtaken by events",
        "closed overtaken by events",
        "closed not applicable",
        "closed obsolete",
    ),
)

STATUS: dict[str, str] = (
    dict.fromkeys(_OPEN, "open")
    | dict.fromkeys(_PARTIALLY, "partially-met")
    | dict.fromkeys(_IMPLEMENTED, "closed/implemented")
    | dict.fromkeys(_NOT, "closed/not-implemented")
    | dict.fromkeys(_RELEVANT, "closed/no-longer-relevant")
    | {
        f"{closed}{word}": f"closed/{word}"
        for word in ("superseded", "merged", "withdrawn")
        for closed in ("", "closed ")
    }
)

ANSWER: dict[str, str] = (
    dict.fromkeys(
        (
            *(
                "accept",
                "accepted",
                "agree",
                "agreed",
                "agreed with",
                "agrees",
                "support",
                "supported",
                "supports",
            ),
            *(
                "concur",
                "concurs",
                "concurred",
                "accepted in full",
                "fully accepted",
                "agreed in full",
                "accepts",
            ),
        ),
        "accepted",
    )
    | dict.fromkeys(
        (
            *(
                "partly accepted",
                "partially accepted",
                "accepted in part",
                "partially agreed",
                "partly agreed",
            ),
            *(
                "agreed in part",
                "partially agree",
                "partial acceptance",
                "partially concur",
                "partially supported",
            ),
        ),
        "partly-accepted",
    )
    | dict.fromkeys(
        (
            *(
                "reject",
                "rejected",
                "not accepted",
                "disagree",
                "disagreed",
                "not agreed",
                "declined",
                "do not agree",
            ),
            *("not supported", "does not concur", "do not concur", "refused", "does not agree"),
        ),
        "rejected",
    )
    | dict.fromkeys(("note", "noted", "take note", "taken note of"), "noted")
    | dict.fromkeys(("none", "no answer", "no response", "no reply"), "none")
)

KIND: dict[str, str] = {
    "recommendation": "recommendation",
    "area for development": "area-for-development",
    "areas for development": "area-for-development",
    "afd": "area-for-development",
}

PLAIN: dict[str, dict[str, str]] = {"status": STATUS, "answer": ANSWER, "kind": KIND}

_SIGNS = re.compile(r"[^\w]+")


def folded(word: str) -> str:
    """A word without what distinguishes ways to write it: case, and the signs between its parts."""
    return _SIGNS.sub(" ", word.casefold()).strip()


def meaning(vocabulary: str, word: str) -> str | None:
    """What a word plainly means, or None.

    >>> meaning("status", "Closed – Acceptable"), meaning("status", "Closed"), meaning("answer", "Agreed")
    ('closed/implemented', None, 'accepted')
    """
    if "?" in word:
        return None
    return PLAIN.get(vocabulary, {}).get(folded(word))
