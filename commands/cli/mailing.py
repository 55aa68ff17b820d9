"""Writing letters into a folder, one file each; nothing is sent.

1. No file is replaced: if one of that name is there already, no letter is written.
2. If one cannot be written, none is left.
"""

from __future__ import annotations

from collections.abc import Sequence
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


class Mailing:
    """The letters of an inbox, ready to be written; ``said`` is what to say once they are.

    Raises BadInput, and Refused if a file is there already.
    """

    def __init__(self, found: Waiting, into: str, addresses: Addresses) -> None:
        self._folder, settings, written = folder(into), found.settings, letters(found)
        self._files = {
            _name(letter): message(letter, addresses, found.inspectorate, found.today, settings.time_zone)
            for letter in written
        }
        self.said = _said(written, into, addresses)
        self._check()

    def _check(self) -> None:
        if self._folder.exists() and not self._folder.is_dir():
            raise BadInput(
                f"{self._folder} is no folder, and several letters are written.",
                "Name a folder: --mail FOLDER",
            )
        if taken := next((name for name in self._files if lexists(self._folder / name)), None):
            raise Refused(
                f"{self._folder / taken} is there already, so no letter was written.",
                "Choose another folder, or move those letters away.",
            )

    def write(self) -> None:
        """Write them all or none; raises StorageError."""
        if not self._files:
            return
        made, done = not self._folder.exists(), []
        try:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise file_error(error, self._folder) from error
            for name, data in self._files.items():
                put_bytes([data], str(self._folder / name), _MODE, option="--mail")
                done.append(name)
        except BaseException:
            with suppress(OSError):
                for name in done:
                    (self._folder / name).unlink()
                if made:
                    self._folder.rmdir()
            raise


def _said(written: Sequence[Letter], into: str, addresses: Addresses) -> str:
    if not written:
        return f"Nothing waits that anybody could be written to about: nothing was written to {into}."
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
