"""What may happen, and the proof of what did."""
