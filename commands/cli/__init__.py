"""What the commands have in common: options, prompts, receipts, errors and where results are written."""
