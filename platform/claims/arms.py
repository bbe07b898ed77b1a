"""Which rival a claim looks at, and in which order: balanced at random.

Every combination of rival and order stands once in each block of seats, shuffled anew for each block. Seats are given
from a random place on, so nobody can choose; a full task is balanced to within one, without a lock on the rush.
"""

import random

from tasks_catalog.models import Provider, Task


def arm_of(*, task: Task, seat_number: int) -> tuple[Provider | None, list[str]]:
    """The rival and the order of providers for the seat with this number (from 1); the same seat has the same arm."""
    rivals = sorted((provider for provider in task.providers.all() if provider.kind != Provider.Kind.OWN), key=lambda rival: rival.pk)
    if not rivals:
        return None, ["own"]
    arms = [(rival, order) for rival in rivals for order in (["own", "rival"], ["rival", "own"])]
    block, place = divmod(seat_number - 1, len(arms))
    random.Random(f"{task.slug}:{block}").shuffle(arms)  # noqa: S311 - a fixed shuffle, no secret
    return arms[place]
