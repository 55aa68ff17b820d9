"""What ails a ledger and its surroundings, short of anybody having altered it: that is for ``verify``."""
