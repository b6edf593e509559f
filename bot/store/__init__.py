"""What outlives a turn, shared by all processes: which events were handled, and the weekly counters. Never a word."""
