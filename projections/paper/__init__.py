"""The committee paper: what is live, done, extended, overdue and late, on paper, in words that are public."""
