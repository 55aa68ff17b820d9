"""The register as an Excel spreadsheet."""

from projections.publication.files.part import PEOPLE, Extra, FileEntry, Offer, Part

PART = Part(
    "xlsx",
    (
        FileEntry(
            "register.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            offer=Offer(PEOPLE, "XLSX", "the register as an Excel spreadsheet"),
            keeps_text=True,
            is_compared=True,
        ),
    ),
    extra=Extra("xlsxwriter", "3.3.1"),
)
