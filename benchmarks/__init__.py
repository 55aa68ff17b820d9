"""How fast it is, as ratios to a raw baseline measured in the same run: ``make bench``. Asserts nothing."""
