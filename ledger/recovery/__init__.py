"""An honest way on after an accident: copies, restores, clocks that were wrong, what can be made again."""
