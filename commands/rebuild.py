"""``scrutiny rebuild``."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click

from commands.checking import Lines, answer
from commands.options import Verb, location
from ledger.keyring import Keyring
from ledger.rebuilding import Rebuilt, rebuild


@click.command("rebuild", cls=Verb)
@click.option(
    "--format", type=click.Choice(["table", "json"]), default="table", help="How the result is printed."
)
@click.pass_context
def command(ctx: click.Context, format: str) -> None:
    """Make again what can be made from the events: leaves, indexes, counter, the place where sealing stopped.

    It does so only if the events are those that the signed checkpoints speak of, and changes nothing
    otherwise. The database as it was is kept beside the new one. What cannot be made again is listed, and
    the exit status is 6 then.
    """
    done = rebuild(location(ctx), Keyring.of(os.environ))
    answer(ctx, format, _as_json(done), _lines(done), ok=not done.left)


def _as_json(done: Rebuilt) -> dict[str, object]:
    return {
        "rebuilt": done.kept is not None,
        "events": done.events,
        "covered": done.covered,
        "wrong": list(done.wrong),
        "left": [found._asdict() for found in done.left],
        "kept": done.kept and str(done.kept),
    }


def _lines(done: Rebuilt) -> Iterator[str]:
    lines = Lines(2)
    if done.kept is None:
        yield "Nothing is to be made again."
    else:
        yield "This was wrong:"
        for message in done.wrong:
            yield from lines.wrapped(message, 2)
        yield from lines.wrapped(
            "Made again from the events: the leaves, the indexes, the counter, the place where sealing "
            "stopped, and the schema."
        )
        yield from lines.wrapped(
            f"The database as it was is kept: {done.kept}. Remove it once you have looked."
        )
    yield from lines.wrapped(
        f"{done.events:,} events; the first {done.covered:,} are those that a signed checkpoint speaks of."
    )
    if done.left:
        yield "This is wrong still, and cannot be made again:"
        for found in done.left:
            yield from lines.wrapped(found.message, 2)
