"""Short lists of words in code, written as running text so that they can be read and edited."""


def word_list(*lines: str) -> frozenset[str]:
    """The words of those lines."""
    return frozenset(" ".join(lines).split())
