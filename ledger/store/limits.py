"""What every engine keeps to."""

ROW_LIMIT = 4 * 1024 * 1024
"""Bytes of one value that is stored or read: several times what a person may write in one event."""
