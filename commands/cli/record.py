"""Asking a decision from the command line: open the ledger, ask, and print a receipt for what is on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeGuard

import click

from commands.cli.click_types import PERSON, confirms, located, location, may_ask, named_person
from commands.cli.context import environment_of
from commands.cli.unwritten import Unwritten
from ledger.errors import Refused

if TYPE_CHECKING:
    from ledger.decisions.base import Decision, InspectionDecision
    from ledger.evidence.base import Vault
    from ledger.ledger import Ledger
    from ledger.state.stored import FindFolds


@contextmanager
def recording(ctx: click.Context, find: FindFolds = lambda *_: None) -> Iterator[Ledger]:
    """The ledger, to record in. Once an event is on disk, a stop waits until the receipt is printed.

    ``find`` is given by what asks a decision or several, which long streams are not folded for.
    """
    from commands.cli import clock  # noqa: PLC0415  it opens the keys, and help does without them
    from commands.cli.stops import waiting  # noqa: PLC0415  as above

    environment = environment_of(ctx)
    with waiting() as hold, environment.open_ledger(location(ctx), environment.keyring(), find) as ledger:
        ledger.before_commit = hold
        place = located(ctx)
        if place.source == "found" and place.where != environment.folder:
            environment.warn_if_done(f"the ledger is {place.value}, found above this folder.")
        clock.check(ctx, ledger)
        yield ledger


def act(
    ctx: click.Context,
    decision: Decision,
    format: str,
    vault: Vault | None = None,
    concerns: Callable[[Ledger], Mapping[str, Sequence[str]]] = lambda _: {},
    doubts: Callable[[Ledger], Iterable[str]] = lambda _: (),
) -> None:
    """Ask one decision on behalf of the person who acts, and print its receipt.

    ``concerns`` looks up what else it concerns, before anything is recorded: refs by what they are to it,
    ``{"rests_on_it": ["J1"]}``. ``doubts`` looks up what may be a slip, a sentence each.
    """
    from commands.cli.folds import folds  # noqa: PLC0415  help does without
    from commands.cli.receipts import print_receipt  # noqa: PLC0415  as above

    by = actor(ctx)
    with recording(ctx, folds(environment_of(ctx))) as ledger:
        concerned = concerns(ledger)
        _settle(ctx, ledger, [decision], doubts, by)
        (decision,) = written(ledger, [decision], by)
        shown_and_confirmed(ctx, ledger, [decision], by)
        (receipt,) = ledger.ask(decision, by=by, attachments=vault)
        print_receipt(receipt, format, ledger, concerned=concerned)


def act_together(
    ctx: click.Context,
    decisions: Callable[[Ledger], Sequence[InspectionDecision]],
    format: str,
    within: str = "",
    vault: Vault | None = None,
    doubts: Callable[[Ledger], Iterable[str]] = lambda _: (),
) -> None:
    """Ask several decisions at once, all or none, and print one receipt for them.

    The receipt names what was made ``within`` that inspection without its ref, as it can be typed again.
    ``vault`` holds the files that belong to them. ``doubts`` looks up what may be a slip, a sentence each.
    """
    from commands.cli.folds import folds  # noqa: PLC0415  help does without
    from commands.cli.receipts import print_receipt  # noqa: PLC0415  as above
    from commands.cli.targets import shorten  # noqa: PLC0415  as above
    from ledger.decisions.base import Target  # noqa: PLC0415  as above

    by = actor(ctx)
    with recording(ctx, folds(environment_of(ctx))) as ledger:
        asked = decisions(ledger)
        # Looked up before anything is recorded, because after that no look-up may fail.
        refs = [ledger.inspection(item.inspection).ref for item in asked]
        _settle(ctx, ledger, asked, doubts, by)
        whole = written(ledger, asked, by)
        shown_and_confirmed(ctx, ledger, whole, by)
        receipts = ledger.ask(*whole, by=by, attachments=vault)
        made = [
            Target(ref, receipt.ref.removeprefix(f"{ref}/"))
            for ref, receipt in zip(refs, receipts, strict=True)
        ]
        together = receipts[0]._replace(
            ref=shorten(made, within),
            events=tuple(event for receipt in receipts for event in receipt.events),
        )
        print_receipt(together, format, ledger, tuple(shorten([target], within) for target in made))


def _settle(
    ctx: click.Context,
    ledger: Ledger,
    decisions: Sequence[Decision],
    doubts: Callable[[Ledger], Iterable[str]],
    by: str,
) -> None:
    """Ask about what may be a slip, unless it is refused in any case."""
    if found := list(doubts(ledger)):
        from commands.cli.doubts import settle  # noqa: PLC0415  hardly ever needed

        ledger.consider(*decisions, by=by)
        settle(ctx, found)


def shown_and_confirmed(ctx: click.Context, ledger: Ledger, decisions: Sequence[Decision], by: str) -> None:
    """On a terminal, show what decisions would record and ask whether to; raises Declined."""
    if confirms(ctx):
        from commands.cli.asking import PROMPTED  # noqa: PLC0415  at a terminal only
        from commands.cli.confirming import confirm  # noqa: PLC0415  as above

        # Who gave all on the command line, and saved the text in the editor, confirmed it by that.
        confirmed = environment_of(ctx).was_saved and not ctx.meta.get(PROMPTED)
        confirm(ctx, ledger, decisions, by, asks=not confirmed)


def written(ledger: Ledger, decisions: Sequence[Decision], by: str) -> Sequence[Decision]:
    """The same decisions with the long texts from the editor, which opens once all else is right.

    Raises what asking them would.
    """
    unwritten = [text for item in decisions for text in vars(item).values() if _is_unwritten(text)]
    if not unwritten:
        return decisions
    ledger.consider(*decisions, by=by)
    # Several that are decided alike have one text.
    texts = {id(text): "" for text in unwritten}
    for text in unwritten:
        texts[id(text)] = texts[id(text)] or text.write(environment_of())
    return [
        type(item)(
            **{name: texts[id(text)] if _is_unwritten(text) else text for name, text in vars(item).items()}
        )
        for item in decisions
    ]


def _is_unwritten(value: object) -> TypeGuard[Unwritten]:
    return isinstance(value, Unwritten)


def actor(ctx: click.Context) -> str:
    """The id of who acts, asked for on a terminal if nobody is named; raises Refused if nobody is."""
    if by := named_person(ctx):
        return by
    if may_ask(ctx):
        from commands.cli.asking import ask  # noqa: PLC0415  at a terminal only

        named = next(param for param in ctx.command.params if param.name == "person")
        by = ctx.meta[PERSON] = str(ask(ctx, named, check="who acts", label="Your id (--as)"))
        return by
    raise Refused(
        "It is not known who acts.",
        "Give your id: --as ID, or SCRUTINY_PERSON; or once for all: scrutiny config set person ID",
    )


def not_made_to(ledger: Ledger, ref: str, numbers: Sequence[str], body: str, on: str | None) -> Iterator[str]:
    """That recommendations are not made to a body of which something is recorded: it may be a slip."""
    from commands.cli.targets import expand  # noqa: PLC0415  help does without
    from projections.near_names import not_made_to  # noqa: PLC0415  as above

    yield from not_made_to(ledger, expand(ledger, ref, numbers, "recommendations"), body, on)
