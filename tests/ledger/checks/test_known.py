"""What is told of checkpoints one after another with which the same is wrong."""

from ledger.checks.base import Findings
from ledger.checks.known import Run


def test_several_of_which_the_same_is_wrong_are_told_at_once_by_their_sizes():
    findings = Findings()
    run = Run("V4", findings)
    for size in (1_200, 1_300, 25_000):
        run.add(size, "it does not fit", 7)
    run.add("12", "it is no size", 8)
    run.end()
    assert [message for _, message in findings.taken("V4")[0]] == [
        "Each of the 3 checkpoints of size 1,200 to 25,000: it does not fit.",
        "The checkpoint of size '12': it is no size.",
    ]
