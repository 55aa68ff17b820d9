"""What tests say: ``given(past).when(decision, by="ann").then(events)`` or ``.refused(because)``."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from events.base import Day, Event, InspectionEvent
from ledger.decisions.base import Decision, Outcome, State
from ledger.decisions.inspectorates import OpenLedger
from ledger.errors import LedgerError
from ledger.ledger import Ledger
from ledger.recovery.clocks import THIS_MACHINE, seen
from ledger.state.inspection import Inspection
from ledger.state.inspectorate import Inspectorate
from ledger.validation import key
from tests import engines, golden, memory, postgres, sampling
from tests.asking import decided
from tests.pasts import TODAY, Clock, counting, opened

By = tuple[str, Event]


def pytest_report_header() -> str:
    """Say how many of the many cases that are alike are tried."""
    if sampling.ALL:
        return "cases: all of them"
    return f"cases: a sample (TESTS_SEED={sampling.SEED}); make test-all tries all of them"


def pytest_configure() -> None:
    """Keep passing files in memory; stop if an event has no stored example, which is kept for good."""
    memory.keep_there()
    if os.environ.get("TESTS_ENGINE") == "postgres":
        postgres.stand_in()
    if missing := golden.missing():
        raise pytest.UsageError(f"No golden file for {', '.join(missing)}: run python -m tests.golden")


def pytest_unconfigure() -> None:
    """Take away the servers of this run."""
    postgres.remove_all()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Skip, by name, what is about SQLite alone, if ledgers are kept on a server."""
    if postgres.stands_in() and (why := engines.of_sqlite_alone(item.nodeid)):
        pytest.skip(f"of SQLite alone: {why}")
    with postgres.skipping_what_looks_for_a_file():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """As above, of a test that looks into SQLite's file only when it runs."""
    with postgres.skipping_what_looks_for_a_file():
        return (yield)


class When:
    """A decision that was asked, and how it went."""

    def __init__(self, decision: Decision, answer: Outcome | None, error: LedgerError | None) -> None:
        self.decision, self.answer, self.error = decision, answer, error

    def then(self, *events: Event) -> Outcome:
        """Just these events follow."""
        if self.error:
            raise self.error
        assert self.answer is not None
        assert self.answer.events == events
        return self.answer

    def made(self, ref: str) -> Outcome:
        """It was granted, and made this."""
        if self.error:
            raise self.error
        assert self.answer is not None
        assert self.answer.ref == ref
        return self.answer

    def refused(self, because: str, status: int = 4) -> None:
        """It was refused with a sentence that has these words, and with this exit status."""
        assert self.error is not None, f"granted: {self.answer}"
        assert because in self.error.message, self.error.message
        assert self.error.exit_status == status
        assert self.error.message.endswith((".", "?"))
        # Whatever it says to type is something that the command takes.
        from tests.commands import remedies

        said = f"{self.error.message} {self.error.remedy or ''}"
        assert remedies.misnamed(type(self.decision), said) == [], said
        assert list(remedies.wrong_in(said)) == [], said


class Given:
    """A past: a ledger as ``opened``, and what was recorded by ann after it unless said otherwise."""

    def __init__(self, past: Sequence[Event | By], sign_off: str) -> None:
        self.inspectorate = Inspectorate()
        for event in opened(sign_off):
            self.inspectorate.apply(event)
        self.inspections: dict[str, Inspection] = defaultdict(lambda: Inspection(self.inspectorate.sign_off))
        for one in past:
            by, event = one if isinstance(one, tuple) else ("ann", one)
            if isinstance(event, InspectionEvent):
                self.inspections[key(event.inspection)].apply(event, by)
            else:
                self.inspectorate.apply(event)

    def when(self, decision: Decision, by: str = "ann", today: str = TODAY) -> When:
        """Ask a decision."""
        state = State(inspectorate=self.inspectorate, inspections=self.inspections, by=by, today=Day(today))
        try:
            return When(decision, decided(decision, state), None)
        except LedgerError as error:
            return When(decision, None, error)


@pytest.fixture
def given() -> Callable[..., Given]:
    """given(past event, (by, past event), …, sign_off="required")."""

    def _given(*past: Event | By, sign_off: str = "required") -> Given:
        return Given(past, sign_off)

    return _given


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders that are not there yet; to find one, pytest would look through all that are, each time."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test, so that no key or memory goes to the person's own."""
    home = next(homes)
    # Somebody looked at the clock just now, so that it is not doubted beside the old ledgers of tests.
    sighting = home / ".local/state/scrutiny-ledger/clock"
    sighting.parent.mkdir(parents=True)
    sighting.write_text(seen(datetime.now(UTC), THIS_MACHINE))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    return home


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at 2022-03-01."""
    return Clock()


class Pristine(NamedTuple):
    """A ledger that no test touches, what its clock says, and the next of the bytes that look random."""

    folder: Path
    now: datetime
    number: int


def begun(folder: Path, clock: Clock, entropy: Callable[[int], bytes]) -> Ledger:
    """A new ledger with the people of ``opened``."""
    from ledger.decisions.people import RegisterPerson

    opening = OpenLedger(
        person="ada",
        name="Ada",
        title="Test",
        time_zone="Europe/London",
        sign_off="required",
        origin="example/test",
    )
    people = (("ann", ("inspector",)), ("bob", ("approver",)), ("cyd", ("inspector", "approver")))
    ledger, _ = Ledger.create(str(folder), opening, clock, entropy)
    ledger.ask(*(RegisterPerson(person=p, name=p.title(), roles=roles) for p, roles in people), by="ada")
    return ledger


@pytest.fixture(scope="session")
def pristine_ledger(tmp_path_factory: pytest.TempPathFactory) -> Pristine:
    """What ``ledger`` is a copy of."""
    folder, clock, entropy = tmp_path_factory.mktemp("pristine") / "ledger", Clock(), counting()
    begun(folder, clock, entropy).close()
    return Pristine(folder, clock.now, int.from_bytes(entropy(16)))


@pytest.fixture
def ledger(pristine_ledger: Pristine, tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    """A ledger in a folder, with ada as administrator and ann, bob and cyd as in ``opened``."""
    shutil.copytree(pristine_ledger.folder, tmp_path / "ledger")
    clock.now = pristine_ledger.now
    with Ledger.open(str(tmp_path / "ledger"), clock, counting(pristine_ledger.number)) as ledger:
        yield ledger


@pytest.fixture
def without_b9(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bundles that do not say which version wrote them are not written anew: ``tests.bundles.publish``."""
    from projections.publication.checking import bundle

    whole = bundle.check_rewritten
    monkeypatch.setattr(
        bundle, "check_rewritten", lambda *given: [] if given[4].version is None else whole(*given)
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 KB that is soon full."""
    (tmp_path / "disk").mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(tmp_path / "disk")]
    try:
        mounted = (
            os.geteuid() == 0 and subprocess.run(mounting, capture_output=True, check=False).returncode == 0
        )
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("a small disk may not be mounted here")
    yield tmp_path / "disk"
    subprocess.run(["umount", "-l", str(tmp_path / "disk")], check=True)
