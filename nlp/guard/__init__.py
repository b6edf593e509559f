"""The guard: finds identifying details before anything else reads a message (promise P2).

identifier    what is found
shapes/       details that have a shape, one recogniser a file
names         names of people, from several weak signs; slots and initials beside it
dictionary    ordinary words and forenames, from pinned packages; vocabulary adds known_words.yaml and the knowledge
combinations  warnings: one child without a name
rewording     the message without those details
measure       how much is found, by type, origin and case
"""

from nlp.guard.guard import Guard
from nlp.guard.identifier import GUESSED, Identifier

__all__ = ["GUESSED", "Guard", "Identifier"]
