"""The chat as a web page: small, plain, usable without JavaScript, and the house that other HTTP channels join."""
