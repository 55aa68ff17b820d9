"""Other people's tables, read as they are: spreadsheets, separated text, pages, lists of objects.

    tables = read_tables("register.xlsx")           (ledger.tables.reading)
    for number, cells in tables.sheets[0].rows: …   (ledger.tables.base says what a cell is)

This room knows nothing of the ledger. It repairs nothing and leaves nothing out: what is odd about a
cell stands in its ``flags`` (``ledger.tables.flags``), what is odd about the file in its ``notes``.
The file is read by a child process with fixed limits, because it may have been made to do harm.
"""
