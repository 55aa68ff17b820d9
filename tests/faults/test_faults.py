"""A short form of `make faults`: a few trials of every family, and its control, which must find something."""

from __future__ import annotations

from errno import EIO, EMFILE, ENOLCK, ENOMEM, ENOSPC
from importlib import import_module
from pathlib import Path

import click
import pytest

import tests.faults
from commands.root import root
from tests.faults import errors, scenes, tracing
from tests.faults.base import Figures, scratch
from tests.faults.index import FAMILIES
from tests.sampling import sample

TRACED = {"kills", "images", "io"}
NO_FAMILY = {
    *("__main__", "after", "base", "children", "disk", "index", "running", "scenes", "test_faults"),
    *("tracing", "ledger_mutations", "bundle_mutations", "pages", "pieces", "test_ledger_mutations"),
}
SEED = 5


SHORT = [name for name, entry in FAMILIES.items() if entry.short]


@pytest.mark.parametrize("name", SHORT)
def test_a_few_faults_of_every_kind_do_no_harm(name):
    if name in TRACED:
        tracing.need()
    with scratch() as folder:
        family = import_module(f"tests.faults.{FAMILIES[name].module}")
        figures = family.run(FAMILIES[name].short, SEED, folder)
    assert figures.tried
    assert not figures.troubles, figures.reproducers


@pytest.mark.parametrize("name", sample(SHORT, 4))
def test_a_program_that_is_broken_on_purpose_is_caught(name):
    if name in TRACED:
        tracing.need()
    family = import_module(f"tests.faults.{FAMILIES[name].module}")
    with scratch() as folder:
        assert family.control(SEED, folder).troubles


def test_every_family_is_in_the_index():
    modules = {file.stem for place in tests.faults.__path__ for file in Path(place).glob("*.py")}
    assert {entry.module for entry in FAMILIES.values()} == modules - NO_FAMILY


def commands(group=root, path=()):
    """(path, command) of every command that does something."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def test_every_command_that_records_is_killed_and_refused():
    said = {
        path
        for path, command in commands()
        if any(option.name == "format" and "receipt" in (option.help or "") for option in command.params)
    }
    told = {" ".join(case.words) for case in scenes.CASES.values()}
    # What needs a server, which is killed in tests of its own (tests/ledger/store/postgres).
    elsewhere = {"server grant", "server revoke"}
    assert {path for path in said if not any(words.startswith(path) for words in told)} == elsewhere


@pytest.fixture(scope="module")
def bench():
    """The scenes, made once."""
    tracing.need()
    with scratch() as folder:
        yield errors._Bench(folder)


@pytest.mark.parametrize(
    "fault",
    [
        errors.Fault("inbox (read)", 0, "write", errors.SHORT, for_good=False, cold=True),
        errors.Fault("verify (read)", 0, "write", errors.SHORT, for_good=False, cold=True),
        *(
            errors.Fault(case, at, "openat", error, for_good=True, cold=True)
            for case, at, error in (("seal", 18, ENOSPC), ("practice", 34, EIO), ("register", 12, EMFILE))
        ),
        errors.Fault("publish over another", 0, "rmdir", EIO, for_good=True),
        errors.Fault("rebuild", 0, "rename", EIO, for_good=False),
        errors.Fault("evidence submit", 0, "flock", ENOLCK, for_good=True),
        errors.Fault("restore", 0, "flock", ENOLCK, for_good=False),
        errors.Fault("archive", 1, "mmap", ENOMEM, for_good=False),
    ],
    ids=str,
)
def test_faults_that_did_harm_once_do_none(fault, bench, monkeypatch):
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    figures = Figures()
    errors._inject(bench, fault, figures, None)
    assert figures.tried
    assert not figures.troubles, figures.reproducers
