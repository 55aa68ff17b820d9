"""Where the ledger is, who acts and how readings are written: each by the nearest that says it."""

import json
import os
from pathlib import Path

import pytest

from tests.commands import processes


@pytest.fixture
def config(home):
    """The config file of the person, which is not there yet."""
    return home / ".config/scrutiny-ledger/config"


def rows(answer):
    assert answer.status == 0, answer.err
    return {row["setting"]: (row["value"], row["source"]) for row in json.loads(answer.out)["rows"]}


def test_an_option_counts_before_a_variable_that_before_the_file_and_that_before_the_default(
    ask, here, config, monkeypatch
):
    assert rows(ask("config --format json"))["person"] == ("", "default")
    assert ask("config set person ann").status == 0
    assert rows(ask("config --format json"))["person"] == ("ann", "config file")
    monkeypatch.setenv("SCRUTINY_PERSON", "bob")
    assert rows(ask("config --format json"))["person"] == ("bob", "environment")
    assert rows(ask("config --as eve --format json"))["person"] == ("eve", "option")
    assert rows(ask("config list --format json --as eve"))["person"] == ("eve", "option")
    assert "SCRUTINY_PERSON counts before it: bob" in ask("config unset person").err
    monkeypatch.delenv("SCRUTINY_PERSON")
    assert rows(ask("config --format json"))["person"] == ("", "default")


def test_the_person_of_the_file_acts(ask, done, folder, config):
    assert ask("inspection open X --title T").status == 4
    ask("config set person ada")
    assert done("inspection open X --title T")["ref"] == "X"
    assert done("trail X")["rows"][0]["by"] == "ada"


def test_a_ledger_is_found_above_and_said_to_be(ask, folder, monkeypatch):
    inside = folder.parent / "a" / "b"
    inside.mkdir(parents=True)
    here = ask("register")
    monkeypatch.chdir(inside)
    assert ask("register") == here
    assert rows(ask("config --format json"))["ledger"] == (str(folder), "found")
    told = ask("inspection open X --title T --as ada")
    assert told.status == 0
    assert f"the ledger is {folder}, found above this folder." in told.err
    assert list(inside.iterdir()) == []


def test_a_ledger_that_one_stands_in_is_found(ask, folder, monkeypatch):
    monkeypatch.chdir(folder / "evidence") if (folder / "evidence").exists() else monkeypatch.chdir(folder)
    assert ask("register").status == 0


def test_the_nearest_counts_and_what_is_left_of_one_is_not_passed_over(ask, folder, monkeypatch):
    inside = folder.parent / "a"
    (inside / "scrutiny-ledger").mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert ask("register").status == 0  # an empty folder of that name is no ledger
    (inside / "scrutiny-ledger/ledger.lock").touch()
    told = ask("register")
    assert told.status == 7
    assert "it has no ledger.db" in told.err


def test_another_persons_ledger_in_a_folder_of_everybody_is_not_found(ask, folder, monkeypatch):
    inside = folder.parent / "mine"
    inside.mkdir()
    monkeypatch.chdir(inside)
    folder.parent.chmod(0o1777)
    assert ask("register").status == 0
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
    assert ask("register").status == 7


def test_a_ledger_is_begun_in_the_folder_whatever_is_above_it(ask, folder, monkeypatch):
    inside = folder.parent / "a"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert ask("init --name Ada --as ada").status == 0
    assert (inside / "scrutiny-ledger/ledger.db").exists()


def test_nothing_is_made_where_nothing_is_found(ask, here):
    for line in ("register", "inspection open X --title T --as ada", "verify", "doctor"):
        assert ask(line).status in (3, 6, 7)
    assert list(here.iterdir()) == []


def test_a_folder_that_is_gone_is_no_fault_of_the_program(pristine, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    told = processes.scrutiny(
        "register",
        prelude=f"import os; os.chdir({str(gone)!r}); os.rmdir({str(gone)!r})",
        env={**processes.environment(), "PYTHONPATH": str(Path.cwd())},
    )
    assert told.status == 7


def test_a_folder_is_kept_as_a_whole_path(ask, folder, config, monkeypatch):
    assert ask("config set ledger scrutiny-ledger/../scrutiny-ledger").status == 0
    assert config.read_text() == f"ledger = {folder}\n"
    monkeypatch.chdir("/")
    assert ask("register").status == 0
    assert "there is no ledger in /nowhere yet" in ask("config set ledger nowhere").err


def test_the_format_is_for_what_reads_alone(ask, folder, config):
    assert ask("config set format csv").status == 0
    assert ask("register").out.startswith("Inspection,Number,")
    assert ask("register --format table").out.startswith("Register")
    assert ask("register --output r.json").status == 0
    assert json.loads(Path("r.json").read_text())["rows"] is not None
    assert ask("register --output r").status == 0
    assert Path("r").read_text().startswith("Inspection,")
    assert ask("inspection open X --title T --as ada").out.startswith("Recorded X")
    assert ask("register --output -").out.startswith("Inspection,")


def test_errors_follow_the_format(ask, folder, config):
    ask("config set format json")
    assert ask("register NONE").error()["exit_status"] == 3
    assert ask("register --nope").error()["exit_status"] == 2
    assert ask("register NONE --format table").err.startswith("Error: ")
    assert ask("register NONE --output r.csv").err.startswith("Error: ")
    assert ask("inspection open X --title T").err.startswith("Error: ")


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("persn = ann\n", "Line 1 of the config file"),
        ("# mine\nperson ann\n", "Line 2 of the config file"),
        ("person = ann\nperson = bob\n", "sets person again"),
        ("person =\n", "person has no value"),
        ("format = xml\n", "'xml' is no format; those are table, json"),
        ("ledger = here\n", "here is no whole path"),
        (b"person = \xff\n", "it is not text in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_sentence_and_changes_nothing(ask, folder, config, text, because):
    config.parent.mkdir(parents=True)
    config.write_bytes(text if isinstance(text, bytes) else text.encode())
    for line in ("register", "config", "config set person ada", "inspection open X --title T"):
        told = ask(line)
        assert told.status == 2, line
        assert because in told.err
        assert f"rm {config}" in told.err
    assert ask("--help").status == 0
    assert ask("register --format table --ledger scrutiny-ledger").status == 0
    assert config.read_bytes() == (text if isinstance(text, bytes) else text.encode())


def test_what_else_stands_in_the_file_is_kept(ask, here, config):
    config.parent.mkdir(parents=True)
    config.write_text("# who I am\n  person = 'ann'\n\nformat=json\n")
    assert rows(ask("config --format json"))["person"] == ("ann", "config file")
    ask("config set person bob")
    assert config.read_text() == "# who I am\nperson = bob\n\nformat=json\n"
    ask("config unset format")
    assert config.read_text() == "# who I am\nperson = bob\n\n"
    assert "does not set format" in ask("config unset format").err


@pytest.mark.parametrize("words", [("person", "a b"), ("format", "xml"), ("ledger", ""), ("persn", "x")])
def test_what_cannot_be_set_is_not(ask, here, config, words):
    assert ask("config set", *words).status == 2
    assert not config.exists()


def test_no_file_is_read_for_help_or_completion(here, config):
    config.parent.mkdir(parents=True)
    config.write_text("broken\n")
    assert processes.scrutiny("--help").status == 0
    env = {**processes.environment(), "_SCRUTINY_COMPLETE": "bash_complete", "COMP_CWORD": "1"}
    told = processes.scrutiny(env={**env, "COMP_WORDS": "scrutiny re"})
    assert "plain,register" in told.out
    assert told.err == ""


def test_a_pipe_in_the_place_of_the_file_is_refused_and_not_waited_for(ask, here, config):
    config.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(config)
    for line in ("config", "config set person ann"):
        answer = ask(line)
        assert answer.status == 2
        assert "It is a pipe" in answer.err
