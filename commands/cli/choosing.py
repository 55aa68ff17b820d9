"""One of several things, chosen at a prompt by its place, its word, or what is shown of it.

--due 03/04/2021 could be 3 April 2021 or 4 March 2021.
  1  3 April 2021
  2  4 March 2021
Which: 1
"""

from __future__ import annotations

from collections.abc import Sequence

from commands.cli.context import Environment


def choose(environment: Environment, told: str, options: Sequence[tuple[str, str]]) -> str:
    """The value that is chosen of several, each with how it is shown; asked until it is one of them."""
    environment.report_sentences(told)
    for place, (_, shown) in enumerate(options, 1):
        environment.report(f"  {place}  {shown}")
    meant = {str(place): value for place, (value, _) in enumerate(options, 1)}
    for value, shown in options:
        meant.setdefault(value.casefold(), value)
        meant.setdefault(shown.casefold(), value)
    while True:
        typed = " ".join(str(environment.prompt("Which")).split()).casefold()
        if typed in meant:
            return meant[typed]
        environment.report(f"Error: {typed!r} is none of these: give a number from 1 to {len(options)}.")
