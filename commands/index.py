"""Every command: its heading in the help, its module, and its line of help.

The list is static so that ``--help`` and completion need not import a single command.
"""

from __future__ import annotations


class Entry:
    """One command of the root: ``module`` has a click command named ``command``.

    No named tuple: ``typing`` costs a third of the interpreter's own start, and help has no other use for it.
    """

    __slots__ = ("help", "module", "section")

    def __init__(self, section: str, module: str, help: str) -> None:
        self.section, self.module, self.help = section, module, help


COMMANDS = {
    "inspection": Entry(
        "Record", "commands.inspections", "Put a subject under scrutiny, and correct its title."
    ),
    "cycle": Entry("Record", "commands.cycles", "Open, close and correct a pass over a subject."),
    "recommendation": Entry("Record", "commands.recommendations", "Make and change recommendations."),
    "evidence": Entry("Record", "commands.evidence", "Submit, withdraw, request and hand back evidence."),
    "judgement": Entry("Record", "commands.judgements", "Record judgements and sign them off."),
    "response": Entry("Record", "commands.responses", "Record what bodies answer, and by when they have to."),
    "progress": Entry("Record", "commands.progress", "Record what bodies report of their progress."),
    "intake": Entry("Record", "commands.intake", "Take in the workbook that a body filled in."),
    "dispute": Entry("Record", "commands.disputes", "Record disagreements and how they ended."),
    "body": Entry("Record", "commands.bodies", "Say which names mean one body, and who took over from whom."),
    "import": Entry("Record", "commands.import_file", "Bring in a register that was kept before the ledger."),
    "words": Entry("Record", "commands.words", "Withdraw words that should not have been written."),
    "register": Entry("Read", "commands.register", "The recommendations and where they stand, on any date."),
    "trail": Entry("Read", "commands.trail", "Everything that was recorded, in order."),
    "search": Entry("Read", "commands.search", "Where words were said, the best first."),
    "show": Entry("Read", "commands.show", "One recommendation on one page."),
    "statistics": Entry("Read", "commands.statistics", "Openings, closings and movements of a period."),
    "why": Entry("Read", "commands.why", "Who set each field of a row, and when."),
    "inbox": Entry("Read", "commands.inbox", "What waits for you, what is overdue, and what falls due."),
    "diff": Entry("Read", "commands.diff", "What took effect, or was recorded, between two times."),
    "verify": Entry("Check", "commands.verify", "Check whether anybody altered the record."),
    "verify-bundle": Entry(
        "Check", "commands.verify_bundle", "Check whether a publication is intact and proved."
    ),
    "prove": Entry("Check", "commands.prove", "Write proofs that outsiders can check."),
    "checkpoint": Entry("Check", "commands.checkpoint", "The newest signed state of the ledger."),
    "recover": Entry("Check", "commands.recover", "Declare that the ledger was restored, or a clock wrong."),
    "seal": Entry("Check", "commands.seal", "Sign what is recorded and not signed yet."),
    "publish": Entry("Publish", "commands.publish", "Write a bundle that the public can read and check."),
    "paper": Entry("Publish", "commands.paper", "Write a paper for a committee: live, done, overdue, late."),
    "pack": Entry("Publish", "commands.pack", "Write a workbook for a body to answer and report in."),
    "publication": Entry("Publish", "commands.publications", "List what was published, and see one."),
    "key": Entry("Operate", "commands.keys", "Make, show, change and move the signing key."),
    "rebuild": Entry("Operate", "commands.rebuild", "Rebuild what can be made from the events."),
    "init": Entry("Operate", "commands.inspectorates", "Create a ledger in a new folder."),
    "person": Entry("Operate", "commands.people", "Register and rename people, and grant roles."),
    "server": Entry("Operate", "commands.server", "Let people use a ledger on a server."),
    "vocabulary": Entry(
        "Operate", "commands.vocabulary", "Use words of your own for statuses, kinds and more."
    ),
    "doctor": Entry("Operate", "commands.doctor", "Check whether ledger and machine are in order."),
    "demo": Entry("Operate", "commands.demo", "Play a real inspection into a ledger to explore."),
    "copy": Entry("Operate", "commands.copy", "Copy the ledger, as a backup or to practise on."),
    "backup": Entry("Operate", "commands.backup", "Copy the ledger, check the copy, keep the newest ones."),
    "archive": Entry("Operate", "commands.archive", "Write the whole ledger into one file."),
    "restore": Entry("Operate", "commands.restore", "Make a ledger of an archive, if the archive verifies."),
    "config": Entry("Operate", "commands.config", "Say once who you are and which ledger is meant."),
    "completion": Entry("Operate", "commands.completion", "Print the completion script for a shell."),
}

SECTIONS = ("Record", "Read", "Check", "Publish", "Operate")
