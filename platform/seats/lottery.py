"""The draw: who asked in time is put into an order that nobody could choose and anybody can compute again; see docs/fairness.md."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.crypto import salted_hmac

from seats import errors
from seats.models import Pool


def terms_of(*, known: Pool | None, draws_at: datetime | None) -> dict[str, Any]:
    """What makes a pool a lottery, or a flash pool when there is no draw; refuses to change it under people who asked."""
    if known is not None and not _may_become(known, draws_at) and known.attempts.exists():
        raise errors.WayOfGivingStands
    mode = Pool.Mode.LOTTERY if draws_at else Pool.Mode.FLASH
    salt = known.salt if known else uuid4()
    commitment = (known.commitment if known else "") or commitment_to(seed_from(salt, settings.SECRET_KEY))
    return {"mode": mode, "draws_at": draws_at, "commitment": commitment if draws_at else "", "salt": salt}


def _may_become(known: Pool, draws_at: datetime | None) -> bool:
    """The window may only grow, and only until the draw; otherwise whoever asked in time might come too late."""
    if known.draws_at is None or draws_at is None or known.drawn_at is not None:
        return known.draws_at == draws_at
    return known.draws_at <= draws_at


def seed_from(salt: UUID, key: str) -> str:
    """The seed, which before the draw is stored nowhere: it takes the database and the secret key to know it."""
    return salted_hmac("seats.lottery.seed", salt.hex, secret=key, algorithm="sha256").hexdigest()


def commitment_to(seed: str) -> str:
    """What is published from the beginning, so that the seed cannot be chosen later."""
    return hashlib.sha256(bytes.fromhex(seed)).hexdigest()
