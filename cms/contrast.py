"""Whether a text can be read on its ground (WCAG 2, relative luminance)."""


def contrast(one: str, other: str) -> float:
    """The ratio of two colours such as #0b6b63: from 1 to 21, in either order."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(one: str, other: str, share: float) -> str:
    """The colour with so large a share, from 0 to 1, of the first and the rest of the other."""
    parts = (round(int(one[at : at + 2], 16) * share + int(other[at : at + 2], 16) * (1 - share)) for at in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)


def readable(colour: str, *, on: str, towards: str, least: float = 4.5) -> str:
    """The colour, moved towards black or white only as far as it must be to be read on the ground."""
    steps = (mixed(towards, colour, step / 20) for step in range(21))
    return next((each for each in steps if contrast(each, on) >= least), towards)
