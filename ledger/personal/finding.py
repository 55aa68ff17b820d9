"""Which key a person signs with here: the one they named, else where it was when it was enrolled here, else
theirs in ``~/.ssh``, else in an agent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from ledger.errors import BadInput, NotSigned
from ledger.personal import files, remembered
from ledger.personal.agent import Agent, held
from ledger.personal.pens import Pen
from ledger.proof import sshkeys
from ledger.proof.errors import FormatError
from ledger.proof.sshkeys import PublicKey

Keys = Mapping[str, str]
"""Public keys, by their fingerprints."""


class Pens:
    """Finds what signs. ``variables`` are those of the process, ``named`` is the file of a key, if one is;
    that of a ``new`` one, which is just being enrolled, counts before it.
    """

    def __init__(self, variables: Mapping[str, str], named: str = "", new: str = "") -> None:
        self._variables = variables
        self._named = named
        self._new = new
        self._found: dict[str, Pen] = {}
        self._is_silent = False

    def pen(self, person: str, keys: Keys) -> Pen:
        """What signs with one of these keys of a person; raises NotSigned."""
        for fingerprint in keys:
            if fingerprint in self._found:
                return self._found[fingerprint]
        pen = self._given(self._new, keys) or self._given(self._named, keys) or self._by_looking(person, keys)
        self._found[pen.key.fingerprint()] = pen
        return pen

    def _given(self, named: str, keys: Keys) -> Pen | None:
        """What signs with the key in a file, if it is one of these; raises NotSigned."""
        if not named:
            return None
        path = self._path(named)
        with suppress(BadInput):
            key = files.public_key(path)
            if key.fingerprint() in keys:
                return self._of_file(path, key) or self._held(key, path)
        return None

    def _by_looking(self, person: str, keys: Keys) -> Pen:
        unused: list[tuple[Path, PublicKey]] = []
        for path, key in (*self._remembered(keys), *self._in_home()):
            if key.fingerprint() in keys:
                if pen := self._of_file(path, key):
                    return pen
                unused.append((path, key))
        for key in self._agents():
            if key.fingerprint() in keys:
                return Agent(key, self._agent)
        if unused:
            raise self._not_held(*unused[0], f"{person} signs what they record. ")
        also = f" (and {self._path(self._named)} is none of them)" if self._named else ""
        also += " (and the agent does not say what it holds)" if self._is_silent else ""
        raise NotSigned(
            f"{person} signs what they record, and none of their keys is here{also}: {_listed(keys)}.",
            f"Put the key into ~/.ssh or the agent (ssh-add FILE), or name it: {_NAME} "
            "If it is lost, an administrator replaces it: "
            f"scrutiny person enrol {person} --ssh-key FILE --replaces all --why W",
        )

    def _of_file(self, path: Path, key: PublicKey) -> Pen | None:
        """What signs with the private half of a key whose public one lies there, if it lies open."""
        pen = files.private_key(files.private_half(path))
        return pen if pen and pen.key == key else None

    def _held(self, key: PublicKey, path: Path) -> Pen:
        if key in self._agents():
            return Agent(key, self._agent)
        raise self._not_held(path, key)

    def _not_held(self, path: Path, key: PublicKey, before: str = "") -> NotSigned:
        """What is said of a key whose private half nothing here can use."""
        file = files.private_half(path)
        why, there = files.why_not(file, key), file if file.is_file() else "FILE"
        agent = "the agent does not say what it holds" if self._is_silent else "no agent holds it"
        return NotSigned(
            f"{before}{why}, and {agent}.",
            f"Give it to the agent: ssh-add {there}"
            + (f". Or name another: {_NAME}" if "passphrase" not in why else ""),
        )

    def _in_home(self) -> Iterator[tuple[Path, PublicKey]]:
        folder = self._path("~/.ssh")
        with suppress(OSError):
            for path in sorted({*folder.glob("*.pub"), folder / "id_ed25519"}):
                with suppress(BadInput):
                    yield path, files.public_key(path)

    def _remembered(self, keys: Keys) -> Iterator[tuple[Path, PublicKey]]:
        there = remembered.folder(self._variables)
        for line in keys.values():
            with suppress(BadInput, FormatError):
                key = sshkeys.parse(line)
                if (path := remembered.place(there, key)) and files.public_key(path) == key:
                    yield path, key

    def _agents(self) -> list[PublicKey]:
        """The keys that the agent holds, if there is one."""
        try:
            return held(self._agent) if self._agent else []
        except TimeoutError:
            self._is_silent = True
            return []

    @property
    def _agent(self) -> str:
        """The address of the agent; empty if there is none."""
        return self._variables.get("SSH_AUTH_SOCK", "")

    def _path(self, named: str) -> Path:
        home = self._variables.get("HOME", "")
        return Path(home, named[2:]) if named.startswith("~/") and home else Path(named)


_NAME = "SCRUTINY_SSH_KEY=FILE, or once for all: scrutiny config set ssh-key FILE."


def _listed(keys: Keys) -> str:
    return " or ".join(keys)
