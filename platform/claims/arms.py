"""Which scenario a claim plays, which rival it looks at, and in which order: balanced at random.

Seats are given from a random place on, so nobody can choose. The scenarios of a brief stand in each block of seats as often as
their shares say, shuffled anew for each block; within one scenario, so does every combination of rival and order. A full task is
therefore balanced in both to within one block, without a lock on the rush. Who lives a task again plays what they played before.
"""

import random
from typing import NamedTuple

from claims.models import Claim
from members.models import Member
from tasks_catalog.frozen import version_of
from tasks_catalog.models import Provider, Task
from tasks_catalog.questionnaire import Arm

type Order = list[str]

ANY_ORDER: tuple[Order, ...] = (["own", "rival"], ["rival", "own"])
ORDERS: dict[str, tuple[Order, ...]] = {"own": (["own", "rival"],), "rival": (["rival", "own"],)}


class Lot(NamedTuple):
    """What a seat stands for; `arm` is empty where the brief has one scenario only."""

    arm: str
    rival: Provider | None
    order: Order


def arms_of(version_id: int | None) -> list[Arm]:
    """The scenarios of a published version, in their order."""
    return version_of(version_id).definition.get("arms", []) if version_id else []


def scenario_of(claim: Claim) -> Arm | None:
    """The scenario that the claim plays, where its brief has several."""
    return next((arm for arm in arms_of(claim.version_id) if arm["name"] == claim.arm), None)


def lot_for(*, task: Task, seat_number: int, member: Member) -> Lot:
    """What this member plays: in a re-experience the same as the first time, so that before and after compare one thing."""
    return _first_lot(task, member) or arm_of(task=task, seat_number=seat_number)


def _first_lot(task: Task, member: Member) -> Lot | None:
    """What the member played when they lived it first, as far as it can still be played."""
    if task.repeats_id is None:
        return None
    lived = Claim.objects.filter(task_id=task.repeats_id, member_id=member.pk, state=Claim.State.ACCEPTED).select_related("rival").first()
    names = {arm["name"] for arm in arms_of(task.version_id)} or {""}
    there = {None, *(provider.pk for provider in task.providers.all())}
    if lived is None or lived.arm not in names or lived.rival_id not in there:
        return None
    return Lot(lived.arm, lived.rival, lived.provider_order)


def arm_of(*, task: Task, seat_number: int) -> Lot:
    """The lot of the seat with this number (from 1); the same seat has the same lot."""
    arms = arms_of(task.version_id)
    if not arms:
        return Lot("", *_pair(task, "", ANY_ORDER, seat_number - 1))
    block, place = divmod(seat_number - 1, sum(arm["share"] for arm in arms))
    drawn = _shuffled([arm for arm in arms for _share in range(arm["share"])], f"{task.slug}:arms:{block}")
    arm = drawn[place]
    before = block * arm["share"] + sum(other is arm for other in drawn[:place])
    orders = ORDERS.get(arm.get("rival_first", "random"), ANY_ORDER)
    return Lot(arm["name"], *_pair(task, f"{arm['name']}:", orders, before))


def _pair(task: Task, prefix: str, orders: tuple[Order, ...], number: int) -> tuple[Provider | None, Order]:
    """Rival and order for the `number`th (from 0) of those who play the same scenario."""
    rivals = sorted((provider for provider in task.providers.all() if provider.kind != Provider.Kind.OWN), key=lambda rival: rival.pk)
    if not rivals:
        return None, ["own"]
    pairs = [(rival, order) for rival in rivals for order in orders]
    block, place = divmod(number, len(pairs))
    return _shuffled(pairs, f"{task.slug}:{prefix}{block}")[place]


def _shuffled[T](things: list[T], seed: str) -> list[T]:
    random.Random(seed).shuffle(things)  # noqa: S311 - a fixed shuffle, no secret
    return things
