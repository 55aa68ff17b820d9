"""What is answered without click says the same words as with it."""

import io
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from commands import front, pages, start
from commands.cli import help_pages
from commands.cli.context import Environment
from commands.cli.settings import DEFAULT_LEDGER
from commands.cli.shells import SHELLS
from commands.cli.status import ExitStatus
from commands.index import COMMANDS
from commands.root import root, run
from tests.commands import processes
from tests.commands.test_help import every_command


@pytest.mark.parametrize("columns", [1, 49, 50, 51, 52, 57, 63, 71, 79, 80, 81, 99, 100, 101, 500])
def test_the_first_page_is_the_one_that_click_writes(columns, capfd, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    for word in ("--help", "-h"):
        assert run([word]) == 0
        assert front.answer([word], {"COLUMNS": str(columns)}) == capfd.readouterr().out
    assert DEFAULT_LEDGER in front.page(columns)


@pytest.mark.parametrize("columns", [1, 52, 57, 66, 80, 93, 102])
def test_the_page_of_each_command_is_the_one_that_click_writes(columns):
    for path, _ in every_command():
        words = [*path, "--help" if columns % 2 else "-h"]
        stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        environment = Environment(stdout=stdout, variables={"COLUMNS": str(columns)}, argv=["scrutiny"])
        assert run(words, environment) == 0
        assert front.answer(words, {"COLUMNS": str(columns)}) == stdout.buffer.getvalue().decode(), path


def test_what_is_kept_of_the_help_is_what_the_commands_say():
    assert Path(pages.KEPT).read_text("utf-8") == help_pages.text(), "run: make man"


def test_a_page_that_is_not_there_is_left_to_click(tmp_path, monkeypatch):
    for words in (
        ["judgements"],
        ["judgement record"],
        ["judgement", "record", "OCSAE"],
        ["", ""],
        ["re\nx"],
    ):
        assert front.answer([*words, "--help"], {}) is None
    kept = tmp_path / "help.txt"
    monkeypatch.setattr(pages, "KEPT", str(kept))
    assert pages.page("register", 80) is None
    kept.write_bytes(b"\n= register\n: \xff\n")
    assert pages.page("register", 80) is None


def test_no_word_of_a_page_is_broken():
    for path, command in every_command():
        if not isinstance(command, click.Group):
            written = set(pages.page(" ".join(path), 50).split())
            said = [
                command.help,
                *(param.help for param in command.params if isinstance(param, click.Option)),
            ]
            assert set(" ".join(said).replace("\b", "").split()) <= written, path


def test_the_version_is_the_one_that_click_writes():
    assert front.answer(["--version"], {}) == CliRunner().invoke(root, ["--version"]).output


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("begun", ["", "r", "re", "verify", "verify-", "x", "judgement"])
def test_names_of_commands_are_completed_as_by_click(shell, begun, monkeypatch):
    at = begun if shell == "fish" else "1"
    for typed in (f"scrutiny {begun}", f"scrutiny  {begun}"):
        variables = {"COMP_WORDS": typed, "COMP_CWORD": at}
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        asked = {**variables, front.COMPLETION: f"{shell}_complete"}
        assert (
            front.answer([], asked) == SHELLS[shell](root, {}, "scrutiny", front.COMPLETION).complete() + "\n"
        )


@pytest.mark.parametrize(
    ("typed", "at", "shell"),
    [
        ("scrutiny show ", "2", "bash"),
        ("scrutiny show", "2", "bash"),
        ("scrutiny show OCSAE", "1", "bash"),
        ("scrutiny --le", "1", "zsh"),
        ("scrutiny 're", "1", "bash"),
        ("scrutiny r\\e", "1", "zsh"),
        ("scrutiny r\u00e9", "1", "bash"),
        ("scrutiny show ", "", "fish"),
        ("scrutiny re", "1", "tcsh"),
        ("", "", "bash"),
    ],
)
def test_whatever_else_is_completed_is_left_to_click(typed, at, shell):
    asked = {"COMP_WORDS": typed, "COMP_CWORD": at, front.COMPLETION: f"{shell}_complete"}
    assert front.answer([], asked) is None


@pytest.mark.parametrize("words", [[], ["--help", "--help"], ["register"], ["--help", "show"], ["--h"]])
def test_whatever_else_is_asked_is_left_to_click(words):
    assert front.answer(words, {}) is None


@pytest.mark.parametrize(
    ("words", "variables"),
    [
        (["--help"], {}),
        (["judgement", "record", "--help"], {}),
        (["--version"], {}),
        ([], {front.COMPLETION: "zsh_complete", "COMP_WORDS": "scrutiny re", "COMP_CWORD": "1"}),
    ],
)
def test_it_is_answered_with_next_to_nothing_loaded(words, variables):
    code = (
        "import sys; before = set(sys.modules); from commands import start, front;"
        "assert front.answer(sys.argv[1:], __import__('os').environ);"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**processes.environment(), **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    own = {"commands", "commands.front", "commands.index", "commands.start", "ledger", "ledger.version"}
    own |= {"commands.pages"} if len(words) > 1 else set()
    assert set(done.stdout.split()) <= own | {"__future__", "gc"}


def test_the_program_answers_so_and_ends_as_ever():
    page = processes.scrutiny("--help")
    assert (page.status, page.out, page.err) == (0, front.page(80), "")
    assert processes.scrutiny("--version").out == front.answer(["--version"], {})
    assert start.STOPPED == ExitStatus.STOPPED
    assert all(name in page.out for name in COMMANDS)
