"""Thousands of ways in which a bundle can be changed: does ``verify-bundle`` say so, or name what it lets be?

    run(5_000, seed=1)    the same mutations in every run; see ``Tally``
    python -m tests.faults.bundle_mutations 500 1

Words, numbers, dates, statuses, rows, entries, links and whole files are changed, of one file or of all at
once, and mostly the sums are written anew. Each is looked at in a process of its own, with a limit of time
and of memory. A mutation is harmless if every file says the same as before to who reads it by another way
(``says``); it is unseen if the exit status would be 0, a file says something else, and the list of what is
not proved does not name it. The control leaves B9 out, and has to find unseen ones.
"""

from __future__ import annotations

import io
import json
import os
import re
import resource
import select
import signal
import sqlite3
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import partial
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import NamedTuple

from ledger.errors import LedgerError
from projections.publication.checking import bundle as checking
from projections.publication.edition import Licence
from projections.publication.files.hosting.settings import SETTINGS
from projections.publication.files.proofs.paths import SUMS
from tests.bundles import demo, publish_all, publish_as_people_do
from tests.faults.ledger_mutations import Tally
from tests.marks import Marks, live

SECONDS, MEMORY = 60, 3 * 1024**3
"""What one mutation may take; more is a hang."""

Files = dict[str, bytes]
Change = Callable[[Files, Random], str | None]
"""Changes some files and tells what it did, or None where it found nothing to change."""

_TEXTS = (".html", ".json", ".jsonld", ".atom", ".csv", ".md", ".css", ".jsonl")
_PROOFS = ("events/", "proofs/", "tile/", "consistency/", "checkpoint", "history.jsonl", SUMS)
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2} (?:January|February|March|April|May|June|July|August) \d{4}")
_NUMBER = re.compile(r"(?<![\w.#-])\d{1,4}(?![\w.-])")
_WORD = re.compile(r"[A-Za-zÀ-ÿ’]{3,}")
_STATUS = re.compile(r"\b(?:Open|Closed|Partially met|open|closed|partially-met|partially met)\b")
_LINK = re.compile(r'href="([^"]+)"')
_PIECE = {
    ".html": re.compile(
        r"<tr>.*?</tr>|<li>.*?</li>|<p[^>]*>.*?</p>|<div class=\"ds_summary.*?</div>", re.DOTALL
    ),
    ".atom": re.compile(r"  <entry>.*?</entry>\n|  <link [^>]*/>\n|    <category[^>]*/>\n", re.DOTALL),
}


class Subject(NamedTuple):
    """A bundle to change: its files, the key, and what is not proved of it as it is."""

    name: str
    files: Files
    key: str
    not_proved: str


def run(count: int, seed: int, *, first: int = 0, blind: bool = False) -> Tally:
    """Try so many, from the one numbered ``first`` on; ``blind`` leaves B9 out, a control that must fail."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        subjects = list(_subjects(Path(folder)))
        for number in range(first, first + count):
            random = Random(f"{seed}/{number}")
            subject = random.choices(subjects, [60, 36, 4][: len(subjects)])[0]
            files = dict(subject.files)
            what = _mutate(files, random, only="register.pdf" if subject.name == "paper" else "")
            outcome = _judge(subject, files, Path(folder, "work"), blind=blind)
            tally.take(outcome, f"seed {seed}, number {number}: {subject.name}: {what}")
    return tally


def _subjects(folder: Path) -> Iterator[Subject]:
    for name in ("marks", "demo", "paper"):
        place = folder / name
        place.mkdir()
        # What sets a PDF begins threads, and a process that has some is not to be forked.
        made = _in_a_child(partial(_made, name, place))
        if made is None or "key" not in made:
            raise AssertionError(f"the bundle that is to be changed is not right: {made}")
        bundle = place / "bundle"
        files = {
            path.relative_to(bundle).as_posix(): path.read_bytes()
            for path in sorted(bundle.rglob("*"))
            if path.is_file()
        }
        yield Subject(name, files, str(made["key"]), str(made["not_proved"]))


def _made(name: str, place: Path) -> dict[str, object]:
    """Make a bundle; what is told of it is its key and what is not proved."""
    if name == "marks":
        marks = Marks(place / "ledger")
        with marks.ledger as ledger:
            live(marks)
            bundle = publish_all(ledger, place / "bundle")
            key = ledger.inspectorate().verifier_key
    else:
        with demo(place) as ledger:
            publish_as_people_do(ledger, place / "before", as_of="2020-12-31")
            licence = Licence("Ours", "https://example.org/terms")
            also = ("pdf",) if name == "paper" else ("xlsx",)
            bundle = publish_as_people_do(ledger, place / "bundle", licence=licence, also=also)
            key = ledger.inspectorate().verifier_key
    report = checking.check(str(bundle), key)
    if not report.ok:
        return {"findings": [str(one) for one in report.findings]}
    return {"key": key, "not_proved": "\n".join(report.not_proved)}


# What is changed


def _mutate(files: Files, random: Random, only: str) -> str:
    """Change something, in one of the ways there are, and mostly write the sums anew."""
    told = None
    while told is None:
        change, _ = random.choices(CHANGES, [weight for _, weight in CHANGES])[0]
        told = _bytes(files, random, only) if only else change(files, random)
    if random.random() < 0.9:
        _sum_up(files)
        return told
    return f"{told}, sums as they were"


def _sum_up(files: Files) -> None:
    lines = (f"{sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items()) if path != SUMS)
    files[SUMS] = "".join(lines).encode()


def _texts(files: Files) -> list[str]:
    return [path for path in sorted(files) if path.endswith(_TEXTS) and not path.startswith(_PROOFS)]


def _in_text(pattern: re.Pattern[str], files: Files, random: Random) -> str | None:
    """One thing of a kind in one file is put to another of its kind."""
    path = random.choice(_texts(files))
    text = files[path].decode()
    found = list(pattern.finditer(text))
    others = sorted({one[0] for one in found})
    if len(others) < 2:
        return None
    place = random.choice(found)
    new = random.choice([one for one in others if one != place[0]])
    files[path] = (text[: place.start()] + new + text[place.end() :]).encode()
    return f"{path}: {place[0]!r} at {place.start()} is {new!r}"


def _everywhere(pattern: re.Pattern[str], files: Files, random: Random) -> str | None:
    """One word, number or date is another in every file that is no proof, and what tells of them agrees."""
    found = pattern.findall(files[random.choice(_texts(files))].decode())
    others = sorted(set(found))
    if len(others) < 2:
        return None
    old, new = random.sample(others, 2)
    for path in [path for path in sorted(files) if not path.startswith(_PROOFS) and path not in SETTINGS]:
        if path.endswith(_TEXTS):
            files[path] = re.sub(rf"\b{re.escape(old)}\b", new, files[path].decode()).encode()
        elif path.endswith(".sqlite"):
            files[path] = _of_database(files[path], lambda cell: cell.replace(old, new))
        elif path.endswith((".ods", ".xlsx")):
            files[path] = _of_packed(files[path], lambda text: text.replace(old, new))
    return f"everywhere: {old!r} is {new!r}"


def _character(files: Files, random: Random) -> str | None:
    path = random.choice(_texts(files))
    text = files[path].decode()
    if not text:
        return None
    at, new = random.randrange(len(text)), random.choice("aeZ7 .,;<>&\"'\n\t")
    how = random.choice(("put", "left out", "doubled"))
    if how == "left out":
        new = ""
    elif how == "doubled":
        new = text[at] * 2
    if new == text[at]:
        return None
    files[path] = (text[:at] + new + text[at + 1 :]).encode()
    return f"{path}: {text[at]!r} at {at} is {new!r}"


def _piece(files: Files, random: Random) -> str | None:
    """A row, an entry, a paragraph or a line is left out, doubled, or changes places with another."""
    path = random.choice(_texts(files))
    text = files[path].decode()
    pattern = _PIECE.get(os.path.splitext(path)[1])
    found = list(pattern.finditer(text)) if pattern else list(re.finditer(r"[^\n]*\n", text))
    if len(found) < 2:
        return None
    one, other = sorted(random.sample(found, 2), key=lambda piece: piece.start())
    how = random.choice(("left out", "doubled", "swapped"))
    if how == "left out":
        new = text[: one.start()] + text[one.end() :]
    elif how == "doubled":
        new = text[: one.end()] + text[one.start() :]
    else:
        new = text[: one.start()] + other[0] + text[one.end() : other.start()] + one[0] + text[other.end() :]
    if new == text:
        return None
    files[path] = new.encode()
    return f"{path}: {one[0][:60]!r} is {how}"


def _file(files: Files, random: Random) -> str | None:
    """A file is left out, doubled under another name, or changes places with another of its kind."""
    path = random.choice(sorted(files.keys() - {SUMS}))
    ending = os.path.splitext(path)[1]
    how = random.choice(("left out", "doubled", "swapped", "empty"))
    if how == "left out":
        del files[path]
    elif how == "doubled":
        files[f"{path[: -len(ending) or None]}_page2{ending}"] = files[path]
    elif how == "empty":
        files[path] = b""
    else:
        others = [one for one in sorted(files) if one.endswith(ending) and files[one] != files[path]]
        if not others:
            return None
        other = random.choice(others)
        files[path], files[other] = files[other], files[path]
        return f"{path} and {other} changed places"
    return f"{path} is {how}"


def _bytes(files: Files, random: Random, only: str = "") -> str | None:
    path = only or random.choice(sorted(files))
    data = bytearray(files[path])
    if not data:
        return None
    at, length = random.randrange(len(data)), random.choice((1, 1, 1, 4, 64))
    how = random.choice(("flipped", "cut off", "overwritten", "left out"))
    if how == "flipped":
        data[at] ^= 1 << random.randrange(8)
    elif how == "cut off":
        del data[at:]
    elif how == "left out":
        del data[at : at + length]
    else:
        data[at : at + length] = random.randbytes(length)
    if data == files[path]:
        return None
    files[path] = bytes(data)
    return f"{path}: {how} at {at}"


def _cell(files: Files, random: Random) -> str | None:
    """A cell of the database is another, or a row is left out or doubled."""
    data = files["register.sqlite"]
    with closing(_opened(data)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        table = random.choice(tables)
        count = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        if not count:
            return None
        row = connection.execute(f'SELECT rowid FROM "{table}" LIMIT 1 OFFSET ?', (random.randrange(count),))
        (rowid,) = row.fetchone()
        columns = [one[1] for one in connection.execute(f'PRAGMA table_info("{table}")')]
        column = random.choice(columns)
        if random.random() < 0.2:
            connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (rowid,))
            told = f"register.sqlite: a row of {table} is left out"
        else:
            others = connection.execute(f'SELECT DISTINCT "{column}" FROM "{table}"').fetchall()
            value = random.choice([*others, ("Another",), ("2021-08-19",), (7,)])[0]
            with suppress(sqlite3.IntegrityError):
                connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (value, rowid))
            told = f"register.sqlite: {table}.{column} of {rowid} is {value!r}"
        connection.commit()
        files["register.sqlite"] = bytes(connection.serialize())
    return told


def _sheet(files: Files, random: Random) -> str | None:
    """A word or a number of a spreadsheet is another."""
    path = random.choice([path for path in sorted(files) if path.endswith((".ods", ".xlsx"))])
    pattern = random.choice((_WORD, _NUMBER, _DATE, _STATUS))
    told: list[str] = []

    def changed(text: str) -> str:
        found = list(pattern.finditer(text))
        others = sorted({one[0] for one in found})
        if told or len(others) < 2 or random.random() < 0.4:
            return text
        place = random.choice(found)
        new = random.choice([one for one in others if one != place[0]])
        told.append(f"{path}: {place[0]!r} at {place.start()} is {new!r}")
        return text[: place.start()] + new + text[place.end() :]

    files[path] = _of_packed(files[path], changed)
    return told[0] if told else None


CHANGES: tuple[tuple[Change, int], ...] = (
    (_character, 8),
    (partial(_in_text, _WORD), 16),
    (partial(_in_text, _NUMBER), 10),
    (partial(_in_text, _DATE), 10),
    (partial(_in_text, _STATUS), 10),
    (partial(_in_text, _LINK), 6),
    (_piece, 12),
    (_file, 6),
    (_bytes, 8),
    (_cell, 8),
    (_sheet, 6),
    (partial(_everywhere, _WORD), 4),
    (partial(_everywhere, _NUMBER), 2),
    (partial(_everywhere, _DATE), 3),
    (partial(_everywhere, _STATUS), 2),
)
"""Every way, and how often it is taken beside the others."""


def _opened(data: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    return connection


def _of_database(data: bytes, change: Callable[[str], str]) -> bytes:
    with closing(_opened(data)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            for _, column, *_ in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
                cells = connection.execute(f'SELECT rowid, "{column}" FROM "{table}"').fetchall()
                for rowid, cell in cells:
                    if isinstance(cell, str) and (new := change(cell)) != cell:
                        with suppress(sqlite3.IntegrityError):
                            statement = f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?'
                            connection.execute(statement, (new, rowid))
        connection.commit()
        return bytes(connection.serialize())


def _of_packed(data: bytes, change: Callable[[str], str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w") as into:
        for one in packed.infolist():
            into.writestr(one, change(packed.read(one).decode()))
    return out.getvalue()


# What became of it


def _judge(subject: Subject, files: Files, work: Path, *, blind: bool) -> str:
    differ = sorted(
        path for path in files.keys() | subject.files if files.get(path) != subject.files.get(path)
    )
    _lay(files, work)
    answer = _in_a_child(lambda: _checked(work, subject.key, blind=blind))
    if answer is None:
        return "hung"
    if "foreign" in answer:
        return "foreign"
    if answer["findings"]:
        return "detected"
    others = [
        path
        for path in differ
        if path != SUMS and says(path, files.get(path)) != says(path, subject.files.get(path))
    ]
    # What is named is not proved; what is new on the list is what became of the words that are on it.
    named = str(answer["named"])
    new = [line for line in named.splitlines() if line not in subject.not_proved]
    left = [path for path in others if path not in named and not _is_told(path, files, subject, new)]
    if not others:
        return "harmless"
    return "unseen" if left else "detected"


def _is_told(path: str, files: Files, subject: Subject, new: Sequence[str]) -> bool:
    """Whether the words that a file has and had not, or some part of them, are on the list."""
    before, after = subject.files.get(path), files.get(path)
    if before is None or after is None or not path.endswith(_TEXTS) or not new:
        return False
    words = set(_WORD.findall(after.decode("utf-8", "replace"))) - set(_WORD.findall(before.decode()))
    return bool(words) and any(word in line for word in words for line in new)


def _checked(work: Path, key: str, *, blind: bool) -> dict[str, object]:
    if blind:
        checking.check_rewritten = lambda *_: []
    try:
        report = checking.check(str(work), key)
    except LedgerError as error:
        return {"findings": 1, "named": error.message}
    named = "\n".join((*report.not_proved, *report.notes))
    return {"findings": len(report.findings) + len(report.not_read), "named": named}


def _in_a_child(work: Callable[[], dict[str, object]]) -> dict[str, object] | None:
    """What a process of its own answers; None if it takes too long, ``foreign`` if nobody foresaw its end."""
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(receive)
            # Beside what the process that was forked has already.
            most = MEMORY + int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
            try:
                answer = work()
            except BaseException:
                answer = {"foreign": traceback.format_exc()}
            os.write(send, json.dumps(answer).encode()[:60_000])
        finally:
            os._exit(0)
    os.close(send)
    try:
        if not select.select([receive], [], [], SECONDS)[0]:
            os.kill(child, signal.SIGKILL)
            return None
        data = b""
        while more := os.read(receive, 1 << 16):
            data += more
        return dict(json.loads(data)) if data else {"foreign": "it ended without a word"}
    finally:
        os.close(receive)
        os.waitpid(child, 0)


def _lay(files: Files, work: Path) -> None:
    """Put the files into a folder, and nothing else."""
    there = (
        {path.relative_to(work).as_posix() for path in work.rglob("*") if path.is_file()}
        if work.exists()
        else set()
    )
    for path in there - files.keys():
        (work / path).unlink()
    for path, data in files.items():
        place = work / path
        if path not in there or place.read_bytes() != data:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    for folder in sorted((one for one in work.rglob("*") if one.is_dir()), reverse=True):
        with suppress(OSError):
            folder.rmdir()


# What a file says, by other ways than those of the program


def says(path: str, data: bytes | None) -> object:
    """What a file says to whoever reads it; its bytes where they are nothing that can be read."""
    if data is None:
        # What is for programs on the way says nothing.
        return SETTINGS[path].encode() if path in SETTINGS else None
    with suppress(ValueError, sqlite3.Error, zipfile.BadZipFile, KeyError, NotImplementedError, OSError):
        return _SAYS.get(os.path.splitext(path)[1], lambda data: data)(data)
    return data


class _Told(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.told.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag: str) -> None:
        self.told.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if self.told and isinstance(self.told[-1], str) and not self.told[-1].startswith("/"):
            self.told[-1] += data
        else:
            self.told.append(f" {data}")

    def handle_comment(self, data: str) -> None:
        self.told.append(("comment", data))


def _of_markup(data: bytes) -> object:
    page = _Told()
    page.feed(data.decode())
    page.close()
    return page.told


def _of_json(data: bytes) -> object:
    return json.loads(data.decode(), object_pairs_hook=list, parse_int=str, parse_float=str)


def _of_sqlite(data: bytes) -> object:
    with closing(_opened(data)) as connection:
        settings = [
            connection.execute(f"PRAGMA {one}").fetchone() for one in ("user_version", "application_id")
        ]
        return settings, list(connection.iterdump())


def _of_zip(data: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return [(name, packed.read(name)) for name in packed.namelist()]


_SAYS: Mapping[str, Callable[[bytes], object]] = {
    ".html": _of_markup,
    ".atom": _of_markup,
    ".json": _of_json,
    ".jsonld": _of_json,
    ".sqlite": _of_sqlite,
    ".ods": _of_zip,
    ".xlsx": _of_zip,
}


if __name__ == "__main__":
    said = [int(one) for one in sys.argv[1:]] or [200, 1]
    print(run(said[0], said[1] if len(said) > 1 else 1, first=said[2] if len(said) > 2 else 0))
