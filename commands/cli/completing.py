"""What a shell completes: words of the ledger, for the arguments and options of every command.

A parameter is known by what its usage calls it: REF, NUMBER, BODY. What cannot be read is not completed:
there is no message, no wait for a lock, and no traceback in the middle of what somebody types.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import click
from click.shell_completion import CompletionItem

from commands.cli.click_types import location, named_person
from commands.cli.ledger_words import READERS, Asked, Offer, words
from commands.cli.naming import following
from commands.cli.prompts import PromptedArgument, PromptedOption
from commands.cli.understood import OwnStatus, VocabularyWord
from ledger.errors import LedgerError
from ledger.policies import ANSWERS, KINDS, REASONS, STATUSES
from ledger.store.location import open_store

_FILES = {"PATH", "FILE", "FILE.csv", "CHECKPOINT", "MAP.toml", "VERIFIER_KEY"}
_FOLDERS = {"DIR", "FOLDER", "LOCATION"}
_WHOLE = {"REF/NUMBER", "WHICH"}
_CONTRACT = {"kind": KINDS, "status": STATUSES, "reason": REASONS, "answer": ANSWERS}
_HELP = 70
_SECONDS = 1.0


class FromLedger(click.ParamType[str]):
    """A text that a shell completes from the ledger. ``kind`` is what the usage calls it."""

    name = "text"

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """What begins so, whatever its case."""
        if self.kind in _FILES | _FOLDERS:
            return [CompletionItem(incomplete, type="dir" if self.kind in _FOLDERS else "file")]
        return items(_read(_offered(ctx, param, self.kind, incomplete)), incomplete)


class FromVocabulary(click.ParamType[str]):
    """A word of a vocabulary: of the contract's, unless ``own`` is set, and of the publisher's own."""

    name = "word"

    def __init__(self, vocabulary: str, *, own: bool) -> None:
        self.vocabulary, self.own = vocabulary, own

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """What begins so, whatever its case."""
        known = () if self.own else _CONTRACT.get(self.vocabulary, ())
        offers = [(word, "") for word in known]
        return items([*offers, *_read(_own(ctx, self.vocabulary))], incomplete)


def _read(offers: Iterable[Offer]) -> list[Offer]:
    """What there is to offer; nothing if it cannot be read, now or at all."""
    within_a_second()
    with suppress(LedgerError, OSError):
        return list(offers)
    return []


def items(offers: Iterable[Offer], incomplete: str) -> list[CompletionItem]:
    """Each offer that begins so, once."""
    begun = incomplete.casefold()
    found = {word: said for word, said in offers if word.casefold().startswith(begun)}
    return [CompletionItem(word, help=_line(said)) for word, said in found.items()]


def _line(text: str) -> str | None:
    line = " ".join(text.split())
    return (line if len(line) <= _HELP else f"{line[:_HELP].rpartition(' ')[0]}…") or None


def _offered(ctx: click.Context, param: click.Parameter, kind: str, incomplete: str) -> Iterator[Offer]:
    ref, number = _given(ctx, "ref"), _given(ctx, "number")
    whole = kind in _WHOLE or (kind == "REF" and following(ctx.command, param))
    if whole and "/" in incomplete:
        # REF/NUMBER in one word: the slash says which inspection is meant.
        ref = incomplete.partition("/")[0]
    store = open_store(location(ctx))
    try:
        asked = Asked(store, ref, number, named_person(ctx))
        if kind == "REF" and "/" in incomplete:
            behind = following(ctx.command, param)
            part = _kind_of(ctx.command, behind[0]) if behind else None
            for word, said in READERS[part](asked) if part else ():
                yield f"{ref}/{word}", said
            return
        yield from READERS[kind](asked if kind not in _WHOLE or "/" in incomplete else Asked(store))
    finally:
        store.close()


def _given(ctx: click.Context, name: str) -> str:
    """The value of an argument that was typed already; of several the last."""
    value: Any = ctx.params.get(name)
    if isinstance(value, tuple):
        value = value[-1] if value else ""
    return value if isinstance(value, str) else ""


def _kind_of(command: click.Command, param: click.Parameter) -> str | None:
    """Which kind of word a parameter takes, if the ledger has such."""
    check = param.check if isinstance(param, PromptedArgument | PromptedOption) else ""
    if check.startswith("new ") or (param.metavar, command.name) == ("NAME", "register"):
        return None
    if check == "running cycle":
        return check
    if param.type.name == "path":
        return "FOLDER" if param.metavar in _FOLDERS else "FILE"
    called = (param.metavar or "").strip("[].")
    if called == "JUDGEMENT" and command.name in ("sign-off", "return"):
        return "waiting judgement"
    if param.name == "until":
        return "running cycle"
    return called if called in READERS or called in _FILES | _FOLDERS else None


def complete_from_ledger(command: click.Command, args: list[str]) -> list[str]:
    """Let the parameters of a command be completed, those that it completes itself as it does.

    Returns the words before the one that is completed, without the option whose value that is: with it click
    would read none of the arguments.
    """
    for param in command.params:
        if isinstance(param.type, VocabularyWord):
            param.type = FromVocabulary(param.type.vocabulary, own=isinstance(param.type, OwnStatus))
            continue
        is_text = (
            isinstance(param.type, click.types.StringParamType)
            or param.type.name == "path"
            or param.metavar == "SIZE"
        )
        if is_text and (kind := _kind_of(command, param)):
            param.type = FromLedger(kind)
    options = (param for param in command.params if isinstance(param, click.Option) and not param.is_flag)
    return args[:-1] if args and any(args[-1] in option.opts for option in options) else args


def _own(ctx: click.Context, vocabulary: str) -> Iterator[Offer]:
    store = open_store(location(ctx))
    try:
        yield from words(Asked(store), vocabulary)
    finally:
        store.close()


def within_a_second() -> None:
    """End the process after a second: a shell that waits for a lock is worse than one that offers nothing."""
    from _thread import start_new_thread  # noqa: PLC0415  nothing else here waits
    from time import sleep  # noqa: PLC0415  as above

    def end() -> None:
        sleep(_SECONDS)
        os._exit(0)

    start_new_thread(end, ())
