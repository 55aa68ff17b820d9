"""What keeps a bundle whole where it is kept and shown: settings for git, and for hosts of pages.

    .gitattributes   git changes no line end, and keeps each file as it is, whatever it is set to elsewhere
    .gitignore       git leaves out no file of a bundle, whatever it is set to ignore elsewhere
    .nojekyll        GitHub Pages shows every file, also those that Jekyll would leave out

They are for programs on the way and tell nothing of the register, so a copy may lack them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from projections.publication.edition import Edition
from projections.publication.files.base import File, Made
from projections.publication.files.hosting.settings import SETTINGS


def files(_edition: Edition, _made: Sequence[Made] = ()) -> Iterator[File]:
    """Each of them: the same in every bundle."""
    for path, text in SETTINGS.items():
        yield File(path, text.encode())
