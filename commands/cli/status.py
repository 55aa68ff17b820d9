"""Exit statuses that shells expect, whatever was asked."""

STOPPED = 130
"""The program was stopped from the keyboard."""

BROKEN_PIPE = 141
"""Its reader went away."""
