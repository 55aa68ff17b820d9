"""Workbooks of Excel and its like (XLSX): values by python-calamine, and what else their parts say."""
