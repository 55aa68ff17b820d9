"""Who signs the tree, with which key, and what a person keeps of it outside the ledger."""
