"""Lists of every noun there is, and one thing of it by its ref."""
