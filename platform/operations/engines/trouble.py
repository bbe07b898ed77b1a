"""What an engine says when it cannot serve."""


class EngineTrouble(Exception):
    """The sentence says what is wrong and what to do."""
