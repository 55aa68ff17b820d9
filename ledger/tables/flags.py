"""What may be odd about a cell, by the word that stands in its ``flags``."""

from __future__ import annotations

FLAGS: dict[str, str] = {
    "error": "a formula that went wrong (#REF!); the value is empty",
    "formula-without-value": "a formula whose result was never calculated; the value is empty",
    "struck-out": "some of its words, or all, are struck out",
    "hidden-row": "its row is hidden",
    "hidden-column": "its column is hidden",
    "merged": "the value stands in another cell, whose merged area or span reaches over this one",
    "nested-table": "a table stands in it, which is a sheet of its own",
    "x000d": "it holds a carriage return, or the characters _x000D_ that some programs write for one",
    "escaped": "it holds a character as pages write it (&amp;, &#39;)",
    "control": "it holds control characters",
    "bidi": "it holds characters that turn the direction of reading",
    "replacement": "it holds U+FFFD or half a character: something was lost before",
    "mojibake": "its bytes were once read in the wrong encoding; see ledger.tables.mojibake",
    "cut-off": "its end may be missing",
    "made-a-date": "a date in a column of numbers: a spreadsheet may have made it of 1/2",
    "before-1900": "a serial number of a day that spreadsheets do not know or do not agree about",
    "digits-lost": "a number of more digits than a spreadsheet keeps",
    "unknown-format": "it is shown by a number format that this program does not know",
    "duration": "a length of time, not a time of day",
}
