"""``show E1``, ``evidence get E1``: what is named without its inspection, which is looked for.

1. One word alone is what stands last in the usage; REF NUMBER and REF/NUMBER are read as everywhere.
2. If just one inspection has it, that is the one that is meant; of several nobody guesses.
3. If none has it, the error is that of the only inspection there is, or points to the list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from re import IGNORECASE, fullmatch
from typing import TYPE_CHECKING, Any, cast

import click
from click.core import ParameterSource

from commands.cli.click_types import location
from commands.cli.context import environment_of
from commands.cli.naming import following
from commands.cli.options import Decorator
from commands.cli.prompts import PromptedArgument
from ledger.errors import BadInput, LedgerError, NotFound

if TYPE_CHECKING:
    from ledger.ledger import Ledger

_FEW = 5
Alone = Callable[[click.Context, str], bool]
"""Whether a word by itself is no inspection, so that the argument behind REF is meant."""


class RefIfNeeded(PromptedArgument):
    """REF, which may be left out: a word that is ``alone`` is the argument behind it.

    On a terminal it is prompted for if nothing was given at all.
    """

    def __init__(self, *args: Any, alone: Alone, **settings: Any) -> None:  # Any: as click.Argument
        super().__init__(*args, **settings)
        self.prompted = True
        self.alone = alone

    def consume_value(
        self, ctx: click.Context, opts: Mapping[str, Any]
    ) -> tuple[Any, ParameterSource]:  # Any: as click declares it
        """As click does; nothing, if the one word that was given is the argument behind."""
        self.part(ctx, opts)
        word, (behind, *_) = opts.get("ref"), following(ctx.command, self)
        one = isinstance(word, str) and behind.value_is_missing(opts.get(str(behind.name)))
        if not one or ctx.resilient_parsing or not self.alone(ctx, str(word)):
            return super().consume_value(ctx, opts)
        given = cast("dict[str, Any]", opts)  # that is what click's parser gives
        given[str(behind.name)] = given.pop("ref")
        return None, ParameterSource.DEFAULT


def ref_if_needed(alone: Alone) -> Decorator:
    """REF before another argument, if that does not say enough."""
    return click.argument("ref", metavar="[REF]", cls=RefIfNeeded, required=False, alone=alone)


def no_inspection(ctx: click.Context, word: str) -> bool:
    """If it is one, what stands behind it is missing."""
    if fullmatch("[EJDRP][0-9]+", word, IGNORECASE):
        return True
    with suppress(LedgerError), environment_of(ctx).open_ledger(location(ctx)) as ledger:
        return not ledger.inspection(word).version
    return True


def the_one(ledger: Ledger, name: str, is_in: Callable[[str], bool], again: str) -> str | None:
    """The only inspection that has what is so called, or None; raises BadInput if several have.

    ``again`` is the command to be typed, up to the name.
    """
    found = [ref for ref in inspections(ledger) if is_in(ref)]
    if len(found) > 1:
        # Of many a few are named: that says how to go on.
        more = f" and {len(found) - _FEW:,} more" if len(found) > _FEW else ""
        raise BadInput(
            f"{len(found):,} inspections have {name}: {', '.join(found[:_FEW])}{more}.",
            f"Say which: {again} {found[0]}/{name}",
        )
    return found[0] if found else None


def inspections(ledger: Ledger) -> list[str]:
    """The refs of all inspections, in their order."""
    from events.inspections import InspectionOpened  # noqa: PLC0415  help does without
    from projections.base import natural  # noqa: PLC0415

    opened = ledger.records(topics=[InspectionOpened.NAME])
    return sorted((str(record.event.fields["inspection"]) for record in opened), key=natural)


def inspection_with(ledger: Ledger, noun: str, name: str, again: str) -> str:
    """The inspection whose thing of a noun is meant; raises BadInput or NotFound."""
    found = the_one(ledger, name, lambda ref: has(ledger, noun, ref, name), again)
    there = inspections(ledger)
    if found is None and len(there) != 1:
        raise NotFound(f"No inspection has {noun} {name}.", f"See which there are: scrutiny {noun} list")
    return found or there[0]


def has(ledger: Ledger, noun: str, ref: str, name: str) -> bool:
    """Whether an inspection has a thing of a noun."""
    if noun not in ("recommendation", "cycle"):
        from projections.finding.part_nouns import kind_of  # noqa: PLC0415  help does without

        return kind_of(ledger, ref, name) == noun
    from ledger.decisions.base import cycle, recommendation  # noqa: PLC0415  as above

    with suppress(LedgerError):
        (cycle if noun == "cycle" else recommendation)(ledger.inspection(ref), name)
        return True
    return False
