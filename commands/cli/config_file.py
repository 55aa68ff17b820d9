"""The config file of a person: settings that hold until an option or a variable says otherwise.

1. It is ``~/.config/scrutiny-ledger/config`` (XDG_CONFIG_HOME), and of the person alone: none is read beside
   a ledger, because whoever made that folder would choose who acts.
2. Each line is ``person = ann``, is empty, or begins with ``#``. Quotes around a value may be left out.
3. A line that cannot be read is an error, and no setting is guessed. Lines that are not changed are kept.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from errno import EINVAL

from ledger.errors import BadInput

SETTINGS = {
    "person": "the id of who acts",
    "ledger": "a folder, as a whole path, or a URL",
    "format": "how readings are written",
    "ssh-key": "the file of the key that you sign with, as a whole path",
    "evidence": "where that of a ledger on a server is: a folder, as a whole path, or s3://BUCKET/PREFIX",
}
PLACES = ("ledger", "evidence", "ssh-key")
"""The settings that may be a path."""

_MOST = 100_000
"""Characters that are read."""


def path_of(variables: Mapping[str, str]) -> str:
    """Where the file is, if there is one; XDG's base directory specification says where."""
    base = variables.get("XDG_CONFIG_HOME") or f"{_home(variables)}/.config"
    return f"{base}/scrutiny-ledger/config"


def _home(variables: Mapping[str, str]) -> str:
    return variables.get("HOME") or os.path.expanduser("~")  # noqa: PTH111  pathlib costs every start


def lines_of(path: str) -> list[str]:
    """The lines of the file, none if there is no file; raises BadInput."""
    try:
        with open(path, encoding="utf-8-sig", opener=_at_once) as file:
            text = file.read(_MOST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise BadInput(f"The config file {path} cannot be read: {why}.", _ways(path)) from error
    if len(text) > _MOST:
        raise BadInput(f"The config file {path} is longer than any config.", _ways(path))
    return text.splitlines()


def _at_once(path: str, flags: int) -> int:
    """Open without waiting for a writer; raises OSError for a pipe, which nobody may ever write to."""
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if os.fstat(descriptor).st_mode & 0o170000 != 0o010000:
        return descriptor
    os.close(descriptor)
    raise OSError(EINVAL, "It is a pipe")


def settings_of(variables: Mapping[str, str]) -> dict[str, str]:
    """What the file sets; raises BadInput if a line of it cannot be read."""
    path = path_of(variables)
    found: dict[str, str] = {}
    for number, line in enumerate(lines_of(path), start=1):
        if (read := setting_of(line, path, number)) is None:
            continue
        name, value = read
        if name in found:
            raise BadInput(f"Line {number} of the config file {path} sets {name} again.", _ways(path))
        if name in PLACES and value.startswith("~/"):
            value = _home(variables) + value[1:]
        if problem := wrong(name, value):
            raise BadInput(f"Line {number} of the config file {path}: {problem}.", _ways(path))
        found[name] = value
    return found


def setting_of(line: str, path: str, number: int) -> tuple[str, str] | None:
    """The name and the value in a line, None if it sets nothing; raises BadInput."""
    text = line.strip()
    if not text or text.startswith("#"):
        return None
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals or name not in SETTINGS:
        said = f"{name} is no setting" if equals else f"{text!r} is not written as NAME = VALUE"
        raise BadInput(
            f"Line {number} of the config file {path}: {said}; those are {', '.join(SETTINGS)}.", _ways(path)
        )
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return name, value


def wrong(name: str, value: str) -> str:
    """What is wrong with a value; empty if nothing is."""
    if not value:
        return f"{name} has no value"
    if any(character < " " or character == "\x7f" for character in value):
        return f"{name} has a control character"
    if name in ("ledger", "evidence") and not value.startswith("/") and "://" not in value:
        return f"{value} is no whole path, so it would be another {name} in each folder"
    if name == "evidence" and "://" in value and not value.startswith("s3://"):
        return f"{value} is neither a folder nor s3://BUCKET/PREFIX"
    if name == "ssh-key" and not value.startswith("/"):
        return f"{value} is no whole path, so it would be another key in each folder"
    if name == "format":
        from projections.formats.index import FORMATS  # noqa: PLC0415  most have none

        return "" if value in FORMATS else f"{value!r} is no format; those are {', '.join(FORMATS)}"
    return ""


def _ways(path: str) -> str:
    return f"Mend that line, or take the file away: rm {path}"
