"""The files of a bundle: a folder for each kind, with what writes it and what reads it."""
