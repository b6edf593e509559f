"""Talks with people. `core` decides what is said; the channels only show it."""
