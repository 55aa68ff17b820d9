"""How far a long job is: a bar on standard error, on a terminal only."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import click

from commands.cli.context import Environment, environment_of
from ledger.validation import so_many_events

SOON = 1.0
"""Seconds. A job that is done by then needs no bar."""


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], object]]:
    """Gives a function to call with how many more of ``length`` things are done."""
    environment = environment_of()
    if not environment.draws:
        yield lambda _: None
        return
    begun, done = time.monotonic(), 0
    with ExitStack() as stack:
        draw: Callable[[int], object] | None = None

        def advance(more: int) -> None:
            nonlocal draw, done
            done += more
            if draw is not None:
                draw(more)
            elif time.monotonic() - begun > SOON:
                shown = click.progressbar(
                    length=max(length, done),
                    label=label,
                    file=environment.stderr,
                    show_pos=True,
                    # A terminal is drawn on far more slowly than things are done.
                    update_min_steps=max(1, length // 500),
                )
                draw = stack.enter_context(shown).update
                draw(done)

        yield advance


class Looking:
    """How far a check of all events is: a line on a terminal that is written over, and gone at the end.

    With a ``label`` it is how far something else is.
    """

    def __init__(self, environment: Environment, label: str = "") -> None:
        self._environment = environment
        self._label = label
        self._shown = ""

    def __call__(self, done: int, last: int) -> None:
        """Show how far it is."""
        percent = f"{100 * done // max(done, last, 1)} %"
        if not self._shown.endswith(f", {percent}"):
            self._show(f"{self._label or f'{so_many_events(done)} looked at'}, {percent}")

    def counting(self, last: int) -> Callable[[int], None]:
        """A function to call with how many more of ``last`` things are done."""
        done = 0

        def more(count: int) -> None:
            nonlocal done
            done += count
            self(done, last)

        return more

    def end(self) -> None:
        """Leave the line empty."""
        if self._shown:
            self._show(" " * len(self._shown))
            self._environment.report("\r", end="")
            self._shown = ""

    def _show(self, text: str) -> None:
        if self._environment.reports_to_terminal:
            self._shown = text
            self._environment.report(f"\r{text}", end="")
