"""The keys by which people sign what they record."""
