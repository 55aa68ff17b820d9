"""The tree, the leaves, the checkpoints and the proofs: pure functions over bytes.

No clock, file or database here, so that all of it can be checked against published vectors and by
programs that nobody here wrote. What the bytes look like is written at the top of each module.
"""
