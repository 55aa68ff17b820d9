"""From the location of a ledger to the database that keeps it."""
