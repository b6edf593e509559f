"""Teaches the level voice. Needs packages that users never install; see `requirements.txt` beside this file."""
