"""What a publication changed for its readers, in few words and as rows.

3 changes of 2 recommendations: 1 closed, 1 made, 1 piece of evidence handed in
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from events.publications import PublicationMade
from ledger.validation import so_many
from projections.model.changes import Change
from projections.publication.edition import Edition
from projections.publication.files.proofs.paths import FOLDERS
from projections.publication.files.site import naming, words

Changes = Sequence[tuple[str, Change]]


class Written(NamedTuple):
    """What was written: where, how many pages and files, and how it differs from what there was ``since``.

    ``differ`` says of each path of another bundle how it is in this one: ``new``, ``gone`` or ``differs``.
    """

    folder: str
    pages: int
    files: int
    changes: Changes
    since: PublicationMade | None
    differ: dict[str, str]


def written(
    folder: str, paths: Iterable[str], edition: Edition, since: PublicationMade | None, differ: dict[str, str]
) -> Written:
    """What was written of an edition, by the paths of all its files but the sums."""
    everything = list(paths)
    # Of what proves it there are other files each time.
    told = {path: how for path, how in differ.items() if not path.startswith(FOLDERS)}
    pages = sum(path.endswith(".html") for path in everything)
    return Written(folder, pages, len(everything) + 1, edition.changes, since, told)


def in_words(changes: Changes) -> str:
    """How many changes of how many recommendations, and of each kind how many."""
    of = so_many(len({name for name, _ in changes}), "recommendation")
    counts = Counter(step.change for _, step in changes)
    return f"{so_many(len(changes), 'change')} of {of}: {words.changes(counts)}"


def rows(changes: Changes) -> list[dict[str, object]]:
    """Each change, as ``diff`` has it."""
    found: list[dict[str, object]] = []
    for name, step in changes:
        inspection, _, number = name.partition("/")
        found.append(
            {
                "inspection": inspection,
                "number": number,
                "change": step.change,
                "before": step.before,
                "after": step.after,
                "on": step.on,
            }
        )
    return found


def pages_of(changes: Changes) -> dict[str, str]:
    """The pages of the recommendations that changed: new if they were made since."""
    found: dict[str, str] = {}
    for name, step in changes:
        inspection, _, number = name.partition("/")
        how = {"made": "new", "voided": "gone"}.get(step.change, "differs")
        path = naming.recommendation(inspection, number)
        found[path] = how if how != "differs" else found.get(path, how)
    return dict(sorted(found.items()))
