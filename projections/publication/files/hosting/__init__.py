"""Settings for git and for hosts of pages."""

from projections.publication.files.hosting.settings import SETTINGS
from projections.publication.files.part import FileEntry, Part

PART = Part(
    "hosting",
    tuple(FileEntry(path, in_every=False, is_ours=False) for path in SETTINGS),
)
