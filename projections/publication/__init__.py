"""The bundle for the public: what is published, file by file, and whether a bundle holds together."""
