"""What the operations systems counted week by week, as they would export it."""

from datetime import date, timedelta
from random import Random


def weekly_csv(
    *, dice: Random, first_monday: date, weeks: int, change_at: date, before: float, after: float, total: int, spread: float
) -> bytes:
    """CSV of `period,hits,total`, one row a week; the share moves from `before` to `after` at `change_at`."""
    rows = ["period,hits,total"]
    for week in range(weeks):
        monday = first_monday + timedelta(weeks=week)
        counted = round(total * dice.uniform(0.96, 1.04))
        share = (after if monday >= change_at else before) + dice.gauss(0, spread)
        rows.append(f"{monday.isoformat()},{round(counted * share)},{counted}")
    return ("\n".join(rows) + "\n").encode()
