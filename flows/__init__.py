"""What to do next: guided steps that always end in an action, a contact and a time (promise P1)."""
