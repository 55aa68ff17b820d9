"""What a publisher asks for, and what of the last publication of the same inspections it keeps.

Its formats, its address on the web and what it said about itself stay until the publisher ends them: who
follows a link to register.pdf, or a feed, should not lose it because somebody left out an option.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from events.publications import PublicationMade
from ledger.decisions.publications import ABOUT
from ledger.errors import BadInput, NotInstalled, Refused
from ledger.ledger import Ledger
from ledger.validation import is_address
from projections.publication.about import check_words, read_about
from projections.publication.edition import OGL, Licence
from projections.publication.files import index
from projections.publication.terms import earlier, refs_of

SITE = "site"
"""What ``--drop`` calls the address on the web; the formats it calls by their names."""


class Request(NamedTuple):
    """What a publisher asks for. No inspections are all of them; ``site`` is where the bundle will lie.

    ``licence`` is None for that of the last publication, or the Open Government Licence if there is none.
    ``about`` is what the publisher says about it: None for what the last one said, and empty for nothing.
    ``drop`` are the formats of the last one, and SITE, that this one is not to have.
    """

    folder: str
    inspections: Sequence[str]
    licence: Licence | None = None
    also: Sequence[str] = ()
    site: str | None = None
    about: str | None = None
    drop: Sequence[str] = ()


class Kept(NamedTuple):
    """A request with what it keeps of the ``last`` publication; ``kept`` and ``ended`` are that in words."""

    request: Request
    last: PublicationMade | None
    kept: Sequence[str]
    ended: Sequence[str]


def with_last(ledger: Ledger, request: Request) -> Kept:
    """A request with what the last publication had, but for what it drops.

    Raises BadInput for what cannot be read or dropped, NotFound for an unknown inspection, Refused if a
    format that is asked for or kept cannot be made here.
    """
    _check_about(ledger, request.about)
    made = earlier(ledger.inspectorate().publications, refs_of(ledger, request.inspections))
    last = made[-1] if made else None
    had = (*last.also, *([SITE] if last.site is not None else [])) if last else ()
    for word in request.drop:
        if word not in had:
            there = f"It had: {', '.join(had)}." if had else "It had nothing that can be dropped."
            raise BadInput(
                f"The last publication of these inspections had no {_called(word)} to drop.",
                f"Leave out --drop {word}. {there}",
            )
    index.require([word for word in request.also if word not in had])
    for word in had:
        if word != SITE and word not in request.drop:
            _require(word)
    also = index.in_order({*request.also, *(word for word in had if word not in (SITE, *request.drop))})
    site = request.site
    if site is None and last and SITE not in request.drop:
        site = last.site
    return Kept(
        request._replace(also=also, site=site, licence=request.licence or _licence(last)),
        last,
        [*_kept(request, last, had)],
        [_called(word) if word != SITE or not last else f"{last.site}" for word in request.drop],
    )


def _kept(request: Request, last: PublicationMade | None, had: Sequence[str]) -> Iterator[str]:
    if last is None:
        return
    for word in had:
        if word != SITE and word not in (*request.drop, *request.also):
            yield _called(word)
    if request.site is None and last.site is not None and SITE not in request.drop:
        yield last.site
    if request.licence is None and _licence(last) != OGL:
        yield f"the licence {last.licence}"
    if request.about is None and last.about is not None:
        yield "what it says about itself (about.toml)"


def _licence(last: PublicationMade | None) -> Licence:
    # An old event may have an address that is none.
    if last is None or not is_address(last.licence_url):
        return OGL
    return Licence(last.licence, last.licence_url)


def _called(word: str) -> str:
    return "address (--site)" if word == SITE else index.path_of(word)


def _require(word: str) -> None:
    """Raise NotInstalled or Refused for a format that is kept and cannot be made here, with both ways on."""
    try:
        index.require([word])
    except (NotInstalled, Refused) as error:
        raise type(error)(
            f"The last publication had {index.path_of(word)}, which this one keeps. {error.message}",
            f"{error.remedy}\nOr end it: scrutiny publish --drop {word}",
        ) from error


def _check_about(ledger: Ledger, text: str | None) -> None:
    """Raise BadInput if it cannot be read or names an unknown word, NotFound for an unknown inspection."""
    if (about := read_about(text or "", ABOUT)) is not None:
        check_words(about, ledger.inspectorate().vocabulary, ABOUT)
        for ref in about.reports:
            ledger.ref(ref)
