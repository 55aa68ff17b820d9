"""Where the proofs lie in a bundle."""

SUMS = "SHA256SUMS"
CHECKPOINT = "checkpoint"
HISTORY = "history.jsonl"
FOLDERS = ("events/", "proofs/", "tile/", "consistency/")
"""The folders whose files are no words: B3, B4 and B8 look at them."""
