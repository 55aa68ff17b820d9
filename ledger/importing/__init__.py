"""Bringing in a register that was kept before the ledger: what to read, what it says, what becomes of it.

    mapping   what says how to read a file: which column is what, and what its words mean
    proposal  a first mapping, made from the headings and samples of a file; of it: choosing (which column
              is what: headings, profiles, numbering), questions (what is left to decide), meanings
              (publishers' plain words), toml
    rows      what each row says by a mapping, or why it cannot be taken; of it: days (by ledger.dates),
              sheets (where the register stands), cells (what is odd about one), fields (what one says),
              constants, remarks
    grouping  which rows are about one recommendation
    making    what one that is new is made of
    known     what a file says of one that is known, and standing, where it says that it stands
    planning  what is asked of the ledger for all of that
    deciding  the same asked: what holds is taken in, what does not is listed
    importing all of it recorded in one request

A workbook that a body filled in comes back in a room of its own, beside these:

    packs           what stands where in such a workbook
    intake_reading  what it says that it is of, and whether what was locked is as it was
    intake_cells    what the body filled in, cell by cell
    intake_files    the files that it names
    intake          what is asked of the ledger for that

Nothing is guessed and nothing dropped: what cannot be taken is a Problem, with its cell, its value, the
reason and what to do.
"""
