"""Words that people say for the words of the contract: one table for prompts, options and arguments.

Those for statuses, answers and kinds are those that an import knows, too (ledger.importing.meanings). A word
that an inspectorate added, or its label, comes before any of these.
"""

from __future__ import annotations

from ledger.importing.meanings import STATUS, folded, meaning

_REASON: dict[str, str] = {
    **{word: means.partition("/")[2] for word, means in STATUS.items() if "/" in means},
    **dict.fromkeys(("not met", "unmet", "not done", "not achieved", "rejected"), "not-implemented"),
    **dict.fromkeys(("no longer needed", "irrelevant", "overtaken"), "no-longer-relevant"),
    **dict.fromkeys(("replaced", "supersede"), "superseded"),
    "merge": "merged",
    **dict.fromkeys(("taken back", "withdraw"), "withdrawn"),
}
_ROLE: dict[str, str] = {
    **dict.fromkeys(("admin", "administrators", "administration"), "administrator"),
    **dict.fromkeys(("inspectors", "inspecting officer", "judge"), "inspector"),
    **dict.fromkeys(("approvers", "approve", "sign off", "signatory", "second person"), "approver"),
    **dict.fromkeys(("publishers", "publish", "publication"), "publisher"),
}
_OUTCOME: dict[str, str] = {
    **dict.fromkeys(("uphold", "accepted", "agreed", "successful", "allowed"), "upheld"),
    **dict.fromkeys(("dismiss", "rejected", "not upheld", "unsuccessful"), "dismissed"),
    **dict.fromkeys(("withdraw", "taken back"), "withdrawn"),
}
_VOCABULARY: dict[str, str] = {
    **{f"{word}s": word for word in ("kind", "reason", "answer", "topic")},
    "statuses": "status",
    "priorities": "priority",
}
SYNONYMS = {"reason": _REASON, "role": _ROLE, "outcome": _OUTCOME, "vocabulary": _VOCABULARY}


def synonym(vocabulary: str, word: str) -> str | None:
    """The word that is meant, or None.

    >>> synonym("status", "Met"), synonym("role", "sign-off"), synonym("reason", "Overtaken by events")
    ('closed/implemented', 'approver', 'no-longer-relevant')
    """
    return SYNONYMS.get(vocabulary, {}).get(folded(word)) or meaning(vocabulary, word)
