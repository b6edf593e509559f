"""Shows what was published, never a counter: in a terminal, to a board, in Datasette, as lines for the channels."""

from trends.show.headlines import headlines

__all__ = ["headlines"]
