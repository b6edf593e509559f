"""One message in, one `Reply` out. Knows no Slack, no Teams, no web, no clock of its own, no file and no network."""
