"""What a mistake was told in is told rightly once it is put right, and by what was known before as it was.

A ledger is recorded with a mistake of each kind, each in a word, a number or a day that is nowhere else. Each
is put right alone, and every reading is searched for it (``tests.everything``).
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

import pytest

from tests import everything
from tests.commands import processes
from tests.commands.in_process import scrutiny
from tests.sampling import sample

APPROVER = "--as bob"

WORLD = f"""
init --as ada --name Ada --time-zone Europe/London --origin example/test
person grant ada inspector --as ada
person register ann --name Ann --role inspector --as ada
person register bob --name Bob --role approver --as ada
person grant bob publisher --as ada
vocabulary add kind learning --label Zqwkind --as ada
inspection open WRONG --title Zqwtitle --as ada
inspection open OTHER --title Other --as ada
cycle open WRONG early --title Early --on 2020-01-01 --as ada
cycle open WRONG first --title Zqwcycle --kind Zqwpass --on 2020-02-13 --as ada
cycle open WRONG next --title Next --on 2021-04-01 --as ada
cycle open OTHER c --title C --on 2020-01-02 --as ada
body register Zqwwrong
body register Right
recommendation make WRONG 1 --cycle early --text One. --made-to Right --on 2020-01-05
recommendation make WRONG 2 --cycle first --text Two. --made-to Right --on 2020-03-01
recommendation make WRONG Zqw77 --cycle first --text Renumbered. --made-to Right --on 2020-03-02
recommendation make WRONG 4 --cycle first --text Zqwtext --made-to Zqwbody --made-to Right \
    --due 2031-11-19 --on 2020-03-17
recommendation make WRONG 5 --cycle first --kind learning --text Five. --made-to Right --on 2020-03-03
recommendation make WRONG 6 --cycle first --text Six. --made-to Zqwwrong --on 2020-03-04
recommendation make WRONG 7 --cycle first --text Zqwvoid --made-to Zqwvoidbody --due 2020-12-24 \
    --on 2020-03-05
recommendation make WRONG 8 --cycle first --text Eight. --made-to Right --on 2020-03-06
recommendation make OTHER 1 --cycle c --text Again. --made-to Right --on 2021-01-02
recommendation make OTHER 2 --cycle c --text Replaced. --made-to Right --on 2020-01-03
recommendation repeat OTHER 1 --of WRONG/Zqw77 --why Again --on 2021-01-03
recommendation supersede OTHER 2 --by WRONG/Zqw77 --why Replaced --on 2021-01-04
recommendation make OTHER 3 --cycle c --text Repeats. --made-to Right --on 2021-01-02
recommendation repeat OTHER 3 --of WRONG/7 --why Zqwrepeated --on 2021-01-03
recommendation make OTHER 4 --cycle c --text Ended. --made-to Right --on 2020-01-03
recommendation supersede OTHER 4 --by WRONG/7 --why Zqwreplaced --on 2021-01-04
recommendation classify WRONG 8 --under 7 --on 2020-05-01
recommendation classify WRONG 2 --under Zqw77 --on 2020-05-01
evidence submit WRONG 6 --by Zqwwrong --summary S --on 2020-06-01
evidence submit WRONG 1 --by Zqwsender --summary Zqwsummary --on 2020-06-02
evidence submit WRONG 7 --by Zqwvoidbody --summary Zqwvoidsummary --on 2020-06-01 --propose-closure
evidence submit WRONG Zqw77 --by Right --summary Shown. --on 2020-06-03
evidence request WRONG 7 --why Zqwrequest --on 2020-06-04
evidence request WRONG Zqw77 --why More. --on 2020-06-04
judgement record WRONG 7 --cycle first --status closed --reason implemented \
    --rationale Zqwvoidrationale --evidence E3 --on 2020-07-01
judgement sign-off WRONG J1 {APPROVER}
judgement record WRONG Zqw77 --cycle first --status partially-met --rationale R --evidence E4 \
    --on 2020-07-02
judgement sign-off WRONG J2 {APPROVER}
judgement record WRONG 1 --cycle first --status partially-met --rationale R --evidence E2 --on 2020-07-03
judgement sign-off WRONG J3 {APPROVER}
judgement record WRONG 7 --cycle first --status open --rationale Zqwvoidwaiting --on 2020-07-05
dispute raise WRONG 7 --judgement J1 --by Zqwvoidbody --why Zqwvoiddispute --on 2020-08-01
dispute raise WRONG Zqw77 --judgement J2 --by Right --why No. --on 2020-08-01
response due WRONG 7 --due 2020-09-09 --why Zqwvoiddue --on 2020-04-01
response record WRONG 7 --by Zqwvoidbody --answer accepted --text Zqwvoidanswer --on 2020-10-01
progress record WRONG 7 --by Zqwvoidbody --text Zqwvoidprogress --on 2020-10-02
progress record WRONG Zqw77 --by Right --text Going. --on 2020-10-02
cycle close WRONG early --on 2020-12-12 --as ada
"""
"""What was recorded, the mistakes among it."""


class Mistake(NamedTuple):
    """What puts it right, and the words that are told of no more, but in the phrases of ``stays``.

    In readings of the inspectorate those of ``inside`` stay, too: they tell what was recorded, and next to
    it what was wrong. ``proved`` says that the mark is no word of anybody, and stays in the bytes of events.
    """

    line: str
    marks: tuple[str, ...]
    stays: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    proved: bool = False


MADE = "Made recommendation 4 to Zqwbody; Right, due 2031-11-19: Zqwtext"
VOID = ("Zqwvoid", "Zqwrepeated", "Zqwreplaced", "Zqwrequest", "WRONG/7")

MISTAKES = {
    "an inspection's title": Mistake(
        "inspection correct WRONG --title Right --why W --as ada", ("Zqwtitle",)
    ),
    "a cycle's title": Mistake("cycle correct WRONG first --title Right --why W --as ada", ("Zqwcycle",)),
    "a cycle's kind": Mistake("cycle correct WRONG first --kind Right --why W --as ada", ("Zqwpass",)),
    "a cycle's day": Mistake(
        "cycle correct WRONG first --on 2020-02-20 --why W --as ada",
        ("2020-02-13", "13 February 2020"),
        proved=True,
    ),
    "a cycle's closing": Mistake("cycle reopen WRONG early --why W --as ada", ("2020-12-12",)),
    "whose evidence it is": Mistake(
        "evidence correct WRONG E2 --by Right --why W",
        ("Zqwsender",),
        inside=("Zqwsender submitted evidence E2",),
    ),
    "what evidence shows": Mistake("evidence correct WRONG E2 --summary Right. --why W", ("Zqwsummary",)),
    "a number": Mistake(
        "recommendation correct WRONG Zqw77 --number 3 --why W",
        ("Zqw77",),
        # An entry of the feed keeps its id, and a bundle of the other inspection knows nothing of this one.
        stays=("Corrected recommendation Zqw77: its number is 3", "recommendation/WRONG/Zqw77/"),
        proved=True,
    ),
    "a text": Mistake("recommendation correct WRONG 4 --text Right. --why W", ("Zqwtext",), inside=(MADE,)),
    "a body's name": Mistake(
        "recommendation correct WRONG 4 --made-to Others --made-to Right --why W",
        ("Zqwbody",),
        inside=(MADE,),
    ),
    "a due date": Mistake(
        "recommendation correct WRONG 4 --due 2031-11-20 --why W",
        ("2031-11-19", "19 November 2031"),
        stays=(MADE, MADE.replace("2031-11-19", "on 19 November 2031")),
        proved=True,
    ),
    "the day of a making": Mistake(
        "recommendation correct WRONG 4 --made-on 2020-03-18 --why W",
        ("2020-03-17", "17 March 2020"),
        stays=(
            "it was made on 2020-03-18, not on 2020-03-17",
            "it was made on 18 March 2020, not on 17 March 2020",
        ),
        proved=True,
    ),
    "a kind": Mistake(
        "recommendation correct WRONG 5 --kind recommendation --why W",
        ("Zqwkind",),
        stays=("Made Zqwkind 5", "kind    learning              Zqwkind"),
        proved=True,
    ),
    "what was entered in error": Mistake(
        # That another took its place is an event of a row, which says so beside the correction.
        "recommendation void WRONG 7 --why W",
        VOID,
        proved=True,
    ),
}


class Place(NamedTuple):
    """A ledger in a folder, with the home of who works on it."""

    folder: str

    def ask(self, line):
        """What the program answers."""
        env = processes.environment(
            HOME=f"{self.folder}/home", SCRUTINY_LEDGER=f"{self.folder}/ledger", SCRUTINY_PERSON="ann"
        )
        return scrutiny(*line.split(), env=env)

    def readings(self, known=""):
        """Every reading, in small letters."""
        found = everything.readings(self.ask, self.folder, ("WRONG", "OTHER"), known)
        return {name: " ".join(text.lower().split()) for name, text in found}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """The ledger with the mistakes, when it was last recorded in, and what it told."""
    folder = tmp_path_factory.mktemp("world")
    place = Place(str(folder / "lived"))
    for line in WORLD.strip().splitlines():
        answer = place.ask(line)
        assert answer.status == 0, (line, answer)
    last = json.loads(place.ask("trail --format json").out)["rows"][-1]["recorded_at"]
    told = place.readings()
    # Where it was written nothing stays: so a copy of it counts as the ledger itself.
    away = (folder / "lived").rename(folder / "away")
    return away, last, told


def marked(readings, mark, phrases=(), inside=()):
    """The readings that have a mark outside these phrases; the trail is one in which it stays, and in what a
    search finds the days stay that were recorded.
    """
    found = set()
    as_recorded = ("trail", "search") if mark[0].isdecimal() else ("trail",)
    for name, text in readings.items():
        said = (*phrases, *(() if name.startswith("bundle") else inside))
        told = text
        for phrase in said:
            told = told.replace(" ".join(phrase.lower().split()), "")
        if mark.lower() in told and not name.startswith(as_recorded):
            found.add(name)
    return found


@pytest.mark.parametrize("kind", sample(list(MISTAKES), 5))
def test_what_was_wrong_is_told_of_nowhere_and_before_as_it_was(kind, world, tmp_path):
    pristine, last, told = world
    mistake, place = MISTAKES[kind], Place(str(tmp_path))
    processes.copy(pristine, tmp_path)
    answer = place.ask(mistake.line)
    assert answer.status == 0, answer
    now, then = place.readings(), place.readings(f"--known-at {last}")
    for mark in mistake.marks:
        had = marked(told, mark)
        still = marked(now, mark, mistake.stays, mistake.inside)
        assert {name for name in still if not _may_have(name, kind, mistake)} == set(), mark
        # What is printed for the public has no words that were taken back, whichever moment it is of.
        had = {name for name in had if not name.startswith(("bundle", *everything.OF_NOW))}
        assert {name for name in marked(then, mark) if not name.startswith("bundle")} == had, mark
    assert place.ask("verify").status == 0
    key = place.ask("key show").out.strip()
    for refs, known in (("", ""), ("OTHER", ""), ("WRONG", ""), ("", f"--known-at {last}")):
        folder = tmp_path / f"checked{refs}{len(known)}"
        assert place.ask(f"publish {refs} --output {folder} --as bob {known}").status == 0
        checked = place.ask(f"verify-bundle {folder} --key {key}")
        assert checked.status == 0, (refs, known, checked.out)


LEADS_ON = r"bundle \w*: (files\.html|SHA256SUMS|recommendations/WRONG/Zqw77\.(html|json))"


def _may_have(name, kind, mistake):
    """Whether a reading of now may have the mark all the same."""
    # These tell what was published otherwise before.
    if name.startswith("bundle") and name.endswith((": changes.html", ": changes.json", ": feed.atom")):
        return mistake.proved
    # The address of a wrong number leads to the right one.
    if kind == "a number" and re.fullmatch(LEADS_ON, name):
        return True
    # A word that was added is one, whether anything bears it or not.
    if name.startswith("bundle") and name.endswith((": words.html", ": words.json")):
        return kind == "a kind"
    if mistake.proved and re.fullmatch(r"bundle \w*: (events/.*|history\.jsonl)", name):
        return True
    # A bundle of one inspection tells of its links as they were recorded: see docs/publication.md.
    return name.startswith("bundle OTHER:") and kind in ("a number", "what was entered in error")


def test_what_was_no_error_is_told_as_it_was(world, tmp_path):
    pristine, _, told = world
    place = Place(str(tmp_path))
    processes.copy(pristine, tmp_path)
    for line in ("recommendation void WRONG 7", "recommendation unvoid WRONG 7"):
        assert place.ask(f"{line} --why W").status == 0
    now = place.readings()
    for mark in ("Zqwvoid", "Zqwrepeated", "Zqwrequest"):
        lost = {name for name in marked(told, mark) - marked(now, mark) if "/" not in name}
        assert lost == set(), mark


def test_a_mistake_that_is_not_put_right_is_found(world):
    _, _, told = world
    for mistake in MISTAKES.values():
        for mark in mistake.marks:
            assert any(mark.lower() in text for text in told.values()), mark
