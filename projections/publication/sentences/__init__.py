"""The sentences of a recommendation's story for the public: days in words, and no refs of the record."""
