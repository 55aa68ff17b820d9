"""Figures of a period that reconcile: counted by walking and by asking, and held against each other."""
