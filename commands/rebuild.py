"""``scrutiny rebuild``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from commands.cli.click_types import LedgerCommand, location
from commands.cli.context import environment_of
from commands.cli.folds import folds, made_again
from commands.cli.helping import option
from commands.cli.options import HELD, RESULT, VERIFIER_KEY
from commands.cli.progress import progress
from commands.cli.read import opened
from commands.cli.report import Lines, answer, read, verifier_key
from ledger.checks.believed import Held
from ledger.errors import BadInput, StorageError
from ledger.recovery.rebuilding import Rebuilt, rebuild
from ledger.validation import so_many, so_many_events


@click.command("rebuild", cls=LedgerCommand)
@HELD
@VERIFIER_KEY
@RESULT
@option("--cache", is_flag=True, help="Only the cache of your own that readings are quick by.")
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], key: str | None, format: str, cache: bool) -> None:
    """Rebuild what can be made from the events: leaves, nodes, indexes, counter, the position where sealing
    stopped.

    It reads the events alone, whatever else is damaged or missing. It changes something only if they are the
    events that the signed checkpoints cover. If the checkpoints are damaged themselves, the one you saw last
    counts, and those you name. The database as it was is kept beside the new one. If something cannot be
    rebuilt, it is listed, and the exit status is 6.

    With --cache the ledger is only read. The cache is made so in one go, and what long inspections came to;
    otherwise a reading takes in what is new, if that is not much. Nothing else depends on it, and it may be
    removed at any time.
    """
    if cache:
        if files or key is not None:
            raise BadInput("A cache is made from the events alone.", "Leave out --held and --key.")
        _cache(ctx, format)
        return
    held = [Held(file, read(file, "checkpoint")) for file in files]
    done = rebuild(
        location(ctx), environment_of(ctx).keyring(), None if key is None else verifier_key(key), held
    )
    answer(ctx, format, _as_json(done), _lines(done), ok=not done.left)


def _cache(ctx: click.Context, format: str) -> None:
    """Make the cache of a ledger anew; raises StorageError if it cannot be."""
    # Whoever rebuilds a ledger does without.
    from projections.cache.asking import make_again  # noqa: PLC0415
    from projections.cache.database import CacheTrouble  # noqa: PLC0415
    from projections.cache.place import place_of  # noqa: PLC0415

    with opened(ctx, folds(environment_of(ctx))) as ledger:
        head, _ = ledger.store.head()
        try:
            path = place_of(ledger.store.location, environment_of(ctx).variables)
            with progress("Taking in the events", ledger.store.rank(head) + 1) as done:
                came = make_again(path, ledger, done)
        except CacheTrouble as error:
            raise StorageError(
                f"The cache cannot be made: {error}.",
                "Readings come from the events meanwhile; see where it would be: scrutiny doctor",
            ) from error
        long = made_again(ledger)
    told = {"cache": str(path), "events": came.events, "position": came.position, "long": long}
    said = [f"The cache has {so_many_events(came.events)}: {path}"]
    if long:
        said.append(f"What {so_many(long, 'long inspection')} came to is kept, too.")
    answer(ctx, format, told, iter(said), ok=True)


def _as_json(done: Rebuilt) -> dict[str, object]:
    return {
        "rebuilt": done.kept is not None,
        "events": done.events,
        "covered": done.covered,
        "wrong": list(done.wrong),
        "left": [finding._asdict() for finding in done.left],
        "kept": done.kept and str(done.kept),
        "lost": list(done.lost),
        "nodes": done.nodes,
    }


def _lines(done: Rebuilt) -> Iterator[str]:
    lines = Lines(2)
    if done.nodes:
        yield f"The nodes for quick proofs were made of {so_many(done.nodes, 'leaf', 'leaves')}."
    elif done.kept is None:
        yield "Nothing is to be made again."
    else:
        if done.wrong:
            yield "This was wrong:"
            yield from lines.of_findings(done.wrong)
        yield from lines.wrapped(
            "Made again from the events: the leaves, the nodes over them, the indexes, the counter, the "
            "place where sealing stopped, and the schema."
        )
        yield from lines.wrapped(
            f"The database as it was is kept: {done.kept}. Remove it once you have checked the new one."
        )
    if done.lost:
        yield "This was there once, and is not in the new database:"
        yield from lines.of_findings(done.lost)
    covered = (
        f"a signed checkpoint speaks of the first {done.covered:,}" if done.covered else "none is signed"
    )
    yield from lines.wrapped(f"{so_many_events(done.events)}; {covered}.")
    if done.left:
        yield "This is wrong still, and cannot be made again:"
        yield from lines.of_findings([finding.message for finding in done.left])
