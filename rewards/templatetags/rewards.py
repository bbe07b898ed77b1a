"""Template words of the wallet."""

from dataclasses import dataclass

from django import template

from rewards.models import Transfer
from rewards.selectors import Wallet

register = template.Library()

_COLOURS = {Transfer.Purse.ROUTINE: "1", Transfer.Purse.QUARTERLY: "2", Transfer.Purse.PROMOTION: "7"}
_GAP = 1.0  # between two parts, of 100


@dataclass(frozen=True)
class Part:
    label: str
    points: int
    x: float
    width: float
    colour: str

    @property
    def fill(self) -> str:
        return f"var(--i-{self.colour})"

    @property
    def swatch(self) -> str:
        return f"bg-{self.colour}"


@register.filter
def source_bar(wallet: Wallet) -> list[Part]:
    """The purses as parts of a bar that is 100 wide."""
    earned = [points for _purse, points in wallet.sources if points]
    room = 100 - _GAP * max(0, len(earned) - 1)
    parts, x = [], 0.0
    for purse, points in wallet.sources:
        width = round(room * points / wallet.earned, 2) if points else 0.0
        parts.append(Part(str(Transfer.Purse(purse).label), points, round(x, 2), width, _COLOURS[purse]))
        x += width + _GAP if points else 0.0
    return parts
