"""Microsoft Teams: a door that checks who knocks, thin handlers, and pure builders of Adaptive Cards."""
