"""The register of an edition as each data file writes it: the view, the facts, the identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from events.base import Day
from ledger import validation as words
from ledger.policies import SHARED_ORIGIN
from ledger.proof.text import to_base64
from ledger.validation import so_many
from projections.base import View
from projections.publication import more_columns
from projections.publication.edition import Edition
from projections.register import SEEN, columns

_AUTHORITY = re.compile(r"(?=[^/]*\.)[a-z0-9]+(?:[.\-][a-z0-9]+)*")


def inspection(edition: Edition) -> str | None:
    """The one inspection that was asked for, or None for several or all."""
    asked = edition.terms.inspections
    return asked[0] if len(asked) == 1 else None


def view(edition: Edition) -> View:
    """What ``register`` shows; the facts name the tree and the licence."""
    one = inspection(edition)
    return View(
        caption=title(edition),
        columns=columns(edition.vocabulary, several=one is None),
        items=[one.row for one in edition.register],
        head={
            "inspection": one,
            "as_of": edition.terms.as_of,
            "known_at": edition.terms.known_at,
            "events": edition.terms.size,
            "totals": edition.totals,
            "uncertain": list(edition.uncertain),
        },
        facts=facts(edition),
    )


def view_to_read(edition: Edition, *, narrow: bool = False) -> View:
    """The same for people: with when each is due, and a column for all else that any row has.

    ``narrow`` leaves out their sources and what was answered, for which a sheet of paper has no room.
    """
    listed, words = view(edition), edition.vocabulary
    more = [*more_columns.sorting(words), *(() if narrow else more_columns.placing(words)), SEEN]
    rows = [one.row for one in edition.register]
    *first, updated = listed.columns
    kept = (column for column in more if any(column.cell(row) for row in rows))
    return listed._replace(columns=(*first, more_columns.DUE, more_columns.OVERDUE, updated, *kept))


def _seen(edition: Edition) -> list[Day]:
    return [one.row["seen_on"] for one in edition.register if one.row["seen_on"]]


def title(edition: Edition) -> str:
    """What it is called: the same in every file."""
    return f"{edition.title}: register of {', '.join(edition.terms.inspections) or 'all inspections'}"


def facts(edition: Edition) -> tuple[tuple[str, str], ...]:
    """What the edition is of, as labels and texts."""
    terms = edition.terms
    return (
        ("As of", terms.as_of),
        ("Known at", terms.known_at),
        *_last_seen(edition),
        ("Origin", edition.origin),
        ("Tree size", str(terms.size)),
        ("Tree root", to_base64(terms.root)),
        ("Licence", f"{terms.licence.name}, {terms.licence.url}"),
    )


def _last_seen(edition: Edition) -> Iterator[tuple[str, str]]:
    """How much stands as other registers had it, and when the last of these was seen, if anything does."""
    if seen := _seen(edition):
        of = so_many(len(edition.register), "recommendation")
        yield "As last seen", f"{len(seen):,} of {of}, the latest on {max(seen)}"


def licence_page(edition: Edition) -> str | None:
    """Where the licence's text is; None where that is no address of a page, as an old event may have it.

    What programs take for a link is this; as text, whatever was said is told.
    """
    url = edition.terms.licence.url
    return url if words.is_address(url) else None


def about(edition: Edition) -> str:
    """The facts as one sentence."""
    return "; ".join(f"{label.lower()} {fact}" for label, fact in facts(edition))


def tag(edition: Edition, *parts: str) -> str:
    """A tag: URI (RFC 4151) from the origin and some words; the same in every edition.

    It needs a date on which the authority was its owner's: it is a constant, since any other would move.
    """
    authority, _, path = edition.origin.partition("/")
    if edition.origin == SHARED_ORIGIN:
        # Many ledgers have that one, and only one of them has this first event.
        path = f"{edition.first[:16]}/{path}"
    words = [path] if path else []
    if not _AUTHORITY.fullmatch(authority):
        authority, words = "ledger.invalid", [edition.origin]
    return f"tag:{authority},2026:" + "/".join(
        quote(word, safe="/" if word == path else "") for word in (*words, *parts)
    )


def address(edition: Edition, path: str) -> str:
    """Where a file of the bundle is: its whole address if the site is known, else as it lies beside."""
    return f"{edition.terms.site or ''}{path}"


def scope(edition: Edition) -> tuple[str, ...]:
    """The words that tell the register of some inspections from another's."""
    return "register", *edition.terms.inspections
