"""Bad input gets a clear sentence and its exit status, and nothing is lost or half done."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import sqlite3
import subprocess
import sys
import termios
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from ledger.errors import Conflict
from ledger.store.sqlite.store import SQLiteStore
from tests.commands import processes
from tests.commands.in_process import scrutiny
from tests.commands.processes import (
    answer_of,
    environment,
    from_a_keyboard,
    judging,
    powerless,
    start,
)
from tests.pasts import needs

MAKE = processes.words("recommendation make OCSAE 9 --cycle 2020 --made-to Police --as ann --on 2020-02-26")
JSON = ["--format", "json"]
SIGN_OFF = processes.words("judgement sign-off OCSAE --as bob")


@pytest.fixture
def before(folder):
    """What is stored before the test; nothing is added to it by anything that is refused."""
    stored = processes.events(folder)
    yield stored
    assert processes.events(folder) == stored


def refused(status, *words, because="", **settings):
    """The program refuses, as JSON and as sentences, with a status and these words in it."""
    told = scrutiny(*words, *JSON, **settings)
    assert told.status == status, told
    error = told.error()
    assert because in error["error"]
    assert error["error"].endswith((".", "?")), error
    plain = scrutiny(*words, **settings)
    assert plain.status == status
    assert plain.out == ""
    assert plain.err.startswith("Error: ")
    return error


# No ledger.


def nothing_there(here):
    return "nowhere"


def a_folder_of_other_things(here):
    (here / "other").mkdir()
    (here / "other" / "notes.txt").touch()
    return "other"


def an_empty_database(here):
    (here / "empty").mkdir()
    (here / "empty" / "ledger.db").touch()
    return "empty"


def another_database(here):
    (here / "another").mkdir()
    with closing(sqlite3.connect(here / "another" / "ledger.db")) as connection:
        connection.executescript("CREATE TABLE people (name)")
    return "another"


def text_for_a_database(here):
    (here / "text").mkdir()
    (here / "text" / "ledger.db").write_text("No database at all. " * 500)
    return "text"


def a_file_for_a_folder(here):
    (here / "file").write_text("x")
    return "file"


def a_url(here):
    return "mysql://host/ledger"


NO_LEDGERS = [
    nothing_there,
    a_folder_of_other_things,
    an_empty_database,
    another_database,
    text_for_a_database,
    a_file_for_a_folder,
    a_url,
]


@pytest.mark.parametrize("no_ledger", NO_LEDGERS, ids=lambda made: made.__name__)
def test_where_there_is_no_ledger_it_is_said_and_none_is_made(here, no_ledger):
    place = no_ledger(here)
    there = sorted(here.rglob("*"))
    (here / "paper.txt").write_text("x")
    for words in (
        ["register"],
        judging("1"),
        [
            "evidence",
            "submit",
            "OCSAE",
            "1",
            "--by",
            "B",
            "--summary",
            "S",
            "--file",
            "paper.txt",
            "--as",
            "ann",
        ],
    ):
        told = scrutiny(*words, "--ledger", place, *JSON)
        assert told.status == 7
        assert told.error()["remedy"]
    (here / "paper.txt").unlink()
    assert sorted(here.rglob("*")) == there


def test_a_ledger_is_not_begun_over_another_nor_among_other_things(folder, here, before):
    begin = ["init", "--as", "ada", "--name", "Ada"]
    refused(4, *begin, because="There is a ledger in scrutiny-ledger already")
    refused(4, *begin, "--ledger", a_folder_of_other_things(here), because="is not empty")
    assert scrutiny(*begin, "--ledger", a_file_for_a_folder(here)).status == 7


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        (["--time-zone", "Atlantis/Capital"], "There is no time zone Atlantis/Capital"),
        (["--time-zone", "../../etc/passwd"], "is no time zone"),
        (["--time-zone", "/etc/localtime"], "no time zone"),
        (["--time-zone", "Europe"], "no time zone"),
        (["--time-zone", ""], "is no time zone"),
        (["--title", ""], "The title is empty"),
        (["--name", "a\nb"], "The name has a line break"),
        (["--origin", "two words"], "origin"),
        (["--as", "two words"], "is no id"),
        (["--as", ""], "It is not known who begins the ledger"),
        (["--sign-off", "sometimes"], "sometimes"),
    ],
)
def test_a_beginning_that_makes_no_sense_leaves_no_folder(here, wrong, because):
    told = scrutiny("init", "--as", "ada", "--name", "Ada", *wrong, *JSON)
    assert told.status == 2
    assert because in told.error()["error"]
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("size", [0, 1000, 5000, 20_000])
def test_a_beginning_for_which_there_was_no_room_can_be_made_again(here, size):
    begin = ["init", "--as", "ada", "--name", "Ada"]
    told = processes.scrutiny(*begin, *JSON, preexec_fn=processes.smallest_files(size))
    assert told.status == 7
    assert told.error()["remedy"]
    assert scrutiny(*begin).status == 0
    assert len(processes.events(here / "scrutiny-ledger")) == 5


# Texts.


@pytest.mark.parametrize(
    "character",
    [
        "\x01",
        "\x08",
        "\x0b",
        "\r",
        "\x1b",
        "\x7f",
        "\x85",
        "\x9b",
        "\u2028",
        "\u2029",
        "\u202a",
        "\u202e",
        "\u2066",
        "\u2069",
        "\ufeff",
        "\ufffe",
    ],
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_a_character_that_acts_on_a_page_or_terminal_is_refused_by_its_code(before, character):
    told = scrutiny(*MAKE, "--text", f"Do{character}it.", *JSON)
    assert told.status == 2
    assert f"U+{ord(character):04X}, at place 3" in told.error()["error"]


@pytest.mark.parametrize("broken", [b"\xff", b"\xed\xa0\x80", b"\xc3", b"\xf5\x80\x80\x80"])
def test_bytes_that_are_no_text_are_refused_wherever_they_stand(before, broken):
    for words in (
        [*MAKE, "--text", b"Do " + broken],
        [*MAKE[:3], broken, *MAKE[4:], "--text", "Do."],
        [*judging("1"), "--note", broken],
    ):
        assert scrutiny(*words, *JSON).status == 2
    assert scrutiny(*MAKE, "--text", "-", *JSON, stdin=b"Do " + broken).status == 2
    for words, status in (
        (["show", "OCSAE", broken], 3),
        (["register", broken], 3),
        (["register", "--as-of", broken], 2),
        (["register", "--ledger", broken], 7),
        ([broken], 2),
        ([*judging("1"), "--as", broken], 4),
    ):
        assert scrutiny(*words).status == status, words
        assert scrutiny(*words, *JSON).status == status, words


@pytest.mark.parametrize("empty", ["", " ", "\n\t\n", "\u00a0\u3000"])
def test_empty_text_is_refused_from_a_word_and_from_standard_input(before, empty):
    refused(2, *MAKE, "--text", empty, because="The text is empty")
    told = scrutiny(*MAKE, "--text", "-", *JSON, stdin=empty.encode())
    assert told.status == 2
    assert "empty" in told.error()["error"]


def test_a_text_of_a_megabyte_is_refused_with_its_length(before):
    megabyte = b"Do it. " * 150_000
    told = scrutiny(*MAKE, "--text", "-", *JSON, stdin=megabyte)
    assert told.status == 2
    assert "The text" in told.error()["error"]
    told = scrutiny(*judging("1")[:-1], "-", *JSON, stdin=megabyte)
    assert told.status == 2
    assert "The rationale" in told.error()["error"]
    told = scrutiny(*judging("1"), "--note", "x" * 120_000, *JSON)
    assert told.status == 2
    assert "120,000 characters; the ledger takes 100,000" in told.error()["error"]


def test_standard_input_without_an_end_is_not_read_to_its_end(before):
    def little_memory():
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (2 * 1024**3, 2 * 1024**3))

    with Path("/dev/zero").open("rb") as endless:
        told = processes.scrutiny(*MAKE, "--text", "-", stdin=endless, preexec_fn=little_memory)
    assert told.status == 2


def test_standard_input_is_one_text_only(before):
    refused(
        2,
        *MAKE[:-2],
        "--text",
        "-",
        "--on",
        "2020-02-26",
        "--made-to",
        "x" * 301,
        stdin=b"Do.",
        because="The body",
    )
    told = scrutiny(*judging("1")[:-1], "-", "--note", "-", *JSON, stdin=b"Text.")
    assert told.status == 2
    assert "read for another option already" in told.error()["error"]


def test_a_long_text_that_is_taken_is_kept_to_the_letter(folder):
    text = "Zeile für Zeile – 行\n" * 5000
    assert scrutiny(*MAKE, "--text", "-", stdin=text[:100_000].encode()).status == 0
    assert processes.events(folder)[-1][4]["data"]["text"] == text[:100_000].strip()


# Dates and times.


@pytest.mark.parametrize(
    "date",
    [
        "2021-02-30",
        "2021-13",
        "..2021",
        "..2021-02",
        "0000",
        "",
        "2021-W05",
        "2021-00-10",
        "0000-01-01",
        "2021-02-01T00:00",
        "-1",
    ],
)
def test_a_date_that_cannot_be_read_or_is_in_no_calendar_is_wrong_usage(before, date):
    assert scrutiny(*judging("1"), f"--on={date}", *JSON).error()["exit_status"] == 2
    assert scrutiny("register", f"--as-of={date}", *JSON).error()["exit_status"] == 2
    told = scrutiny(*MAKE, "--text", "Do.", f"--due={date}", *JSON).error()
    assert told["exit_status"] == 2
    assert "2021-08-18" in told["remedy"]


@pytest.mark.parametrize(
    "time",
    [
        "2021-02-30",
        "noon",
        "",
        "2021-02-01T25:00",
        "2021-02-01T10:00+99:00",
        "T10:00",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00+23:59",
        "2021-02-01T",
    ],
)
def test_a_time_that_cannot_be_read_is_wrong_usage(before, time):
    told = scrutiny("trail", f"--known-at={time}", *JSON).error()
    assert told["exit_status"] == 2
    assert "cannot be read" in told["error"] or "no calendar" in told["error"]


@pytest.mark.parametrize(
    "time", ["9999-12-31", "0001-01-01", "9999-12", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"]
)
def test_the_ends_of_the_calendar_are_times(before, time):
    assert scrutiny("register", "--known-at", time, *JSON).status == 0


# Words that the program does not know.


@pytest.mark.parametrize(
    "words",
    [
        "regster",
        "recommendation mak OCSAE",
        "judgement",
        "register --colour red",
        "register --status met",
        "register --format xlsx",
        "register OCSAE 3 4",
        "register --as-of",
        "trail --known-at",
        "person grant ann king --as ada",
        "judgement record OCSAE 1 --cycle 2020 --status finished --rationale R --as ann",
        "judgement record OCSAE 1 --cycle 2020 --status closed --reason tired --rationale R --as ann",
        "completion csh",
        "--nonsense",
    ],
)
def test_a_word_that_is_not_known_is_wrong_usage(before, words):
    answer = scrutiny(*words.split())
    assert answer.status == 2
    assert answer.out == ""
    assert answer.err


def test_what_is_missing_is_named_where_nobody_can_be_asked(before):
    refused(
        2,
        "judgement",
        "record",
        "OCSAE",
        "1",
        "--cycle",
        "2020",
        "--status",
        "open",
        "--as",
        "ann",
        because="--rationale",
    )
    refused(2, "judgement", "sign-off", "OCSAE", "--as", "bob", because="JUDGEMENT")
    refused(2, "person", "register", "zoe", "--name", "Zoe", "--as", "ada", because="--role")
    refused(2, "show", "OCSAE", because="NUMBER")


@pytest.mark.parametrize("where", ["before", "after"])
def test_no_input_forbids_to_ask_even_at_a_terminal(before, where):
    words = ["judgement", "sign-off", "OCSAE", "--as", "bob"]
    words = ["--no-input", *words] if where == "before" else [*words, "--no-input"]
    main, terminal = os.openpty()
    try:
        answer = processes.scrutiny(*words, stdin=terminal, stderr=terminal)
    finally:
        os.close(terminal)
        os.close(main)
    assert answer.status == 2


# Exit statuses.


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (3, "show OCSAE 99"),
        (3, "show NONE 1"),
        (3, "register NONE"),
        (3, "register --cycle 1999"),
        (3, "trail OCSAE 99"),
        (3, "trail --cycle 1999"),
        (3, "judgement sign-off OCSAE J9 --as bob"),
        (3, "judgement return OCSAE J9 --why W --as bob"),
        (3, "evidence withdraw OCSAE E9 --why W --as ann"),
        (3, "judgement record OCSAE 1 --cycle 1999 --status open --rationale R --as ann"),
        (3, "judgement record OCSAE 99 --cycle 2020 --status open --rationale R --as ann"),
        (3, "judgement record NONE 1 --cycle 2020 --status open --rationale R --as ann"),
        (3, "judgement record OCSAE 1 --cycle 2020 --status open --rationale R --evidence E9 --as ann"),
        (3, "recommendation supersede OCSAE 99 --by OCSAE/1 --as ann"),
        (3, "cycle close NONE 2020 --as ann"),
        (4, "judgement record OCSAE 1 --cycle 2020 --status open --rationale R --as zoe"),
        (4, "judgement record OCSAE 1 --cycle 2020 --status open --rationale R"),
        (4, "judgement record OCSAE 1 --cycle 2020 --status open --rationale R --as bob"),
        (4, "judgement record OCSAE 1 --cycle 2020 --status closed --rationale R --as ann"),
        (4, "judgement record OCSAE 1 --cycle 2020 --status open --rationale R --on 2999-01-01 --as ann"),
        (4, "judgement record OCSAE 1 --cycle 2020 --status open --rationale R --on 2019-01-01 --as ann"),
        (4, "inspection open ocsae --title T --as ann"),
        (4, "cycle open OCSAE 2020 --title T --as ann"),
        (4, "person register ANN --name A --role inspector --as ada"),
        (4, "person revoke ada administrator --as ada"),
        (4, "person grant zoe inspector --as ada"),
        (2, "recommendation supersede OCSAE 1 --by 2 --as ann"),
        (2, "inspection open a/b --title T --as ann"),
    ],
)
def test_the_exit_status_is_the_contracts(before, status, words):
    refused(status, *words.split())


def test_a_person_whom_the_environment_names_is_asked_for_their_roles(before):
    refused(
        4,
        *judging("1")[:8],
        "--rationale",
        "R",
        because="zoe is not registered",
        env=environment(SCRUTINY_PERSON="zoe"),
    )


def test_the_ledger_that_the_environment_names_is_looked_for(here, folder):
    assert scrutiny("register", env=environment(SCRUTINY_LEDGER="nowhere")).status == 7
    assert (
        scrutiny("register", "--ledger", "scrutiny-ledger", env=environment(SCRUTINY_LEDGER="nowhere")).status
        == 0
    )


def test_an_error_that_is_told_as_sentences_hides_no_characters(before):
    told = scrutiny("register", "\x1b[2J\u202eX")
    assert told.status == 3
    assert "\x1b" not in told.err
    assert "\\u001b" in told.err


def test_somebody_who_always_writes_first_is_status_5(before, monkeypatch):
    def append(*_, **__):
        raise Conflict("Somebody else recorded something at the same moment.", "Ask again.")

    monkeypatch.setattr(SQLiteStore, "append", append)
    told = scrutiny(*judging("1"), *JSON)
    assert told.status == 5
    assert told.error()["error"].startswith("Somebody else recorded")


UNKNOWN = """
from ledger.errors import StorageError
from ledger.store.sqlite.store import SQLiteStore
def fail(*_, **__): raise StorageError("The disk is gone.")
def append(*_, **__):
    SQLiteStore.rows = fail
    fail()
SQLiteStore.append = append
"""


def test_an_outcome_that_is_not_known_is_told_as_such_with_how_to_find_out(before):
    told = processes.scrutiny(*judging("1"), *JSON, prelude=UNKNOWN).error()
    assert told["exit_status"] == 7
    assert "it is not known whether this was recorded" in told["error"]
    assert "scrutiny trail" in told["remedy"]


# Storage that may not be written or is full.


@pytest.fixture
def read_only(folder):
    """A ledger in which nobody may write; modes count for the program as for anybody."""
    needs(processes.modes_count(folder.parent), "a way to give root's powers up")
    stored = processes.events(folder)
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o550 if path.is_dir() else 0o440)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o750 if path.is_dir() else 0o640)
    assert processes.events(folder) == stored


def test_a_read_only_ledger_is_read(read_only):
    for words in (["register"], ["trail"], ["show", "OCSAE", "1"]):
        answer = processes.scrutiny(*words, *JSON, preexec_fn=powerless)
        assert answer.status == 0, answer.err
        assert json.loads(answer.out)


def test_a_read_only_ledger_takes_nothing_and_says_why(read_only):
    told = processes.scrutiny(*judging("1"), *JSON, preexec_fn=powerless)
    assert told.status == 7
    assert "written" in told.error()["error"]


def test_a_folder_alone_that_may_not_be_written_takes_nothing_either(folder, before):
    needs(processes.modes_count(folder.parent), "a way to give root's powers up")
    for leftover in folder.glob("ledger.db-*"):
        leftover.unlink()
    folder.chmod(0o550)
    told = processes.scrutiny(*judging("1"), *JSON, preexec_fn=powerless)
    read = processes.scrutiny("register", *JSON, preexec_fn=powerless)
    folder.chmod(0o750)
    assert told.status == 7
    assert told.error()["remedy"]
    assert read.status == 0


def test_a_ledger_that_may_not_be_read_is_told(folder):
    needs(processes.modes_count(folder.parent), "a way to give root's powers up")
    for path in (folder / "ledger.db", folder):
        path.chmod(0)
        told = processes.scrutiny("register", *JSON, preexec_fn=powerless)
        path.chmod(0o750)
        assert told.status == 7
        assert told.error()["remedy"]


def test_what_the_disk_has_no_room_for_is_not_recorded(before):
    told = processes.scrutiny(*judging("1", "R" * 90_000), *JSON, preexec_fn=processes.smallest_files(50_000))
    assert told.status == 7
    assert "Nothing was recorded" in told.error()["error"]


def test_output_for_which_there_is_no_room_leaves_the_old_file(folder, here):
    (here / "register.html").write_text("the old one")
    told = processes.scrutiny(
        "register", "--output", "register.html", *JSON[:1], "html", preexec_fn=processes.smallest_files(100)
    )
    assert told.status == 7
    assert (here / "register.html").read_text() == "the old one"
    assert sorted(path.name for path in here.iterdir()) == ["register.html", "scrutiny-ledger"]


@pytest.mark.parametrize("output", ["nowhere/register.csv", "register.html/x.csv", "scrutiny-ledger", "."])
def test_output_to_where_no_file_can_be_is_told(folder, here, output):
    (here / "register.html").write_text("the old one")
    told = scrutiny("register", "--output", output, *JSON)
    assert told.status in (2, 4, 7)
    assert told.error()["error"]
    assert (here / "register.html").read_text() == "the old one"


def test_output_through_a_link_is_written_where_it_points(folder, here):
    (here / "real.csv").write_text("the old one")
    (here / "link.csv").symlink_to("real.csv")
    assert scrutiny("register", "--output", "link.csv").status == 0
    assert (here / "link.csv").is_symlink()
    assert (here / "real.csv").read_text().startswith("Inspection,Number")


def test_output_to_what_is_no_file_is_written_into_it_and_never_replaces_it(folder, here):
    os.mkfifo(here / "pipe")
    received = []
    reading = threading.Thread(target=lambda: received.append((here / "pipe").read_text()), daemon=True)
    reading.start()
    answer = scrutiny("register", "--output", "pipe", "--format", "csv")
    assert (here / "pipe").is_fifo()
    reading.join(5)
    assert answer.status == 0
    assert received[0].startswith("Inspection,Number")


@pytest.fixture
def full():
    """A disk that is full."""
    needs(Path("/dev/full").exists(), "/dev/full")
    with Path("/dev/full").open("wb") as full:
        yield full


@pytest.mark.parametrize(
    "words", [["register"], ["trail", *JSON], ["show", "OCSAE", "1"], ["--help"], ["completion", "bash"]]
)
def test_an_answer_that_cannot_be_written_is_no_success(folder, full, words):
    answer = processes.scrutiny(*words, stdout=full)
    assert answer.status not in (0, 2)
    assert "No space left" in answer.err
    assert "Free some space" in answer.err


@pytest.mark.parametrize("format", ["table", "json"])
def test_a_receipt_that_cannot_be_written_does_not_hide_that_it_was_recorded(folder, full, format):
    before = len(processes.events(folder))
    answer = processes.scrutiny(*judging("1"), "--format", format, stdout=full)
    assert len(processes.events(folder)) == before + 2
    assert answer.status == 0
    assert "J1 was recorded" in answer.err
    assert f"events {before + 1} to {before + 2}" in answer.err
    assert "No space left" in answer.err


def test_an_error_that_cannot_be_written_keeps_its_status(folder, full):
    assert processes.scrutiny("show", "OCSAE", "99", stderr=full).status == 3
    assert processes.scrutiny("regster", stderr=full).status == 2
    assert processes.scrutiny("show", "OCSAE", "99", *JSON, stderr=full).status == 3


# Pipes, signals, closed descriptors, the environment.


@pytest.mark.parametrize("format", ["table", "json", "csv", "markdown", "html"])
def test_a_reader_that_goes_away_is_no_trouble(folder, format):
    process = start("trail", "--format", format)
    process.stdout.read(10)
    process.stdout.close()
    process.stdout = None
    answer = answer_of(process)
    assert answer.err == ""
    assert answer.status in (0, 141)


def test_a_reader_that_never_came_is_no_trouble(folder):
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "wb") as gone:
        answer = processes.scrutiny("trail", stdout=gone)
    assert (answer.status, answer.err) == (141, "")


def test_stopping_from_the_keyboard_is_status_130_and_records_nothing(before):
    process = start(*MAKE, "--text", "-", preexec_fn=from_a_keyboard)
    process.stdin.write(b"Do")
    process.stdin.flush()
    until_it_has_read(process)
    process.send_signal(signal.SIGINT)
    assert process.wait(processes.PATIENCE) == 130
    assert answer_of(process).err == "Stopped.\n"


def test_a_stop_that_python_ignores_while_it_cleans_up_after_an_import_is_a_stop():
    program = (
        "import weakref\n"
        "from commands import root\n"
        "class Module: pass\n"
        "def stop(_): raise KeyboardInterrupt\n"
        "module = Module(); kept = weakref.ref(module, stop)\n"
        "del module\n"
        "print('went on')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Stopped.\n")


def test_stopping_while_waiting_for_another_writer_is_status_130_and_records_nothing(folder, before):
    with (folder / "ledger.lock").open("rb+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = start(*judging("1"), preexec_fn=from_a_keyboard)
        process.stdin.close()
        process.stdin = None
        until_it_has_open(process, folder / "ledger.lock")
        until_it_sleeps(process, for_seconds=0.5)
        process.send_signal(signal.SIGINT)
        answer = answer_of(process)
    assert (answer.status, answer.err) == (130, "Stopped.\n")


def until_it_has_read(process):
    """Wait until a process has read all that was written to it, so that it waits for more."""
    while process.poll() is None and any(fcntl.ioctl(process.stdin, termios.FIONREAD, bytes(4))):
        time.sleep(0.02)


def until_it_has_open(process, path):
    """Wait until a process has a file open: on a busy machine it sleeps before that, too."""
    needs(Path("/proc/self/fd").exists(), "/proc")
    while process.poll() is None:
        for descriptor in Path(f"/proc/{process.pid}/fd").iterdir():
            with suppress(OSError):
                if descriptor.samefile(path):
                    return
        time.sleep(0.02)


def until_it_sleeps(process, for_seconds=0.2):
    """Wait until a process has stopped using the processor: then it waits for something."""
    used, since = None, time.monotonic()
    while time.monotonic() - since < for_seconds:
        now = processor_time(process)
        if now != used:
            used, since = now, time.monotonic()
        time.sleep(0.02)


def processor_time(process):
    # A process that looks at a lock every few milliseconds uses a little: count in tenths of a second.
    needs(Path("/proc/self/stat").exists(), "/proc")
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) // 10


def closing_descriptor(*descriptors):
    def close():
        for descriptor in descriptors:
            os.close(descriptor)

    return close


def test_closed_standard_input_is_no_input(folder):
    assert processes.scrutiny("register", preexec_fn=closing_descriptor(0)).status == 0
    assert (
        processes.scrutiny(
            "judgement", "sign-off", "OCSAE", "--as", "bob", preexec_fn=closing_descriptor(0)
        ).status
        == 2
    )
    assert (
        processes.scrutiny(*judging("1")[:8], "--rationale", "R", preexec_fn=closing_descriptor(0)).status
        == 4
    )
    assert processes.scrutiny(*MAKE, "--text", "-", preexec_fn=closing_descriptor(0)).status == 2
    assert processes.scrutiny(*judging("1"), preexec_fn=closing_descriptor(0)).status == 0


def test_closed_standard_error_keeps_the_status(folder):
    assert processes.scrutiny("show", "OCSAE", "99", preexec_fn=closing_descriptor(2)).status == 3
    assert processes.scrutiny("show", "OCSAE", "99", *JSON, preexec_fn=closing_descriptor(2)).status == 3
    assert (
        processes.scrutiny(
            "judgement", "sign-off", "OCSAE", "--as", "bob", preexec_fn=closing_descriptor(2)
        ).status
        == 2
    )
    assert processes.scrutiny("register", preexec_fn=closing_descriptor(2)).status == 0
    assert processes.scrutiny(*judging("1"), preexec_fn=closing_descriptor(2)).status == 0


def test_closed_standard_output_harms_no_record(folder):
    (folder.parent / "paper.txt").write_text("A paper.")
    processes.scrutiny("register", preexec_fn=closing_descriptor(1))
    answer = processes.scrutiny(
        "evidence",
        "submit",
        "OCSAE",
        "1",
        "--by",
        "B",
        "--summary",
        "S",
        "--file",
        "paper.txt",
        "--as",
        "ann",
        preexec_fn=closing_descriptor(0, 1, 2),
    )
    assert answer.out == ""
    assert [row[3] for row in processes.events(folder)[-3:]] == [
        "evidence.submitted",
        "evidence.described",
        "evidence.attached",
    ]
    assert [path.read_text() for path in (folder / "evidence").iterdir()] == ["A paper."]


SURROUNDINGS = {
    "C": {"LC_ALL": "C"},
    "POSIX": {"LC_ALL": "POSIX", "LANG": "POSIX"},
    "no UTF-8 mode": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "ASCII": {"PYTHONIOENCODING": "ascii"},
    "Latin-1": {"PYTHONIOENCODING": "latin-1"},
    "an unknown locale": {"LC_ALL": "xx_XX.unknown"},
}


@pytest.mark.parametrize("surroundings", SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_whatever_the_locale_texts_are_utf_8_and_receipts_are_printed(folder, surroundings):
    env = environment(**surroundings)
    made = processes.scrutiny(
        "recommendation",
        "make",
        "OCSAE",
        "9",
        "--cycle",
        "2020",
        "--made-to",
        "Police",
        "--as",
        "ann",
        "--text",
        "-",
        stdin="Für alle – 行.".encode(),
        env=env,
    )
    assert made.status == 0, made.err
    answer = processes.scrutiny("show", "OCSAE", "9", *JSON, env=env)
    assert answer.status == 0
    assert json.loads(answer.out)["text"] == "Für alle – 行."
    assert processes.scrutiny("show", "OCSAE", "9", env=env).status == 0


@pytest.mark.parametrize("format", ["table", "json"])
def test_a_receipt_of_any_letters_is_printed_where_the_terminal_has_few(folder, format):
    env = environment(PYTHONIOENCODING="ascii")
    made = processes.scrutiny(*MAKE[:3], "Ü行9", *MAKE[4:], "--text", "Do.", "--format", format, env=env)
    assert made.status == 0, made.err
    assert processes.events(folder)[-1][4]["data"]["number"] == "Ü行9"
    assert processes.scrutiny("show", "OCSAE", "Ø", env=env).status == 3
    assert processes.scrutiny("show", "OCSAE", "Ø", *JSON, env=env).error()["exit_status"] == 3


@pytest.mark.parametrize(
    "zone", ["", ":", "Nowhere/Land", "XYZ-14", ":/etc/passwd", "Pacific/Kiritimati", "UTC+25:61"]
)
def test_the_zone_of_the_machine_has_no_say(folder, zone):
    assert processes.scrutiny(*judging("1"), env=environment(TZ=zone)).status == 0
    name, stored = processes.events(folder)[-1][3:]
    assert name == "judgement.explained"
    known = processes.scrutiny("trail", "--known-at", stored["recorded_at"], *JSON, env=environment(TZ=zone))
    assert json.loads(known.out)["rows"][-1]["recorded_at"] == stored["recorded_at"]


def test_the_program_needs_no_home_and_no_path(folder):
    bare = {"PATH": "", "HOME": "/nonexistent"} | {
        name: value for name, value in os.environ.items() if name.startswith("PYTHON")
    }
    assert processes.scrutiny(*judging("1"), env=bare).status == 0
    assert processes.scrutiny("register", env=bare).status == 0


def test_a_folder_that_was_removed_under_ones_feet_is_told(here):
    for words in (["register"], ["init", "--as", "ada", "--name", "Ada"]):
        (here / "gone").mkdir()
        leaving = f"import os; os.chdir({str(here / 'gone')!r}); os.rmdir({str(here / 'gone')!r})"
        assert processes.scrutiny(*words, prelude=leaving).status == 7


def test_damaged_bytes_are_told_by_every_command_that_meets_them(folder):
    position = len(processes.events(folder))
    with closing(sqlite3.connect(folder / "ledger.db")) as raw:
        raw.execute("DROP TRIGGER stored_events_are_not_changed")
        raw.execute("UPDATE stored_events SET state = substr(state, 1, 50) WHERE rowid = ?", (position,))
        raw.commit()
    for words in (
        "register",
        "trail",
        "show OCSAE 1",
        "judgement record OCSAE 1 --cycle 2020 --status open --rationale R --as ann",
    ):
        told = scrutiny(*words.split(), *JSON)
        assert told.status == 7
        assert f"Event {position} " in told.err


def test_the_script_that_was_installed_is_the_same_program(folder):
    script = Path(sys.executable).parent / "scrutiny"
    needs(script.exists(), "the installed scrutiny")
    for words in (["register", *JSON], ["show", "OCSAE", "99"]):
        installed = subprocess.run(
            [script, *words], capture_output=True, text=True, env=environment(), check=False
        )
        assert (installed.returncode, installed.stdout, installed.stderr) == scrutiny(*words)
