"""What the shop offers, at what price, and how many there are."""

from datetime import datetime, timedelta

from django.db import transaction

from members import audit
from members.models import Member
from rewards.models import Benefit
from seats.models import Pool
from seats.services import add_seats, make_pool

TAKEN_WITHIN = timedelta(minutes=10)  # a piece is kept in the transaction that takes it; the hold only bounds a crash


@transaction.atomic
def price_benefit(*, benefit: Benefit, price: int, by: Member, now: datetime) -> Benefit:
    """Set the price from now on; requests made before keep theirs. Who sets a price decides on no request for it."""
    benefit.price, benefit.priced_by = price, by
    benefit.save(update_fields=["price", "priced_by"])
    audit.record(by=by, did="benefit.price", on=benefit, now=now, price=price)
    return benefit


@transaction.atomic
def stock_benefit(*, benefit: Benefit, count: int, per_person: int = 5, by: Member | None, now: datetime) -> Pool:
    """Put `count` more pieces into stock; from the first time on, there are only as many as were put there."""
    pool = Pool.objects.filter(reference=benefit.pool_reference).first()
    if pool is None:
        pool = make_pool(
            reference=benefit.pool_reference, capacity=count, opens_at=now, hold_for=TAKEN_WITHIN, take_up_for=TAKEN_WITHIN,
            per_person=per_person,
        )  # fmt: skip
    else:
        add_seats(pool=pool, count=count)
    audit.record(by=by, did="benefit.stock", on=benefit, now=now, added=count)
    return pool
