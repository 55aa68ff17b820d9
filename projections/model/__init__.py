"""One recommendation as all readers see it: its fold, its values over time, its changes, its sentences."""
