"""What a mapping says for all rows, because no column says it."""

from __future__ import annotations

from ledger.errors import BadInput
from ledger.importing.cells import Fault
from ledger.importing.fields import Fields, Said
from ledger.importing.mapping import Mapping
from ledger.tables.base import Cell


def constants_of(mapping: Mapping, fields: Fields) -> dict[str, Said]:
    """What each constant says of its field; raises BadInput."""
    constants: dict[str, Said] = {}
    for field, text in mapping.constants.items():
        said = fields.reader(field)(Cell(text, text))
        if isinstance(said, Fault):
            raise BadInput(
                f"The mapping has {field} in [constants] wrong: {text!r}. {said.problem}", said.remedy
            )
        constants[field] = said
    if "answer_text" in mapping.columns and "answer" not in mapping.columns and "answer" not in constants:
        raise BadInput(
            "The mapping has answer_text wrong: nothing says which answer it is.",
            'Say answer in [columns], or in [constants]: answer = "noted"',
        )
    return constants
