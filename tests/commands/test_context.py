"""A command takes everything from its environment: streams, variables, terminal, clock, prompts."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import commands
from commands.cli.status import ExitStatus
from ledger import errors

FOLDER = Path(commands.__file__).parent
MODULES = sorted(path for path in FOLDER.rglob("*.py") if path != FOLDER / "cli" / "context.py")
PROCESS = {
    *(f"sys.{name}" for name in ("stdin", "stdout", "stderr", "argv", "__stdout__", "__stderr__")),
    *(f"os.{name}" for name in ("environ", "environb", "getenv", "urandom", "getcwd", "isatty")),
    *("os.get_terminal_size", "shutil.get_terminal_size", "Path.cwd", "Path.home"),
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"),
    *(f"click.{name}" for name in ("echo", "secho", "prompt", "confirm", "edit", "getchar", "pause")),
    *("click.get_text_stream", "click.get_binary_stream", "click.echo_via_pager", "click.open_file"),
    *("Ledger.open", "Keyring.of"),
}
NAMES = {"input", "print", "getpass", "system_clock", "THIS_MACHINE"}
ALLOWED = {
    # Started by tests and by itself: a ledger that somebody else asked for bears the machine's time.
    ("demo.py", "system_clock"),
    # Before there is an environment: it needs click.
    *(("start.py", "sys.argv"), ("start.py", "os.environ"), ("front.py", "os.get_terminal_size")),
}


def taken_from_the_process(tree):
    """Every name in a module by which it would ask the process instead of its environment."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if node.attr == "isatty" or ast.unparse(node) in PROCESS:
                yield ast.unparse(node)
        elif isinstance(node, ast.Name) and node.id in NAMES:
            yield node.id
        elif isinstance(node, ast.ImportFrom):
            yield from (
                f"{node.module}.{name.name}" for name in node.names if f"{node.module}.{name.name}" in PROCESS
            )


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_command_asks_the_process(module):
    taken = {(module.name, name) for name in taken_from_the_process(ast.parse(module.read_text()))}
    assert taken <= ALLOWED


@pytest.mark.parametrize(
    "line",
    [
        "sys.stdin.read()",
        "os.environ['X']",
        "datetime.now(UTC)",
        "stream.isatty()",
        "from os import environ",
        "input()",
    ],
)
def test_what_asks_the_process_is_noticed(line):
    assert list(taken_from_the_process(ast.parse(line)))


def test_every_refusal_of_the_ledger_ends_with_a_status_of_the_list():
    statuses = {kind.exit_status for kind in vars(errors).values() if isinstance(kind, type)}
    assert statuses <= set(ExitStatus)
    assert statuses == {1, 2, 3, 4, 5, 6, 7}
