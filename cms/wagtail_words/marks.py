"""How a text with a plural is marked for the collector of texts; Django has a mark for single texts only."""


def ngettext(one: str, many: str) -> tuple[str, str]:
    """The two forms of a text, not yet translated."""
    return one, many
