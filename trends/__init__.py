"""What practitioners worry about, counted by closed week, with no words and nobody in it."""
