"""What is kept of the settings and the people, and the inspectorate as it was.

What was said of bodies and of words is kept as it was told, and told again: there is little of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.imports import FileImported
from events.publications import PublicationMade
from ledger.folds.histories import event, event_kept
from ledger.state.inspectorate import Imported, Inspectorate

if TYPE_CHECKING:
    from ledger.folds.file import Data

_PLAIN = (
    *("version", "title", "time_zone", "sign_off", "origin", "verifier_key", "keys", "practice_of", "turns"),
    *("roles", "names", "database_roles", "personal_keys", "keys_ever", "signatures"),
)


def inspectorate_kept(one: Inspectorate) -> Data:
    """What is kept of an inspectorate."""
    return (
        tuple(getattr(one, name) for name in _PLAIN),
        [tuple(span) for span in one.clock_spans],
        [event_kept(publication) for publication in one.publications],
        {name: (event_kept(brought.event), brought.recorded_at) for name, brought in one.imports.items()},
        [(event_kept(said), *rest) for said, *rest in one.bodies.recorded],
        [(recorded_at, event_kept(said)) for recorded_at, said in one.vocabulary.recorded],
    )


def inspectorate(data: Data) -> Inspectorate:
    """The inspectorate, made of what was kept."""
    plain, spans, publications, imports, bodies, words = data
    found = Inspectorate()
    vars(found).update(zip(_PLAIN, plain, strict=True))
    for span in spans:
        found.clock_spans.add(*span)
    found.publications = [event(one, PublicationMade) for one in publications]
    found.imports = {
        name: Imported(event(one, FileImported), recorded_at) for name, (one, recorded_at) in imports.items()
    }
    found.bodies.zone = found.time_zone
    for said, version, position, recorded_at in bodies:
        found.bodies.apply(event(said), version, recorded_at, position)
    for recorded_at, said in words:
        found.vocabulary.apply(event(said), recorded_at)
    return found
