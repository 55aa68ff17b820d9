"""Words of a vocabulary however they are typed: in any case, by their label, or by a common synonym.

    --status Met            Note: --status Met is closed/implemented.
    --reason "No longer relevant"
    --role Approver

1. A word of the contract is itself; then comes a word of one's own, then a label, then a synonym.
2. What was understood is echoed, if it differs by more than its capitals.
3. What is none of these is handed on as it is typed: the decision refuses it, and names those that there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from commands.cli.click_types import location
from commands.cli.context import environment_of
from commands.cli.unwritten import Unwritten
from ledger.errors import BadInput, Refused

MEANT = "scrutiny.meant."
"""Before the name of a value that another value meant, too: a status that says its reason."""


def word_meant(ctx: click.Context, vocabulary: str, typed: str) -> Any:  # Any: a Word, or None
    """The word of a vocabulary that is meant, as ``ledger.state.vocabulary`` has it; None if it is none."""
    from ledger.state.vocabulary import OURS, Word  # noqa: PLC0415  --help and completion need no words

    if (known := OURS.find(vocabulary, typed)) is not None:
        return known
    with environment_of(ctx).open_ledger(location(ctx)) as ledger:
        words = ledger.inspectorate().vocabulary
    if (known := words.find(vocabulary, typed)) is not None:
        return known
    from commands.cli.word_synonyms import synonym  # noqa: PLC0415  most words are typed as they are
    from ledger.importing.meanings import folded  # noqa: PLC0415

    labelled = [
        word for word in words.of(vocabulary) if not word.retired and folded(word.label) == folded(typed)
    ]
    if len(labelled) == 1:
        return labelled[0]
    if labelled or (plain := synonym(vocabulary, typed)) is None:
        return None
    word, _, reason = plain.partition("/")
    known = words.find(vocabulary, word)
    return known and Word(vocabulary, word, known.label, plain if reason else known.means, own=False)


def echo(ctx: click.Context, param: click.Parameter | None, typed: str, meant: str) -> None:
    """Say what was understood, if it is not what was typed."""
    if typed.casefold() != meant.casefold():
        said = param.opts[0] if isinstance(param, click.Option) else "the word"
        environment_of(ctx).warn(f"{said} {typed} is {meant}.")


class VocabularyWord(click.ParamType[str]):
    """A word of a vocabulary that the inspectorate may add to. ``asked`` says that it asks for rows: then a
    synonym that says more than the word is none.
    """

    name = "word"

    def __init__(self, vocabulary: str, *, asked: bool = False) -> None:
        self.vocabulary, self.asked = vocabulary, asked

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word as it was added; as it is typed if it is none."""
        typed = str(value)
        if ctx is None or ctx.resilient_parsing or not typed.strip() or isinstance(value, Unwritten):
            return typed
        found = word_meant(ctx, self.vocabulary, typed)
        if found is None or (self.asked and found.reason and not found.own):
            return typed
        echo(ctx, param, typed, found.word)
        return str(found.word)


class OneOf(click.Choice[str]):
    """One of words that are always the same, however it is typed; ``vocabulary`` names its synonyms."""

    def __init__(self, choices: Iterable[str], vocabulary: str) -> None:
        super().__init__(tuple(choices), case_sensitive=False)
        self.vocabulary = vocabulary

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word; a usage error if it is none of them."""
        typed = str(value)
        if ctx is not None and not ctx.resilient_parsing and typed.casefold() not in self.choices:
            from commands.cli.word_synonyms import synonym  # noqa: PLC0415  as above
            from ledger.importing.meanings import folded  # noqa: PLC0415

            same = next((word for word in self.choices if folded(word) == folded(typed)), None)
            meant = same or synonym(self.vocabulary, typed)
            if meant in self.choices:
                echo(ctx, param, typed, meant)
                return meant
        return super().convert(value, param, ctx)


class Status(OneOf):
    """A status, or what means one and perhaps more: a word of one's own, or a synonym with a reason."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The status; what else was meant is kept for ``--word`` and ``--reason``."""
        if ctx is None or ctx.resilient_parsing:
            return str(value)
        typed = str(value)
        if typed == also_meant(ctx, "status"):
            return typed  # understood before: click converts what a prompt gave once more
        found = word_meant(ctx, self.vocabulary, typed)
        if found is not None and found.retired:
            raise Refused(f"The word {found.word!r} is retired: it is for nothing new.", "Give another.")
        keep_meant(ctx, found)
        if found is None or found.status is None:
            return super().convert(value, param, ctx)
        meant = f"the word {found.word}, which means {found.means}" if found.own else found.means
        echo(ctx, param, typed, meant)
        return str(found.status)


class OwnStatus(VocabularyWord):
    """A word of one's own for a status; its reason is kept for ``--reason``, and whether it closes."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word as it was added; as it is typed if it is none."""
        word = super().convert(value, param, ctx)
        if ctx is not None and not ctx.resilient_parsing:
            found = word_meant(ctx, self.vocabulary, word)
            keep_meant(ctx, found if found and found.own else None)
        return word


class Meaning(click.ParamType[str]):
    """What a word of one's own is to mean: ``closed/implemented`` or any word that means it, or ``none``."""

    name = "meaning"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The meaning as the ledger writes it; as it is typed if it is none."""
        typed = str(value).strip()
        if ctx is None or ctx.resilient_parsing or not typed:
            return typed
        if "/" in typed or typed.casefold() == "none":
            return typed.casefold()
        found = word_meant(ctx, "status", typed)
        if found is None or found.means is None:
            return typed
        echo(ctx, param, typed, found.means)
        return str(found.means)


def keep_meant(ctx: click.Context, found: Any) -> None:  # Any: a Word, or None
    """Keep what a status or an own word says besides."""
    meant = {
        "word": found.word if found and found.own else None,
        "reason": found.reason if found else None,
        "status": found.status if found else None,
    }
    for name, value in meant.items():
        ctx.meta[MEANT + name] = value


def also_meant(ctx: click.Context, name: str) -> str | None:
    """What a status or a word that was typed meant for another value, or None."""
    found: str | None = ctx.meta.get(MEANT + name)
    return found


def check_meant(ctx: click.Context, reason: str | None) -> None:
    """Raise BadInput if a status says its reason, and another was given."""
    meant, status = also_meant(ctx, "reason"), also_meant(ctx, "status")
    if not meant or also_meant(ctx, "word") or reason in (None, meant):
        return
    raise BadInput(
        f"The status that was given means {status}/{meant}, and the reason is {reason}.",
        f"Leave one of the two out: --status {status} --reason {reason}",
    )
