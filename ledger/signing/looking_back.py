"""What whoever seals says of the checkpoints before: see ledger.proof.checked.

1. The first checkpoint behind a span of sizes says of those in the span that each was looked at, if as many
   are there that it is worth it. So one in about a hundred commands looks at the hundred before.
2. What was signed here and is stored as it was signed needs no look. Of all else the signature is checked,
   and if one does not fit, nothing is said, and ``verify`` finds out which.
3. Nothing that is wrong with earlier checkpoints stands in the way of the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ledger.errors import LedgerError
from ledger.proof import checked, checkpoint
from ledger.proof.errors import ProofError
from ledger.proof.note import Signature, Signer, VerifierKey

if TYPE_CHECKING:
    from ledger.store.base import Store


def look_back(
    store: Store,
    before: int,
    key: VerifierKey,
    signer: Callable[[VerifierKey], Signer],
    ours: Mapping[int, tuple[str, VerifierKey]],
) -> list[Signature]:
    """What a key says of the span that ends with the checkpoint of a size; none if there is nothing to say.

    ``ours`` are notes by their sizes that were signed here, and with which key.
    """
    first = before // checkpoint.SPAN * checkpoint.SPAN
    try:
        notes = [(size, text) for size, text in store.checkpoints(since=max(first, 1)) if size <= before]
        if len(notes) < checked.LEAST:
            return []
        for size, text in notes:
            if ours.get(size) != (text, key) and not _is_signed(size, text, key):
                return []
        return [checked.line(signer(key), [(size, text.encode()) for size, text in notes])]
    except (ProofError, LedgerError, UnicodeError):
        return []


def _is_signed(size: int, text: str, key: VerifierKey) -> bool:
    return checkpoint.verify(text.encode(), [key], each=True).size == size
