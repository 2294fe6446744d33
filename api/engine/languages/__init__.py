"""What each language has of its own: its word file, and the words read from it."""
