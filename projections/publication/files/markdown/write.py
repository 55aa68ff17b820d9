"""``register.md``: the register for whoever reads or quotes it in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from projections.formats import markdown
from projections.publication.edition import Edition
from projections.publication.files.base import File, Made
from projections.publication.listing import view_to_read


def files(edition: Edition, _made: Sequence[Made] = ()) -> Iterator[File]:
    """The one file."""
    # It has facts that name the tree: from how many events it answers is known from these.
    view = view_to_read(edition)._replace(head={})
    yield File("register.md", "".join(markdown.write(view, 80)).encode())
