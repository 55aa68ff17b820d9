"""What waits for a person: tasks, found in the fold of each inspection."""
