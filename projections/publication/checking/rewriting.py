"""B9: every page and file says what the events come to, to the letter.

The edition is gathered once more, from the events that are shown alone, and each file of it is written anew.
Where its bytes are those that lie there, every word of it is proved. Where they are not, what a person or a
program reads in both is compared: other libraries may write a blank or a page of a database otherwise.
Files of another version of the program may use other words around what the events say; each is named, and
not proved. A file that says anything else otherwise could not be compared: it is neither found nor proved. If
no version can have put the mark, or there is none, it is found as in a bundle of this version.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import suppress
from functools import partial
from tempfile import gettempdir

from events.base import Day, Instant
from events.publications import PublicationMade
from ledger.errors import LedgerError
from ledger.validation import so_many_events
from ledger.version import VERSION
from projections.publication.checking import alike
from projections.publication.checking.base import Findings
from projections.publication.checking.claims import FEED, Claims
from projections.publication.checking.events import Shown
from projections.publication.checking.first import is_of_first_version
from projections.publication.checking.folder import Bundle
from projections.publication.checking.known import is_known
from projections.publication.checking.other import Other, gathered
from projections.publication.checking.reading import ShownLedger
from projections.publication.checking.runs import OF
from projections.publication.checking.tree import Signed
from projections.publication.checking.unseen import rows_of_unseen
from projections.publication.checking.versions import false_mark
from projections.publication.checking.withheld import with_withheld
from projections.publication.edition import Edition, Terms
from projections.publication.files import index
from projections.publication.files.base import File, Made
from projections.publication.files.hosting.settings import SETTINGS
from projections.publication.files.json.read import RegisterFile
from projections.publication.files.proofs.paths import CHECKPOINT, FOLDERS, HISTORY, SUMS
from projections.publication.files.reading import Wrong
from projections.publication.files.site import naming
from projections.publication.gathering import gather

_APART = re.compile(re.escape(naming.STYLE))
_APART_TOO = re.compile(rf"{re.escape(naming.STYLE)}|changes(_page[1-9][0-9]*)?\.html")
_ANOTHER_SCRIPT = "It is another script than that of this version, and a script may show anything."
Blame = Callable[[str, str], None]
"""Take what a file says otherwise: its path, and a sentence."""

_NOT_TOLD = (LedgerError, KeyError, ValueError, AttributeError, TypeError, IndexError, RuntimeError)
"""What the code that publishes meets where events are missing that it has to rest on."""


def check_rewritten(
    bundle: Bundle,
    register: RegisterFile,
    signed: Signed,
    shown: Shown,
    claims: Claims,
    verifier_key: str,
    findings: Findings,
) -> list[str]:
    """B9; what is returned is not proved, a phrase each."""
    blame = _blame(claims, signed, shown, findings)
    if claims.inspections is None:
        blame(FEED, "Its title does not say of which inspections the register is.")
    ours = claims.version == VERSION
    everything = with_withheld(shown, signed)
    other = None if ours else Other(everything, first=is_of_first_version(bundle, register, claims, signed))
    try:
        withheld = {leaf: row for leaf, row in everything.rows.items() if leaf not in shown}
        unseen = rows_of_unseen(bundle, signed, everything, verifier_key) | withheld
        ledger = ShownLedger(shown, unseen, signed)
        edition = gather(ledger, _terms(register, signed, shown, claims))
        if other is None or not other.first:
            _check_shown(edition, shown, unseen, blame)
        # How pages look is no word of the register, and what is in no leaf nobody can compare.
        apart = _APART_TOO if _is_beside_the_tree(claims, edition) else _APART
        differ = list(_compare(bundle, edition, findings, apart, other, blame))
    except (*_NOT_TOLD, OSError) as error:
        if (failed := _failed(error)) is None:
            blame("", f"What is shown cannot be told: {type(error).__name__}.")
        else:
            findings.could_not_read(gettempdir(), failed)
            findings.passed_over.add("B9")
        return []
    except Wrong as error:
        blame("", f"It cannot be compared with what the events come to: {error}.")
        return []
    named = other.named() if other else ()
    return [*_not_proved(claims, differ, apart, other, len(withheld)), *named]


def _failed(error: BaseException | None) -> OSError | None:
    """What the system would not do, if that is why: then the bundle is not to blame."""
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__ or error.__context__
    return error


def _blame(claims: Claims, signed: Signed, shown: Shown, findings: Findings) -> Blame:
    """How to take what a file says otherwise: it is found, unless a version can have put the mark."""

    def found(file: str, wrong: str) -> None:
        findings.add("B9", file, wrong)

    if claims.version is None or claims.version == VERSION:
        return found
    if (false := false_mark(claims.version, signed, shown)) is not None:
        found(FEED, false)
        return found
    return findings.could_not_compare


def _is_beside_the_tree(claims: Claims, edition: Edition) -> bool:
    """Whether the publication before was made at the same size: then its event is in no leaf yet."""
    terms = edition.terms
    return (
        terms.since is None
        and claims.since is not None
        and claims.since[1] == terms.known_at[: len(claims.since[1])]
    )


def _terms(register: RegisterFile, signed: Signed, shown: Shown, claims: Claims) -> Terms:
    since = claims.since
    before = next(
        (
            one.event
            for one in reversed(shown.values())
            if isinstance(one.event, PublicationMade) and _is_since(one.event, since)
        ),
        None,
    )
    return Terms(
        inspections=claims.inspections or (),
        as_of=Day(register.as_of),
        known_at=register.known_at,
        size=len(signed.leaves),
        root=signed.tree.root(),
        licence=claims.licence,
        since=(before.as_of, Instant(before.known_at)) if before else None,
        after=before.sums if before else None,
        also=claims.also,
        site=claims.site,
        about=claims.about,
        preview=claims.preview,
        version=claims.version,
    )


def _is_since(made: PublicationMade, since: tuple[str, str] | None) -> bool:
    """Whether this is the publication since which a page says that it tells what changed."""
    # HTML knows thousandths of a second and no finer ones.
    return since is not None and (made.as_of, made.known_at[: len(since[1])]) == since


def _check_shown(edition: Edition, shown: Shown, unseen: Container[int], blame: Blame) -> None:
    """What is shown is what the pages tell of: no more, and where nothing is left out, no less."""
    for leaf in sorted((shown.keys() - shown.history) ^ set(edition.proved_leaves)):
        blame(f"events/{leaf}.json", "A bundle shows it just if a row follows from it.")
    for leaf in sorted(shown.history ^ {leaf for leaf in edition.history_leaves if leaf not in unseen}):
        blame(HISTORY, f"The event of leaf {leaf} is in it just if the pages tell of it.")


def _compare(
    bundle: Bundle,
    edition: Edition,
    findings: Findings,
    apart: re.Pattern[str],
    other: Other | None,
    blame: Blame,
) -> Iterator[str]:
    """The paths of files that say something else: blamed, unless they are apart or of the first version."""
    paths = set()
    for file in _written(bundle, edition):
        path = file.path
        paths.add(path)
        wrong = _wrong(bundle, file) if not findings.names(path) else None
        if wrong is not None:
            is_there = path in bundle.files
            if path == naming.SCRIPT and is_there and other is not None:
                # The first version had none, so that no mark of it speaks for one.
                take = blame if not other.first else partial(findings.add, "B9")
                take(path, _ANOTHER_SCRIPT)
            elif not (is_there and apart.fullmatch(path)) and (other is None or not other.first):
                if is_there and other is not None:
                    wrong = _wrong_of(other, bundle, file)
                if wrong is not None:
                    blame(path, wrong)
                    if is_there and not findings.names(path):
                        _take_as_it_is(bundle, file)
            yield path
    for path in sorted(bundle.files - paths - {CHECKPOINT, SUMS, HISTORY}):
        if not path.startswith(FOLDERS) and is_known(path) and not findings.names(path):
            if other is None or not other.first:
                blame(path, "It is there, and the events come to no such file.")
            yield path


def _wrong_of(other: Other, bundle: Bundle, file: File) -> str | None:
    try:
        if (wrong := other.wrong(bundle, file)) is None:
            _take_as_it_is(bundle, file)
    except (Wrong, RecursionError) as error:
        return f"It cannot be compared with what the events come to: {error}."
    return wrong


def _take_as_it_is(bundle: Bundle, file: File) -> None:
    """Its bytes are others, and what tells of them tells of those; unless it cannot be read."""
    with suppress(Wrong):
        file.made = Made(file.path, bundle.size(file.path), bundle.digest(file.path))


def _wrong(bundle: Bundle, file: File) -> str | None:
    """What a file says otherwise, a sentence, or None."""
    if file.path not in bundle.files:
        return None if file.path in SETTINGS else "It is not there, and the events come to it."
    try:
        if alike.same(bundle, file):
            return None
        if (wrong := alike.difference(bundle, file)) is None:
            _take_as_it_is(bundle, file)
    except Wrong as error:
        return f"It cannot be compared with what the events come to: {error}."
    return wrong


def _written(bundle: Bundle, edition: Edition) -> Iterator[File]:
    """Every file that is not a proof, as this version writes it; an extra that it cannot make as it lies."""
    existing: Mapping[str, File] = {
        index.path_of(word): File(index.path_of(word), bundle.read(index.path_of(word)))
        for word in edition.terms.also
        if not index.can_make(word)
    }
    # What proves is looked at elsewhere: here it is what a page lists.
    paths = [
        path
        for path in bundle.files | bundle.named
        if path in (CHECKPOINT, HISTORY) or path.startswith(FOLDERS)
    ]
    for file in index.files(edition, existing):
        paths.append(file.path)
        yield file
    yield from index.listed(edition, paths)


def _not_proved(
    claims: Claims, differ: list[str], apart: re.Pattern[str], other: Other | None, withheld: int
) -> Iterator[str]:
    yield f"under which licence it may be used ({claims.licence.name})"
    if claims.site is not None:
        yield f"that it lies at {claims.site}"
    if claims.about is not None:
        yield "what the publisher says about it in about.toml (contact, reports, what words mean)"
    if claims.version is None:
        yield "which version of the program wrote it"
    else:
        yield f"that version {claims.version} of the program wrote it"
    if withheld:
        yield (
            f"that {so_many_events(withheld)} of which words were withdrawn from view said all else just as "
            "it is repeated here"
        )
    for word in claims.also:
        if not index.can_make(word):
            package = index.EXTRAS[word]
            yield (
                f"{index.path_of(word)} beside the table of the register "
                f"(it is written by {package.package} {package.version}, which is not here)"
            )
    if naming.STYLE in differ:
        yield f"how the pages look, for {naming.STYLE} is not the one that this version writes"
    if pages := [path for path in differ if path != naming.STYLE and apart.fullmatch(path)]:
        yield f"what changed since a publication of the same tree: {', '.join(gathered(pages))}"
    others = [path for path in differ if not apart.fullmatch(path)]
    if other is not None and others and other.first:
        yield (
            "whatever these say beside what was compared above, for the first version of the program, which "
            f"showed fewer events, wrote them: {', '.join(gathered(others))}"
        )
    elif other is not None and (others := [path for path in others if path.rpartition(".")[2] not in OF]):
        yield f"whatever these say beside the table of the register: {', '.join(gathered(others))}"
