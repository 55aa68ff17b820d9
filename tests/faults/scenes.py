"""The ledger that faults are injected into, and one call of each command that records, signs or writes.

Each case is the words of a command, said of a ledger where it succeeds; ``tests/faults/test_faults.py`` holds
the list against the commands there are.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from tests import signers
from tests.faults.children import Answer, Place, warm
from tests.filling import fill

ON = ("--on", "2021-08-18")
WHY = ("--why", "It was so.")
ANNS = signers.personal(2).fingerprint()


class Case(NamedTuple):
    """A command, and the ledger that it is said to: ``begun``, or ``none`` at all."""

    words: tuple[str, ...]
    ledger: str = "begun"


def _case(line: str, *more: str, ledger: str = "begun") -> Case:
    return Case((*line.split(), *more), ledger)


CASES = {
    "init": _case("init --as ada --name Ada", ledger="none"),
    "person register": _case("person register eve --name Eve --role inspector --as ada"),
    "person grant": _case("person grant ann approver --as ada"),
    "person revoke": _case("person revoke bob approver --as ada"),
    "person rename": _case("person rename ann --name Anna --as ada"),
    "person enrol": _case("person enrol bob --ssh-key bob.pub --as ada", ledger="enrolled"),
    "person retire-key": _case(f"person retire-key ann {ANNS} --as ada", *WHY, ledger="enrolled"),
    "person signatures": _case("person signatures required --as ada", *WHY, ledger="enrolled"),
    "inspection correct": _case("inspection correct OCSAE --as ann --title Right", *WHY),
    "cycle correct": _case("cycle correct OCSAE 2020 --as ann --title Right", *WHY),
    "cycle reopen": _case("cycle reopen CUSTODY 2019 --as ann", *WHY),
    "inspection open": _case("inspection open NEW --as ada --title", "Another one"),
    "cycle open": _case("cycle open OCSAE 2022 --as ann --title Third", *ON),
    "cycle close": _case("cycle close CUSTODY 2020 --as ann", *ON),
    "recommendation make": _case(
        "recommendation make OCSAE 9 --cycle 2020 --made-to Police --as ann --text", "Do nine.", *ON
    ),
    "recommendation restate": _case("recommendation restate OCSAE 2 --as ann --text Other", *WHY, *ON),
    "recommendation readdress": _case("recommendation readdress OCSAE 2 --as ann --made-to Council", *ON),
    "recommendation reschedule": _case("recommendation reschedule OCSAE 2 --as ann --due 2024-04", *ON),
    "recommendation withdraw": _case("recommendation withdraw OCSAE 2 --as ann", *WHY, *ON),
    "recommendation supersede": _case("recommendation supersede OCSAE 2 --by OCSAE/3 --as ann", *ON),
    "recommendation correct": _case("recommendation correct OCSAE 2 --as ann --text Right", *WHY),
    "recommendation renumber": _case("recommendation correct OCSAE 2 --as ann --number 2a", *WHY),
    "recommendation void": _case("recommendation void OCSAE 2 --as ann", *WHY),
    "recommendation unvoid": _case("recommendation unvoid OCSAE 4 --as ann", *WHY),
    "recommendation classify": _case(
        "recommendation classify OCSAE 2 3 --as ann --priority high --topic cells --place p.1 --under 1 "
        "--source https://example.org/report",
        *ON,
    ),
    "recommendation merge": _case("recommendation merge OCSAE/2 --into OCSAE/3 --as ann", *ON),
    "recommendation reframe": _case("recommendation reframe OCSAE/2 --into OCSAE/3 --as ann", *ON),
    "recommendation repeat": _case("recommendation repeat OCSAE 2 --of OCSAE/1 --as ann", *ON),
    "recommendation split": _case("recommendation split OCSAE/2 --into OCSAE/1 --into OCSAE/3 --as ann", *ON),
    "recommendation unlink": _case("recommendation unlink OCSAE 3 --from OCSAE/1 --as ann", *WHY),
    "evidence submit": _case(
        "evidence submit OCSAE 2 --by Police --as ann --summary S --file big --file small "
        "--propose-closure --restricted",
        "A person is named.",
        *ON,
    ),
    "evidence get": _case("evidence get OCSAE E1 --output files"),
    "evidence withdraw": _case("evidence withdraw OCSAE E1 --as ann", *WHY, *ON),
    "evidence correct": _case(
        "evidence correct OCSAE E1 --as ann --number 2 --by Council --summary Right", *WHY
    ),
    "evidence request": _case("evidence request OCSAE 2 --as ann", *WHY, *ON),
    "evidence expect": _case("evidence expect OCSAE 2 --cycle 2020 --as ann --text Minutes", *ON),
    "judgement record": _case(
        "judgement record OCSAE 2 --cycle 2020 --status closed --reason implemented --as ann "
        "--rationale Seen. --note Hm.",
        *ON,
    ),
    "judgement sign-off": _case("judgement sign-off OCSAE J2 --as bob"),
    "judgement return": _case("judgement return OCSAE J2 --as bob", *WHY),
    "judgement correct": _case("judgement correct OCSAE J1 --as bob --rationale Right", *WHY),
    "judgement in an own word": _case(
        "judgement record OCSAE 2 --cycle 2020 --as ann --rationale Seen. --word done", *ON
    ),
    "response record": _case(
        "response record OCSAE 2 3 --by Police --answer accepted --text Yes. --action Soon. --due 2024 "
        "--as ann",
        *ON,
    ),
    "response due": _case("response due OCSAE 2 3 --due 2021-10-13 --made-to Police --as ann", *WHY, *ON),
    "progress record": _case(
        "progress record OCSAE 2 3 --by Police --text Half. --percent 50 --as ann --restricted",
        "A person is named.",
        *ON,
    ),
    "body register": _case("body register Ministry --as ann"),
    "body alias": _case("body alias Police --also PS --as ann"),
    "body rename": _case("body rename Police --to Constabulary --as ann", *WHY, *ON),
    "body merge": _case("body merge Council --into Police --as ann", *WHY),
    "body succeed": _case("body succeed Police --by Council --as ann", *ON),
    "vocabulary add": _case("vocabulary add status ended --label Ended --means closed/implemented --as ann"),
    "vocabulary retire": _case("vocabulary retire status done --as ann"),
    "dispute settle": _case("dispute settle OCSAE D1 --outcome upheld --as ann", *WHY, *ON),
    # What somebody said when they raised the dispute.
    "words withdraw": _case("words withdraw OCSAE 34 --as ann", *WHY),
    "dispute raise": _case("dispute raise OCSAE 1 --judgement J1 --as ann", *WHY, *ON),
    "seal": _case("seal", ledger="unsealed"),
    "key generate": _case("key generate --as ada", ledger="keyless"),
    "key rotate": _case("key rotate --as ada"),
    "key replace": _case("key replace --lost --as ada", *WHY, ledger="bereft"),
    "recover": _case("recover --restored-from Backup --as ada", *WHY, ledger="restored"),
    "rebuild": _case("rebuild", ledger="leafless"),
    "copy": _case("copy copied"),
    "practice": _case("copy --practice practised"),
    "archive": _case("archive ledger.tar"),
    "backup": _case("backup backups --keep 1", ledger="backed_up"),
    "restore": _case("restore kept.tar --ledger restored", ledger="archived"),
    "pack": _case("pack Police --output pack.ods"),
    "intake": _case("intake filled.ods --as ann --files .", ledger="packed"),
    "publish": _case("publish --as pat --output out"),
    "publish over another": _case("publish --as pat --output old", ledger="published"),
    "checkpoint": _case("checkpoint --output held"),
    "prove": _case("prove OCSAE 1 --output proofs"),
    "register": _case("register --output register.csv"),
}

_WRITES = {
    "seal",
    "checkpoint",
    "prove",
    "register",
    "evidence get",
    "pack",
    "copy",
    "practice",
    "rebuild",
    "archive",
    "backup",
    "restore",
}
RECORDS = tuple(name for name in CASES if name not in _WRITES)
"""Those that print a receipt."""

_REQUEST = ["evidence", "request", "OCSAE", "2", "--why", "W", "--as", "ann"]
_JUDGE = "judgement record --cycle 2020 --on 2020-03-02 --as ann"
_BEGINNING = (
    "init --as ada --name Ada --origin example.org/test",
    "person register ann --name Ann --role inspector --as ada",
    "person register bob --name Bob --role approver --as ada",
    "person register pat --name Pat --role publisher --as ada",
    "inspection open OCSAE --title Safety --as ada",
    "cycle open OCSAE 2020 --title Review --on 2020-02-26 --as ann",
    "inspection open CUSTODY --title Custody --as ada",
    "cycle open CUSTODY 2020 --title Review --on 2020-02-26 --as ann",
    "cycle open CUSTODY 2019 --title Before --on 2019-02-26 --as ann",
    "cycle close CUSTODY 2019 --on 2020-01-01 --as ann",
    "recommendation make OCSAE 1 --cycle 2020 --on 2020-02-26 --made-to Police --text One. --as ann",
    "recommendation make OCSAE 2 --cycle 2020 --on 2020-02-27 --made-to Police --text Two. --as ann",
    "recommendation make OCSAE 3 --cycle 2020 --on 2020-02-27 --made-to Police --text Three. --as ann",
    "evidence submit OCSAE 1 --by Police --summary Minutes --file paper --on 2020-03-01 --as ann",
    f"{_JUDGE} OCSAE 1 --status closed --reason implemented --rationale Done. --evidence E1",
    "judgement sign-off OCSAE J1 --as bob",
    f"{_JUDGE} OCSAE 3 --status open --rationale No.",
    "recommendation repeat OCSAE 3 --of OCSAE/1 --on 2020-03-02 --as ann",
    "dispute raise OCSAE 1 --judgement J1 --why Unfair --on 2020-03-03 --as ann",
    "recommendation make OCSAE 4 --cycle 2020 --on 2020-02-27 --made-to Police --text Four. --as ann",
    "recommendation void OCSAE 4 --why Twice. --as ann",
    "vocabulary add status done --label Done --means closed/implemented --as ann",
    "vocabulary add priority high --label High --as ann",
    "vocabulary add topic cells --label Cells --as ann",
    "body register Council --as ann",
)


class Scenes:
    """The ledgers that cases are said to, each made once and when it is wanted."""

    def __init__(self, folder: Path) -> None:
        warm()
        self.folder = folder
        self.none = Place(folder / "none")
        for name, text in (
            ("paper", "Minutes."),
            ("small", "A note."),
            ("big", "0123456789abcdef" * 100_000),
        ):
            (self.none.folder / name).write_text(text)

    @cached_property
    def begun(self) -> Place:
        """Three recommendations, one entered in error, evidence, judgements: one counts and one waits."""
        return self._made(self.none, "begun", *_BEGINNING)

    @cached_property
    def enrolled(self) -> Place:
        """Ada signs what she records, and ann has a key."""
        place = self.begun.copy(self.folder / "enrolled")
        signers.key_file(place.home / ".ssh" / "id_ed25519", 1)
        for number, name in ((2, "ann"), (3, "bob")):
            (place.folder / f"{name}.pub").write_text(signers.personal(number).line())
        for name, file in (("ada", place.home / ".ssh" / "id_ed25519"), ("ann", "ann.pub")):
            done(place.ask("person", "enrol", name, "--ssh-key", str(file), "--as", "ada"))
        return place.put_away()

    @cached_property
    def keyless(self) -> Place:
        """The same, and nobody can sign it."""
        return self._made(self.none, "keyless", f"{_BEGINNING[0]} --no-key", *_BEGINNING[1:])

    @cached_property
    def unsealed(self) -> Place:
        """Something was recorded by somebody who does not hold the key."""
        place = self.begun.copy(self.folder / "unsealed")
        kept = place.home.rename(self.folder / "kept")
        done(place.ask(*_REQUEST))
        shutil.rmtree(place.home, ignore_errors=True)
        kept.rename(place.home)
        return place.put_away()

    @cached_property
    def leafless(self) -> Place:
        """Some of its leaves are gone, which can be made again."""
        place = self.begun.copy(self.folder / "leafless")
        with closing(sqlite3.connect(place.ledger / "ledger.db", isolation_level=None)) as connection:
            connection.execute("DELETE FROM ledger_leaf WHERE leaf_index > 9")
        return place.put_away()

    @cached_property
    def bereft(self) -> Place:
        """Its signing key is lost."""
        place = self.begun.copy(self.folder / "bereft")
        for key in place.home.rglob("*.pem"):
            key.unlink()
        return place.put_away()

    @cached_property
    def restored(self) -> Place:
        """It was put back to an older copy, and who signs saw what is gone."""
        place = self.begun.copy(self.folder / "restored")
        done(place.ask(*_REQUEST))
        shutil.rmtree(place.ledger)
        self.begun.copy(self.folder / "older").ledger.rename(place.ledger)
        return place.put_away()

    @cached_property
    def archived(self) -> Place:
        """There is an archive of it."""
        return self._made(self.begun, "archived", "archive kept.tar")

    @cached_property
    def backed_up(self) -> Place:
        """There is a backup, which the next one takes the place of."""
        return self._made(self.begun, "backed_up", "backup backups")

    @cached_property
    def packed(self) -> Place:
        """There is a pack that a body filled in."""
        place = self._made(self.begun, "packed", "pack Police --output filled.ods")
        said = {("2", "Your answer"): "Accepted", ("2", "What you say"): "Yes.", ("3", "Percent done"): 40}
        said |= {("3", "Your progress"): "Nearly half.", ("3", "Evidence files"): "small"}
        said[("3", "What the evidence shows")] = "Minutes."
        fill(place.folder / "filled.ods", said)
        return place.put_away()

    @cached_property
    def published(self) -> Place:
        """There is a bundle in ``old``, and something was recorded since."""
        return self._made(self.begun, "published", "publish --as pat --output old", " ".join(_REQUEST))

    def _made(self, of: Place, name: str, *lines: str) -> Place:
        place = of.copy(self.folder / name)
        for line in lines:
            done(place.ask(*line.split()))
        return place.put_away()

    def of(self, case: Case, to: Path) -> Place:
        """The ledger that a case is said to, to work on."""
        made: Place = getattr(self, case.ledger)
        return made.copy(to)


def done(answer: Answer) -> Answer:
    """It has to have succeeded."""
    assert answer.status == 0, answer
    return answer
