"""The manual pages, made from the commands: ``scrutiny(1)``, and one for each, with those of its group.

They stand in ``docs/man`` and are installed with the program. ``make man`` writes them again; a test says if
they are not what the commands say. There is no date in them: the same commands give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

from commands.cli.helping import examples_of
from commands.index import COMMANDS, SECTIONS
from commands.root import root
from ledger.version import VERSION

_PROGRAM = "scrutiny"
_HELP = list(root.context_settings["help_option_names"])
"""As the program itself has them, whatever ran before in this process."""
_COMMON = {"ledger", "person", "no_input"}
_FILES = (
    ("scrutiny-ledger/", "The ledger, in the folder you stand in or any above it."),
    ("~/.config/scrutiny-ledger/config", "Your settings; see scrutiny-config(1)."),
    ("~/.config/scrutiny-ledger/keys/", "Your signing keys."),
    ("~/.local/state/scrutiny-ledger/", "What you saw of ledgers."),
)
_VARIABLES = (
    ("SCRUTINY_PERSON", "The id of who acts, if there is no --as."),
    ("SCRUTINY_LEDGER", "Where the ledger is, if there is no --ledger."),
    ("SCRUTINY_FORMAT", "How readings are written, if there is no --format."),
    ("SCRUTINY_SSH_KEY", "The file of the SSH key that signs what is recorded."),
    ("VISUAL, EDITOR", "What long texts are written in, on a terminal."),
)


def pages() -> dict[str, str]:
    """Every page, by the name of its file."""
    made = {f"{_PROGRAM}.1": "\n".join(_root_page()) + "\n"}
    ctx = click.Context(root, info_name=_PROGRAM, help_option_names=_HELP)
    for name, entry in COMMANDS.items():
        command = root.get_command(ctx, name)
        if command is not None:
            lines = _page(command, click.Context(command, parent=ctx, info_name=name), entry.help)
            made[f"{_PROGRAM}-{name}.1"] = "\n".join(lines) + "\n"
    return made


def _head(name: str, said: str) -> Iterator[str]:
    yield f'.TH "{name.upper()}" "1" "" "{_PROGRAM} {VERSION}" "Scrutiny Ledger"'
    # No word is broken, and lines end where they end.
    yield ".nh\n.ad l"
    yield ".SH NAME"
    yield f"{escaped(name)} \\- {escaped(said.rstrip('.'))}"


def _root_page() -> Iterator[str]:
    ctx = click.Context(root, info_name=_PROGRAM, help_option_names=_HELP)
    yield from _head(_PROGRAM, "recommendations, evidence and judgements as a record that nobody can rewrite")
    yield ".SH SYNOPSIS"
    yield from _usage(root, ctx)
    yield ".SH DESCRIPTION"
    yield from _text(root.help or "")
    yield ".SH COMMANDS"
    for section in SECTIONS:
        yield f".SS {section}"
        rows = [(name, entry.help) for name, entry in COMMANDS.items() if entry.section == section]
        yield from _list(rows)
    yield ".SH OPTIONS"
    yield from _list([*_options(root, ctx, common=False), *_options(root, ctx, common=True)])
    yield ".SH EXIT STATUS"
    yield from _text(root.epilog or "")
    yield ".SH ENVIRONMENT"
    yield from _list(_VARIABLES)
    yield ".SH FILES"
    yield from _list(_FILES)
    yield ".SH SEE ALSO"
    yield ", ".join(f"\\fB{escaped(f'{_PROGRAM}-{name}')}\\fR(1)" for name in COMMANDS)


def _page(command: click.Command, ctx: click.Context, said: str) -> Iterator[str]:
    yield from _head(ctx.command_path.replace(" ", "-"), said)
    yield ".SH SYNOPSIS"
    yield from _usage(command, ctx)
    yield ".SH DESCRIPTION"
    yield from _text(command.help or "")
    if isinstance(command, click.Group):
        yield ".SH COMMANDS"
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            if inner is not None:
                yield from _part(inner, click.Context(inner, parent=ctx, info_name=name))
    yield ".SH OPTIONS"
    yield from _list([*_options(command, ctx, common=False), *_options(command, ctx, common=True)])
    if examples := _examples(command, ctx):
        yield ".SH EXAMPLES"
        yield from _verbatim(examples)
    yield ".SH SEE ALSO"
    yield f"\\fB{_PROGRAM}\\fR(1)"


def _part(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """A command of a group, in the page of that; the options that all have stand there once."""
    yield f".SS {escaped(ctx.command_path)}"
    yield from _usage(command, ctx)
    yield ".PP"
    yield from _text(command.help or "")
    yield from _list(_options(command, ctx, common=False))
    if examples := _examples(command, ctx):
        yield ".PP"
        yield from _verbatim(examples)


def _usage(command: click.Command, ctx: click.Context) -> Iterator[str]:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    yield f"\\fB{escaped(ctx.command_path)}\\fR {escaped(pieces)}"


def _options(command: click.Command, ctx: click.Context, *, common: bool) -> list[tuple[str, str]]:
    # A command keeps the first option for help that it was asked for, with the names of that context.
    own = [param for param in command.params if isinstance(param, click.Option)]
    records = [param.get_help_record(ctx) for param in own if (param.name in _COMMON) == common]
    shown = command.get_help_option(ctx)
    if common and shown:
        records.append((", ".join(_HELP), shown.help or ""))
    return [record for record in records if record]


def _examples(command: click.Command, ctx: click.Context) -> list[str]:
    shown = command.epilog or examples_of(ctx.command_path) or ""
    return [line.strip() for line in shown.splitlines() if line.strip().startswith(_PROGRAM)]


def _text(help: str) -> Iterator[str]:
    """Paragraphs; what click leaves as it is (behind a ``\\b``) stays so."""
    for at, paragraph in enumerate(re.split(r"\n[ \t]*\n", help.strip())):
        if at:
            yield ".PP"
        if paragraph.lstrip().startswith("\b"):
            yield from _verbatim(paragraph.replace("\b", "").strip("\n").splitlines())
        else:
            yield escaped(" ".join(paragraph.split()))


def _verbatim(lines: Iterable[str]) -> Iterator[str]:
    yield ".RS 4\n.nf"
    yield from map(escaped, lines)
    yield ".fi\n.RE"


def _list(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, said in rows:
        yield f".TP\n\\fB{escaped(name)}\\fR"
        yield escaped(" ".join(said.split())) or "\\&"


def escaped(text: str) -> str:
    """A line as roff takes it: nothing in it is a request, and it is ASCII."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text)
    return f"\\&{text}" if text[:1] in ".'" and text else text
