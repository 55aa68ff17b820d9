"""Whether a bundle holds together: for a reader who has a verifier key, and no ledger."""
