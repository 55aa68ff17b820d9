"""The register as a tagged PDF."""

from projections.publication.files.part import PEOPLE, Extra, FileEntry, Offer, Part

PART = Part(
    "pdf",
    (
        FileEntry(
            "register.pdf",
            "application/pdf",
            offer=Offer(PEOPLE, "PDF", "the register on paper, tagged for assistive technology"),
            is_compared=True,
        ),
    ),
    extra=Extra("typst", "0.15.2", reader="pypdf"),
    on_paper=True,
)
