"""Slack, with Bolt: a door that checks who knocks, thin listeners, and pure builders of Block Kit."""
