"""Each command that records is led through on a terminal, from its name alone to what is on disk."""

from __future__ import annotations

from importlib import import_module

import pytest

from commands.index import COMMANDS
from tests.commands import processes
from tests.commands.in_process import on_a_terminal
from tests.commands.test_help import on_a_terminal as on_a_real_terminal

BEFORE = """
evidence submit OCSAE 2 --by SPA --summary S --as ann
judgement record OCSAE 2 --cycle 2020 --status open --rationale R --as ann
judgement record OCSAE 3 --cycle 2020 --status closed --reason merged --rationale R --as ann
judgement sign-off OCSAE J2 --as bob
dispute raise OCSAE 2 --why W --as ann
recommendation repeat CUSTODY 1 --of OCSAE/1 --as ann
recommendation void OCSAE 7-9 --why W --as ann
cycle close CUSTODY 2021 --as ann
body register Council --as ann
"""
EDITOR = "Words of an hour."

LED = {
    "inspection open": (["X", "A title"], "inspection.opened"),
    "inspection correct": (["OCSAE", "Other title", "Why"], "inspection.corrected"),
    "cycle open": (["OCSAE", "2030", "T"], "cycle.opened"),
    "cycle close": (["OCSAE", "2021"], "cycle.closed"),
    "cycle correct": (["OCSAE", "2021", "Why", "--title", "T2"], "cycle.corrected"),
    "cycle reopen": (["CUSTODY", "", "Why"], "cycle.reopened"),
    "recommendation make": (["OCSAE", "77", "2021", "1; A new body"], "recommendation.made"),
    "recommendation restate": (["OCSAE", "1", "Why"], "recommendation.restated"),
    "recommendation readdress": (["OCSAE", "1", "New body"], "recommendation.readdressed"),
    "recommendation reschedule": (["OCSAE", "1, 2", "31/12/2099"], "recommendation.rescheduled"),
    "recommendation withdraw": (["OCSAE", "1"], "recommendation.withdrawn"),
    "recommendation classify": (["OCSAE", "1", "--place", "Page 3"], "recommendation.classified"),
    "recommendation correct": (["OCSAE", "1", "Why", "due", "2030"], "recommendation.corrected"),
    "recommendation void": (["OCSAE", "1", "Why"], "recommendation.voided"),
    "recommendation unvoid": (["OCSAE", "7-9", "Why"], "recommendation.unvoided"),
    "recommendation supersede": (["OCSAE", "1", "OCSAE/5"], "recommendation.superseded"),
    "recommendation merge": (["OCSAE/1; OCSAE/5", "CUSTODY/1"], "recommendation.superseded"),
    "recommendation reframe": (["OCSAE/1", "CUSTODY/1"], "recommendation.superseded"),
    "recommendation split": (["OCSAE/1", "CUSTODY/1; OCSAE/5"], "recommendation.superseded"),
    "recommendation repeat": (["CUSTODY", "2", "OCSAE/1"], "recommendation.linked"),
    "recommendation unlink": (["CUSTODY", "1", "OCSAE/1", "Why"], "recommendation.unlinked"),
    "evidence submit": (["OCSAE", "1", "Police Scotland"], "evidence.submitted"),
    "evidence withdraw": (["OCSAE", "E1", "Why"], "evidence.withdrawn"),
    "evidence correct": (["OCSAE", "E1", "Why", "--by", "Fife Council"], "evidence.corrected"),
    "evidence request": (["OCSAE", "1 2", "Why"], "evidence.requested"),
    "evidence expect": (["OCSAE", "1", "2021"], "evidence.expected"),
    "judgement record": (["OCSAE", "1", "2021", "Closed", "Implemented"], "judgement.recorded"),
    "judgement sign-off": (["OCSAE", ""], "judgement.signed-off"),
    "judgement return": (["OCSAE", "J1", "Why"], "judgement.returned"),
    "judgement correct": (["OCSAE", "J2", "Why", "--judged-on", "2021-10-10"], "judgement.corrected"),
    "dispute raise": (["OCSAE", "1", "Why"], "dispute.raised"),
    "dispute settle": (["OCSAE", "", "Not upheld", "Why"], "dispute.settled"),
    "response record": (["OCSAE", "1", "Police Scotland", "Agreed"], "response.recorded"),
    "response due": (["OCSAE", "1", "1 Dec 2030"], "response.due-set"),
    "progress record": (["OCSAE", "1", "Police Scotland"], "progress.reported"),
    "person register": (["zed", "Zed", "approver, Inspector"], "person.registered"),
    "person rename": (["ann", "Ann Other"], "person.named"),
    "person grant": (["ann", "Approvers"], "role.granted"),
    "person revoke": (["ann", "inspector"], "role.revoked"),
    "body register": (["Kirk Session"], "body.registered"),
    "body alias": (["Council", "The Council of the North"], "body.alias-added"),
    "body rename": (["Council", "Northern Authority", "Why"], "body.renamed"),
    "body merge": (["Council", "SPA", "Why"], "body.merged"),
    "body succeed": (["Council", "SPA"], "body.succeeded"),
    "vocabulary add": (["status", "done", "Done", "closed/implemented"], "vocabulary.word-added"),
    "vocabulary retire": (["topic", "old"], "vocabulary.word-retired"),
    "words withdraw": (["OCSAE", "{position}", "Why"], "words.withdrawn"),
}
BY = {"judgement sign-off": "bob", "judgement correct": "bob", "judgement return": "bob"}
"""Who may, if it is not an inspector who is an administrator, too."""
OF_SEVERAL = (
    "recommendation correct",
    "recommendation classify",
    "judgement correct",
    "evidence correct",
    "cycle correct",
)
"""Those in which one of several values has to be given: it is said which, and one is chosen."""
ELSEWHERE = {
    *("init", "import", "intake", "publish", "recover", "key generate", "key rotate", "key replace"),
    *("person enrol", "person retire-key", "person signatures"),
    *("server grant", "server revoke"),
}
"""Those with files, keys, a folder or a server: tested where they are."""


def recording_commands():
    def walk(command, path):
        if any(param.name == "yes" for param in command.params):
            yield " ".join(path)
        for name, other in getattr(command, "commands", {}).items():
            yield from walk(other, (*path, name))

    for name, entry in COMMANDS.items():
        yield from walk(import_module(entry.module).command, (name,))


def test_every_command_that_records_is_led_through_here():
    assert set(recording_commands()) - ELSEWHERE == set(LED)


@pytest.fixture(scope="module")
def world(pristine_two, tmp_path_factory):
    """A ledger in which there is something to do for each command."""
    folder = processes.copy(pristine_two, tmp_path_factory.mktemp("guided") / "scrutiny-ledger")
    lines = ["person grant ann administrator --as ada", "vocabulary add topic old --label Old --as ada"]
    for line in [*lines, *BEFORE.strip().splitlines()]:
        told = processes.scrutiny(*line.split(), "--ledger", str(folder))
        assert told.status == 0, (line, told.err)
    return folder


@pytest.fixture
def lived(world, here):
    return processes.copy(world, here / "scrutiny-ledger")


@pytest.fixture
def editor(tmp_path):
    path = tmp_path / "editor"
    path.write_text(f'#!/bin/sh\nprintf "{EDITOR}" > "$1"\n')
    path.chmod(0o755)
    return {"EDITOR": str(path), "VISUAL": str(path)}


@pytest.mark.parametrize("name", LED)
def test_it_is_led_through_from_its_name_to_the_record(lived, editor, name):
    answers, event = LED[name]
    before = processes.events(lived)
    position = next(row[0] for row in before if row[3] == "dispute.raised")
    typed = [answer.replace("{position}", str(position)) for answer in answers]
    status, seen = on_a_terminal([*name.split(), "--as", BY.get(name, "ann")], typed, **editor)
    assert status == 0, seen
    assert event in {row[3] for row in processes.events(lived)[len(before) :]}, seen
    assert seen.count("Error") == (name in OF_SEVERAL), seen


def test_a_recommendation_is_closed_on_a_real_terminal(lived, editor):
    where = {"SCRUTINY_LEDGER": str(lived), **editor}
    answers = ["OCSAE", "1", "2021", "Closed", "implemented", "y"]
    status, seen = on_a_real_terminal(["judgement", "record", "--as", "ann"], answers, **where)
    assert status == 0, seen
    assert "Judged recommendation 1 closed (implemented) as J3." in seen
    status, seen = on_a_real_terminal(["judgement", "sign-off"], ["OCSAE", "J3", "bob", "y"], **where)
    assert status == 0, seen
    status, seen = on_a_real_terminal(["register", "OCSAE"], [], **where)
    assert "Closed" in seen


def test_what_took_its_place_is_asked_and_recorded_as_that(lived):
    words = ["judgement", "record", "OCSAE", "1", "--cycle", "2021", "--status", "closed"]
    answers = ["superseded", "OCSAE/99", "OCSAE/5"]
    status, seen = on_a_terminal([*words, "--rationale", "R", "--as", "ann"], answers)
    assert status == 0, seen
    assert "has no recommendation 99" in seen.replace("\n", " ")
    assert "Superseded recommendation 1 by OCSAE/5 (R)." in seen
    answers = ["merged", ""]
    words[3] = "5"
    status, seen = on_a_terminal([*words, "--rationale", "R", "--as", "ann"], answers)
    assert status == 0, seen
    assert processes.events(lived)[-2][4]["data"]["reason"] == "merged"


@pytest.mark.parametrize("words", [["--restricted"], ["--restricted", "--file", "paper.txt"]])
def test_why_something_is_restricted_is_asked_for(lived, words):
    (lived.parent / "paper.txt").write_text("Paper")
    submit = ["evidence", "submit", "OCSAE", "1", "--by", "Police Scotland", "--summary", "S", "--as", "ann"]
    status, seen = on_a_terminal([*submit, *words], ["It names a child"])
    assert status == 0, seen
    assert "Why its content is not public: It names a child" in seen
    (row,) = [row for row in processes.events(lived)[-3:] if row[3] == "evidence.submitted"]
    assert row[4]["data"]["restricted"] == "It names a child"
    status, seen = on_a_terminal([*submit, *words, "--no-input"], [])
    assert (status, "'--restricted' requires an argument: the reason" in seen) == (2, True), seen


def test_where_there_is_no_ledger_nobody_is_asked_anything(here):
    status, seen = on_a_terminal(["judgement", "record", "--as", "ann"], [])
    assert (status, "REF" in seen) == (7, False), seen


def test_the_day_on_which_a_file_was_as_it_is_is_asked_for(lived):
    (lived.parent / "r.csv").write_text("Number,Text,Body\n1,Do,SPA\n")
    (lived.parent / "m.toml").write_text(
        '[file]\n[columns]\nnumber = "Number"\ntext = "Text"\nmade_to = "Body"\n'
        '[constants]\ninspection = "OLD"\ncycle = "imported"\n'
    )
    words = ["import", "r.csv", "--map", "m.toml", "--as", "ann"]
    status, seen = on_a_terminal(words, ["03/04/2024", "2", "n"])
    assert (status, "nothing was recorded" in seen) == (1, True), seen
    assert "By ann, from r.csv as seen on 2024-03-04:" in seen
    status, seen = on_a_terminal(words, ["4 April 2024", "y"])
    assert status == 0, seen
    assert "1 new recommendation" in seen


def test_of_a_restore_and_a_clock_one_is_asked_for(lived):
    answers = ["A machine without a battery", "--clock-ahead", "1-3", "n"]
    status, seen = on_a_terminal(["recover", "--as", "ada"], answers)
    assert "It is not said what is declared." in seen
    assert "Change which (nothing: stop)" in seen
    assert status in (1, 4), seen


def test_no_word_of_a_question_is_broken(lived):
    words = ["recommendation", "make", "OCSAE", "88", "--cycle", "2021", "--text", "T", "--as", "ann"]
    _, seen = on_a_terminal([*words, "--made-to", "Police Scotlnad"], ["n"], COLUMNS="60")
    asked = seen[seen.index("Police Scotlnad is new") :].splitlines()
    assert " ".join(asked[:3]).startswith(
        "Police Scotlnad is new, and looks like Police Scotland, which is known."
    )
    told = [line for line in asked if "scrutiny " not in line]
    assert max(map(len, told)) <= 60
    assert 'scrutiny body alias "Police Scotland" --also "Police Scotlnad".' in asked
