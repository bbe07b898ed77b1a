"""Photos of the play, drawn: a packet on a table, a phone that stopped, a receipt."""

import io
from random import Random

from PIL import Image, ImageDraw

type Colour = tuple[int, int, int]

_SIZE = (960, 1280)
_TABLES: list[Colour] = [(214, 200, 178), (120, 96, 74), (196, 205, 204), (88, 104, 110), (229, 224, 214), (158, 140, 118)]
_PAPERS: list[Colour] = [(252, 250, 244), (240, 236, 226), (207, 232, 223), (240, 183, 160)]
_GREEN: Colour = (11, 107, 99)
_INK: Colour = (18, 33, 31)


def draw_photo(*, subject: str, dice: Random) -> bytes:
    """A JPEG of 960 × 1280; `subject` is packet, screen or receipt."""
    photo = Image.new("RGB", _SIZE, dice.choice(_TABLES))
    pen = ImageDraw.Draw(photo)
    _light(pen, dice)
    {"packet": _packet, "screen": _screen, "receipt": _receipt}[subject](photo, dice)
    turned = photo.rotate(dice.uniform(-6, 6), resample=Image.Resampling.BICUBIC, fillcolor=photo.getpixel((2, 2)))
    written = io.BytesIO()
    turned.save(written, "JPEG", quality=82)
    return written.getvalue()


def _light(pen: ImageDraw.ImageDraw, dice: Random) -> None:
    """Daylight from a window, so that no two tables are alike."""
    for _ in range(dice.randint(2, 5)):
        x, width = dice.randint(-200, 900), dice.randint(60, 320)
        lean = dice.randint(-300, 300)
        shade = dice.choice(_TABLES)
        pen.polygon([(x, 0), (x + width, 0), (x + width + lean, 1280), (x + lean, 1280)], fill=shade)


def _packet(photo: Image.Image, dice: Random) -> None:
    pen = ImageDraw.Draw(photo)
    left, top = dice.randint(60, 200), dice.randint(260, 480)
    right, bottom = left + dice.randint(560, 700), top + dice.randint(360, 470)
    pen.rectangle((left + 14, top + 18, right + 14, bottom + 18), fill=(60, 60, 58))
    pen.rectangle((left, top, right, bottom), fill=dice.choice(_PAPERS))
    pen.polygon([(left, top), (right, top), ((left + right) // 2, (top + bottom) // 2)], fill=(226, 222, 212), outline=(180, 176, 166))
    pen.rectangle((right - 150, top + 30, right - 40, top + 140), fill=_GREEN)
    for line in range(dice.randint(2, 4)):
        pen.rectangle((left + 60, bottom - 150 + line * 34, left + dice.randint(220, 380), bottom - 138 + line * 34), fill=_INK)
    if dice.random() < 0.5:
        pen.ellipse((left - 40, bottom + 40, left + 220, bottom + 300), fill=(245, 245, 240), outline=(190, 188, 180), width=10)


def _screen(photo: Image.Image, dice: Random) -> None:
    pen = ImageDraw.Draw(photo)
    left, top = dice.randint(180, 320), dice.randint(90, 190)
    right, bottom = left + 430, top + 900
    pen.rounded_rectangle((left, top, right, bottom), 54, fill=_INK)
    pen.rounded_rectangle((left + 18, top + 18, right - 18, bottom - 18), 42, fill=(245, 247, 245))
    y = top + 110
    for _ in range(dice.randint(3, 6)):
        pen.rounded_rectangle((left + 50, y, right - dice.randint(60, 200), y + 26), 10, fill=(163, 182, 177))
        y += dice.randint(52, 86)
    pen.rounded_rectangle((left + 50, y, right - 50, y + 84), 16, outline=dice.choice([_GREEN, (179, 38, 30)]), width=6)
    for dot in range(dice.randint(3, 8)):
        pen.ellipse((left + 80 + dot * 34, y + 34, left + 96 + dot * 34, y + 50), fill=_INK)
    pen.rounded_rectangle((left + 50, bottom - 150, right - 50, bottom - 70), 18, fill=_GREEN)


def _receipt(photo: Image.Image, dice: Random) -> None:
    pen = ImageDraw.Draw(photo)
    left, top = dice.randint(220, 340), dice.randint(100, 240)
    right, bottom = left + dice.randint(340, 440), top + dice.randint(760, 940)
    pen.rectangle((left + 10, top + 12, right + 10, bottom + 12), fill=(70, 70, 66))
    pen.rectangle((left, top, right, bottom), fill=(253, 253, 250))
    y = top + 60
    while y < bottom - 120:
        pen.rectangle((left + 40, y, left + dice.randint(120, 240), y + 12), fill=(90, 90, 88))
        pen.rectangle((right - dice.randint(70, 120), y, right - 40, y + 12), fill=(90, 90, 88))
        y += dice.randint(36, 60)
    pen.ellipse((left + 30, bottom - 210, left + 190, bottom - 50), fill=(196, 150, 120))  # the thumb over the numbers
