"""The pages of help of all commands as text that is kept, ``commands/data/help.txt``, which needs no click.

``make man`` writes it again; a test says if it is not what the commands say, and another compares what
``commands.pages`` makes of it with what click writes, from the narrowest to the widest.

Each line has a mark: ``=`` a command, ``:`` what stands behind it in its usage, ``|`` a paragraph, ``>`` a
line that stays as it is, ``-`` an option, and ``+`` a command of a group, with what it is behind a tab.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from commands.cli.click_types import SuggestingGroup
from commands.cli.helping import examples_of, in_lines
from commands.root import root

_PROGRAM = "scrutiny"
_AS_IT_IS = "\b\n"
"""What begins a paragraph that click does not wrap."""


def text() -> str:
    """All pages."""
    settings = dict(root.context_settings)
    ctx = click.Context(root, info_name=_PROGRAM, help_option_names=settings["help_option_names"])
    return "".join(f"{line}\n" for line in _of_group(root, ctx))


def _of_group(group: click.Group, ctx: click.Context) -> Iterator[str]:
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if command is None:
            continue
        inner = command.context_class(command, parent=ctx, info_name=name)
        yield from _page(command, inner)
        if isinstance(command, click.Group):
            yield from _of_group(command, inner)


def _page(command: click.Command, ctx: click.Context) -> Iterator[str]:
    yield f"= {ctx.command_path.removeprefix(f'{_PROGRAM} ')}"
    yield f": {' '.join(command.collect_usage_pieces(ctx))}"
    yield from _paragraphs(command.help)
    for param in command.get_params(ctx):
        if isinstance(param, click.Option) and (record := param.get_help_record(ctx)):
            yield "- {}\t{}".format(*record)
    if isinstance(command, SuggestingGroup):
        yield from (f"+ {name}\t{said}" for name, said in command.with_sentences(ctx))
    yield from _paragraphs(examples_of(ctx.command_path) if command.epilog is None else command.epilog)


def _paragraphs(said: str | None) -> Iterator[str]:
    for paragraph in in_lines(said or "").split("\n\n"):
        if paragraph.startswith(_AS_IT_IS):
            yield from (f"> {line}" for line in paragraph.removeprefix(_AS_IT_IS).splitlines())
        elif paragraph:
            yield f"| {' '.join(paragraph.split())}"
