"""A paper as one page that stands alone: no script, no request, and made to be printed."""
