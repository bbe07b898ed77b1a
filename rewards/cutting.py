"""Cutting an amount into shares at random."""

from math import ceil, floor
from random import Random
from secrets import SystemRandom


def cut(points: int, *, shares: int, least: int, most: int, dice: Random | None = None) -> list[int]:
    """So many whole shares from `least` to `most` that add up to `points`, in random order; each place expects the same.

    Each draw lies evenly around what is left on average, as far to both sides as the limits and those who come later allow.
    """
    if not 1 <= least <= most or not least * shares <= points <= most * shares:
        raise ValueError(f"{shares} shares of {least} to {most} do not make {points}.")
    dice, room, left = dice or SystemRandom(), most - least, points - least * shares
    cuts = []
    for still in range(shares, 1, -1):
        around = 2 * left / still
        extra = dice.randint(ceil(max(0, around - room)), floor(min(room, around)))
        cuts.append(least + extra)
        left -= extra
    cuts.append(least + left)
    dice.shuffle(cuts)
    return cuts
