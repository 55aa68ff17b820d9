"""What happened: the facts a ledger keeps, frozen; imports nothing but the standard library."""
