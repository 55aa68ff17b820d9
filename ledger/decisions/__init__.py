"""What one may ask: state in, events out; no clock, file or database."""
