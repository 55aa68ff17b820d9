"""The site: pages for people, which need no script and ask nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files as resources

from projections.publication.edition import Edition
from projections.publication.files.base import File, Made
from projections.publication.files.proofs.paths import SUMS
from projections.publication.files.site import naming
from projections.publication.files.site.pages import all_pages, file_pages
from projections.publication.files.site.shared import Site


def all_files(edition: Edition, paths: Sequence[str]) -> Iterator[File]:
    """The pages that lead to every file of the bundle: to the sums, themselves and these paths."""
    for path, page in file_pages(Site(edition, paths), (*paths, SUMS)):
        yield File(path, page.encode())


def files(edition: Edition, made: Sequence[Made] = ()) -> Iterator[File]:
    """Every page, the style sheet and the script. What was ``made`` before is linked."""
    for path, page in all_pages(Site(edition, [file.path for file in made])):
        yield File(path, page.encode())
    for path in (naming.STYLE, naming.SCRIPT):
        yield File(path, resources("projections.publication.files.site").joinpath(path).read_bytes())
