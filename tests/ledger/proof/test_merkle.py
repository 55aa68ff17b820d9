"""The tree, against published vectors, against RFC 6962's own words, and against whoever changes a bit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.proof import merkle
from ledger.proof.tree import Tree

# The eight leaves of Certificate Transparency's own tests, and the root after each.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    bytes.fromhex(root)
    for root in (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
HASHES = [merkle.leaf_hash(leaf) for leaf in LEAVES]

# (index, size, proof) and (old size, new size, proof), from the same tests.
INCLUSIONS = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CONSISTENCIES = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
    (
        6,
        7,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
]

SOME = [sha256(number.to_bytes(4)).digest() for number in range(700)]
WHOLE = Tree(SOME)
OTHER = sha256(b"something else").digest()


def unhex(proof: Sequence[str]) -> list[bytes]:
    return [bytes.fromhex(each) for each in proof]


# RFC 6962, 2.1, word for word and slow: what everything else must agree with.
@cache
def mth(low: int, high: int) -> bytes:
    if high - low == 0:
        return sha256(b"").digest()
    if high - low == 1:
        return SOME[low]
    k = 1
    while 2 * k < high - low:
        k *= 2
    return sha256(b"\x01" + mth(low, low + k) + mth(low + k, high)).digest()


def path(m: int, low: int, high: int) -> list[bytes]:
    n = high - low
    if n == 1:
        return []
    k = 1
    while 2 * k < n:
        k *= 2
    if m < k:
        return [*path(m, low, low + k), mth(low + k, high)]
    return [*path(m - k, low + k, high), mth(low, low + k)]


def subproof(m: int, low: int, high: int, known: bool) -> list[bytes]:
    n = high - low
    if m == n:
        return [] if known else [mth(low, high)]
    k = 1
    while 2 * k < n:
        k *= 2
    if m <= k:
        return [*subproof(m, low, low + k, known), mth(low + k, high)]
    return [*subproof(m - k, low + k, high, False), mth(low, low + k)]


def altered(proof: Sequence[bytes]) -> list[list[bytes]]:
    """A proof with one hash too many, too few, empty, short, long or out of its place."""
    result = [[*proof, OTHER], [OTHER, *proof], [*proof, b""], [b"", *proof]]
    for at, each in enumerate(proof):
        others: tuple[list[bytes], ...] = ([], [b""], [each[:-1]], [each + b"\0"], [OTHER], [each, each])
        result += [[*proof[:at], *other, *proof[at + 1 :]] for other in others]
    result += [list(proof[::-1])] if len(set(proof)) > 1 else []
    return result


def test_the_roots_are_those_of_certificate_transparency() -> None:
    assert merkle.root([]) == merkle.EMPTY_ROOT == sha256(b"").digest()
    assert [merkle.root(HASHES[:size]) for size in range(1, 9)] == ROOTS


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSIONS)
def test_inclusion_proofs_are_those_of_certificate_transparency(
    index: int, size: int, proof: list[str]
) -> None:
    assert merkle.inclusion_proof(index, HASHES[:size]) == unhex(proof)
    merkle.verify_inclusion(index, size, HASHES[index], unhex(proof), ROOTS[size - 1])


@pytest.mark.parametrize(("old", "new", "proof"), CONSISTENCIES)
def test_consistency_proofs_are_those_of_certificate_transparency(
    old: int, new: int, proof: list[str]
) -> None:
    assert merkle.consistency_proof(old, HASHES[:new]) == unhex(proof)
    merkle.verify_consistency(old, new, ROOTS[old - 1], ROOTS[new - 1], unhex(proof))


def test_every_inclusion_proof_is_the_one_that_rfc_6962_describes() -> None:
    for size in range(1, 131):
        for index in range(size):
            proof = path(index, 0, size)
            assert WHOLE.inclusion_proof(index, size) == proof
            if index in {0, size // 2, size - 1}:
                assert merkle.inclusion_proof(index, SOME[:size]) == proof
            merkle.verify_inclusion(index, size, SOME[index], proof, mth(0, size))


def test_a_proof_of_more_than_one_tile_is_right_in_whatever_order_they_are_asked_for() -> None:
    """Above a tile all of its leaves have the same hashes, which are worked out once."""
    hashes = [sha256(b"%d" % at).digest() for at in range(1_100)]
    tree = Tree(hashes)
    for size in (255, 256, 257, 511, 512, 513, 600, 768, 1_023, 1_024, 1_025, 1_100):
        root = merkle.root(hashes[:size])
        for index in (*range(0, size, 37), size - 1, 0, size // 2, 255 % size, 256 % size):
            merkle.verify_inclusion(index, size, hashes[index], tree.inclusion_proof(index, size), root)
    before = tree.inclusion_proof(3)
    tree.extend([OTHER])
    after = tree.inclusion_proof(3)
    assert after != before
    merkle.verify_inclusion(3, 1_101, hashes[3], after, merkle.root([*hashes, OTHER]))


def test_every_consistency_proof_is_the_one_that_rfc_6962_describes() -> None:
    for new in range(1, 131):
        for old in range(1, new + 1):
            proof = subproof(old, 0, new, True)
            assert WHOLE.consistency_proof(old, new) == proof
            if old in {1, new // 2 + 1, new}:
                assert merkle.consistency_proof(old, SOME[:new]) == proof
            merkle.verify_consistency(old, new, mth(0, old), mth(0, new), proof)


def test_a_proof_is_refused_for_every_other_place_in_a_small_tree() -> None:
    for size in range(1, 17):
        for index in range(size):
            proof = path(index, 0, size)
            for wrong in set(range(-2, size + 3)) - {index}:
                with pytest.raises(merkle.ProofError):
                    merkle.verify_inclusion(wrong, size, SOME[index], proof, mth(0, size))


def test_an_inclusion_proof_altered_in_any_hash_is_refused() -> None:
    for size in range(1, 20):
        for index in range(size):
            for proof in altered(path(index, 0, size)):
                with pytest.raises(merkle.ProofError):
                    merkle.verify_inclusion(index, size, SOME[index], proof, mth(0, size))


def test_a_consistency_proof_altered_in_any_hash_is_refused() -> None:
    for new in range(1, 20):
        for old in range(1, new + 1):
            for proof in altered(subproof(old, 0, new, True)):
                with pytest.raises(merkle.ProofError):
                    merkle.verify_consistency(old, new, mth(0, old), mth(0, new), proof)


def test_a_consistency_proof_is_refused_for_every_other_old_size() -> None:
    for new in range(1, 17):
        for old in range(1, new + 1):
            proof = subproof(old, 0, new, True)
            for wrong in set(range(-1, new + 3)) - {old}:
                with pytest.raises(merkle.ProofError):
                    merkle.verify_consistency(wrong, new, mth(0, old), mth(0, new), proof)


def flip(data: bytes, bit: int) -> bytes:
    return bytes(byte ^ (1 << bit % 8 if at == bit // 8 else 0) for at, byte in enumerate(data))


@given(st.data())
def test_one_flipped_bit_in_an_inclusion_proof_is_found(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 700))
    index = data.draw(st.integers(0, size - 1))
    parts = [SOME[index], WHOLE.root(size), *WHOLE.inclusion_proof(index, size)]
    merkle.verify_inclusion(index, size, parts[0], parts[2:], parts[1])
    at = data.draw(st.integers(0, len(parts) - 1))
    parts[at] = flip(parts[at], data.draw(st.integers(0, 255)))
    with pytest.raises(merkle.ProofError, match="leads to the root"):
        merkle.verify_inclusion(index, size, parts[0], parts[2:], parts[1])


@given(st.data())
def test_one_flipped_bit_in_a_consistency_proof_is_found(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, 700))
    old = data.draw(st.integers(1, new))
    parts = [WHOLE.root(old), WHOLE.root(new), *WHOLE.consistency_proof(old, new)]
    merkle.verify_consistency(old, new, parts[0], parts[1], parts[2:])
    at = data.draw(st.integers(0, len(parts) - 1))
    parts[at] = flip(parts[at], data.draw(st.integers(0, 255)))
    with pytest.raises(merkle.ProofError, match="root"):
        merkle.verify_consistency(old, new, parts[0], parts[1], parts[2:])


# A tree of another size can have the same shape above a leaf, so that the very proof and root fit it: the
# size is protected by the signature over it, not by the proof. With the other size's own root nothing fits.
@given(st.data())
def test_a_proof_does_not_fit_the_root_of_another_size(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 700))
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, 700).filter(lambda each: each != size))
    with pytest.raises(merkle.ProofError):
        merkle.verify_inclusion(
            index, other, SOME[index], WHOLE.inclusion_proof(index, size), WHOLE.root(other)
        )


@pytest.mark.parametrize(
    ("index", "size", "why"),
    [
        (0, 0, "of 0 leaves includes none"),
        (1, 0, "of 0 leaves"),
        (0, -1, "of -1 leaves"),
        (1, 1, "no leaf 1"),
        (2, 1, "no leaf 2"),
        (-1, 1, "no leaf -1"),
        (2**64 - 1, 8, "no leaf"),
    ],
)
def test_a_leaf_that_the_tree_cannot_have_is_refused(index: int, size: int, why: str) -> None:
    for leaf, root in ((OTHER, OTHER), (OTHER, merkle.EMPTY_ROOT), (b"", merkle.EMPTY_ROOT), (OTHER, b"")):
        with pytest.raises(merkle.ProofError, match=why):
            merkle.verify_inclusion(index, size, leaf, [], root)
    with pytest.raises(merkle.ProofError, match=why):
        merkle.inclusion_ranges(index, size)


def test_an_empty_short_or_long_hash_is_refused() -> None:
    for wrong in (b"", OTHER[:31], OTHER + b"\0"):
        for leaf, root in ((wrong, OTHER), (OTHER, wrong), (wrong, wrong)):
            with pytest.raises(merkle.ProofError, match=f"{len(wrong)} bytes"):
                merkle.verify_inclusion(0, 1, leaf, [], root)
        for old, new in ((wrong, OTHER), (OTHER, wrong)):
            with pytest.raises(merkle.ProofError):
                merkle.verify_consistency(1, 2, old, new, [OTHER])
        for act in (merkle.root, merkle.CompactRange().extend, Tree):
            with pytest.raises(merkle.ProofError, match=f"{len(wrong)} bytes"):
                act([OTHER, wrong])
        with pytest.raises(merkle.ProofError):
            merkle.CompactRange().append(wrong)


# transparency-dev/merkle's table: sizes, roots, proof, and whether it holds.
@pytest.mark.parametrize(
    ("old", "new", "old_root", "new_root", "proof", "holds"),
    [
        (0, 0, b"don't care 1", b"don't care 2", [], False),
        (1, 1, b"don't care 1", b"don't care 2", [], False),
        (0, 0, b"don't care 1", b"don't care 1", [], True),
        (1, 1, b"don't care 2", b"don't care 2", [], True),
        (0, 1, b"don't care 1", b"don't care 2", [], False),
        (0, 1, merkle.EMPTY_ROOT, b"don't care 2", [], False),
        (1, 0, b"don't care 1", b"don't care 2", [], False),
        (2, 1, b"don't care 1", b"don't care 2", [], False),
        (1, 2, b"don't care 1", b"don't care 2", [], False),
        (0, 0, merkle.EMPTY_ROOT, b"don't care 2", [], False),
        (1, 1, merkle.EMPTY_ROOT, b"don't care 2", [], False),
        (0, 0, merkle.EMPTY_ROOT, merkle.EMPTY_ROOT, [merkle.EMPTY_ROOT], False),
        (0, 1, merkle.EMPTY_ROOT, merkle.EMPTY_ROOT, [merkle.EMPTY_ROOT], False),
        (1, 1, merkle.EMPTY_ROOT, merkle.EMPTY_ROOT, [merkle.EMPTY_ROOT], False),
        (0, 0, b"", b"", [], False),
        (1, 1, b"", b"", [], False),
        (-1, -1, OTHER, OTHER, [], False),
        (-1, 1, OTHER, OTHER, [], False),
    ],
)
def test_the_edges_of_consistency_are_those_of_transparency_dev(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes], holds: bool
) -> None:
    if holds:
        merkle.verify_consistency(old, new, old_root, new_root, proof)
    else:
        with pytest.raises(merkle.ProofError):
            merkle.verify_consistency(old, new, old_root, new_root, proof)


def test_swapped_roots_are_refused() -> None:
    with pytest.raises(merkle.ProofError, match="leads to the old root"):
        merkle.verify_consistency(6, 8, ROOTS[7], ROOTS[5], merkle.consistency_proof(6, HASHES))


def test_nothing_is_proved_from_the_empty_tree_or_beyond_the_end() -> None:
    for old in (0, -1, 9):
        with pytest.raises(merkle.ProofError):
            merkle.consistency_proof(old, HASHES)
    for index in (-1, 8):
        with pytest.raises(merkle.ProofError):
            merkle.inclusion_proof(index, HASHES)
    with pytest.raises(merkle.ProofError):
        merkle.inclusion_proof(0, [])


@given(st.lists(st.integers(0, 60), max_size=12))
def test_a_compact_range_agrees_however_it_was_fed_and_stored(parts: list[int]) -> None:
    compact, fed = merkle.CompactRange(), 0
    for part in parts:
        compact.extend(iter(SOME[fed : fed + part]))
        fed += part
        compact = merkle.CompactRange(compact.size, compact.hashes())
        assert (compact.size, compact.root()) == (fed, mth(0, fed))
        compact.append(SOME[fed])
        fed += 1
        assert (compact.size, compact.root()) == (fed, mth(0, fed))


def test_a_compact_range_over_several_batches_has_the_same_root() -> None:
    hashes = [sha256(number.to_bytes(4)).digest() for number in range(5003)]
    one_by_one = merkle.CompactRange()
    for each in hashes:
        one_by_one.append(each)
    tree = Tree(iter(hashes))
    assert merkle.root(iter(hashes)) == one_by_one.root() == tree.root()
    merkle.verify_inclusion(4999, 5003, hashes[4999], tree.inclusion_proof(4999), tree.root())


@pytest.mark.parametrize(("size", "hashes"), [(1, []), (0, [OTHER]), (3, [OTHER]), (-1, [OTHER]), (1, [b""])])
def test_a_compact_range_that_cannot_be_is_refused(size: int, hashes: list[bytes]) -> None:
    with pytest.raises(merkle.ProofError):
        merkle.CompactRange(size, hashes)


def test_a_tree_has_the_root_of_each_of_its_beginnings_and_of_none_beyond() -> None:
    tree = Tree()
    for size in range(200):
        assert tree.root() == tree.root(size) == mth(0, size)
        tree.extend([SOME[size]])
    assert [tree.root(size) for size in range(200)] == [mth(0, size) for size in range(200)]
    for size in (-1, 201):
        with pytest.raises(merkle.ProofError):
            tree.root(size)


def test_the_tiles_hold_the_hashes_of_their_level() -> None:
    assert WHOLE.tile(0, 0) == b"".join(SOME[:256])
    assert WHOLE.tile(0, 2) == b"".join(SOME[512:])
    assert WHOLE.tile(1, 0) == mth(0, 256) + mth(256, 512)
    assert WHOLE.tile(0, 3) == WHOLE.tile(1, 1) == WHOLE.tile(2, 0) == b""
