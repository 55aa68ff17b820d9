"""Words in any case, by their label and by common synonyms, on the command line and at a prompt."""

from __future__ import annotations

import pytest

from commands.cli.word_synonyms import SYNONYMS, synonym
from ledger.importing.meanings import PLAIN, folded
from ledger.policies import OUTCOMES, REASONS, ROLES
from ledger.state.vocabulary import OURS, VOCABULARIES
from tests.commands import processes
from tests.commands.in_process import on_a_terminal

JUDGE = "judgement record OCSAE 1 --cycle 2020 --rationale R --as ann"


def stored(two, name):
    return [row[4]["data"] for row in processes.events(two) if row[3] == name]


@pytest.mark.parametrize(
    ("typed", "status", "reason"),
    [
        ("Open", "open", None),
        ("Partially met", "partially-met", None),
        ("PARTIALLY-MET", "partially-met", None),
        ("in progress", "open", None),
        ("met", "closed", "implemented"),
        ("Discharged", "closed", "implemented"),
        ("Fully met", "closed", "implemented"),
        ("no longer relevant", "closed", "no-longer-relevant"),
    ],
)
def test_a_status_is_understood_with_the_reason_that_it_says(two, ask, typed, status, reason):
    told = ask(JUDGE, "--status", typed)
    assert told.status == 0, told.err
    (judged,) = stored(two, "judgement.recorded")
    assert (judged["status"], judged["reason"], judged["word"]) == (status, reason, None)
    meant = f"{status}/{reason}" if reason else status
    assert (f"Note: --status {typed} is {meant}." in told.err) == (typed.casefold() != meant)


def test_a_status_that_says_its_reason_and_another_reason_are_refused(two, ask):
    before = processes.events(two)
    for words in (("--status", "met", "--reason", "withdrawn"), ("--reason", "Withdrawn", "--status", "met")):
        told = ask(JUDGE, *words)
        assert (told.status, "means closed/implemented, and the reason is withdrawn" in told.err) == (2, True)
    assert processes.events(two) == before


def test_what_is_no_status_is_wrong_usage(refused):
    error = refused(2, "'finished?' is not one of", JUDGE, "--status", "finished?")
    assert error["exit_status"] == 2


def test_a_word_of_ones_own_and_its_label_come_before_any_synonym(two, ask, done):
    done("vocabulary add status met --means partially-met --as ann", "--label", "Fully met")
    for typed in ("met", "Fully met", "FULLY MET"):
        told = ask(JUDGE, "--status", typed)
        assert told.status == 0, told.err
        judged = stored(two, "judgement.recorded")[-1]
        assert (judged["status"], judged["reason"], judged["word"]) == ("partially-met", None, "met")
        number = stored(two, "judgement.recorded")[-1]["judgement"]
        done(f"judgement return OCSAE {number} --why W --as bob")
    assert ask(JUDGE, "--word", "fully met").status == 0


def test_a_retired_word_is_refused(done, refused):
    done("vocabulary add status old --label Old --means open --as ann")
    done("vocabulary retire status old --as ann")
    refused(4, "The word 'old' is retired", JUDGE, "--status", "old")


def test_reasons_kinds_answers_roles_and_outcomes(two, done, ask):
    done("vocabulary add priority high --as ann", "--label", "High priority")
    done("vocabulary add kind learning --means none --as ann", "--label", "Learning point")
    make = "recommendation make OCSAE 50 --cycle 2020 --made-to SPA --text T --as ann"
    assert ask(make, "--kind", "learning POINT", "--priority", "High Priority").status == 0
    made = stored(two, "recommendation.made")[-1]
    assert made["kind"] == "learning"
    assert done("register OCSAE", "--priority", "high priority")["rows"][0]["number"] == "50"
    assert done("register OCSAE", "--kind", "Learning point")["rows"][0]["number"] == "50"
    assert ask(JUDGE, "--status", "Closed", "--reason", "No longer relevant").status == 0
    assert stored(two, "judgement.recorded")[-1]["reason"] == "no-longer-relevant"
    answer = "response record OCSAE 50 --by SPA --text T --as ann"
    assert ask(answer, "--answer", "Accepted in part").status == 0
    assert stored(two, "response.recorded")[-1]["answer"] == "partly-accepted"
    assert (
        ask("person register zed --name Z --as ada", "--role", "Approvers", "--role", "INSPECTOR").status == 0
    )
    assert {one["role"] for one in stored(two, "role.granted")[-2:]} == {"approver", "inspector"}
    done("dispute raise OCSAE 1 --why W --as ann")
    assert ask("dispute settle OCSAE D1 --why W --as ann", "--outcome", "Not upheld").status == 0
    assert stored(two, "dispute.settled")[-1]["outcome"] == "dismissed"


def test_readings_take_labels_and_no_synonym_that_says_more_than_they_ask(two, done, ask):
    assert done("register OCSAE", "--status", "Partially Met")["rows"] == []
    assert ask("register OCSAE", "--status", "OPEN").status == 0
    assert ask("register OCSAE --status met").out == ask("register OCSAE --status nonsense").out


def test_at_a_prompt_they_are_understood_too(two):
    status, seen = on_a_terminal(JUDGE.split(), ["Discharged"])
    assert status == 0, seen
    assert "Note: --status Discharged is closed/implemented." in seen
    assert "Why it is closed" not in seen
    assert stored(two, "judgement.recorded")[-1]["reason"] == "implemented"


def test_a_word_of_ones_own_that_closes_without_a_reason_has_it_asked(two, done):
    done("vocabulary add status finished --label Finished --means closed --as ann")
    for typed in (["Finished"], []):
        word = [] if typed else ["--word", "finished"]
        status, seen = on_a_terminal([*JUDGE.split(), *word], [*typed, "merged", ""])
        assert status == 0, seen
        judged = stored(two, "judgement.recorded")[-1]
        assert (judged["word"], judged["reason"]) == ("finished", "merged")
        done(f"judgement return OCSAE {judged['judgement']} --why W --as bob")


def test_every_synonym_means_a_word_that_there_is_and_none_is_one_itself():
    known = {"role": ROLES, "outcome": OUTCOMES, "vocabulary": VOCABULARIES, "reason": REASONS}
    for vocabulary, table in {**SYNONYMS, **PLAIN}.items():
        for word, meant in table.items():
            assert word == folded(word), word
            right = meant.partition("/")[0]
            assert right in known.get(vocabulary, ()) or OURS.find(vocabulary, right), (vocabulary, word)
            there = known.get(vocabulary) or [one.word for one in OURS.of(vocabulary)]
            assert word not in there or synonym(vocabulary, word).startswith(word) or word == meant, word


def test_what_a_word_of_ones_own_means_is_understood_too(two, ask):
    told = ask("vocabulary add status finished --label Finished --as ann", "--means", "Fully met")
    assert told.status == 0, told.err
    assert stored(two, "vocabulary.word-added")[-1]["means"] == "closed/implemented"
    told = ask("vocabulary add status again --label Again --as ann", "--means", "Closed/Merged")
    assert stored(two, "vocabulary.word-added")[-1]["means"] == "closed/merged"
