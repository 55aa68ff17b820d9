"""The files of a bundle, a module for each kind."""
