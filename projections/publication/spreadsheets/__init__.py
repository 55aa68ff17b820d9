"""The spreadsheets of a bundle: what they hold, in every format alike, and how each is written down."""
