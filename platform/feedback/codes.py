"""Barcodes and QR codes for phones whose browser cannot read them. Nothing of the picture is kept."""

import io

from PIL import Image

from shared.images import redraw

LONGEST = 200  # characters: what a cell may hold


def read_code(content: bytes) -> str:
    """The text of the first code in a photo, or "" when there is none; refuses what `shared.images.redraw` refuses.

    The photo is opened in the limited child; only the picture that was drawn anew there is looked at here.
    """
    import zxingcpp  # here: most web workers never read a code, and need not hold its reader

    with Image.open(io.BytesIO(redraw(content).image), formats=["JPEG"]) as picture:
        found = zxingcpp.read_barcode(picture)
    return found.text[:LONGEST] if found else ""
