"""A publication to check: the real proofs, and each format in few words."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import BinaryIO

from commands.demo import play, the_case
from events.base import Day, Instant
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.people import RegisterPerson
from ledger.decisions.publications import MakePublication
from ledger.ledger import Ledger
from ledger.proof.text import to_base64
from ledger.signing.keyring import Keyring
from ledger.version import VERSION
from projections.base import View
from projections.formats.index import write
from projections.publication import build
from projections.publication.edition import OGL, Edition, Licence, Published
from projections.publication.files import index
from projections.publication.files.base import File
from projections.publication.files.proofs import write as proofs
from projections.publication.files.proofs.paths import SUMS
from projections.publication.folder import Folder
from projections.publication.gathering import gather
from projections.publication.spool import Spool
from projections.publication.terms import signed, terms
from projections.register import COLUMNS, INSPECTION
from tests.pasts import Clock, counting

PEOPLE = (("ann", ("inspector",)), ("bob", ("approver",)), ("cyd", ("inspector", "approver")))


def demo(folder: Path) -> Ledger:
    """The real case, signed."""
    keyring = Keyring(folder / "keys", folder / "seen")
    return play(the_case(), str(folder / "ledger"), Clock("2030-01-01T09:00:00Z"), keyring)


def begin(folder: Path, sign_off: str = "required") -> Ledger:
    """A ledger with people and nothing else, signed as it grows."""
    opening = OpenLedger(
        person="ada",
        name="Ada",
        title="Test",
        time_zone="Europe/London",
        sign_off=sign_off,
        origin="example/test",
    )
    keyring = Keyring(folder / "keys", folder / "seen")
    ledger, _ = Ledger.create(str(folder / "ledger"), opening, Clock(), counting(), keyring=keyring)
    ledger.ask(*(RegisterPerson(person=p, name=p.title(), roles=roles) for p, roles in PEOPLE), by="ada")
    return ledger


def with_rows(edition: Edition, rows: Iterable[Published]) -> Edition:
    """The edition with other rows."""
    kept = list(rows)
    return edition._replace(rows=Spool(kept), register=[one.listed for one in kept])


def whole(file: BinaryIO) -> bytes:
    """The bytes of a file that is to be closed."""
    with file:
        return file.read()


def publish(
    ledger: Ledger,
    folder: Path,
    *refs: str,
    as_of: str = "2031-01-01",
    known_at: str | None = None,
    before: tuple[int, ...] = (),
) -> Path:
    """Write a bundle of a ledger as another version might; ``before`` are the sizes of earlier publications.

    It does not say which, and with ``without_b9`` what each other check finds is its own.
    """
    asked = terms(ledger, refs, Day(as_of), known_at and Instant(known_at), OGL)
    asked = asked._replace(version=None)
    edition = gather(ledger, asked)
    written = [*proofs.files(ledger.store, edition, signed(ledger, asked.size), before)]
    for name, data in ({file.path: file.data for file in written} | parts(edition)).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return sum_up(folder)


def parts(edition: Edition) -> dict[str, bytes]:
    """The files of an edition, by path; the data files in few words."""
    return {file.path: file.data for file in (*index.files(edition), *formats(edition))}


def publish_all(
    ledger: Ledger,
    folder: Path,
    *refs: str,
    as_of: str = "2031-01-01",
    known_at: str | None = None,
    also: tuple[str, ...] = (),
) -> Path:
    """Write just what ``scrutiny publish`` would."""
    known = known_at and Instant(known_at)
    edition = gather(ledger, terms(ledger, refs, Day(as_of), known, OGL, also))
    with Folder(str(folder)) as into:
        into.write(build.files(ledger, edition))
        into.finish()
        into.put()
    return folder


def publish_as_people_do(
    ledger: Ledger,
    folder: Path,
    *refs: str,
    as_of: str | None = None,
    licence: Licence = OGL,
    also: tuple[str, ...] = (),
) -> Path:
    """A bundle as ``scrutiny publish`` writes it, and the publication recorded."""
    asked = terms(ledger, refs, as_of and Day(as_of), None, licence, also)
    edition = gather(ledger, asked)
    before = len(ledger.inspectorate().publications)
    with Folder(str(folder)) as into:
        into.write(build.files(ledger, edition))
        decision = MakePublication(
            inspections=asked.inspections,
            as_of=asked.as_of,
            known_at=asked.known_at,
            size=asked.size,
            root=to_base64(asked.root),
            content=build.content(edition),
            sums=into.finish(),
            licence=asked.licence.name,
            licence_url=asked.licence.url,
            version=VERSION,
            also=asked.also,
            since=asked.after,
            before=before,
        )
        ledger.ask(decision, by="bob")
        into.put()
    return folder


def sum_up(folder: Path) -> Path:
    """Write the sums anew, as whoever altered a file does, too."""
    paths = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != SUMS
    )
    lines = [f"{sha256((folder / path).read_bytes()).hexdigest()}  {path}\n" for path in paths]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    return folder


def formats(edition: Edition) -> Iterator[File]:
    """The register in each format of data."""
    terms, rows = edition.terms, [one.row for one in edition.rows]
    inspection = terms.inspections[0] if len(terms.inspections) == 1 else None
    columns = COLUMNS if inspection else (INSPECTION, *COLUMNS)
    head = {
        "inspection": inspection,
        "as_of": terms.as_of,
        "known_at": terms.known_at,
        "events": terms.size,
        "totals": edition.totals,
        "uncertain": list(edition.uncertain),
    }
    view = View("Register", columns, rows, head)
    for path, name in (
        ("register.json", "json"),
        ("register.csv", "csv"),
        ("register.md", "markdown"),
    ):
        yield File(path, "".join(write(view, name)).encode())
    cells = [[column.cell(row) for column in columns] for row in rows]
    headings = [column.heading for column in columns]
    yield File("register.ods", _ods([headings, *cells]))
    yield File("register.sqlite", _sqlite(headings, cells))


def _ods(lines: list[list[str]]) -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    cell = '<t:table-cell o:value-type="string"><x:p>{}</x:p></t:table-cell>'
    rows = "".join(
        f"<t:table-row>{''.join(cell.format(escape(text)) for text in line)}</t:table-row>" for line in lines
    )
    content = (
        f'<o:document-content xmlns:o="{names}:office:1.0" xmlns:t="{names}:table:1.0" '
        f'xmlns:x="{names}:text:1.0"><t:table>{rows}'
        '<t:table-row t:number-rows-repeated="1048000"><t:table-cell t:number-columns-repeated="16384"/>'
        "</t:table-row></t:table></o:document-content>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as into:
        into.writestr("content.xml", content)
    return packed.getvalue()


def _sqlite(headings: list[str], cells: list[list[str]]) -> bytes:
    with sqlite3.connect(":memory:") as connection:
        names = ", ".join(f'"{heading.lower().replace(" ", "_")}" TEXT' for heading in headings)
        connection.execute(f"CREATE TABLE register ({names})")
        marks = ", ".join("?" * len(headings))
        connection.executemany(f"INSERT INTO register VALUES ({marks})", cells)
        connection.commit()
        data = bytes(connection.serialize())
    connection.close()
    return data
