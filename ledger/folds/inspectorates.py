"""What is kept of the settings and the people, and the inspectorate as it was.

What was said of bodies and of words is kept as it was told, and told again: there is little of it. Of people
there may be thousands, and a command asks about one or two: so their ids and names are one text each, which
is taken apart once somebody asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from events.imports import FileImported
from events.publications import PublicationMade
from ledger.folds.histories import event, event_kept, given
from ledger.folds.lazily import Lazily
from ledger.state.inspectorate import Imported, Inspectorate

if TYPE_CHECKING:
    from ledger.folds.file import Data

_PLAIN = (
    *("version", "title", "time_zone", "sign_off", "origin", "verifier_key", "keys", "practice_of", "turns"),
    *("database_roles", "personal_keys", "keys_ever", "signatures"),
)


_BYTE = 256


class _Inspectorate(Inspectorate):
    """One whose people's names are known once somebody asks for them."""

    def __init__(self, names: Data) -> None:
        super().__init__()
        del self.names
        self.names_kept = names

    def __getattr__(self, name: str) -> Any:  # Any: of what is not there yet
        if name != "names":
            raise AttributeError(name)
        ids, names = map(_texts, self.names_kept)
        self.names, self.names_kept = dict(zip(ids, names, strict=True)), None
        return self.names


def inspectorate_kept(one: Inspectorate) -> Data:
    """What is kept of an inspectorate."""
    return (
        tuple(getattr(one, name) for name in _PLAIN),
        _roles_kept(one.roles),
        one.names_kept if isinstance(one, _Inspectorate) and one.names_kept else _names_kept(one.names),
        [tuple(span) for span in one.clock_spans],
        [event_kept(publication) for publication in one.publications],
        {name: (event_kept(brought.event), brought.recorded_at) for name, brought in one.imports.items()},
        [(event_kept(said), *rest) for said, *rest in one.bodies.recorded],
        [(recorded_at, event_kept(said)) for recorded_at, said in one.vocabulary.recorded],
    )


def inspectorate(data: Data) -> Inspectorate:
    """The inspectorate, made of what was kept."""
    plain, roles, names, spans, publications, imports, bodies, words = data
    found = _Inspectorate(names)
    given(found, _PLAIN, plain)
    found.roles = _roles(roles)
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


def _names_kept(names: dict[str, str]) -> Data:
    return _texts_kept(list(names)), _texts_kept(list(names.values()))


def _roles_kept(roles: dict[str, set[str]]) -> Data:
    """The ids, which roles anybody has, and which of these each has."""
    sets: dict[tuple[str, ...], int] = {}
    kept = [sets.setdefault(tuple(sorted(has)), len(sets)) for has in roles.values()]
    return _texts_kept(list(roles)), list(sets), bytes(kept) if len(sets) < _BYTE else kept


def _roles(kept: Data) -> dict[str, set[str]]:
    ids, sets, has = kept
    return Lazily(dict(zip(_texts(ids), has, strict=True)), int, lambda at: set(sets[at]))


def _texts_kept(texts: list[str]) -> Data:
    """Several texts as one, if none has a line break."""
    return "\n".join(texts) if texts and not any("\n" in text for text in texts) else texts


def _texts(kept: Data) -> list[str]:
    found: list[str] = kept.split("\n") if isinstance(kept, str) else kept
    return found
