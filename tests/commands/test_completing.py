"""What a shell completes from a ledger, in bash, zsh and fish themselves."""

import os
import pty
import select
import shutil
import sqlite3
import subprocess
import sys
import time

import click
import pytest

from commands.cli.completing import FromLedger, FromVocabulary, complete_from_ledger
from commands.cli.ledger_words import READERS
from tests.commands import processes
from tests.commands.test_help import every_command
from tests.pasts import needs

PROGRAM = [sys.executable, "-m", "commands"]


@pytest.fixture(autouse=True)
def _types_of_their_own():
    """What is completed takes other types into the commands, which a shell's process does not outlive."""
    before = [(param, param.type) for _, command in every_command() for param in command.params]
    yield
    for param, its in before:
        param.type = its


@pytest.fixture(scope="module")
def pristine_place(pristine_two, tmp_path_factory):
    """A ledger in which there is something of each kind, some of it not to be offered."""
    folder = processes.copy(pristine_two, tmp_path_factory.mktemp("pristine") / "scrutiny-ledger")
    with pytest.MonkeyPatch.context() as environ:
        environ.chdir(folder.parent)
        environ.setenv("HOME", str(folder.parent))
        _record()
    return folder


@pytest.fixture
def place(pristine_place, here):
    """A copy of it, where the program looks for it when nothing is said."""
    return processes.copy(pristine_place, here / "scrutiny-ledger")


def _record():
    processes.do(
        "recommendation readdress OCSAE 1 --made-to NCA --as ann",
        "cycle close OCSAE/2021 --as ann",
        "evidence submit OCSAE 1 --by NCA --summary S --as ann",
        "evidence submit OCSAE 2 --by NCA --summary S --as ann",
        "evidence submit OCSAE 2 --by NCA --summary S --as ann",
        "evidence withdraw OCSAE E3 --why W --as ann",
        "judgement record OCSAE 1-3 --status open --rationale R --as ann",
        "judgement sign-off OCSAE J1 --as bob",
        "dispute raise OCSAE 1 --by NCA --why W --as ann",
        "recommendation void OCSAE 5 --why W --as ann",
        "recommendation correct OCSAE 3 --number 3(a) --why W --as ann",
        "vocabulary add priority high --label High --as ada",
        "vocabulary add reason lapsed --label Lapsed --means closed/withdrawn --as ada",
        "vocabulary add topic gone --label Gone --as ada",
        "vocabulary retire topic gone --as ada",
    )
    register = ["body", "register", "Dept for Health, Care", "--as", "ada"]
    assert subprocess.run([*PROGRAM, *register], env=processes.environment()).returncode == 0


def offered(line, **env):
    """What is offered for the last word of a line."""
    variables = {**processes.environment(**env), "_SCRUTINY_COMPLETE": "bash_complete"}
    variables |= {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    began = time.monotonic()
    done = subprocess.run(PROGRAM, env=variables, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert time.monotonic() - began < processes.PATIENCE
    return [shown.partition(",")[2] for shown in done.stdout.splitlines() if shown]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("scrutiny show ", ["OCSAE", "CUSTODY"]),
        ("scrutiny show oc", ["OCSAE"]),
        ("scrutiny show OCSAE ", ["1", "2", "3(a)", "7-9", "012/21", "AFD1"]),
        ("scrutiny trail OCSAE/0", ["OCSAE/012/21"]),
        ("scrutiny judgement record OCSAE 1 a", ["AFD1"]),
        ("scrutiny judgement record OCSAE/1 a", ["AFD1"]),
        ("scrutiny recommendation make OCSAE ", []),
        ("scrutiny inspection open ", []),
        ("scrutiny cycle close OCSAE ", ["2020", "2021"]),
        ("scrutiny cycle close OCSAE/", ["OCSAE/2020", "OCSAE/2021"]),
        ("scrutiny judgement record OCSAE 1 --cycle ", ["2020"]),
        ("scrutiny judgement record OCSAE 1 --evidence ", ["E1"]),
        ("scrutiny evidence get OCSAE ", ["E1", "E2"]),
        ("scrutiny judgement show OCSAE ", ["J1", "J2", "J3"]),
        ("scrutiny judgement sign-off OCSAE ", ["J2", "J3"]),
        ("scrutiny judgement sign-off --as ann OCSAE ", []),
        ("scrutiny judgement sign-off OCSAE/", ["OCSAE/J2", "OCSAE/J3"]),
        ("scrutiny dispute settle OCSAE ", ["D1"]),
        ("scrutiny evidence submit OCSAE 2 --by N", ["NCA"]),
        ("scrutiny register --made-to dept", ["Dept for Health, Care"]),
        ("scrutiny person grant a", ["ada", "ann", "art"]),
        ("scrutiny trail --by b", ["bob"]),
        ("scrutiny inbox --as b", ["bob"]),
        ("scrutiny --as b", ["bob"]),
        ("scrutiny --no-input judgement --as b", ["bob"]),
        ("scrutiny --as bob judgement sign-o", ["sign-off"]),
        ("scrutiny register --priority ", ["high"]),
        ("scrutiny register --topic ", []),
        ("scrutiny judgement record OCSAE 1 --reason l", ["lapsed"]),
        ("scrutiny recommendation supersede OCSAE 1 --by O", ["OCSAE/"]),
        ("scrutiny recommendation merge OCSAE/3", ["OCSAE/3(a)"]),
        ("scrutiny log OCSAE 1", []),
        ("scrutiny nothing ", None),
        ("scrutiny judgement nothing OCSAE ", None),
    ],
)
def test_what_the_ledger_has_is_offered(place, line, words):
    found = offered(line)
    if words is not None:
        assert found == words


def test_files_and_folders_are_left_to_the_shell(place):
    variables = {**processes.environment(), "_SCRUTINY_COMPLETE": "bash_complete"}
    for line, kind in (
        ("scrutiny register --output ", "file"),
        ("scrutiny publish --output ", "dir"),
        ("scrutiny register --ledger ", "dir"),
        ("scrutiny --ledger ", "dir"),
        ("scrutiny evidence submit OCSAE 1 --file ", "file"),
    ):
        env = {**variables, "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
        told = subprocess.run(PROGRAM, env=env, capture_output=True, text=True)
        assert told.stdout.startswith(f"{kind},"), line


def test_the_ledger_that_is_named_is_read(place, tmp_path):
    place.rename(tmp_path / "elsewhere")
    assert offered("scrutiny show ") == []
    assert offered("scrutiny show --ledger elsewhere OCS") == ["OCSAE"]
    assert offered("scrutiny show OCS", SCRUTINY_LEDGER="elsewhere") == ["OCSAE"]
    assert offered("scrutiny show --ledger ../nowhere OCS") == []


def test_whatever_is_wrong_nothing_is_printed_into_the_line(place, home):
    config = home / ".config/scrutiny-ledger/config"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text("broken\n")
    assert offered("scrutiny show ") == []
    assert offered("scrutiny re")
    config.unlink()
    (place / "ledger.db").write_bytes(b"no database" * 1000)
    assert offered("scrutiny show ") == []
    assert offered("scrutiny judgement record OCSAE 1 --on 03/04/2021 --reason i") == ["implemented"]


def test_no_lock_is_waited_for(place):
    database = sqlite3.connect(place / "ledger.db", isolation_level=None)
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    database.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    assert offered("scrutiny show ") == []
    # A second, and what a busy machine takes to start a process; the store waits for longer.
    assert time.monotonic() - began < 4
    database.close()


def test_each_kind_is_taken_by_a_command_and_each_parameter_of_a_kind_is_offered():
    taken = set()
    for _, command in every_command():
        if isinstance(command, click.Group):
            continue
        complete_from_ledger(command, [])
        for param in command.params:
            if isinstance(param.type, FromLedger):
                taken.add(param.type.kind)
            called = (param.metavar or "").strip("[].")
            new = getattr(param, "check", "").startswith("new ") or command.name in (
                "register",
                "set",
                "unset",
            )
            if called in READERS and not new:
                assert isinstance(param.type, FromLedger | FromVocabulary), (command.name, param.name)
    assert {"REF", "NUMBER", "CYCLE", "running cycle", "waiting judgement", "BODY", "ID"} <= taken
    assert set(READERS) <= taken


def test_completion_reads_neither_a_fold_nor_what_writes(place):
    code = (
        "import os, sys; os._exit = sys.exit; from commands.root import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {m for m in sys.modules if m.startswith('eventsourcing') or m == 'difflib'}\n"
        "print(sorted(heavy))"
    )
    variables = {
        "COMP_WORDS": "scrutiny show OCSAE ",
        "COMP_CWORD": "3",
        "_SCRUTINY_COMPLETE": "bash_complete",
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**processes.environment(), **variables},
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines()[-1] == "[]", done


def script(shell, folder):
    needs(shutil.which(shell), shell)
    path = folder / f"scrutiny.{shell}"
    path.write_text(processes.scrutiny("completion", shell).out)
    return path


@pytest.fixture
def path_with_program(tmp_path):
    """A PATH on which the program is."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "scrutiny"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m commands "$@"\n')
    program.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def typed(argv, env, lines, until):
    """What stands on the terminal of a shell once lines are typed; ``until`` it shows that, or time is up."""
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover  the child
        os.execvpe(argv[0], argv, env)
    seen = ""
    for line, awaited in zip(lines, until, strict=True):
        os.write(terminal, line.encode())
        end = time.monotonic() + 20
        while awaited not in seen and time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                seen += os.read(terminal, 65536).decode(errors="replace")
        assert awaited in seen, seen
    os.close(terminal)
    os.waitpid(child, 0)
    return seen


@pytest.mark.parametrize(
    ("shell", "argv", "begin"),
    [
        ("bash", ["bash", "--norc", "--noprofile"], ". ./scrutiny.bash; echo rea''dy\n"),
        ("zsh", ["zsh", "-f"], "autoload -Uz compinit; compinit -u; . ./scrutiny.zsh; echo rea''dy\n"),
    ],
)
def test_words_are_completed_where_they_are_typed(shell, argv, begin, place, tmp_path, path_with_program):
    script(shell, tmp_path)
    env = {**processes.environment(), "PATH": path_with_program, "TERM": "dumb", "COLUMNS": "200"}
    typed(
        argv,
        env,
        [
            begin,
            "scrutiny register --made-to Dept\t\n",
            'scrutiny body show "Dept\t\n',
            "scrutiny show OCSAE/3\t\n",
        ],
        [
            "ready",
            "share of Dept for Health, Care",
            "The body Dept for Health, Care",
            "Recommendation 3(a) of OCSAE",
        ],
    )


def test_fish_completes_with_what_it_is(place, tmp_path, path_with_program):
    file = script("fish", tmp_path)
    env = {**processes.environment(), "PATH": path_with_program}

    def complete(line):
        command = f"source {file}; complete -C {line!r}"
        done = subprocess.run(["fish", "--no-config", "-c", command], env=env, capture_output=True, text=True)
        assert done.stderr == ""
        return done.stdout.splitlines()

    (only,) = complete("scrutiny show OCSAE/3")
    assert only.startswith("OCSAE/3(a)\t")
    assert complete("scrutiny register --made-to Dept") == ["Dept for Health, Care"]
    assert [line.partition("\t")[0] for line in complete("scrutiny judgement sign-off OCSAE ")] == [
        "J2",
        "J3",
    ]
    assert complete("scrutiny judgement sign-off OCSAE J2")[0] == "J2\tof 2: open, by ann"
