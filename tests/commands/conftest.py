"""Ledgers for processes to work on."""

import json
import shutil

import pytest

from commands.root import run
from tests.commands import processes


@pytest.fixture(scope="session")
def pristine(tmp_path_factory):
    """A ledger that no test touches."""
    return processes.begin(tmp_path_factory.mktemp("pristine") / "scrutiny-ledger")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def folder(pristine, here):
    """A ledger of one's own, where the program looks for it when nothing is said."""
    return processes.copy(pristine, here / "scrutiny-ledger")


@pytest.fixture(scope="session")
def pristine_two(tmp_path_factory):
    """A ledger with two inspections that no test touches."""
    folder = tmp_path_factory.mktemp("pristine") / "scrutiny-ledger"
    return processes.begin_another(processes.begin(folder, ("1", "2", "3", "5", "7-9", "012/21", "AFD1")))


@pytest.fixture
def two(pristine_two, here):
    """A ledger of one's own with OCSAE and CUSTODY, where the program looks for it when nothing is said."""
    return processes.copy(pristine_two, here / "scrutiny-ledger")


@pytest.fixture(scope="session")
def pristine_demo(tmp_path_factory):
    """The demonstration, with the home of who made it, put away: so a copy counts as the ledger itself."""
    place = tmp_path_factory.mktemp("pristine")
    with pytest.MonkeyPatch.context() as environ:
        for name in ("SCRUTINY_LEDGER", "SCRUTINY_PERSON", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            environ.delenv(name, raising=False)
        environ.setenv("HOME", str(place / "home"))
        assert run(["demo", str(place / "demo")]) == 0
    (place / "demo").rename(place / "away")
    return place


@pytest.fixture
def put_demo(pristine_demo, home):
    """put_demo(folder): the demonstration is there, with its key and what is remembered of it."""

    def put(folder):
        shutil.copytree(pristine_demo / "away", folder)
        shutil.copytree(pristine_demo / "home", home, dirs_exist_ok=True)
        return folder

    return put


@pytest.fixture(scope="session")
def made_once():
    """By who made it, what ``once`` copies."""
    return {}


@pytest.fixture
def once(made_once, here, home, tmp_path_factory):
    """once(make): what ``make`` adds where one stands and at home, made by the first test that wants it.

    It begins with what is there already, and is copied for each test. It is made in a place that is away by
    then, so that a copy of a ledger counts as the ledger itself.
    """

    def call(make):
        maker = make.__module__, make.__qualname__
        if maker not in made_once:
            making = tmp_path_factory.mktemp("making")
            shutil.copytree(here, making / "here", symlinks=True)
            shutil.copytree(home, making / "home")
            with pytest.MonkeyPatch.context() as patch:
                patch.chdir(making / "here")
                patch.setenv("HOME", str(making / "home"))
                make()
            made_once[maker] = making.rename(making.with_name(f"{making.name}-made"))
        shutil.copytree(made_once[maker] / "here", here, symlinks=True, dirs_exist_ok=True)
        shutil.copytree(made_once[maker] / "home", home, dirs_exist_ok=True)

    return call


@pytest.fixture
def ask(capfdbinary, monkeypatch):
    """ask("register OCSAE --format json") -> an Answer, without a process of its own."""
    for name in ("SCRUTINY_LEDGER", "SCRUTINY_PERSON"):
        monkeypatch.delenv(name, raising=False)

    def call(line, *words):
        status = run([*processes.words(line), *words])
        out, err = capfdbinary.readouterr()
        answer = processes.Answer(status, out.decode(), err.decode())
        assert "nobody foresaw" not in answer.err, answer.err
        return answer

    return call


@pytest.fixture
def done(ask):
    """The receipt, as JSON, of something that has to succeed."""

    def call(line, *words):
        answer = ask(f"{line} --format json", *words)
        assert answer.status == 0, answer.err
        return json.loads(answer.out)

    return call


@pytest.fixture
def refused(ask, two):
    """Something is refused, as JSON and as sentences, with a status, and nothing is recorded."""

    def call(status, because, line, *words):
        before = processes.events(two)
        told = ask(f"{line} --format json", *words)
        assert told.status == status, told
        error = told.error()
        assert because in error["error"], error
        assert error["error"].endswith((".", "?")), error
        plain = ask(line, *words)
        assert (plain.status, plain.out) == (status, "")
        assert plain.err.startswith("Error: ")
        assert error["error"].splitlines()[0] in plain.err
        assert processes.events(two) == before
        return error

    return call
