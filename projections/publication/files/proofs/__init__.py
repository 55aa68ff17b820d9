"""Events, proofs, tiles and the checkpoint."""
