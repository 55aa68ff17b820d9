"""What every reading command answered before, and answers now: ``python -m tests.answering`` keeps it anew.

The ledgers are the demonstration and random histories of given seeds, at one time that is the same in every
run. Each is asked all that a reader can ask, in every format, and published; each answer is kept whole, so
that a difference can be read. The files in ``tests/answers/`` are of the version that was good.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from commands.demo import play, the_case
from commands.root import run
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.people import GrantRole, RegisterPerson
from ledger.ledger import Ledger
from ledger.proof import keys
from ledger.signing.keyring import Keyring
from projections.formats.index import FORMATS
from tests.histories import lived
from tests.pasts import Clock, counting

KEPT = Path(__file__).parent / "answers"
SEEDS = (
    ("lived-1", 1, "required"),
    ("lived-2", 2, "required"),
    ("lived-5", 5, "none"),
    ("lived-9", 9, "required"),
)
NAMES = ("demo", *(name for name, _, _ in SEEDS))
PEOPLE = {
    "ann": ("inspector",),
    "art": ("inspector",),
    "bob": ("approver",),
    "cyd": ("inspector", "approver"),
    "pat": ("publisher",),
}
NOW = "2030-06-01T09:00:00Z"
BINARY = (".sqlite", ".xlsx", ".ods", ".pdf", ".zip", ".gz")

Answers = dict[str, bytes]
"""By what was asked, what came of it."""


@contextmanager
def at_one_time() -> Iterator[None]:
    """Every ledger is made with the same key and bytes that count, and opened at one time."""
    opening, creating = Ledger.__dict__["open"], Ledger.__dict__["create"]

    def opened(cls, location, clock=None, entropy=None, keyring=None):  # type: ignore[no-untyped-def]  # stands in for another
        clock = clock if isinstance(clock, Clock) else Clock(NOW)
        return opening.__func__(cls, location, clock, counting(), keyring)

    def created(cls, location, wanted, clock=None, entropy=None, **others):  # type: ignore[no-untyped-def]  # as above
        clock = clock if isinstance(clock, Clock) else Clock(NOW)
        return creating.__func__(cls, location, wanted, clock, entropy or counting(), **others)

    Ledger.open, Ledger.create = classmethod(opened), classmethod(created)  # type: ignore[assignment,method-assign]  # put back below
    random_key, one_key = (
        keys.generate,
        keys._pem(Ed25519PrivateKey.from_private_bytes(bytes(range(32))), None),
    )
    keys.generate = lambda passphrase=None: one_key
    try:
        yield
    finally:
        keys.generate = random_key
        Ledger.open, Ledger.create = opening, creating  # type: ignore[method-assign]  # as it was


def answers(name: str, folder: Path) -> Answers:
    """All that a ledger answers, by the words that asked."""
    with at_one_time():
        where = _made(name, folder)
        found: Answers = {}
        for words in _asked(where):
            found[" ".join(words)] = _answered([*words, "--ledger", str(where)], folder)
        for as_of in ("", "2021-03-02"):
            found |= _published(where, folder, as_of)
        return found


def _answered(words: list[str], folder: Path) -> bytes:
    """The exit status, what is on standard output, and what on standard error."""
    env = {"COLUMNS": "100", "HOME": str(folder), "XDG_CONFIG_HOME": None, "XDG_STATE_HOME": None}
    with CliRunner().isolation(env=env) as (out, error, _):
        status = run(words)
    told = b"%d\n%b\n--\n%b" % (status, out.getvalue(), error.getvalue())
    return told.replace(str(folder).encode(), b"FOLDER")


def _made(name: str, folder: Path) -> Path:
    where, keyring = folder / "ledger", Keyring.of({"HOME": str(folder)})
    if name == "demo":
        with play(the_case(), str(where), Clock("2030-01-01T09:00:00Z"), keyring) as ledger:
            ledger.ask(
                GrantRole(person=the_case()["people"][0]["id"], role="publisher"),
                by=the_case()["people"][0]["id"],
            )
        return where
    seed, sign_off = next((seed, sign_off) for one, seed, sign_off in SEEDS if one == name)
    opening = OpenLedger(
        person="ada", name="Ada", title="T", time_zone="Europe/London", sign_off=sign_off, origin="example/t"
    )
    ledger, _ = Ledger.create(str(where), opening, Clock(), keyring=keyring)
    with ledger:
        ledger.ask(*(RegisterPerson(person=p, name=p, roles=roles) for p, roles in PEOPLE.items()), by="ada")
        for asked in lived(seed, sign_off=sign_off).asked:
            ledger.ask(asked.decision, by=asked.by)
    return where


def _asked(where: Path) -> Iterator[list[str]]:
    """What a reader may ask of a ledger."""
    with Ledger.open(str(where)) as ledger:
        records = list(ledger.records())
    refs = list(
        dict.fromkeys(
            record.event.fields["inspection"]
            for record in records
            if record.event.NAME == "inspection.opened"
        )
    )
    made = [
        (e["inspection"], e["number"])
        for r in records
        if r.event.NAME == "recommendation.made"
        for e in [r.event.fields]
    ]
    cycles = [
        (e["inspection"], e["cycle"])
        for r in records
        if r.event.NAME == "cycle.opened"
        for e in [r.event.fields]
    ]
    bodies = sorted(
        {body for r in records if r.event.NAME == "recommendation.made" for body in r.event.fields["made_to"]}
    )
    middle = records[len(records) * 2 // 3].recorded_at
    people = sorted({record.by for record in records})
    for form in FORMATS:
        told = ["--format", form]
        yield from (["trail", *told], ["register", *told], ["inbox", *told], ["statistics", *told])
        yield from (["register", ref, *told] for ref in refs)
        yield from (["trail", ref, *told] for ref in refs)
        yield ["diff", "--from", "2021-02-28", *told]
        yield ["diff", "--known-from", middle, *told]
        for number in made:
            yield ["show", *number, "--notes", *told]
            yield ["why", *number, *told]
            yield ["trail", *number, *told]
    for view in (
        ["--as-of", "2021-03-02"],
        ["--known-at", middle],
        ["--as-of", "2021-03-15", "--known-at", middle],
    ):
        told = [*view, "--format", "json"]
        yield from (["register", *told], ["register", "--overdue", *told], ["trail", *told])
        yield from (["register", ref, "--cycle", cycle, *told] for ref, cycle in cycles)
        yield from (["register", "--made-to", body, *told] for body in bodies)
        yield from ([command, *number, *told] for number in made for command in ("show", "why", "trail"))
    for by in ("inspection", "cycle", "kind", "body"):
        yield ["statistics", "--by", by, "--from", "2021-03-01", "--to", "2021-03-31", "--format", "json"]
    yield from (["inbox", "--as", person, "--format", "json"] for person in people)
    yield ["diff", "--known-from", middle, "--as-of", "2021-03-15", "--format", "json"]
    yield ["diff", "--from", "2021-02-27", "--known-at", middle, "--format", "json"]
    yield ["verify", "--format", "json"]


def _published(where: Path, folder: Path, as_of: str) -> Answers:
    """Each file of a bundle: its text, or the SHA-256 of what is no text."""
    bundle = folder / f"bundle{as_of}"
    with Ledger.open(str(where)) as ledger:
        by = next(who for who, roles in ledger.inspectorate().roles.items() if "publisher" in roles)
    words = ["publish", "--output", str(bundle), "--as", by, "--ledger", str(where)]
    told = _answered([*words, *(["--as-of", as_of] if as_of else [])], folder)
    if not told.startswith(b"0"):
        raise AssertionError(told.decode())
    found: Answers = {}
    for path in sorted(path for path in bundle.rglob("*") if path.is_file()):
        content = path.read_bytes()
        name = f"bundle {as_of} {path.relative_to(bundle).as_posix()}"
        found[name] = sha256(content).hexdigest().encode() if path.suffix in BINARY else content
    return found


def kept(name: str) -> Answers:
    """What was answered before."""
    found: Answers = {}
    with gzip.open(KEPT / f"{name}.gz") as file:
        while line := file.readline():
            asked, size = line.decode().rstrip("\n").split("\t")
            found[asked] = file.read(int(size))
    return found


def main() -> None:
    """Keep what is answered now."""
    KEPT.mkdir(exist_ok=True)
    for name in NAMES:
        with TemporaryDirectory() as folder:
            found = answers(name, Path(folder))
        told = b"".join(
            b"%b\t%d\n%b" % (asked.encode(), len(answer), answer) for asked, answer in found.items()
        )
        (KEPT / f"{name}.gz").write_bytes(gzip.compress(told, mtime=0))
        print(f"{name}: {len(found)} answers, {len(told):,} bytes")


if __name__ == "__main__":
    main()
