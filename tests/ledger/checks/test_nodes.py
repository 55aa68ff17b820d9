"""Attacks on the nodes that proofs are made of: none shows in a proof, and each is detected and mended.

What is missing at the end is none: so it is in a ledger that an older program sealed.
"""

from __future__ import annotations

import pytest

from commands.demo import the_case
from ledger.decisions.inspections import OpenInspection
from ledger.proof.nodes import span
from ledger.recovery.places import eras_of
from ledger.recovery.rebuilding import rebuild
from ledger.signing import tree
from ledger.signing.proving import consistency, inclusion

EVENTS = 99
POSITIONS = [3, 20, 60, 99]

ATTACKS = {
    "edited": ["UPDATE ledger_node SET hash = zeroblob(32) WHERE middle = 24"],
    "edited, the largest": ["UPDATE ledger_node SET hash = zeroblob(32) WHERE middle = 32"],
    "too short": ["UPDATE ledger_node SET hash = x'00' WHERE middle = 40"],
    "no bytes": ["UPDATE ledger_node SET hash = 'text' WHERE middle = 40"],
    "missing": ["DELETE FROM ledger_node WHERE middle = 24"],
    "missing, the first": ["DELETE FROM ledger_node WHERE middle = 8"],
    "missing, the last": ["DELETE FROM ledger_node WHERE middle = 80"],
    "missing, the largest": ["DELETE FROM ledger_node WHERE middle = 32"],
    "of another level": [
        "UPDATE ledger_node SET hash = (SELECT hash FROM ledger_node WHERE middle = 16) WHERE middle = 24"
    ],
    "swapped": [
        "UPDATE ledger_node SET middle = -8 WHERE middle = 8",
        "UPDATE ledger_node SET middle = 8 WHERE middle = 24",
        "UPDATE ledger_node SET middle = 24 WHERE middle = -8",
    ],
    "one too many, of too few leaves": ["INSERT INTO ledger_node VALUES (4, zeroblob(32))"],
    "one too many, of more leaves than there are": ["INSERT INTO ledger_node VALUES (64, zeroblob(32))"],
    "one too many, far behind": ["INSERT INTO ledger_node VALUES (8000008, zeroblob(32))"],
    "one too many, before the first": ["INSERT INTO ledger_node VALUES (-8, zeroblob(32))"],
}


def proofs(place):
    """All that is proved of some events and of the growth since an old checkpoint, and what is told."""
    told = []
    with place.open() as ledger:
        made = list(inclusion(ledger.store, POSITIONS, told.append))
        old = next(note for size, note in ledger.store.checkpoints() if size > 20)
        made.append(consistency(ledger.store, old.encode(), eras_of(ledger.store), told.append))
    return made, told


def stored(place):
    with place.writing() as connection:
        return dict(connection.execute("SELECT * FROM ledger_node"))


def test_every_full_subtree_of_16_leaves_or_more_is_kept_with_its_checkpoint(place):
    assert sorted(stored(place)) == [middle for middle in range(8, EVENTS, 8) if span(middle)[1] <= EVENTS]
    assert proofs(place)[1] == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_on_a_node_is_detected_shows_in_no_proof_and_is_mended(place, detected, attack):
    due, _ = proofs(place)
    whole = stored(place)
    place.attack(*ATTACKS[attack])
    assert len(detected("V9").findings) in (1, 2)
    made, told = proofs(place)
    assert made == due
    assert all("scrutiny rebuild" in sentence for sentence in told)
    done = rebuild(str(place.ledger), place.keyring)
    assert any("node" in wrong for wrong in done.wrong)
    assert stored(place) == whole
    detected()
    assert proofs(place) == (due, [])


def test_who_is_given_a_proof_in_spite_of_a_wrong_node_is_told(place):
    place.attack("UPDATE ledger_node SET hash = zeroblob(32)")
    assert [sentence.split(",")[0] for sentence in proofs(place)[1]] == [
        "what is kept beside the events to make proofs of is damaged"
    ] * 2


def test_a_wrong_node_is_not_told_of_where_the_events_are_others(place, detected):
    """The nodes are right then, and the events are what is wrong."""
    place.attack("UPDATE ledger_leaf SET leaf = x'00' WHERE leaf_index = 10")
    assert len(detected("V9").findings) == 1


@pytest.mark.parametrize("how", ["DROP TABLE ledger_node", "DELETE FROM ledger_node"])
def test_a_ledger_without_nodes_is_right_and_gets_them_when_it_is_rebuilt(place, detected, how):
    due, whole = proofs(place), stored(place)
    place.attack(how)
    assert detected(key=place.key()).notes == ()
    assert proofs(place) == due
    done = rebuild(str(place.ledger), place.keyring)
    assert (done.nodes, done.wrong, done.kept) == (96, (), None)
    assert stored(place) == whole
    detected()
    assert rebuild(str(place.ledger), place.keyring).nodes == 0


def test_nodes_that_end_too_early_are_noted_and_made_again(place, detected):
    due, whole = proofs(place), stored(place)
    place.attack("DELETE FROM ledger_node WHERE middle > 40 OR middle = 32")
    (note,) = detected(key=place.key()).notes
    assert note.startswith("Nodes for quick proofs are kept of the first 48 leaves alone")
    assert proofs(place) == due
    assert rebuild(str(place.ledger), place.keyring).nodes == 96
    assert stored(place) == whole
    assert detected(key=place.key()).notes == ()


def test_a_ledger_gets_the_nodes_it_lacks_as_it_is_sealed_so_many_leaves_at_a_time(
    place, detected, monkeypatch
):
    place.attack("DROP TABLE ledger_node")
    monkeypatch.setattr(tree, "STEP", 64)
    seen = []
    who = the_case()["people"][0]["id"]
    with place.open(place.keyring) as ledger:
        for number in range(70):
            ledger.ask(OpenInspection(inspection=f"I{number}", title="T"), by=who)
            seen.append(tree.ends(ledger.store))
    assert seen[0] == 0
    steps = sorted(set(seen))
    assert steps == [0, 64, 128, 144, 160]
    detected()
