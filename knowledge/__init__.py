"""What is true here: levels, indicators, contacts and places, read from YAML that officers keep current.

This room imports no other room of the house. `load.load_knowledge` reads every pack; `directory` says whom to call
when.
"""
