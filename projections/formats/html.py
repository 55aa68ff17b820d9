"""HTML: one page that stands alone, with a table that screen readers can walk. No script, no request."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from projections.base import Column, View
from projections.formats.visible import visible

_STYLE = """\
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
caption { font-weight: bold; padding: 0 0 .75rem; text-align: left; }
th, td { border-bottom: 1px solid GrayText; padding: .5rem .75rem .5rem 0; }
th, td { text-align: left; vertical-align: top; }
.whole { white-space: nowrap; }
dl { display: grid; gap: .25rem 1rem; grid-template-columns: max-content 1fr; }
dt { font-weight: bold; }
dd { margin: 0; }
@media (max-width: 40rem) { dl { display: block; } }
@media print {
  body { margin: 0; max-width: none; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
"""


def write(view: View, width: int) -> Iterator[str]:  # noqa: ARG001  every format is called alike
    """The page."""
    view = view.whole()
    title = _text(view.caption)
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    # The page has one heading: over the facts where there are any, else it is the table's caption.
    caption = f"<h1>{title}</h1>"
    if view.facts:
        yield f"{caption}\n<dl>\n"
        caption = _text(view.listing)
        for label, fact in view.facts:
            yield f"<dt>{_text(label)}</dt><dd>{_lines(fact)}</dd>\n"
        yield "</dl>\n"
    yield (
        f'<div class="scroll" role="region" aria-label="{title}" tabindex="0">\n'
        f"<table>\n<caption>{caption}</caption>\n<thead>\n<tr>"
    )
    yield "".join(
        f'<th scope="col"{_class(column)}>{_text(column.heading)}</th>' for column in view.for_people
    )
    yield "</tr>\n</thead>\n<tbody>\n"
    first, *rest = view.for_people
    for item in view.read():
        yield f'<tr><th scope="row"{_class(first)}>{_lines(first.read(item))}</th>'
        yield "".join(f"<td{_class(column)}>{_lines(column.read(item))}</td>" for column in rest)
        yield "</tr>\n"
    yield "</tbody>\n</table>\n</div>\n"
    if view.closing:
        yield f"<p>{_text(view.closing)}</p>\n"
    if view.answered:
        yield f"<p>{view.answered}</p>\n"
    yield "</main>\n</body>\n</html>\n"


def _class(column: Column) -> str:
    return ' class="whole"' if column.whole else ""


def _text(text: str) -> str:
    return escape(visible(text))


def _lines(text: str) -> str:
    """A text with its line breaks, which stay where the style is not."""
    return _text(text).replace("\n", "<br>\n")
