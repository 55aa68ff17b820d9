"""What the spreadsheets of every format share."""
