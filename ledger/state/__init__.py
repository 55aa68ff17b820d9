"""What the past amounts to, for those who decide what may happen next."""
