"""What becomes of a command that there is not: what it means is run, or what may be meant is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import click

from commands.cli.context import environment_of
from commands.cli.near import listed, near
from commands.cli.synonyms import meanings, options_meant

_QUOTED = re.compile("'([^']*)' is not one of")


def read_as(group: click.Group, ctx: click.Context, args: Sequence[str]) -> list[str]:
    """The words of a command that there is, for those of one that there is not; a usage error if none is."""
    word, *rest = args
    if word == "help":
        return _help(ctx, rest)
    names = group.list_commands(ctx)
    if turned := _turned(group, ctx, word, rest):
        return _instead(ctx, [word, rest[0]], turned, rest[1:])
    meant, alone = meanings(word, names, root=ctx.parent is None)
    if alone:
        return _instead(ctx, [word], meant[0].split(), rest)
    path = ctx.command_path
    likely = [f"{path} {name}" for name in meant] or [f"{path} {name}" for name in near(word, names)]
    if not likely:
        likely = list(dict.fromkeys(_elsewhere(ctx.find_root(), word)))
    if likely:
        raise click.UsageError(f"There is no command {word!r}. Did you mean: {listed(likely)}?", ctx)
    # The help has those of the root, which are many.
    known = f" Commands: {', '.join(names)}." if ctx.parent else ""
    raise click.UsageError(f"There is no command {word!r}.{known}", ctx)


def _help(ctx: click.Context, rest: list[str]) -> list[str]:
    """``help judgement record`` is ``judgement record --help``."""
    if not rest:
        environment_of(ctx).show(ctx.get_help())
        raise click.exceptions.Exit(0)
    return [*rest, "--help"]


def _turned(group: click.Group, ctx: click.Context, word: str, rest: list[str]) -> list[str]:
    """The noun and its verb, if they are typed the other way round: ``record judgement``, ``list cycles``."""
    noun = _noun(group, ctx, rest[0]) if rest and ctx.parent is None else None
    if noun is None:
        return []
    inner = click.Context(noun, ctx, noun.name)
    names = noun.list_commands(inner)
    if word in names:
        return [str(noun.name), word]
    meant, alone = meanings(word, names, root=False)
    return [str(noun.name), *meant] if alone else []


def _noun(group: click.Group, ctx: click.Context, word: str) -> click.Group | None:
    """The commands of a noun, which may be typed in the plural."""
    alike, alone = meanings(word, group.list_commands(ctx), root=True)
    for name in (word, word.removesuffix("s"), *(alike if alone else ())):
        found = group.get_command(ctx, name)
        if isinstance(found, click.Group):
            return found
    return None


def _instead(ctx: click.Context, typed: list[str], meant: list[str], rest: Sequence[str]) -> list[str]:
    if not ctx.resilient_parsing:
        environment_of(ctx).warn(f"{' '.join(typed)!r} is {' '.join(meant)!r} here.")
    return [*meant, *rest]


def _elsewhere(root: click.Context, word: str) -> Iterator[str]:
    """Commands of that name under a noun, and what the word means at the root."""
    group = root.command
    if not isinstance(group, click.Group):
        return
    meant, _ = meanings(word, group.list_commands(root), root=True)
    yield from (f"{root.command_path} {name}" for name in meant)
    for name in group.list_commands(root):
        noun = group.get_command(root, name)
        if isinstance(noun, click.Group):
            likely = near(word, noun.list_commands(click.Context(noun)))
            yield from (f"{root.command_path} {name} {verb}" for verb in likely)


def option(error: click.NoSuchOption) -> str:
    """The sentence on an option that a command has not."""
    there = {name for param in error.ctx.command.params for name in param.opts} if error.ctx else set()
    named = error.option_name
    options = [name for name in there if name.startswith("--")]
    likely = options_meant(named, there) or near(named, sorted(options))
    asked = f" Did you mean: {listed(likely)}?" if likely else ""
    return f"No such option {named!r}.{asked}"


def choice(error: click.BadParameter, message: str) -> str:
    """The sentence on a value, with the one that may be meant if it has to be one of several."""
    kind = error.param.type if error.param else None
    if not isinstance(kind, click.Choice) or not (said := _QUOTED.search(message)):
        return message
    likely = near(said[1], map(str, kind.choices))
    return f"{message.rstrip('.')}. Did you mean: {listed(likely)}?" if likely else message
