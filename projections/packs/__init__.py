"""Packs: workbooks in which one body answers for itself, and what became of their rows since."""
