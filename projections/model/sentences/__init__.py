"""One sentence for each event: what a person reads in the trail."""
