"""A cache that is damaged, of another ledger, behind, in use or gone never makes a wrong answer."""

import os
import shutil
import subprocess
import sys
import tempfile
from errno import ENOSPC

import apsw
import pytest

from benchmarks.past import empty, lived
from ledger.decisions.bodies import MergeBodies
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.recommendations import RestateRecommendation
from ledger.errors import NotFound
from ledger.ledger import Ledger
from projections.base import TimeFilter
from projections.cache import asking, cache, schema, tie
from projections.cache import register as cached_register
from projections.cache.asking import make_again
from projections.cache.cache import opened
from projections.cache.database import CacheTrouble, Database, TooMuch, remove
from projections.cache.place import place_of
from projections.cache.source import Stored
from projections.diff import Days, diff_days
from projections.register import register
from projections.rows import Filters
from projections.statistics.counting import Asked
from projections.statistics.view import statistics
from tests.projections.cache.asked import shown
from tests.projections.cache.at_a_path import diff_days_of, register_of, statistics_of
from tests.sampling import sample

WHEN = TimeFilter(as_of="2019-03-31")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cache" / "one.db"


PERIOD = Asked(since="2018", until="2019-03-31", by="body")
DAYS = Days("2018", "2019-03-31", None, Filters())


def _events(folder):
    """What a register, statistics and a difference say."""
    with Ledger.open(str(folder)) as ledger:
        difference = diff_days(ledger, None, "2018", "2019-03-31")
        return (
            shown(register(ledger, time_filter=WHEN)),
            shown(statistics(ledger, None, PERIOD)),
            shown(difference),
        )


def _cache(folder, path, most=None):
    """What the cache says of the same, or None if it says nothing of any of them."""
    with Ledger.open(str(folder)) as ledger:
        views = [
            register_of(path, ledger, None, time_filter=WHEN, filters=Filters(), most=most),
            statistics_of(path, ledger, None, PERIOD, most=most),
            diff_days_of(path, ledger, None, DAYS, most=most),
        ]
    return None if None in views else tuple(map(shown, views))


def _record(folder, ref="NEW"):
    with Ledger.open(str(folder)) as ledger:
        ledger.ask(OpenInspection(inspection=ref, title="New"), by="ann")


def test_it_says_what_the_events_do(large, path):
    assert _cache(large, path) == _cache(large, path) == _events(large)
    _record(large)
    assert _cache(large, path) == _events(large)


def test_rows_for_which_there_is_no_room_in_memory_lie_in_a_file(large, path, monkeypatch):
    right = _cache(large, path)
    monkeypatch.setattr("projections.cache.found._ROOM", 1)
    files, make = [], tempfile.TemporaryFile
    monkeypatch.setattr("tempfile.TemporaryFile", lambda: files.append(make()) or files[-1])
    assert _cache(large, path) == right
    assert files


def test_without_room_for_that_file_the_events_are_asked(large, path, monkeypatch):
    def full():
        raise OSError(ENOSPC, os.strerror(ENOSPC))

    assert _cache(large, path)
    monkeypatch.setattr("projections.cache.found._ROOM", 1)
    monkeypatch.setattr("tempfile.TemporaryFile", full)
    assert _cache(large, path) is None


def test_only_the_reader_may_use_it(large, path):
    _cache(large, path)
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"not a database")
    _cache(large, path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_each_kind_of_damage_is_found_and_made_good(large, path, tmp_path):
    right = _cache(large, path)
    whole = path.read_bytes()
    assert whole[20] == 8, "the bytes that hold the sum of a page are kept apart"
    header = [0, 16, 18, 20, 21, 24, 28, 31, 44, 56, 95]
    for at in (*header, *sample(range(100, len(whole), len(whole) // 400), 12)):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << at % 8
        path.write_bytes(damaged)
        assert _cache(large, path) in (right, None), at
        if at in header[::5]:
            assert _cache(large, path) == right, at
        path.write_bytes(whole)


@pytest.mark.parametrize("part", [0, 99, 4096, 0.5, 0.99])
def test_what_was_cut_off_is_made_again(large, path, part):
    right = _cache(large, path)
    size = path.stat().st_size
    os.truncate(path, part if isinstance(part, int) else int(size * part))
    assert _cache(large, path) in (right, None)
    assert _cache(large, path) == right


def test_something_else_in_its_place_is_made_again(large, path):
    right = _cache(large, path)
    path.write_bytes(b"not a database, whatever it is called" * 300)
    assert _cache(large, path) in (right, None)
    assert _cache(large, path) == right


def test_one_without_sums_of_its_pages_is_made_again(large, path):
    right = _cache(large, path)
    remove(path)
    with apsw.Connection(str(path)) as plain:
        plain.execute(schema.SCHEMA)
    assert _cache(large, path) in (right, None)
    assert _cache(large, path) == right


def test_that_of_another_ledger_is_made_again(large, path, tmp_path):
    other = tmp_path / "other"
    empty(other).close()
    _cache(other, path)
    assert _cache(large, path) == _events(large)


def test_a_ledger_that_went_back_and_on_otherwise_is_another(large, path, tmp_path):
    kept = shutil.copytree(large, tmp_path / "kept")
    _record(large, "ONE")
    assert _cache(large, path) == _events(large)
    # Of an older copy the position is not there; then it is, with another event.
    assert _cache(kept, path) == _events(kept)
    _cache(large, path)
    _record(kept, "TWO")
    assert _cache(kept, path) == _events(kept)


def test_that_of_another_version_is_made_again(large, path, monkeypatch):
    monkeypatch.setattr(tie, "VERSION", "99.0")
    _cache(large, path)
    monkeypatch.undo()
    assert _cache(large, path) == _events(large)
    with Database(path) as held:
        assert tie.tie_of(held.connection)


def test_a_checkpoint_that_the_ledger_has_not_signed_is_of_another(large, path):
    _cache(large, path)
    with Database(path) as held:
        held.connection.execute("UPDATE state SET checkpoint = 5, note = 'another'")
    with Ledger.open(str(large)) as ledger, Database(path) as held:
        source = Stored(ledger)
        assert not tie.holds(tie.tie_of(held.connection), source, tie.identity(source))
    assert _cache(large, path) == _events(large)


def test_what_is_too_much_to_take_in_is_left_and_the_cache_stays(large, path):
    with pytest.raises(TooMuch):
        _cache(large, path, most=10)
    _cache(large, path)
    size = path.stat().st_size
    for ref in ("A", "B", "C"):
        _record(large, ref)
    with pytest.raises(TooMuch):
        _cache(large, path, most=2)
    assert path.stat().st_size >= size
    assert _cache(large, path, most=3) == _events(large)


def test_while_another_process_writes_it_the_events_answer(large, path):
    _cache(large, path)
    _record(large)
    with Database(path) as other:
        other.connection.execute("BEGIN IMMEDIATE")
        assert _cache(large, path) is None
    assert _cache(large, path) == _events(large)


def test_while_another_process_reads_it_it_is_filled(large, path):
    _cache(large, path)
    with Ledger.open(str(large)) as ledger, opened(path, Stored(ledger)) as reading:
        came = reading.tie.position
        _record(large)
        assert _cache(large, path) == _events(large)
        assert reading.connection.execute("SELECT position FROM state").get == came


def test_it_is_not_removed_while_somebody_reads_it(large, path):
    _cache(large, path)
    with Database(path), pytest.raises(CacheTrouble):
        remove(path)
    remove(path)
    assert not path.exists()


def test_without_room_the_events_answer(large, path, monkeypatch):
    begun = Database._begin

    def narrow(self, *, new):
        begun(self, new=new)
        self.connection.execute("PRAGMA max_page_count = 40")

    monkeypatch.setattr(Database, "_begin", narrow)
    assert _cache(large, path) is None
    monkeypatch.undo()
    assert _cache(large, path) == _events(large)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_where_nothing_may_be_written_the_events_answer(large, tmp_path):
    (tmp_path / "cache").mkdir(mode=0o500)
    assert _cache(large, tmp_path / "cache" / "one.db") is None


def test_where_there_can_be_no_folder_the_events_answer(large, tmp_path):
    (tmp_path / "cache").write_text("a file")
    assert _cache(large, tmp_path / "cache" / "one.db") is None
    with Ledger.open(str(large)) as ledger, pytest.raises(CacheTrouble):
        make_again(tmp_path / "cache" / "one.db", ledger, lambda _: None)


def test_made_again_it_is_put_in_place_whole_or_not_at_all(large, path):
    def stop(_):
        raise KeyboardInterrupt

    _cache(large, path)
    _record(large)
    with Ledger.open(str(large)) as ledger:
        with pytest.raises(KeyboardInterrupt):
            make_again(path, ledger, stop)
        with Database(path), pytest.raises(CacheTrouble):
            make_again(path, ledger, lambda _: None)
        assert sorted(file.name for file in path.parent.iterdir()) == ["one.db", "one.db.lock"]
        tie = make_again(path, ledger, lambda _: None)
    assert sorted(file.name for file in path.parent.iterdir()) == ["one.db", "one.db.lock"]
    with Database(path) as held:
        assert held.connection.execute("SELECT position FROM state").get == tie.position
    assert _cache(large, path, most=0) == _events(large)


def test_what_nobody_foresaw_is_no_error_of_the_reading(large, path, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    right = _cache(large, path)
    monkeypatch.setattr(cached_register, "as_view", fail)
    assert _cache(large, path) is None
    monkeypatch.undo()
    monkeypatch.setattr(cache, "identity", fail)
    assert _cache(large, path) is None
    monkeypatch.undo()
    assert _cache(large, path) == right
    with pytest.raises(NotFound), Ledger.open(str(large)) as ledger:
        register_of(path, ledger, "NOPE", time_filter=WHEN, filters=Filters(), most=None)


def test_a_link_in_its_place_is_not_followed(large, path, tmp_path):
    path.parent.mkdir()
    path.symlink_to(tmp_path / "elsewhere")
    assert _cache(large, path) is None
    assert not (tmp_path / "elsewhere").exists()


KILLED = """
import os, sys
from pathlib import Path
from ledger.ledger import Ledger
from projections.cache.cache import opened
from projections.cache.place import made
from projections.cache.source import Stored
left = int(sys.argv[3])
def done(_):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
with Ledger.open(sys.argv[1]) as ledger:
    opened(made(Path(sys.argv[2])), Stored(ledger), progress=done)
"""


@pytest.mark.parametrize("after", [0, 1, 2])
def test_killed_half_way_it_has_all_or_nothing(large, path, after):
    if after:
        _cache(large, path)
        _record(large)
    before = path.stat().st_ino if after else None
    killed = subprocess.run([sys.executable, "-c", KILLED, large, path, str(0 if after else 1)])
    assert killed.returncode == 9
    assert _cache(large, path) == _events(large)
    assert before in (path.stat().st_ino, None), "what it had is not made again"


LONG = "long " * 3_000


def test_a_page_of_zeros_at_the_end_of_a_long_row_is_found_and_made_good(large, path):
    """The sum of such a page is zero, so it passes for whole."""
    with Ledger.open(str(large)) as ledger:
        ref = next(
            record.event.inspection for record in ledger.records() if record.event.SUBJECT == "inspection"
        )
        number = next(iter(ledger.inspection(ref).recommendations.values())).number
        asked = RestateRecommendation(
            inspection=ref, number=number, text=LONG, why="Longer.", on="2018-01-01"
        )
        ledger.ask(asked, by="ann")
    right = _cache(large, path)
    assert right == _events(large)
    whole = path.read_bytes()
    pages = [whole[at : at + 4096] for at in range(0, len(whole), 4096)]
    last = [at for at, page in enumerate(pages) if page[:4] == bytes(4) and b"long long" in page]
    assert last
    for at in last:
        path.write_bytes(b"".join([*pages[:at], bytes(4096), *pages[at + 1 :]]))
        assert _cache(large, path) in (right, None), at
        assert _cache(large, path) == right, at


READS = """
import sys
from pathlib import Path
from ledger.ledger import Ledger
from projections.base import TimeFilter
from tests.projections.cache.at_a_path import register_of
from projections.rows import Filters
with Ledger.open(sys.argv[1]) as ledger:
    path, when = Path(sys.argv[2]), TimeFilter()
    view = register_of(path, ledger, None, time_filter=when, filters=Filters(), most=None)
    print(len(view.items) if view else "events")
"""


def test_several_at_once_all_answer_alike(large, path):
    at_once = [
        subprocess.Popen([sys.executable, "-c", READS, large, path], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = {one.communicate()[0].strip() for one in at_once}
    assert said <= {"12", "events"}
    assert [one.returncode for one in at_once] == [0] * 4
    assert _cache(large, path) == _events(large)


@pytest.fixture
def merging(large):
    """Lets another record, once, that a body is one with another."""
    with Ledger.open(str(large)) as ledger:
        name = next(iter(register(ledger).items))["made_to"][0]
    merge = [MergeBodies(body=name, into="Another Body", why="One body.")]

    def record():
        if merge:
            with Ledger.open(str(large)) as another:
                another.ask(merge.pop(), by="ann")

    return record


def test_what_another_tells_of_bodies_while_it_is_filled_is_taken_in_whole(large, path, monkeypatch, merging):
    _cache(large, path)
    _record(large)
    read = Stored.inspectorate

    def interrupted(source):
        found = read(source)
        merging()
        return found

    monkeypatch.setattr(Stored, "inspectorate", interrupted)
    _cache(large, path)
    assert _cache(large, path) == _events(large)
    assert "Another Body" in _cache(large, path)[0]


def test_what_another_tells_of_bodies_while_it_is_asked_is_no_part_of_the_answer(
    large, path, monkeypatch, merging
):
    _cache(large, path)
    before = _events(large)[0]

    def interrupted(*given, **more):
        found = opened(*given, **more)
        merging()
        return found

    monkeypatch.setattr(asking, "opened", interrupted)
    with Ledger.open(str(large)) as ledger:
        view = register_of(path, ledger, None, time_filter=WHEN, filters=Filters(), most=None)
        assert view is None
        again = register_of(path, ledger, None, time_filter=WHEN, filters=Filters(), most=None)
    assert shown(again) == _events(large)[0] != before


def test_each_ledger_and_each_reader_has_a_place():
    home = place_of("/srv/one", {"HOME": "/home/ann"})
    assert str(home).startswith("/home/ann/.cache/scrutiny-ledger/readings/")
    assert place_of("/srv/two", {"HOME": "/home/ann"}) != home
    assert place_of("/srv/one/", {"HOME": "/home/ann"}) == home
    assert place_of("/srv/one", {"XDG_CACHE_HOME": "relative", "HOME": "/home/ann"}) == home
    assert str(place_of("/srv/one", {"XDG_CACHE_HOME": "/var/x"})).startswith("/var/x/scrutiny-ledger/")
    with pytest.raises(CacheTrouble):
        place_of("/srv/one", {})


def test_whoever_changes_a_row_changes_the_shape(large):
    with Ledger.open(str(large)) as ledger:
        fields = sorted(register(ledger).items[0])
    assert (schema.SHAPE, fields) == (
        33,
        sorted(
            [
                "inspection",
                "number",
                "kind",
                "cycle",
                "text",
                "status",
                "reason",
                "state",
                "judged_in",
                "made_to",
                "made_on",
                "made_on_earliest",
                "made_on_latest",
                "due",
                "due_earliest",
                "due_latest",
                "last_updated",
                "last_updated_earliest",
                "last_updated_latest",
                "word",
                "priority",
                "topics",
                "source",
                "place",
                "under",
                "responses",
                "seen_on",
            ]
        ),
    )


def test_an_answer_reads_no_more_of_a_ledger_in_which_more_was_recorded(tmp_path):
    read = []
    for events in (60, 240):
        folder, path = tmp_path / str(events), tmp_path / "cache" / f"{events}.db"
        lived(folder, 2, 3, events)
        for when in (TimeFilter(), WHEN):
            _ask_counting(folder, path, when)
            read.append(_ask_counting(folder, path, when))
    assert len(set(read)) == 1, read
    assert read[0] < 12


def _ask_counting(folder, path, when):
    """How many stored rows are read for an answer."""
    with Ledger.open(str(folder)) as ledger:
        count, rows = [], ledger.store.rows

        def counting(**given):
            for row in rows(**given):
                count.append(row)
                yield row

        ledger.store.rows = counting
        assert register_of(path, ledger, None, time_filter=when, filters=Filters(), most=None)
    return len(count)


def _beside(path, ending):
    return path.with_name(path.name + ending)


def _killed_in_a_checkpoint(large, path):
    """A cache whose writer was killed while SQLite copied its log into the file: every second page is."""
    _cache(large, path)
    before = path.read_bytes()
    _record(large, "ONE")
    if not (killed := os.fork()):
        held = cache.opened(path, Stored(Ledger.open(str(large))))
        os._exit(not held.tie)
    assert os.waitpid(killed, 0) == (killed, 0)
    kept = {ending: _beside(path, ending).read_bytes() for ending in ("", "-wal", ".lock")}
    assert kept[""] == before, "what was taken in is in the log alone"
    with Database(path):
        pass
    after = path.read_bytes()
    size = 4096
    pages = [(after if at % 2 else before)[at * size : (at + 1) * size] for at in range(len(after) // size)]
    kept[""] = b"".join(pages)
    for ending, data in kept.items():
        _beside(path, ending).write_bytes(data)


@pytest.mark.parametrize("log", ["whole", "removed", "cut off"])
def test_without_the_log_of_a_writer_that_was_killed_it_is_made_again(large, path, monkeypatch, log):
    _killed_in_a_checkpoint(large, path)
    wal = _beside(path, "-wal")
    match log:
        case "removed":
            wal.unlink()
        case "cut off":
            os.truncate(wal, wal.stat().st_size - 4096)
    removed = []
    monkeypatch.setattr(cache, "remove", lambda path: removed.append(path) or remove(path))
    right = _events(large)
    assert _cache(large, path) == right
    assert bool(removed) == (log != "whole")
    assert not wal.exists()
    _record(large, "TWO")
    assert _cache(large, path) == _events(large)


def test_what_lies_beside_one_that_nobody_has_open_may_go(large, path):
    right = _cache(large, path)
    for ending in ("-wal", "-shm", ".lock"):
        _beside(path, ending).unlink(missing_ok=True)
    assert _cache(large, path) == right
    for ending in ("-wal", "-shm"):
        _beside(path, ending).write_bytes(b"something else")
    assert _cache(large, path) == right
