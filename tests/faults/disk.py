"""What a disk may hold after a power cut: only what was synced is sure, and all else may be there or not.

The calls that change files are kept in a log. A crash image is the log played up to a moment. Of each file's
writes since its last fsync any may be missing, or torn between sectors of 512 bytes; of each folder's changes
since its last fsync the later ones may be missing. The model is that of POSIX: the
entry of a new file is safe once its folder was synced, not before.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.faults import children
from tests.faults.children import Place
from tests.faults.tracing import Call

SECTOR = 512
_UNKEPT = ("-shm",)
"""Made anew by whoever opens the database after a crash."""


class Op(NamedTuple):
    """One change: ``kind`` is create, write, cut, sync, move, remove, folder or said."""

    kind: str
    path: str
    at: int = 0
    data: bytes = b""
    to: str = ""


class Log:
    """Looks at calls (see ``tests.faults.tracing``) and keeps what changes files, in order."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.ops: list[Op] = []
        self._there = {str(path) for path in place.folder.rglob("*")}
        self._pending: Op | None = None

    def look(self, call: Call) -> None:
        """Keep a call once it was done."""
        if call.result is not None:
            if call.result >= 0 and self._pending:
                op = self._pending
                self._keep(op._replace(data=op.data[: call.result]) if op.kind == "write" else op)
            self._pending = None
            return
        if (paths := children.ours(self.place, call)) and (op := self._op(call, paths)):
            self._pending, call.watch = op, True

    def _keep(self, op: Op) -> None:
        if op.kind == "create":
            if op.path in self._there:
                if not op.at:
                    return
                op = Op("cut", op.path)
            self._there.add(op.path)
        elif op.kind == "move":
            self._there = {
                op.to + path[len(op.path) :] if (path + "/").startswith(op.path + "/") else path
                for path in self._there
            }
        elif op.kind == "remove":
            self._there.discard(op.path)
        elif op.kind == "folder":
            self._there.add(op.path)
        self.ops.append(op)

    def _op(self, call: Call, paths: tuple[str, ...]) -> Op | None:
        path, (_, second, third, fourth) = paths[0].removesuffix(" (deleted)"), call.arguments
        match call.name:
            case "openat" if third & (os.O_CREAT | os.O_TRUNC):
                return Op("create", path, at=int(bool(third & os.O_TRUNC)))
            case "write" if call.arguments[0] in (1, 2):
                return Op("said", path, data=call.memory(second, third)) if call.arguments[0] == 1 else None
            case "write" | "pwrite64":
                at = fourth if call.name == "pwrite64" else _position(call)
                return Op("write", path, at, call.memory(second, third))
            case "ftruncate":
                return Op("cut", path, second)
            case "fsync" | "fdatasync":
                return Op("sync", path)
            case "rename" | "renameat" | "renameat2":
                return Op("move", path, to=paths[1])
            case "unlink" | "unlinkat" | "rmdir":
                return Op("remove", path)
            case "mkdir" | "mkdirat":
                return Op("folder", path)
        return None


def _position(call: Call) -> int:
    with open(f"/proc/{call.pid}/fdinfo/{call.arguments[0]}", encoding="ascii") as told:
        return int(told.readline().split()[1])


@dataclass
class _File:
    sure: bytearray = field(default_factory=bytearray)
    since: list[Op] = field(default_factory=list)


@dataclass
class _Folder:
    sure: dict[str, _File | _Folder] = field(default_factory=dict)
    now: dict[str, _File | _Folder] = field(default_factory=dict)
    since: list[dict[str, _File | _Folder]] = field(default_factory=list)
    """What it held after each change since it was synced."""

    def change(self) -> None:
        self.since.append(dict(self.now))


class Disk:
    """The files of a place as a log changes them, and what of that is sure."""

    def __init__(self, place: Place, ordered: bool) -> None:
        self.root = str(place.folder)
        self.ordered = ordered
        """Whether the file system keeps a journal: what syncs anything syncs all entries before it."""
        self._folders: list[_Folder] = []
        self.top = self._read(place.folder)

    def play(self, op: Op) -> None:
        """Do one change."""
        if op.kind == "said" or "/said" in op.path or op.path.endswith(_UNKEPT):
            return
        folder, name = self._parent(op.path)
        match op.kind:
            case "create":
                folder.now[name] = _File()
                folder.change()
            case "folder":
                folder.now[name] = made = _Folder()
                self._folders.append(made)
                folder.change()
            case "remove":
                folder.now.pop(name, None)
                folder.change()
            case "move":
                moved = folder.now.pop(name)
                into, to = self._parent(op.to)
                into.now[to] = moved
                folder.change()
                if into is not folder:
                    into.change()
            case "write" | "cut":
                if isinstance(file := folder.now.get(name), _File):
                    file.since.append(op)
            case "sync":
                found = self.top if op.path == self.root else folder.now.get(name)
                self._sync(found)

    def _sync(self, found: _File | _Folder | None) -> None:
        if isinstance(found, _File):
            for op in found.since:
                _apply(found.sure, op)
            found.since.clear()
        for one in self._folders if self.ordered else [found]:
            if isinstance(one, _Folder):
                one.sure = dict(one.now)
                one.since.clear()

    def _read(self, folder: Path) -> _Folder:
        made = _Folder()
        self._folders.append(made)
        for path in folder.iterdir():
            if not path.name.startswith("said"):
                made.now[path.name] = (
                    self._read(path) if path.is_dir() else _File(bytearray(path.read_bytes()))
                )
        made.sure = dict(made.now)
        return made

    def _parent(self, path: str) -> tuple[_Folder, str]:
        *folders, name = os.path.relpath(path, self.root).split("/")
        found: _File | _Folder = self.top
        for one in folders:
            assert isinstance(found, _Folder)
            found = found.now[one]
        assert isinstance(found, _Folder)
        return found, name

    def image(self, to: Path, how: str, chance: random.Random) -> None:
        """Write what may be left: ``nothing`` of what is not sure, ``all`` of it, ``first`` or ``some``."""
        _write(self.top, to, how, chance)


def _apply(content: bytearray, op: Op) -> None:
    if op.kind == "cut":
        size = len(content)
        content[op.at :] = b"" if op.at <= size else bytes(op.at - size)
        return
    end = op.at + len(op.data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[op.at : end] = op.data


def _write(folder: _Folder, to: Path, how: str, chance: random.Random) -> None:
    to.mkdir(parents=True, exist_ok=True)
    held = [folder.sure, *folder.since]
    entries = held[{"nothing": 0, "all": -1}.get(how, chance.randrange(len(held)))]
    for name, found in entries.items():
        if isinstance(found, _Folder):
            _write(found, to / name, how, chance)
        else:
            (to / name).write_bytes(bytes(_content(found, how, chance)))
            (to / name).chmod(0o600)


def _content(file: _File, how: str, chance: random.Random) -> bytearray:
    content = bytearray(file.sure)
    since = file.since
    if how == "nothing":
        since = []
    elif how == "first":
        since = since[: chance.randrange(len(since) + 1)]
    for op in since:
        if how != "some":
            _apply(content, op)
        else:
            for piece in _torn(op, chance):
                _apply(content, piece)
    return content


def _torn(op: Op, chance: random.Random) -> Iterator[Op]:
    """All of a write, none, or some of its sectors."""
    fate = chance.random()
    if fate < 0.4:
        yield op
    elif fate < 0.7 and op.kind == "write":
        end = op.at + len(op.data)
        for sector in range(op.at - op.at % SECTOR, end, SECTOR):
            first, last = max(sector, op.at), min(sector + SECTOR, end)
            if chance.random() < 0.5:
                yield op._replace(at=first, data=op.data[first - op.at : last - op.at])
