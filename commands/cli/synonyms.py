"""What people call commands that are called otherwise here: one table for all of them.

A word that can mean one command runs it, and a note says what it is called. Of a word that can mean several,
each is named with what it does, and none is run. A word here gives way to a command of that name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

AS_ONE: Mapping[str, str] = {
    "list ls recommendations all": "register",
    "log history events": "trail",
    "judge assess": "judgement record",
    "approve confirm countersign signoff sign-off": "judgement sign-off",
    "recommend": "recommendation make",
    "judgment judgements judgments": "judgement",
    "find grep": "search",
    "stats figures numbers": "statistics",
    "blame": "why",
    "todo tasks waiting": "inbox",
    "compare changes": "diff",
    "view see display": "show",
    "settings preferences": "config",
    "user users people persons": "person",
    "organisation organization organisations organizations agency agencies bodies": "body",
    "answer answers responses": "response",
    "subject subjects inspections": "inspection",
    "review reviews cycles": "cycle",
    "disputes objection": "dispute",
    "publications editions": "publication",
    "keys": "key",
    "health": "doctor",
}
"""At the root: words, and the one command that they mean."""

AS_ONE_OF_A_GROUP = (
    (
        "add new create make open record register submit raise begin start generate",
        "make open record register submit raise add generate",
    ),
    ("ls all index", "list"),
    ("view see display get info", "show"),
    ("end finish stop resolve", "close settle"),
    ("approve confirm accept countersign signoff sign", "sign-off"),
    ("reject send-back", "return"),
    ("download fetch save", "get"),
    ("upload attach hand-in", "submit"),
    ("ask demand", "request"),
    ("reword rephrase rewrite", "restate"),
    ("postpone extend defer deadline", "reschedule"),
    ("replace", "supersede"),
)
"""In a group: words, and the commands that they mean if the group has just one of them."""

AS_SEVERAL: Mapping[str, tuple[str, ...]] = {
    "export save-as csv excel": (
        "register --format csv --output FILE",
        "publish --output FOLDER",
        "pack BODY --output FILE",
        "archive FILE",
    ),
    "add new create make open": (
        "inspection open",
        "cycle open",
        "recommendation make",
        "evidence submit",
        "judgement record",
    ),
    "edit change update modify amend fix": (
        "recommendation restate",
        "recommendation reschedule",
        "recommendation correct",
        "judgement correct",
    ),
    "delete remove rm cancel undo revert": (
        "recommendation withdraw",
        "recommendation void",
        "evidence withdraw",
        "judgement correct --void",
    ),
    "close finish": ("judgement record --status closed", "cycle close"),
    "check validate audit": ("verify", "doctor"),
    "sign": ("judgement sign-off", "seal"),
    "report": ("register", "statistics", "publish --output FOLDER"),
    "status": ("register", "show REF NUMBER", "inbox"),
    "upload attach load": ("evidence submit --file FILE", "import FILE"),
    "download": ("evidence get", "prove"),
    "accept": ("judgement sign-off", "response record"),
    "reject": ("judgement return", "response record"),
    "login whoami": ("config", "config set person ID"),
    "begin start setup": ("init", "demo"),
    "version": ("--version",),
    "man manual": ("--help", "help COMMAND"),
}
"""At the root: words, and the commands that each may mean."""

AS_SEVERAL_OF_A_GROUP = (
    ("edit change update modify amend fix", "restate readdress reschedule classify rename correct"),
    ("delete remove rm cancel undo revert", "void withdraw retire revoke unset correct"),
)

OPTIONS: Mapping[str, str] = {
    "--date --day --when": "--on --as-of",
    "--who --user --person --me": "--as",
    "--body --organisation --organization --agency --to-body --recipient": "--made-to --by",
    "--comment --because": "--why --rationale --note",
    "--rationale --reason": "--why",
    "--why": "--rationale",
    "--json --csv --html --markdown": "--format",
    "--out --out-file -o": "--output",
    "--folder --dir --db --database": "--ledger",
    "--deadline --until": "--due --to",
    "--since": "--from",
    "--till": "--to",
    "--outcome --verdict --state": "--status",
    "--description --title": "--text --summary",
    "--attachment --attach": "--file",
    "--number -n": "--limit",
    "--quiet --force --batch": "--yes --no-input",
}
"""Options, and what they may be called here, if a command has it."""


def meanings(word: str, names: Collection[str], *, root: bool) -> tuple[tuple[str, ...], bool]:
    """What a word that is no command may mean, and whether it can mean that alone.

    ``names`` are the commands there are: of the root, or of a group.
    """
    there = set(names)
    if root:
        for words, meaning in AS_ONE.items():
            if word in words.split() and meaning.split()[0] in there:
                return (meaning,), True
        for words, several in AS_SEVERAL.items():
            if word in words.split():
                return several, False
        return (), False
    for words, commands in AS_ONE_OF_A_GROUP:
        if word in words.split() and len(found := [name for name in commands.split() if name in there]) == 1:
            return tuple(found), True
    for words, commands in AS_SEVERAL_OF_A_GROUP:
        if word in words.split():
            return tuple(name for name in commands.split() if name in there), False
    return (), False


def options_meant(word: str, there: set[str]) -> list[str]:
    """The options of a command that an option may mean that it has not."""
    return [
        name
        for words, meant in OPTIONS.items()
        if word in words.split()
        for name in meant.split()
        if name in there
    ]
