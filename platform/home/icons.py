"""The mark as pictures for home screens: PNG, which is what phones ask for."""

import re
from pathlib import Path

import vl_convert
from django.conf import settings

SOURCES: Path = settings.BASE_DIR / "static"
SIZES = (192, 512)
SAFE = 0.8  # the share of a maskable picture that every phone's shape shows


def draw(size: int, *, maskable: bool = False) -> bytes:
    """The mark as PNG; a maskable one fills its square with the ground, the print inside what no shape cuts off."""
    mark = (SOURCES / "mark.svg").read_text()
    mark = re.sub(
        r"<svg [^>]*>", f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 24 24">', mark, count=1
    )
    if maskable:
        mark = mark.replace(' rx="6"', "").replace(
            'transform="translate(2.4 2.4) scale(.8)"', f'transform="translate({_margin()} {_margin()}) scale({SAFE * SAFE:.2f})"'
        )
    return bytes(vl_convert.svg_to_png(mark, scale=1))


def files() -> dict[Path, bytes]:
    """Every picture by where it lies."""
    drawn = {SOURCES / f"icons/app-{size}.png": draw(size) for size in SIZES}
    return drawn | {SOURCES / f"icons/maskable-{size}.png": draw(size, maskable=True) for size in SIZES}


def _margin() -> str:
    return f"{24 * (1 - SAFE * SAFE) / 2:.2f}"
