"""Cells that a spreadsheet shows and never runs."""

_STARTS_A_FORMULA = (*"=+-@＝＋－＠", "\t", "\r", "\n")  # the wide ones count where people write Chinese


def plain_cell(value: object) -> str:
    """The value as text; what a spreadsheet would take for a formula gets an apostrophe in front."""
    text = str(value)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
