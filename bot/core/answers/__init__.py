"""Builders of replies: pure functions from what was understood, whom to call and the hour, to words."""
