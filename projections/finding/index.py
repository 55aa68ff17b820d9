"""Every noun that has a list, by the name of its command: the module that has it, and its name there."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from projections.finding.base import Noun

NOUNS = {
    "inspection": ("inspections", "INSPECTION_NOUN"),
    "cycle": ("inspections", "CYCLE_NOUN"),
    "recommendation": ("inspections", "RECOMMENDATION"),
    "evidence": ("part_nouns", "EVIDENCE"),
    "judgement": ("part_nouns", "JUDGEMENT"),
    "dispute": ("part_nouns", "DISPUTE"),
    "response": ("part_nouns", "RESPONSE"),
    "progress": ("part_nouns", "PROGRESS"),
    "person": ("people", "PERSON"),
    "publication": ("publications", "PUBLICATION"),
    "key": ("keys", "KEY"),
}


def noun(name: str) -> Noun:
    """A noun by the name of its command."""
    module, constant = NOUNS[name]
    # Imported by name: a list pays for its own noun alone.
    return cast("Noun", getattr(import_module(f"projections.finding.{module}"), constant))
