"""Old checkpoints whose signatures were looked at when they were sealed over, and what of them is altered.

Whatever is done to them, ``verify`` finds what it finds by a look at each.
"""

from __future__ import annotations

import pytest

from ledger.checks import history
from ledger.checks.elsewhere import Elsewhere
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import OpenLedger
from ledger.ledger import Ledger
from ledger.proof import checked, checkpoint, note
from ledger.proof.note import VerifierKey
from ledger.signing.keyring import Keyring
from tests.ledger.checks.conftest import Place, let_another_help
from tests.pasts import Clock, counting
from tests.signers import signer

OPENING = OpenLedger(
    person="ann", name="Ann", title="Test", time_zone="UTC", sign_off="required", origin="example/test"
)
SPAN, LEAST = 16, 4
"""A tenth of what they are, so that a tenth has to be recorded."""
EVENTS = 2 * SPAN + 5
OLD = 10
"""The size of a checkpoint in the first span."""


@pytest.fixture(scope="module", autouse=True)
def small_spans():
    """Spans in which little fits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpoint, "SPAN", SPAN)
        patch.setattr(checked, "LEAST", LEAST)
        yield


def record(ledger, count):
    for _ in range(count):
        ledger.ask(OpenInspection(inspection=f"X{ledger.store.head()[0]}", title="T"), by="ann")


def begin(folder, events):
    place = Place(folder)
    ledger, _ = Ledger.create(str(place.ledger), OPENING, Clock(), counting(), place.keyring)
    record(ledger, events - ledger.store.head()[0])
    ledger.close()
    return place


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """A ledger that was sealed after each event."""
    return begin(tmp_path_factory.mktemp("sealed"), EVENTS)


@pytest.fixture
def place(sealed, tmp_path):
    return sealed.copy(tmp_path / "copy")


@pytest.fixture
def looks(monkeypatch):
    """How many checkpoints were looked at one by one."""
    seen = []

    def looked(data, *args, **kwargs):
        seen.append(data)
        return verify(data, *args, **kwargs)

    verify = checkpoint.verify
    monkeypatch.setattr(checkpoint, "verify", looked)
    return seen


@pytest.fixture
def found(place, monkeypatch):
    """What is found, which has to be what is found if no line is believed, and if another process helps."""

    def found(*args, **kwargs):
        report = place.verify(*args, **kwargs)
        with monkeypatch.context() as patch:
            patch.setattr(checked, "covers", lambda *_: False)
            assert place.verify(*args, **kwargs) == report
        with monkeypatch.context() as patch:
            let_another_help(patch)
            assert place.verify(*args, **kwargs) == report
        return [(finding.code, finding.message) for finding in report.findings]

    return found


def notes_of(place):
    with place.open() as ledger:
        return dict(ledger.store.checkpoints())


def put(place, size, text):
    place.attack(("UPDATE ledger_checkpoint SET note = ? WHERE size = ?", text, size))


def line_of(text):
    """The line of a note that speaks of others, and the place it has."""
    (line,) = [line for line in text.splitlines(keepends=True) if "/checked " in line]
    return line


def garbled(text):
    at = text.rindex("\n", 0, -1) + 40
    return f"{text[:at]}{'A' if text[at] != 'A' else 'B'}{text[at + 1 :]}"


def test_of_many_checkpoints_one_signature_is_checked(place, found, looks):
    assert place.verify().ok
    assert len(looks) == EVENTS - 2 * SPAN + 1
    assert found() == []
    assert len(looks) > len(notes_of(place))


def test_the_line_stands_first_and_says_nothing_to_whoever_does_not_know_it(place):
    notes = notes_of(place)
    bearers = [size for size, text in notes.items() if "/checked " in text]
    assert bearers == [SPAN, 2 * SPAN]
    text = notes[SPAN].encode()
    key = VerifierKey.parse(place.key())
    assert checkpoint.verify(text, [key], each=True).size == SPAN
    assert [each.name for each in note.parse(text).signatures] == ["example/test/checked", "example/test"]


def test_a_garbled_signature_of_long_ago(place, found):
    put(place, OLD, garbled(notes_of(place)[OLD]))
    ((code, message),) = found()
    assert code == "V1"
    assert "The checkpoint of size 10: it is not one that the key signed" in message


def test_a_checkpoint_of_long_ago_that_another_key_signed(place, found):
    read = checkpoint.parse(note.parse(notes_of(place)[OLD].encode()).text)
    put(place, OLD, checkpoint.sign(read, signer(9)).decode())
    assert [code for code, _ in found()] == ["V1"]


def test_a_checkpoint_of_long_ago_is_kept_under_another_size(place, found):
    notes = notes_of(place)
    put(place, OLD, notes[OLD + 1])
    assert [code for code, _ in found()] == ["V1"]


def forge(place):
    """Sign another history with the key of the ledger, long ago; gives whoever did."""
    with place.open(place.keyring) as ledger:
        key = VerifierKey.parse(ledger.inspectorate().verifier_key)
    thief = place.keyring.signer(key, None)
    put(place, OLD, checkpoint.sign(checkpoint.Checkpoint("example/test", OLD, bytes(32)), thief).decode())
    return thief


@pytest.mark.parametrize("is_forged", [False, True])
def test_another_process_compares_the_checkpoints_before_the_last(place, monkeypatch, is_forged):
    if is_forged:
        forge(place)
    alone = place.verify()
    compared, walks = [], []
    let_another_help(monkeypatch)
    monkeypatch.setattr(history, "Elsewhere", Elsewhere)
    compare, begun = Elsewhere.compare, history.History.__init__
    monkeypatch.setattr(
        Elsewhere,
        "compare",
        lambda self, tree, hashes, sizes, roots: (
            compared.extend(sizes),
            compare(self, tree, hashes, sizes, roots),
        )[1],
    )
    monkeypatch.setattr(
        history.History, "__init__", lambda self, walk: (walks.append(walk), begun(self, walk))[1]
    )
    assert place.verify() == alone
    assert OLD in compared
    # What does not fit is looked at once more, in one process, to say what.
    assert [walk.is_alone for walk in walks] == [False, True][: 1 + is_forged]


def test_a_checkpoint_of_long_ago_of_another_history(place, found):
    thief = forge(place)
    assert [code for code, _ in found()] == ["V4"]
    # Whoever has the key says that it was looked at, too: the tree still says no.
    notes = [(size, text.encode()) for size, text in notes_of(place).items() if size < SPAN]
    bearer = notes_of(place)[SPAN]
    put(place, SPAN, bearer.replace(line_of(bearer), f"{checked.line(thief, notes).text()}\n"))
    assert [code for code, _ in found()] == ["V4"]


def _without(bearer, place):
    return bearer.replace(line_of(bearer), "")


def _of_the_other_span(bearer, place):
    return bearer.replace(line_of(bearer), line_of(notes_of(place)[2 * SPAN]))


def _of_another_ledger(bearer, place):
    other = begin(place.folder / "other", SPAN + 1)
    return bearer.replace(line_of(bearer), line_of(notes_of(other)[SPAN]))


def _of_another_key(bearer, place):
    notes = [(size, text.encode()) for size, text in notes_of(place).items() if size < SPAN]
    return bearer.replace(line_of(bearer), f"{checked.line(signer(9), notes).text()}\n")


def _under_the_id_of_the_key(bearer, place):
    notes = [(size, text.encode()) for size, text in notes_of(place).items() if size < SPAN]
    ours = note.parse(bearer.encode()).signatures[0]
    theirs = checked.line(signer(9), notes)
    return bearer.replace(line_of(bearer), f"{theirs._replace(key_id=ours.key_id).text()}\n")


def _of_more_than_there_are(bearer, place):
    key = VerifierKey.parse(place.key())
    notes = [(size, text.encode()) for size, text in notes_of(place).items() if size <= SPAN]
    said = checked.line(place.keyring.signer(key, None), notes)
    return bearer.replace(line_of(bearer), f"{said.text()}\n")


def _that_is_none(bearer, place):
    return bearer.replace(line_of(bearer), f"— example/test/checked {'A' * 40}\n")


ATTACKS = [
    _without,
    _of_the_other_span,
    _of_another_ledger,
    _of_another_key,
    _under_the_id_of_the_key,
    _of_more_than_there_are,
    _that_is_none,
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_line(place, found, looks, attack):
    """Each is looked at then, so what else is altered is found."""
    bearer = attack(notes_of(place)[SPAN], place)
    looks.clear()
    put(place, SPAN, bearer)
    assert found() == []
    each = len(notes_of(place))
    # That of the span behind does not fit either, for the bearer of this one is in it.
    assert len(looks) == 3 * each
    put(place, OLD, garbled(notes_of(place)[OLD]))
    assert [code for code, _ in found()] == ["V1"]


def test_a_checkpoint_taken_out_of_the_middle(place, found, looks):
    place.attack("DELETE FROM ledger_checkpoint WHERE size = 10")
    assert found() == []
    assert len(looks) == 3 * len(notes_of(place)) - 2 * SPAN
    put(place, OLD + 1, garbled(notes_of(place)[OLD + 1]))
    assert [code for code, _ in found()] == ["V1"]


HOSTILE = [-1, -SPAN, 0, 2**62, "text", b"bytes", 1.5, None]


@pytest.mark.parametrize("moved", HOSTILE)
def test_sizes_that_are_none(place, found, moved):
    """A whole span is kept under sizes that no tree has, and the one behind it still speaks of it."""
    notes = [(size, text) for size, text in notes_of(place).items() if size < SPAN]
    sizes = [moved + at if type(moved) is int else moved for at in range(len(notes))]
    moves = [
        ("INSERT INTO ledger_checkpoint VALUES (?, ?)", size, text)
        for size, (_, text) in zip(sizes, notes, strict=True)
    ]
    # What is no number can be there but once.
    some = moves if type(moved) is int else moves[:1]
    place.attack("DELETE FROM ledger_checkpoint WHERE size < 16", *some, loose=True)
    assert "V1" in {code for code, _ in found()}


@pytest.mark.parametrize("text", ["", "\n" * 9, "\ud800", b"\xff/checked ", 7, None, "x" * 70_000])
def test_a_note_that_is_none_behind_a_span(place, found, text):
    place.attack(("UPDATE ledger_checkpoint SET note = ? WHERE size = ?", _stored(text), SPAN), loose=True)
    put(place, OLD, garbled(notes_by_table(place)[OLD]))
    assert [code for code, _ in found()][:2] == ["V1", "V1"]


def _stored(text):
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) and "\ud800" in text else text


def notes_by_table(place):
    with place.writing() as connection:
        return dict(connection.execute("SELECT size, note FROM ledger_checkpoint WHERE size < ?", [SPAN]))


@pytest.mark.parametrize("again", [True, False])
def test_what_was_altered_before_it_was_sealed_over_stays_found(tmp_path, again):
    """Nobody gets the sealer to say that it looked at what it did not sign."""
    place = begin(tmp_path / "laundered", SPAN - 5)
    with place.open(place.keyring) as ledger:
        record(ledger, 3)
        # Also of what this very process signed, if it goes on.
        put(place, SPAN - 3, garbled(notes_of(place)[SPAN - 3]))
        if not again:
            record(ledger, 5)
    if again:
        with place.open(place.keyring) as ledger:
            record(ledger, 5)
    assert not [size for size, text in notes_of(place).items() if "/checked " in text]
    (finding,) = place.verify().findings
    assert finding.message.startswith("The checkpoint of size 13: it is not one that the key signed")


def test_another_process_says_the_same_as_the_one_that_signed(tmp_path, sealed):
    """Who signed it knows it; who comes later looks at it. The bytes are the same."""
    place = begin(tmp_path / "each", 12)
    for _ in range(SPAN + 1 - 12):
        with place.open(place.keyring) as ledger:
            record(ledger, 1)
    text = notes_of(place)[SPAN].encode()
    notes = [(size, each.encode()) for size, each in notes_of(place).items() if size < SPAN]
    key = VerifierKey.parse(place.key())
    assert checked.covers(text, key, notes)
    assert place.verify().ok


def test_of_few_checkpoints_nothing_is_said(tmp_path):
    place = begin(tmp_path / "few", 6)
    with place.open() as ledger:
        record(ledger, SPAN)
    with place.open(place.keyring) as ledger:
        record(ledger, 1)
    assert not [text for text in notes_of(place).values() if "/checked " in text]


def test_a_key_that_another_follows_says_it_of_its_own_alone(tmp_path):
    from tests.ledger.checks.test_declared import rotate

    place = begin(tmp_path / "rotated", 9)
    rotate(place)
    with place.open(place.keyring) as ledger:
        record(ledger, 2 * SPAN)
    notes = notes_of(place)
    # In the first span two keys signed, so each of it is looked at.
    assert [size for size, text in notes.items() if "/checked " in text] == [2 * SPAN]
    assert place.verify().ok
    put(place, 7, garbled(notes[7]))
    put(place, 25, garbled(notes[25]))
    assert [finding.message[:27] for finding in place.verify().findings] == [
        "The checkpoint of size 7: i",
        "The checkpoint of size 25: ",
    ]


def test_a_key_that_is_not_the_readers_vouches_for_nothing(place, found):
    """The ledger names another key than the one that was given: each is looked at with that."""
    stranger = Keyring(place.folder / "strange", place.folder / "strange-seen").generate("example/test")
    (_, named), *others = found(key=stranger.text())
    assert "another key than yours" in named
    assert {code for code, _ in others} == {"V1"}
    assert f" to {EVENTS}: it is not one that the key signed" in others[-1][1]
