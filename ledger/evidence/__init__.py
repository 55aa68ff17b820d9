"""The files that were handed in: taken in, kept under the hash of their content, handed back."""
