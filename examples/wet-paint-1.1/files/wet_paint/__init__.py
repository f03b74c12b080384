"""Do not touch before it is dry. This is 1.1."""
