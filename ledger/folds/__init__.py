"""What long streams amounted to, kept in files of the reader's own, so that only what came since is read."""
