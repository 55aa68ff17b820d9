"""Whether a bundle is one of the first version, which showed less and is proved as far as it showed it.

Who takes the mark of the version and the history out of a newer one makes none of it: the first version
wrote no full dates, and knew none of the events that came with later ones: every judgement of today's is
followed by one.
"""

from __future__ import annotations

from projections.publication.checking.claims import Claims
from projections.publication.checking.folder import Bundle
from projections.publication.checking.tree import Signed
from projections.publication.checking.versions import came_after
from projections.publication.files.json.read import RegisterFile
from projections.publication.files.proofs.paths import HISTORY

_FIRST = "0.1.0"


def is_of_first_version(bundle: Bundle, register: RegisterFile, told: Claims, signed: Signed) -> bool:
    """Whether it has the form that the first version wrote, and a tree that it can have written it of."""
    later = came_after(_FIRST)
    return (
        told.version is None
        and register.uncertain is None
        and HISTORY not in bundle.files
        and not any(leaf.topic in later for leaf in signed.leaves)
    )
