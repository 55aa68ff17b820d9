"""A paper as a tagged PDF (PDF/UA-1), set by Typst, which is an extra."""
