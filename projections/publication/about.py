"""What a publisher says about a publication: whom to write to, where each report is, what its words mean.

    contact = "reports@example.org, or Room 7, Quay Street"

    [reports]
    OCSAE = "https://www.example.org/reports/ocsae"

    [status]
    open = "Nothing that we saw lets us close it."

The tables of words are named as the vocabularies are (status, reason, kind, answer, priority, topic), and a
word may be given as it is typed or by its label. The text is TOML, and is in the bundle as it was given.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, NamedTuple

from ledger import validation
from ledger.errors import BadInput
from ledger.state.vocabulary import VOCABULARIES, Vocabulary, Word
from ledger.validation import body_key, key

LONGEST = 5_000
"""Characters of a contact, and of what a word means."""

FILE = "about.toml"
"""What it is called in a bundle."""

CONTACT, REPORTS = "contact", "reports"
_TABLES = (REPORTS, *VOCABULARIES)


class About(NamedTuple):
    """``text`` is as it was given. ``reports`` has an address by the ref of an inspection, and ``words`` of
    each vocabulary what its words mean, both as they are written there.
    """

    text: str
    contact: str | None
    reports: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]

    def report(self, inspection: str) -> str | None:
        """Where the report on an inspection is, or None."""
        return next((url for ref, url in self.reports.items() if key(ref) == key(inspection)), None)

    def meaning(self, word: Word) -> str | None:
        """What a word of a vocabulary means, or None."""
        said = self.words.get(word.vocabulary, {})
        known = {body_key(word.word), body_key(word.label)}
        return next((means for name, means in said.items() if body_key(name) in known), None)


def read_about(text: str, what: str = "text about the publication") -> About | None:
    """What a text says; None if it says nothing. ``what`` is what it is called; raises BadInput."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        return None
    text = validation.prose(text, what)
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadInput(
            f"The {what} is no TOML: {str(error)[:200]}.",
            'Write contact = "…", and under [status] a line for each word: open = "what it means".',
        ) from error
    if not said:
        return None
    if strange := [name for name in said if name not in (CONTACT, *_TABLES)]:
        raise _unknown(f"The {what} has {_shown(strange[0])}, which is nothing that it can say.", strange[0])
    contact = said.get(CONTACT)
    tables = {name: _table(said[name], name, what) for name in _TABLES if name in said}
    refs = [key(ref) for ref in tables.get(REPORTS, {})]
    if twice := next((ref for ref in tables.get(REPORTS, {}) if refs.count(key(ref)) > 1), None):
        raise BadInput(f"The {what} has two reports of the inspection {_shown(twice)}.", "Keep one of them.")
    return About(
        text,
        None if contact is None else _value(contact, CONTACT, what),
        MappingProxyType({ref: _address(url, ref, what) for ref, url in tables.pop(REPORTS, {}).items()}),
        MappingProxyType(tables),
    )


def check_words(about: About, vocabulary: Vocabulary, what: str) -> None:
    """Raise BadInput for a word that no vocabulary has, or that is said twice."""
    for name, said in about.words.items():
        known = vocabulary.of(name)
        met: dict[str, str] = {}
        for typed in said:
            found = [word for word in known if body_key(typed) in (body_key(word.word), body_key(word.label))]
            if not found:
                words = [word.word for word in known]
                near = get_close_matches(typed, words, 3) or words
                raise BadInput(
                    f"The {what} says what the {name} {_shown(typed)} means, and there is no such word.",
                    f"Those nearest: {', '.join(near)}." if words else _add(name),
                )
            for word in found:
                if (other := met.setdefault(word.word, typed)) != typed:
                    raise BadInput(
                        f"The {what} says twice what the {name} {word.word} means, as {_shown(other)} "
                        f"and as {_shown(typed)}.",
                        "Keep one of them.",
                    )


def _add(name: str) -> str:
    return f"There is none yet; add it first: scrutiny vocabulary add {name} WORD --label LABEL"


def _unknown(sentence: str, name: str) -> BadInput:
    near = get_close_matches(name, (CONTACT, *_TABLES), 1)
    means = f"Do you mean {near[0]}? " if near else ""
    tables = ", ".join(f"[{table}]" for table in _TABLES)
    return BadInput(sentence, f"{means}It takes a contact, and the tables {tables}.")


def _table(said: Any, name: str, what: str) -> dict[str, str]:  # Any: TOML
    if not isinstance(said, dict):
        raise BadInput(
            f"The {what} has {name} as a value, where a table is due.",
            f"Write [{name}] on a line, and under it a line for each.",
        )
    return {
        validation.line(word, f"name in [{name}] of the {what}"): _value(value, f"{name}.{word}", what)
        for word, value in said.items()
    }


def _value(value: Any, name: str, what: str) -> str:  # Any: TOML
    if not isinstance(value, str):
        raise BadInput(
            f"What the {what} says of {_shown(name)} is no text.", 'Write it in quotation marks: "…".'
        )
    return validation.prose(value, f"text of {_shown(name)} in the {what}", LONGEST)


def _address(url: str, ref: str, what: str) -> str:
    return validation.address(url, f"address of a report ({_shown(ref)} in the {what})")


def _shown(name: str) -> str:
    """A name as it may be printed: it can be anything."""
    return repr(name[:60])
