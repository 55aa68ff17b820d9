"""The index of commands, help, completion, and being asked on a terminal."""

from __future__ import annotations

import inspect
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

import commands
from commands.cli.helping import Option, in_lines
from commands.index import COMMANDS, SECTIONS
from commands.root import root, run
from tests.commands.in_process import CONFIRMATION
from tests.pasts import needs

PROGRAM = [sys.executable, "-m", "commands"]
NO_COMMAND = {"front", "later", "pages", "start", "__init__", "__main__", "index", "links", "root"}


def every_command(group=root, path=()):
    """(path, command) of every command there is."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


def test_every_command_is_a_module_of_its_folder_and_the_other_way_round():
    modules = {file.stem for file in Path(commands.__file__).parent.glob("*.py")} - NO_COMMAND
    assert {entry.module for entry in COMMANDS.values()} == {f"commands.{module}" for module in modules}
    assert {entry.section for entry in COMMANDS.values()} <= set(SECTIONS)


def test_every_command_explains_itself_and_every_option_too():
    for path, command in every_command():
        assert command.help, path
        for option in command.params:
            if isinstance(option, click.Option) and option.name not in ("help", "kind"):
                assert option.help, (path, option.name)


def test_texts_of_help_are_read_as_click_would_read_them():
    for path, command in every_command():
        for text in (command.help, command.epilog):
            assert in_lines(text or "") == inspect.cleandoc(text or ""), path
        for option in command.params:
            if isinstance(option, click.Option):
                assert isinstance(option, Option), (path, option.name)
                assert option.help == inspect.cleandoc(option.help), (path, option.name)
    for text in ("", "  One.", "One.\n\n    Two.\n      Three.\n    ", "\n\n  One.\n\tTwo.\n\n"):
        assert in_lines(text) == inspect.cleandoc(text)


def test_the_common_options_stand_before_and_after_every_commands_own_words():
    for path, command in every_command():
        if not isinstance(command, click.Group):
            assert {"ledger", "person", "no_input"} <= {option.name for option in command.params}, path
    assert {"ledger", "person", "no_input"} <= {option.name for option in root.params}


def test_help_groups_the_commands_by_job(capfd):
    assert run(["--help"]) == 0
    out = capfd.readouterr().out
    places = [out.index(f"{section}:") for section in SECTIONS if f"{section}:" in out]
    assert places == sorted(places)
    for name, entry in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(entry.help)}$", out, re.M), name
    assert max(map(len, out.splitlines())) <= 80


def test_help_and_completion_import_no_command_and_no_database():
    code = (
        "import sys; from commands.root import run; run(['--help']);"
        "heavy = {'sqlite3', 'orjson', 'eventsourcing', 'ledger.ledger', 'zoneinfo'} & set(sys.modules);"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", [["evidence", "withdraw", "--help"], ["person", "grant", "--help"]])
def test_lists_are_imported_only_when_they_are_asked_for(words):
    code = (
        "import sys; from commands.root import run; run(sys.argv[1:]);"
        "heavy = {m for m in sys.modules if m.startswith(('commands.cli.finding', 'projections.finding'))};"
        "sys.exit(0 if heavy == {'commands.cli.finding_group'} else f'imported: {heavy}')"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_reading_does_not_import_what_only_writing_needs(tmp_path):
    code = (
        "import sys; from commands.root import run; run(['demo', sys.argv[1]]);"
        "before = {m for m in sys.modules if m.startswith('eventsourcing')};"
        "print(len(before), file=sys.stderr)"
    )
    folder = str(tmp_path / "demo")
    wrote = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True)
    assert int(wrote.stderr) > 0
    read = code.replace("['demo', sys.argv[1]]", "['register', '--ledger', sys.argv[1]]")
    done = subprocess.run([sys.executable, "-c", read, folder], capture_output=True, text=True)
    assert done.stderr.strip() == "0"


@pytest.mark.parametrize("words", [["registr"], ["judgement", "recrd"]])
def test_a_mistyped_command_is_met_with_the_nearest(capfd, words):
    assert run(words) == 2
    assert "Did you mean" in capfd.readouterr().err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_is_good_for_its_shell(shell, capfd, tmp_path):
    assert run(["completion", shell]) == 0
    script = capfd.readouterr().out
    assert "_SCRUTINY_COMPLETE" in script
    needs(shutil.which(shell), shell)
    file = tmp_path / "script"
    file.write_text(script)
    checked = subprocess.run([shell, "-n", str(file)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("scrutiny re", {"rebuild", "recommendation", "recover", "register", "response", "restore"}),
        ("scrutiny judgement ", {"record", "sign-off", "return", "correct", "list", "show", "why"}),
        ("scrutiny dispute ", {"raise", "settle", "list", "show", "why"}),
        ("scrutiny judgement record OCSAE 1 2 --sta", {"--status"}),
        ("scrutiny judgement record OCSAE 1 --reason no", {"not-implemented", "no-longer-relevant"}),
        ("scrutiny register --kind a", {"area-for-development"}),
        ("scrutiny register --status ", {"open", "partially-met", "closed"}),
    ],
)
def test_words_are_completed(words, offered):
    env = {**os.environ, "_SCRUTINY_COMPLETE": "bash_complete", "COMP_WORDS": words}
    env["COMP_CWORD"] = str(len(words.split(" ")) - 1)
    done = subprocess.run(PROGRAM, env=env, capture_output=True, text=True)
    assert {line.partition(",")[2] for line in done.stdout.splitlines()} == offered


def on_a_terminal(words, typed, **env):
    """Run a command on a terminal of its own, type an answer to each question; returns what stood there."""
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover  the child
        os.execvpe(
            sys.executable, [*PROGRAM, *words], {**os.environ, "TERM": "dumb", "COLUMNS": "1000", **env}
        )
    seen = ""
    answers = list(typed)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            piece = os.read(terminal, 65536).decode()
        except OSError:
            break
        if not piece:
            break
        seen += piece
        asked = seen.rstrip(" ").endswith(":")
        if not answers and re.search(CONFIRMATION, seen):
            answers.append("y")
        if answers and asked:
            os.write(terminal, answers.pop(0).encode() + b"\n")
            seen += "\n"
        elif asked:
            os.write(terminal, b"\x04")
    # Who still waits for an answer is told that nobody types any more.
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), seen


def test_what_is_missing_is_asked_for_on_a_terminal_and_long_text_opens_the_editor(tmp_path):
    place = {"SCRUTINY_LEDGER": str(tmp_path / "ledger")}
    status, seen = on_a_terminal(["init"], ["Ada", "ada"], **place)
    assert status == 0, seen
    assert "Your name" in seen
    assert "Your id" in seen
    status, seen = on_a_terminal(["person", "grant"], ["ada", "inspector"], SCRUTINY_PERSON="ada", **place)
    assert status == 0, seen
    on_a_terminal(["inspection", "open", "X", "--title", "T", "--as", "ada"], [], **place)
    on_a_terminal(["cycle", "open", "X", "1", "--title", "T", "--as", "ada"], [], **place)
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "Words from\\nthe editor\\n" > "$1"\n')
    editor.chmod(0o755)
    make = ["recommendation", "make", "X", "--cycle", "1", "--as", "ada"]
    status, seen = on_a_terminal(make, ["7", "SPA; Police"], EDITOR=str(editor), VISUAL=str(editor), **place)
    assert status == 0, seen
    shown = subprocess.run(
        [*PROGRAM, "register", "X", "--format", "json"],
        env={**os.environ, **place},
        capture_output=True,
        text=True,
    ).stdout
    assert '"text":"Words from\\nthe editor"' in shown
    assert '"made_to":["SPA","Police"]' in shown


def test_lines_of_the_editor_are_the_writers_whatever_they_begin_with_but_for_the_hint(tmp_path, two):
    editor = tmp_path / "editor"
    # It begins with a mark of byte order and writes on both sides of the hint.
    editor.write_text(
        '#!/bin/sh\nmv "$1" "$1~"\n'
        '{ printf "\\357\\273\\277Strengthen:\\n#1 governance\\n"; '
        'cat "$1~"; printf "# by 2021\\n"; } > "$1"\n'
    )
    editor.chmod(0o755)
    make = ["recommendation", "make", "OCSAE", "9", "--cycle", "2020", "--made-to", "X", "--as", "ann"]
    status, seen = on_a_terminal(make, [], EDITOR=str(editor), VISUAL=str(editor))
    assert status == 0, seen
    shown = subprocess.run(
        [*PROGRAM, "show", "OCSAE", "9", "--format", "json"], capture_output=True, text=True
    )
    assert "Strengthen:\\n#1 governance\\n\\n# by 2021" in shown.stdout


def test_several_are_asked_for_on_a_terminal_with_semicolons_between(two):
    judge = ["judgement", "record", "OCSAE", "--cycle", "2020", "--status", "open", "--rationale", "R"]
    status, seen = on_a_terminal([*judge, "--as", "ann"], ["1; 2-3 ;CUSTODY/1"])
    assert status == 0, seen
    assert "NUMBER (several: with ; between):" in seen
    assert "Recorded J1-J3 CUSTODY/J1: judgement.recorded" in seen
    status, seen = on_a_terminal(["judgement", "sign-off", "--as", "bob"], ["OCSAE", "J1-J3 CUSTODY/J1"])
    assert status == 0, seen
    assert "JUDGEMENT (several: with ; between):" in seen
    assert "Recorded J1-J3 CUSTODY/J1: judgement.signed-off" in seen
    status, seen = on_a_terminal([*judge, "--as", "ann"], [" ; "])
    assert status == 2, seen
    assert "Missing argument 'NUMBER...'" in seen


def test_no_input_forbids_asking(tmp_path):
    status, seen = on_a_terminal(["init", "--no-input", "--ledger", str(tmp_path / "x")], [])
    assert status == 2
    assert "Missing option '--name'" in seen


def test_a_missing_value_is_an_error_where_there_is_no_terminal():
    done = subprocess.run(
        [*PROGRAM, "init", "--as", "a"], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "Missing option '--name'" in done.stderr


def test_scrutiny_alone_shows_its_help(capfd):
    assert run([]) == 2
    assert "Usage: scrutiny" in capfd.readouterr().err


def test_the_common_options_may_stand_between_a_group_and_its_verb(tmp_path, capfd):
    place = str(tmp_path / "x")
    assert run(["init", "--as", "ada", "--name", "Ada", "--ledger", place]) == 0
    assert run(["person", "--as", "ada", "--ledger", place, "grant", "ada", "inspector"]) == 0
    capfd.readouterr()


def test_what_was_typed_in_the_editor_is_kept_where_a_rule_refuses_it(two, tmp_path):
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "An hour of work\\033" > "$1"\n')
    editor.chmod(0o755)
    make = ["recommendation", "make", "OCSAE", "77", "--cycle", "2020", "--made-to", "SPA", "--as", "ann"]
    status, seen = on_a_terminal(
        make, ["nothing"], EDITOR=str(editor), VISUAL=str(editor), TMPDIR=str(tmp_path)
    )
    assert status == 2, seen
    (kept,) = tmp_path.glob("scrutiny-*.txt")
    assert kept.read_text() == "An hour of work\033"
    assert kept.name in seen.replace("\r\n", "")
