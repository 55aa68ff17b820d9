"""What ``verify`` looks at. A finding is a value, and all of them are collected."""
