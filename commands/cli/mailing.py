"""Writing letters into a folder, one file each; nothing is sent.

1. No file is replaced: if one of that name is there already, no letter is written.
2. If one cannot be written, none is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from os.path import lexists

from commands.cli.outputs import folder, put_bytes
from commands.cli.report import read
from ledger.errors import BadInput, Refused
from ledger.store.errors import file_error
from ledger.validation import so_many
from projections.inbox.addresses import Addresses, read_addresses
from projections.inbox.inbox import Waiting
from projections.inbox.letters import BODY, Letter, letters
from projections.inbox.mail import message
from projections.publication.files.site.naming import safe, slug

_MODE = 0o640
"""What is in a letter to a person is nobody else's."""
_NAMED = 5


def addresses_in(file: str | None, found: Waiting) -> Addresses:
    """The addresses in a file; raises BadInput."""
    if file is None:
        return Addresses()
    try:
        text = read(file, "file").decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"The file {file} is not UTF-8 text.", "Save it as UTF-8.") from None
    return read_addresses(text, file, found.settings.bodies.identity)


def put_letters(found: Waiting, into: str, addresses: Addresses) -> str:
    """Write a letter to each person and body that something waits for, and return a sentence that says so.

    Raises BadInput, Refused if a file is there already, StorageError.
    """
    written = letters(found)
    settings = found.settings
    files = {
        _name(letter): message(letter, addresses, found.inspectorate, found.today, settings.time_zone)
        for letter in written
    }
    if not written:
        return f"Nothing waits that anybody could be written to about: nothing was written to {into}."
    _put(files, into)
    bodies = sum(letter.kind == BODY for letter in written)
    said = f"Wrote {so_many(len(written), 'letter')} to {into}, and sent none: "
    said += f"{so_many(bodies, 'body', 'bodies')}, {so_many(len(written) - bodies, 'person', 'people')}."
    unknown = [letter.name for letter in written if not addresses.of(letter)]
    if unknown:
        more = f" and {so_many(len(unknown) - _NAMED, 'other')}" if len(unknown) > _NAMED else ""
        said += f"\nNo address is given for {', '.join(unknown[:_NAMED])}{more}: see --addresses FILE."
    return said


def _name(letter: Letter) -> str:
    return f"{letter.kind}-{slug(letter.name) if letter.kind == BODY else safe(letter.to)}.eml"


def _put(files: Mapping[str, bytes], into: str) -> None:
    target = folder(into)
    if target.exists() and not target.is_dir():
        raise BadInput(
            f"{into} is no folder, and several letters are written.", "Name a folder: --mail FOLDER"
        )
    if taken := next((name for name in files if lexists(target / name)), None):
        raise Refused(
            f"{target / taken} is there already, so no letter was written.",
            "Choose another folder, or move those letters away.",
        )
    made = not target.exists()
    done: list[str] = []
    try:
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise file_error(error, target) from error
        for name, data in files.items():
            put_bytes([data], str(target / name), _MODE, option="--mail")
            done.append(name)
    except BaseException:
        with suppress(OSError):
            for name in done:
                (target / name).unlink()
            if made:
                target.rmdir()
        raise
