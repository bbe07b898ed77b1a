"""The picture with which people invite colleagues: drawn on the server, so that it can be pressed long and kept in any web view."""

from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

import segno
import vl_convert
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from members.models import Member
from recruitment.models import Round
from recruitment.referrals import code_of
from shared.translated import in_language

LINE, LINES = 18, 3  # half widths in a line of the title, and lines
LONG, LONG_LINES = 42, 4  # the same of the invitation
QR_SIDE = 264
# The first family has to have the text's signs: for single ones that it lacks, whatever is installed steps in.
LATIN, CHINESE = "'Noto Sans', sans-serif", "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', sans-serif"


@dataclass(frozen=True)
class Line:
    text: str
    y: int


def link_of(found: Round, member: Member) -> str:
    """The address that brings a colleague to the round, by this member."""
    return f"{settings.PUBLIC_URL}{reverse('recruitment:round', args=[found.slug])}?via={code_of(member)}"


def card_png(found: Round, member: Member) -> bytes:
    """The card as a PNG, 750 x 1100, in the reader's language."""
    title, invitation = in_language(found.title), in_language(found.invitation)
    return _drawn(title, invitation, member.called, found.get_right_display(), link_of(found, member), get_language() or "")


@lru_cache(maxsize=64)
def _drawn(title: str, invitation: str, name: str, role: str, link: str, language: str) -> bytes:
    code = segno.make(link, error="m", micro=False)
    titles = _lines(title, LINE, LINES)
    words = _lines(invitation, LONG, LONG_LINES)
    below = 300 + 84 * len(titles)
    context = {
        "role": role,
        "titles": [Line(text, 300 + 84 * place) for place, text in enumerate(titles)],
        "words": [Line(text, below + 44 * place) for place, text in enumerate(words)],
        "name": _drawable(name),
        "fonts": CHINESE if language.startswith("zh") else LATIN,
        "along": _("invites you along"),
        "scan": _("Scan to come in"),
        "modules": code.symbol_size(border=0)[0],
        "scale": QR_SIDE / code.symbol_size(border=0)[0],
        "dark": [f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark],
    }
    return vl_convert.svg_to_png(render_to_string("recruitment/card.svg", context), scale=1)


def _lines(text: str, width: int, most: int) -> list[str]:
    """The text cut into lines by the room its signs take; what does not fit ends in an ellipsis."""
    lines, line, room = list[str](), "", width
    for word in _pieces(_drawable(text)):
        if _takes(word) > room and line:
            lines.append(line.strip())
            line, room = "", width
        fresh = word if line else word.lstrip()  # a line does not begin with a space
        line, room = line + fresh, room - _takes(fresh)
    lines.append(line.strip())
    return [found for found in lines if found] if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]


def _drawable(text: str) -> str:
    """The text on one line, without the invisible signs that a paste brings along and no drawing may hold."""
    return " ".join("".join(sign for sign in " ".join(text.split()) if category(sign) not in {"Cc", "Cn", "Cs"}).split())


def _pieces(text: str) -> list[str]:
    """Words with the space before them; each Chinese sign stands for itself."""
    pieces = [""]
    for sign in text:
        if _width(sign) > 1 or sign == " " or (pieces[-1] and _width(pieces[-1][-1]) > 1):
            pieces.append(sign)
        else:
            pieces[-1] += sign
    return [piece for piece in pieces if piece]


def _takes(text: str) -> int:
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    return 2 if ord(sign) > 0x2E7F else 1
