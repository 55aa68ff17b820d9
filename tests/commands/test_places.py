"""Nothing is written into a ledger, into a bundle, or among the keys, whatever command is asked to."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import click
import pytest

from commands.cli.destinations import Written
from commands.root import run
from ledger.signing.keyring import Keyring
from tests.commands.processes import do, words
from tests.commands.test_help import every_command

READ = {
    "evidence submit --file",
    "import file",
    "inbox --addresses",
    "intake file",
    "init --ssh-key",
    "intake --files",
    "key import file",
    "person enrol --ssh-key",
    "prove --since",
    "publish --about",
    "rebuild --held",
    "recover --seen",
    "restore file",
    "restore --held",
    "statistics --published",
    "verify --held",
    "verify --since",
    "verify-bundle folder",
    "verify-bundle --held",
}
"""What names a file or folder that is read, and is not written."""
NAMES_A_FILE = {"FILE", "FOLDER", "DIR", "PATH", "CHECKPOINT"}


def _params():
    """Every option and argument that says a file or folder: the words of its command, and it."""
    for path, command in every_command():
        for param in command.params if not isinstance(command, click.Group) else ():
            metavar = str(param.metavar or "").strip("[].")
            if isinstance(param.type, Written | click.Path | click.File) or metavar in NAMES_A_FILE:
                yield path, param
            else:
                assert not {"output", "out", "file", "folder"} & {str(param.name)}, (path, param)


def _said(path, param):
    return " ".join((*path, *(param.opts[:1])))


WRITERS = {_said(path, param): (path, param) for path, param in _params() if isinstance(param.type, Written)}
PLACES = {
    "a ledger": "{ledger}/it",
    "a ledger's evidence": "{ledger}/evidence/it",
    "where the database is": "{ledger}/ledger.db",
    "what the ledger's readers lock": "{ledger}/ledger.lock",
    "another ledger": "other/it",
    "a bundle": "bundle/it",
    "a page of a bundle": "bundle/index.html",
    "deep in a bundle": "bundle/new/folder/it",
    "a bundle, by a link": "link/it",
    "a bundle, round about": "other/../bundle/it",
    "a signing key": "{keys}/it.pem",
    "what is remembered": "{seen}/it.note",
}


def test_whatever_names_a_file_is_guarded_or_only_read():
    found = {_said(path, param): param for path, param in _params()}
    assert {said for said, param in found.items() if not isinstance(param.type, Written)} == READ
    assert len(WRITERS) >= 12


def _dummies(command, but):
    """Words that fill in whatever else the command requires."""
    for param in command.params:
        if param.required and param is not but:
            word = param.type.choices[0] if isinstance(param.type, click.Choice) else "1"
            yield from ([word] if isinstance(param, click.Argument) else [param.opts[0], word])


def _contents(*folders):
    return {
        path: (path.is_file() and sha256(path.read_bytes()).hexdigest(), path.lstat().st_mtime_ns)
        for folder in folders
        for path in Path(folder).rglob("*")
    }


@pytest.fixture
def kept(folder, once):
    """A ledger, another, a bundle and keys, and where they are."""

    def make():
        do(
            "init --ledger other --as ada --name Ada",
            "person register pub --name Pub --role publisher --as ada --ledger other",
            "publish --output bundle --as pub --ledger other",
        )
        Path("link").symlink_to("bundle")

    os.environ.pop("SCRUTINY_LEDGER", None)
    once(make)
    keyring = Keyring.of(os.environ)
    return {"ledger": folder, "keys": keyring.keys, "seen": keyring.seen}


@pytest.mark.parametrize("writer", WRITERS)
def test_no_command_writes_where_nothing_else_belongs(kept, here, capfd, writer):
    path, param = WRITERS[writer]
    command = {tuple(found): command for found, command in every_command()}[tuple(path)]
    name = [] if isinstance(param, click.Argument) else [param.opts[0]]
    before = _contents(here, kept["keys"], kept["seen"])
    for what, pattern in PLACES.items():
        place = pattern.format(**kept)
        capfd.readouterr()
        status = run(
            [*path, *name, place, *_dummies(command, param), "--ledger", str(kept["ledger"]), "--no-input"]
        )
        err = capfd.readouterr().err
        assert (status, f"{place} is " in err and "Choose a path outside of it." in err) == (4, True), (
            what,
            err,
        )
        assert _contents(here, kept["keys"], kept["seen"]) == before, what
    # The control: beside them it is no such place.
    run([*path, *name, "it", *_dummies(command, param), "--ledger", str(kept["ledger"]), "--no-input"])
    assert "Choose a path outside of it." not in capfd.readouterr().err


@pytest.mark.parametrize("place", ["bundle/ledger", "other/ledger"])
def test_no_ledger_is_begun_in_another_or_in_a_bundle(kept, here, capfd, place):
    before = _contents(here, kept["keys"], kept["seen"])
    assert run(words(f"init --ledger {place} --as ada --name Ada")) == 4
    assert f"{place} is in " in capfd.readouterr().err
    assert _contents(here, kept["keys"], kept["seen"]) == before


def test_a_bundle_that_was_damaged_is_one_still(kept, here, capfd):
    (here / "bundle/checkpoint").write_text("torn")
    assert run(words(f"register --ledger {kept['ledger']} --output bundle/index.html")) == 4


@pytest.mark.parametrize(
    "line", ["register --output round", "evidence get OCSAE E1 --output round/it", "key export round"]
)
def test_links_that_lead_in_a_circle_are_named(folder, here, capfd, line):
    (here / "round").symlink_to("about")
    (here / "about").symlink_to("round")
    assert run([*words(line), "--no-input"]) == 2
    assert "circle of links" in capfd.readouterr().err
    assert (here / "round").is_symlink()


def test_the_guard_stands_in_the_tree_of_commands():
    assert {"register --output", "publish --output", "evidence get --output", "prove --output", "copy folder",
            "key export file", "checkpoint --output", "demo folder"} <= WRITERS.keys()  # fmt: skip
