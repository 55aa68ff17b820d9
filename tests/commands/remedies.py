"""What the program tells people to type, held against the commands and options that there are.

``wrong_in`` takes it from a sentence; ``commands_of`` says by which commands a decision is asked, as the
commands' own code has it.
"""

from __future__ import annotations

import ast
import dis
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType

import click

from commands.root import root
from ledger.decisions.base import Decision

ROOMS = ("events", "ledger", "projections", "commands")
_TYPED = re.compile(r"scrutiny(?P<words>(?: +[^\s:;,|()\"']+)*)")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def every_command(
    group: click.Group = root, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    """The path and the command of every one that can be run."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))
        elif command is not None:
            yield " ".join((*path, name)), command


def options_of(command: click.Command) -> set[str]:
    """Every option that it takes, with those that stand before or after any command."""
    return {
        option
        for one in (*command.params, *root.params)
        for option in (*one.opts, *one.secondary_opts)
        if isinstance(one, click.Option)
    } | {"--help"}


def wrong_in(sentence: str) -> Iterator[str]:
    """What there is not of the commands that a sentence names, ``scrutiny …`` until its end."""
    for found in _TYPED.finditer(sentence):
        words = found["words"].split()
        command: click.Command | None = root
        path: list[str] = []
        while words and isinstance(command, click.Group):
            word = words[0].rstrip(".…")
            inner = command.get_command(click.Context(command), word)
            if inner is None:
                break
            path.append(word)
            command, words = inner, words[1:]
        if isinstance(command, click.Group) and not command.invoke_without_command:
            if path or (words and re.fullmatch(r"[a-z][a-z-]+", words[0].rstrip(".")) and _may_be(words)):
                yield f"there is no command: {found[0]}"
            continue
        rest = sentence[found.start() :]
        until = re.search(r"[.;:](?:\s|$)|, ", rest)
        for option in _OPTION.findall(rest[: until.start()] if until else rest):
            if command is not None and option not in options_of(command):
                yield f"scrutiny {' '.join(path)} has no {option}: {found[0]}"


def _may_be(words: list[str]) -> bool:
    """Whether words behind the program's name may be a command, and not the sentence that goes on."""
    return words[0] not in ("ledger", "is", "needs", "of")


REFUSALS = {"Breach": 3, "Refused": 2, "NotFound": 2, "BadInput": 2, "NotInstalled": 2, "KeyTrouble": 2}
"""What a refusal is made with, and how many arguments it has with its remedy."""


def refusals_in_code() -> Iterator[tuple[str, ast.Call]]:
    """Every refusal that is made for a person, with the place it is made at."""
    for room in ROOMS:
        for path in sorted(Path(room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in REFUSALS
                    # What is only found in a record is asked of nobody.
                    and (node.func.id != "Breach" or len(node.args) > 1)
                ):
                    yield f"{path}:{node.lineno}", node


def has_remedy(call: ast.expr) -> bool:
    """Whether a refusal says what to do."""
    assert isinstance(call, ast.Call)
    assert isinstance(call.func, ast.Name)
    given = [*call.args, *(word.value for word in call.keywords if word.arg == "remedy")]
    empty = any(isinstance(one, ast.Constant) and one.value == "" for one in given)
    return len(given) >= REFUSALS[call.func.id] and not empty


@cache
def commands_of() -> dict[type[Decision], list[click.Command]]:
    """By which commands each decision is asked."""
    found: dict[type[Decision], list[click.Command]] = {}
    for _, command in every_command():
        for decision in _asked_by(command):
            found.setdefault(decision, []).append(command)
    return found


def _asked_by(command: click.Command) -> set[type[Decision]]:
    function = command.callback
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    found: set[type[Decision]] = set()
    seen: set[object] = set()
    waiting = [function]
    while waiting:
        one = waiting.pop()
        if one in seen or not isinstance(one, FunctionType):
            continue
        seen.add(one)
        for meant in (*map(one.__globals__.get, _names(one.__code__)), *_imported(one.__code__)):
            if isinstance(meant, type) and issubclass(meant, Decision):
                found.add(meant)
            elif isinstance(meant, FunctionType) and meant.__module__.startswith("commands."):
                waiting.append(meant)
    return found


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def _imported(code: CodeType) -> Iterator[object]:
    """What a function imports when it is called."""
    module = ""
    for step in dis.get_instructions(code):
        if step.opname == "IMPORT_NAME":
            module = step.argval
        elif step.opname == "IMPORT_FROM" and module.startswith(ROOMS):
            yield getattr(import_module(module), step.argval, None)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _imported(inner)


def misnamed(decision: type[Decision], sentence: str) -> list[str]:
    """The options that a refusal names without a command, and that what asks the decision does not take."""
    alone = re.sub(r"scrutiny [^.;]*", "", sentence)
    asked = commands_of().get(decision, [])
    return [
        option
        for option in _OPTION.findall(alone)
        if asked and not any(option in options_of(command) for command in asked)
    ]


def sentences() -> Iterator[tuple[str, str]]:
    """Every text in the code, with X in the place of what is put in, and where it stands; no docstrings."""
    top = Path(__file__).parents[2]
    for room in ROOMS:
        for path in sorted((top / room).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            for text, line in _texts(tree):
                yield f"{path.relative_to(top)}:{line}", text


def _texts(tree: ast.AST) -> Iterator[tuple[str, int]]:
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if id(node) in docstrings:
            continue
        text = _text(node)
        if text is not None:
            yield text, node.lineno
            continue
        waiting.extend(ast.iter_child_nodes(node))


def _text(node: ast.AST) -> str | None:
    match node:
        case ast.Constant(value=str() as value):
            return value
        case ast.JoinedStr(values=values):
            return "".join(one.value if isinstance(one, ast.Constant) else "X" for one in values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            one, other = _text(left), _text(right)
            return None if one is None and other is None else (one or "X") + (other or "X")
    return None
