"""What ``publish`` says of the bundle that it wrote: where, how much, what changed, and what it keeps."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

import orjson

from commands.cli.context import environment_of
from commands.cli.offers import first_words
from commands.cli.read import NARROWEST_TERMINAL
from commands.cli.receipts import More
from ledger.policies import STATUSES
from ledger.validation import so_many
from projections.model.changes import Change
from projections.publication.files.site import words
from projections.publication.preview import Previewed
from projections.publication.summary import Written, in_words, rows

_MOST = 8
"""Files and changes that are named; of more, the rest are counted. JSON has each."""

_LONGEST = 70
"""Characters of a change in a line of a terminal."""


def more(written: Written, kept: Sequence[str]) -> More:
    """What a receipt says beside what was recorded."""
    return More(facts(written, kept), tuple(wrapped(lines(written, kept))))


def wrapped(told: Iterable[str]) -> Iterator[str]:
    """Lines for people in the width of the terminal, in which no word is broken."""
    width = max(environment_of().columns(), NARROWEST_TERMINAL)
    for line in told:
        indent = line[: len(line) - len(line.lstrip())]
        yield from textwrap.wrap(
            line,
            width,
            subsequent_indent=f"{indent}  ",
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]


def facts(written: Written, kept: Sequence[str]) -> dict[str, object]:
    """As JSON; ``changes`` are rows as those of ``diff``."""
    return {
        "folder": written.folder,
        "pages": written.pages,
        "files": written.files,
        "changes": rows(written.changes),
        "since": written.since.size if written.since else None,
        "differ": written.differ,
        "kept": list(kept),
    }


def lines(written: Written, kept: Sequence[str]) -> Iterator[str]:
    """For people."""
    yield (f"In {written.folder}: {so_many(written.pages, 'page')}, {so_many(written.files, 'file')} in all.")
    yield _changed(written)
    for how in ("new", "gone"):
        if paths := [path for path, found in written.differ.items() if found == how]:
            named = ", ".join(paths[:_MOST])
            rest = f" and {len(paths) - _MOST:,} more" if len(paths) > _MOST else ""
            yield f"{how.capitalize()}: {named}{rest}"
    if kept:
        yield f"Kept from the last publication: {', '.join(kept)}"


def _changed(written: Written) -> str:
    if written.since is None:
        return "It is the first publication of these inspections."
    since = f"Since the publication of size {written.since.size:,} (as of {written.since.as_of})"
    if not written.changes:
        return f"{since}, no status, words, evidence or answers changed."
    return f"{since}, {in_words(written.changes)}."


def print_preview(previewed: Previewed, format: str) -> None:
    """What would be published, and that nothing was."""
    told, kept = previewed.written, previewed.kept.kept
    if format == "json":
        receipt: dict[str, object] = {
            "ref": None,
            "events": [],
            "changed": previewed.changed,
            "preview": True,
        }
        environment_of().show(orjson.dumps({**receipt, **facts(told, kept)}).decode())
        return
    shown = ["A preview; nothing was recorded and nothing published.", *lines(told, kept)]
    if told.changes:
        shown += ["", *(f"  {name}: {_step(step)}" for name, step in told.changes[:_MOST])]
        if len(told.changes) > _MOST:
            shown.append(f"  … and {len(told.changes) - _MOST:,} more: see changes.html")
    if previewed.kept.ended:
        shown.append(f"It ends: {', '.join(previewed.kept.ended)}")
    if not previewed.changed:
        shown.append("The last publication says the same.")
    environment_of().show("\n".join(wrapped(shown)))


def _step(step: Change) -> str:
    did = words.DID[step.change]
    before, after = (
        " ".join(STATUSES.get(one or "", one or "none").split()) for one in (step.before, step.after)
    )
    told = f"{did[0].lower()}{did[1:]}, {words.when(step.on)}: "
    told += after if step.before is None else f"{before} -> {after}"
    return first_words(told, _LONGEST)
