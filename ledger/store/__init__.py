"""From a location to the place where records are kept."""
