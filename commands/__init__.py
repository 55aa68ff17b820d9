"""How one asks: the command line, and the only room that knows click."""
