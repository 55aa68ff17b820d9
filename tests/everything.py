"""Everything that a ledger tells: each reading by a name, and every file of its bundles and proofs."""

from __future__ import annotations

import html
import io
import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

from pypdf import PdfReader

from projections.finding.index import NOUNS

OF_NOW = ("inbox", "body", "person", "vocabulary", "doctor", "prove", "completion")
"""How the names of those begin that are of now alone."""

PERIODS = "--from 2020-01-01 --to 2021-12-31"


def readings(ask, place, refs, known=""):
    """The name of each reading of some inspections and what it says; ``known`` is an option of those that
    take it.
    """
    rows = json.loads(ask(f"register --format json {known}").out)["rows"]
    rows = [f"{row['inspection']} {row['number']}" for row in rows]
    lines = ["register", "register --as-of 2021-12-31", f"diff {PERIODS}"]
    lines += [f"statistics {PERIODS} --by {by}" for by in ("inspection", "cycle", "kind", "body")]
    lines += [f"{what} {ref}" for ref in refs for what in ("register", "trail", "statistics")]
    lines += [f"register {refs[0]} --cycle {cycle}" for cycle in ("early", "first", "next")]
    # The vocabulary has its words whatever they are used for.
    nouns = " ".join(f"--event {noun}" for noun in (*NOUNS, "body") if noun not in ("key", "person"))
    lines += [f"search zqw* {nouns}", f"search right* {nouns} --as-of 2021-12-31"]
    lines += [f"{what} {row}" for row in rows for what in ("show", "why")]
    lines += [f"{noun} list" for noun in NOUNS if noun not in ("person", "publication", "key")]
    for noun in ("evidence", "judgement", "dispute", "response", "progress"):
        found = json.loads(ask(f"{noun} list --format json {known}").out)["rows"]
        lines += [f"why {row['inspection']} {row['ref']}" for row in found]
    lines += [f"why {refs[0]}", *(f"why {refs[0]} {cycle}" for cycle in ("early", "first", "next"))]
    for line in lines:
        yield from _written(ask, line, known)
    if not known:
        yield from _of_now(ask, place, rows)
    for only in ("", *refs):
        folder = Path(place) / "bundle"
        shutil.rmtree(folder, ignore_errors=True)
        also = "" if only else "--also xlsx --also pdf"
        answer = ask(f"publish {only} --output {folder} --as bob {also} {known}")
        assert answer.status == 0, answer
        for name, text in files(folder):
            if not name.startswith(("tile/", "proofs/", "consistency/")):
                yield f"bundle {only}: {name}", text


def _written(ask, line, known=""):
    for form in ("json", "csv"):
        answer = ask(f"{line} --format {form} {known}")
        assert answer.status == 0, (line, answer)
        yield f"{line} ({form})", answer.out


def _of_now(ask, place, rows):
    for person in ("ada", "ann", "bob"):
        yield from _written(ask, f"inbox --as {person}")
    yield from _written(ask, "body list")
    for line in ("vocabulary list", "doctor", "completion bash"):
        answer = ask(line)
        yield line, answer.out + answer.err
    for row in rows:
        folder = Path(place) / "proof"
        shutil.rmtree(folder, ignore_errors=True)
        assert ask(f"prove {row} --output {folder}").status == 0
        yield from ((f"prove {row}: {name}", text) for name, text in files(folder))


def files(folder):
    """Each file of a folder, and what is packed, escaped or spread over pages in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            yield name, "\n".join([name, *_texts(path)])


def _texts(path):
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from (html.unescape(packed.read(name).decode()) for name in packed.namelist())
    elif path.suffix == ".pdf":
        yield from (page.extract_text() for page in PdfReader(path).pages)
    elif path.suffix == ".sqlite":
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(data)
            yield from connection.iterdump()
    else:
        yield html.unescape(data.decode("utf-8", "replace"))
