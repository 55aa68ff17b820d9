"""Small histories with years, months and days of which only the end is known, with what is certain of each.

Every expectation is worked out by hand from docs/two-times.md.
"""

import json
import shutil

import pytest

from commands.root import run

DEFAULT = "cycle open A c --title C --on ..1990-01-01"


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """The folder of a ledger without sign-off that has the inspection A."""
    place = tmp_path_factory.mktemp("dates")
    with pytest.MonkeyPatch.context() as environ:
        for name in ("SCRUTINY_LEDGER", "SCRUTINY_PERSON", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            environ.delenv(name, raising=False)
        environ.setenv("HOME", str(place / "home"))
        lines = ["init --name Ann --sign-off none", "inspection open A --title A"]
        lines[1:1] = [f"person grant ann {role}" for role in ("inspector", "approver")]
        for line in lines:
            assert run([*line.split(), "--ledger", str(place / "ledger"), "--as", "ann"]) == 0
    return place / "ledger"


def make(on, number="1", more=""):
    return f"recommendation make A {number} --cycle c --text T --made-to B --on {on} {more}"


def judge(on, status, number="1"):
    reason = " --reason implemented" if status == "closed" else ""
    return f"judgement record A {number} --cycle c --status {status} --rationale R --on {on}{reason}"


def register(question=""):
    return f"register A {question}", lambda told: [(row["number"], row["status"]) for row in told["rows"]]


def uncertain(question=""):
    return f"register A {question}", lambda told: told["uncertain"]


def made_to(question=""):
    return f"register A {question}", lambda told: [row["made_to"] for row in told["rows"]]


def changes(question):
    return f"diff A {question}", lambda told: [row["change"] for row in told["rows"]]


def moves(question):
    """What was open when a period began, was made, re-opened and closed in it, and is open at its end."""
    names = ("opening", "made", "reopened", "closed", "closing")
    return f"statistics A {question}", lambda told: tuple(told["rows"][-1][name] for name in names)


def overdue(question):
    return f"statistics A {question}", lambda told: told["overdue"]


def answers(question):
    """How many answers are due, given and late."""
    names = ("due", "given", "late")
    return f"statistics A {question}", lambda told: tuple(told["answers"][name] for name in names)


# By name: the cycle, what is recorded (with its exit status if that is not 0), and questions with answers.
HISTORIES = {
    "made year": (
        DEFAULT,
        [make("2012")],
        [
            (register("--as-of 2011"), []),
            (register("--as-of 2012-06-01"), []),
            (uncertain("--as-of 2012-06-01"), ["A/1"]),
            (uncertain("--as-of 2011"), []),
            (register("--as-of 2012"), [("1", "open")]),
            (uncertain("--as-of 2012"), []),
            (moves("--from 2012 --to 2012"), (0, 1, 0, 0, 1)),
            (moves("--from 2012-01 --to 2012-06"), (0, 0, 0, 0, 0)),
        ],
    ),
    "made open": (
        DEFAULT,
        [make("..2012-06-01")],
        [
            (register("--as-of 2012-05-31"), []),
            (uncertain("--as-of 2012-05-31"), ["A/1"]),
            (uncertain("--as-of 1900"), ["A/1"]),
            (register("--as-of 2012-06-01"), [("1", "open")]),
        ],
    ),
    "due year not overdue until over": (
        DEFAULT,
        [make("2012", "1", "--due 2014")],
        [(overdue("--to 2014-12-31"), 0), (overdue("--to 2015-01-01"), 1), (overdue("--to 2014-06"), 0)],
    ),
    "due open certainly overdue": (
        DEFAULT,
        [make("2012", "1", "--due ..2014-06-01")],
        [(overdue("--to 2014-06-01"), 0), (overdue("--to 2014-06-02"), 1)],
    ),
    "judged closed year then open month": (
        DEFAULT,
        [make("2010"), judge("2014", "closed"), judge("2014-05", "open")],
        [
            (register("--as-of 2014-05"), [("1", "open")]),
            (register("--as-of 2014"), [("1", "open")]),
            (moves("--from 2014 --to 2014"), (1, 0, 0, 0, 1)),
            (uncertain("--as-of 2014"), ["A/1"]),
            (changes("--from 2014 --to 2014"), ["judged", "judged"]),
            (uncertain("--as-of 2013"), []),
            (uncertain(""), ["A/1"]),
        ],
    ),
    "open order closes not reopen": (
        DEFAULT,
        [make("2010"), judge("2014-05-01", "closed"), judge("2014", "open")],
        [
            (register("--as-of 2014-05-01"), [("1", "closed")]),
            (register("--as-of 2014"), [("1", "open")]),
            (moves("--from 2014 --to 2014"), (1, 0, 0, 0, 1)),
            (changes("--from 2014 --to 2014"), ["judged", "judged"]),
        ],
    ),
    "certain reopening": (
        DEFAULT,
        [make("2010"), judge("2013", "closed"), judge("2014", "open")],
        [
            (moves("--from 2014 --to 2014"), (0, 0, 1, 0, 1)),
            (changes("--from 2014 --to 2014"), ["reopened"]),
            (uncertain("--as-of 2014-06-01"), ["A/1"]),
            (uncertain(""), []),
        ],
    ),
    "open reopen": (
        DEFAULT,
        [make("2010"), judge("2013", "closed"), judge("..2014-03-01", "open")],
        [
            (register(), [("1", "open")]),
            (moves("--from 2010 --to 2014"), (0, 1, 0, 0, 1)),
            (uncertain(""), ["A/1"]),
        ],
    ),
    "judged ..D before make year": (
        DEFAULT,
        [make("2012"), judge("..2012-06-01", "closed")],
        [
            (register("--as-of 2012-06-01"), []),
            (register("--as-of 2012"), [("1", "closed")]),
            (uncertain("--as-of 2012"), []),
        ],
    ),
    "judged certainly before make": (
        DEFAULT,
        [
            make("2012"),
            (judge("2011", "closed"), 4),
            (judge("..2011-12-31", "closed"), 4),
            judge("2012", "closed"),
        ],
        [(register("--as-of 2012"), [("1", "closed")]), (moves("--from 2012 --to 2012"), (0, 1, 0, 1, 0))],
    ),
    "withdraw year then judged in it": (
        DEFAULT,
        [
            make("2010"),
            "recommendation withdraw A 1 --on 2014-05-10 --why W",
            judge("2014-05", "closed"),
            (judge("2014-06", "closed"), 4),
            (judge("2014-05-11", "closed"), 4),
            judge("2014", "partially-met"),
            judge("..2015-01-01", "open"),
        ],
        [(register(), [("1", "closed")]), (register("--as-of 2014-05-10"), [("1", "closed")])],
    ),
    "cycle closed month": (
        DEFAULT,
        [
            make("2010"),
            "cycle close A c --on 2014-05",
            judge("2014-05-20", "closed"),
            judge("2014", "open"),
            (judge("2014-06-01", "closed"), 4),
            (make("2015", "2"), 4),
            make("2014", "3"),
        ],
        [(register(), [("1", "open"), ("3", "open")])],
    ),
    "cycle opened year": (
        "cycle open A c --title C --on 2010",
        [
            (make("2009-12-31"), 4),
            (make("..2009-12-31"), 4),
            make("2010"),
            make("..2010-01-01", "2"),
            make("2010-06", "3"),
        ],
        [(register(), [("1", "open"), ("2", "open"), ("3", "open")])],
    ),
    "readdressed": (
        DEFAULT,
        [make("2010"), "recommendation readdress A 1 --made-to D --on 2014"],
        [
            (made_to("--as-of 2014-06-01"), [["B"]]),
            (uncertain("--as-of 2014-06-01"), ["A/1"]),
            (made_to("--as-of 2014"), [["D"]]),
            (uncertain("--as-of 2014"), []),
            (changes("--from 2014 --to 2014"), ["readdressed"]),
        ],
    ),
    "readdressed order open": (
        DEFAULT,
        [
            make("2010"),
            "recommendation readdress A 1 --made-to D --on 2014-05-01",
            "recommendation readdress A 1 --made-to E --on 2014",
        ],
        [(made_to("--as-of 2014"), [["E"]]), (uncertain("--as-of 2014"), ["A/1"])],
    ),
    "rename": (
        DEFAULT,
        [make("2010"), "body register B", "body rename B --to BB --on 2014 --why W"],
        [
            (made_to("--as-of 2014-06-01"), [["B"]]),
            (uncertain("--as-of 2014-06-01"), ["A/1"]),
            (made_to("--as-of 2014"), [["BB"]]),
            (uncertain("--as-of 2014"), []),
            (made_to("--as-of 2013"), [["B"]]),
            (uncertain("--as-of 2013"), []),
        ],
    ),
    "rename before first day": (
        DEFAULT,
        [
            "body register B --on 2014",
            "body rename B --to BB --on 2014-03 --why W",
            ("body rename BB --to BC --on 2013 --why W", 4),
            ("body rename BB --to BC --on ..2013-12-31 --why W", 4),
        ],
        [],
    ),
    "succeed": (
        DEFAULT,
        [make("2010"), make("2010", "2"), judge("2013", "closed", "2"), "body succeed B --by S --on 2014"],
        [
            (made_to("--as-of 2014-06-01"), [["B"], ["B"]]),
            (uncertain("--as-of 2014-06-01"), ["A/1"]),
            (made_to("--as-of 2014"), [["S"], ["B"]]),
            (uncertain("--as-of 2014"), []),
        ],
    ),
    "succeed and closed in year": (
        DEFAULT,
        [make("2010"), judge("2014", "closed"), "body succeed B --by S --on 2014-06-01"],
        [
            (register("--as-of 2014"), [("1", "closed")]),
            (uncertain("--as-of 2014"), ["A/1"]),
        ],
    ),
    "an answer of a year with its deadline is not late": (
        DEFAULT,
        [
            make("2010"),
            "response due A 1 --due 2014-05 --on 2014-01-01",
            "response record A 1 --by B --answer accepted --text T --on 2014",
        ],
        [
            (answers("--to 2014"), (1, 1, 0)),
            (answers("--to 2014-05-31"), (1, 0, 0)),
            (answers("--to 2014-06-01"), (1, 0, 1)),
        ],
    ),
    "an answer of the year after its deadline is late": (
        DEFAULT,
        [
            make("2010"),
            "response due A 1 --due 2013 --on 2013-01-01",
            "response record A 1 --by B --answer accepted --text T --on 2014",
        ],
        [
            (answers("--to 2014"), (1, 1, 1)),
        ],
    ),
    "an answer that may have come in time is not late": (
        DEFAULT,
        [
            make("2010"),
            "response due A 1 --due 2013 --on 2013-01-01",
            "response record A 1 --by B --answer accepted --text T --on ..2014-03-03",
        ],
        [
            (answers("--to 2014"), (1, 1, 0)),
        ],
    ),
    "evidence certainly before make": (
        DEFAULT,
        [
            make("2010"),
            ("evidence submit A 1 --by B --summary S --on 2009", 4),
            ("evidence submit A 1 --by B --summary S --on ..2009-12-31", 4),
            "evidence submit A 1 --by B --summary S --on ..2010-01-01",
        ],
        [(register(), [("1", "open")])],
    ),
    "made same year thrice": (
        DEFAULT,
        [make("2012"), judge("2012", "closed"), judge("2012", "open"), judge("2012", "closed")],
        [
            (register("--as-of 2012"), [("1", "closed")]),
            (uncertain("--as-of 2012"), ["A/1"]),
            (moves("--from 2012 --to 2012"), (0, 1, 0, 1, 0)),
        ],
    ),
    "supersede year": (
        DEFAULT,
        [make("2010"), make("2010", "2"), "recommendation supersede A 1 --by A/2 --on 2014 --why W"],
        [
            (register("--as-of 2014-06"), [("1", "open"), ("2", "open")]),
            (uncertain("--as-of 2014-06"), ["A/1"]),
            (register("--as-of 2014"), [("1", "closed"), ("2", "open")]),
            (moves("--from 2014 --to 2014"), (2, 0, 0, 1, 1)),
        ],
    ),
    "progress": (
        DEFAULT,
        [
            make("2010"),
            "progress record A 1 --by B --text T --percent 5 --on ..2010-01-01",
            ("progress record A 1 --by B --text T --percent 5 --on 2009", 4),
        ],
        [(uncertain("--as-of 2012"), [])],
    ),
    "answer before make": (
        DEFAULT,
        [
            make("2010"),
            ("response record A 1 --by B --answer accepted --text T --on 2009", 4),
            "response record A 1 --by B --answer accepted --text T --on 2010",
        ],
        [(register("--as-of 2010"), [("1", "open")])],
    ),
    "before 1900": (
        "cycle open A c --title C --on 1800",
        [make("1850", "1", "--due 1851"), judge("1850-07", "closed")],
        [
            (register("--as-of 1850"), [("1", "closed")]),
            (overdue("--to 1900"), 0),
            (moves("--from 1850 --to 1850"), (0, 1, 0, 1, 0)),
        ],
    ),
}


@pytest.mark.parametrize("history", HISTORIES)
def test_what_is_certain_is_certain(begun, ask, tmp_path, history):
    cycle, lines, questions = HISTORIES[history]
    shutil.copytree(begun, tmp_path / "ledger")
    ledger = f"--ledger {tmp_path / 'ledger'} --format json"
    for line in (cycle, *lines):
        asked, status = (line, 0) if isinstance(line, str) else line
        assert ask(f"{asked} --as ann {ledger}").status == status, asked
    for (asked, of), answer in questions:
        assert of(json.loads(ask(f"{asked} {ledger}").out)) == answer, asked
