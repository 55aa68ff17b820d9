"""News of the register as an Atom feed."""
