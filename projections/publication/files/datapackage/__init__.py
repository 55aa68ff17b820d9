"""The data files, described for Frictionless."""

from projections.publication.files.part import FileEntry, Part

PART = Part(
    "datapackage",
    # Other data sets have a file of this name, too.
    (FileEntry("datapackage.json", is_ours=False),),
)
