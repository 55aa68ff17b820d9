"""Bringing in a register that was kept before the ledger: what to read, what it says, what becomes of it.

    mapping   what says how to read a file: which column is what, and what its words mean
    proposal  a first mapping, made from the headings and samples of a file
    rows      what each row says by a mapping, or why it cannot be taken
    deciding  what would be recorded of that, and what a later file says otherwise

Nothing is guessed and nothing dropped: what cannot be taken is a Problem, with its cell, its value, the
reason and what to do.
"""
