"""The data files, described for DCAT."""

from projections.publication.files.part import FileEntry, Part

PART = Part(
    "catalogue",
    (FileEntry("catalogue.jsonld", describes="application/ld+json"),),
)
