"""What the program says of packages that it lacks holds of this installation, and names no package index."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from subprocess import run

import pytest

from ledger import extras
from ledger.extras import how_to_install, packages_of

ROOT = Path(__file__).parents[2]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
INSTALLED = [f"{one}; extra == '{extra}'" for extra, wanted in EXTRAS.items() for one in wanted]


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_has_the_packages_that_the_project_declares(extra, monkeypatch):
    monkeypatch.setattr(extras, "requires", lambda _: ["click>=8.3,<9", "tzdata", *INSTALLED])
    assert packages_of(extra) == sorted(EXTRAS[extra])
    told = how_to_install(extra)
    assert f"pip install '.[{extra}]'" in told
    assert "scrutiny-ledger[" not in told  # no package index has it
    words = told.partition("pipx inject ")[2]
    printed = run(["sh", "-c", f"printf '%s\\n' {words}"], capture_output=True, text=True, check=True).stdout
    assert printed.splitlines() == ["scrutiny-ledger", *sorted(EXTRAS[extra])]


@pytest.mark.parametrize("known", [None, []])
def test_an_installation_that_does_not_say_is_installed_once_more(known, monkeypatch):
    def requires(name):
        if known is None:
            raise PackageNotFoundError(name)
        return known

    monkeypatch.setattr(extras, "requires", requires)
    assert "pipx install --force '.[pdf]'" in how_to_install("pdf")


def test_no_message_and_no_document_sends_anybody_to_a_package_index_for_the_program():
    searched = [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]
    for room in ("events", "ledger", "projections", "commands"):
        searched += ROOT.glob(f"{room}/**/*.py")
    wrong = [
        str(path.relative_to(ROOT))
        for path in searched
        if any(
            words in path.read_text("utf-8")
            for words in ("scrutiny-ledger[", "install scrutiny", "install 'scrutiny")
        )
    ]
    assert wrong == []
