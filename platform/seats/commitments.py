"""The seed of a lottery: promised before anybody asks, known to nobody until the draw; see docs/fairness.md."""

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
    salt = known.salt if known else uuid4()
    if draws_at is None:
        return {"mode": Pool.Mode.FLASH, "draws_at": None, "commitment": "", "salt": salt}
    commitment = (known and known.commitment) or commitment_to(_seed(salt, settings.SECRET_KEY))
    return {"mode": Pool.Mode.LOTTERY, "draws_at": draws_at, "commitment": commitment, "salt": salt}


def _may_become(known: Pool, draws_at: datetime | None) -> bool:
    """The window may only grow, and only until the draw; otherwise whoever asked in time might come too late."""
    if known.draws_at is None or draws_at is None or known.drawn_at is not None:
        return known.draws_at == draws_at
    return known.draws_at <= draws_at


def seed_of(pool: Pool) -> str:
    """The seed that the pool's commitment speaks of; refuses with SeedLost when no key of ours makes it."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        seed = _seed(pool.salt, key)
        if commitment_to(seed) == pool.commitment:
            return seed
    raise errors.SeedLost


def _seed(salt: UUID, key: str | bytes) -> str:
    """Stored nowhere before the draw: it takes both the database and the secret key to know it."""
    return salted_hmac("seats.lottery.seed", salt.hex, secret=key, algorithm="sha256").hexdigest()


def commitment_to(seed: str) -> str:
    """What is published from the beginning, so that the seed cannot be chosen later."""
    return hashlib.sha256(bytes.fromhex(seed)).hexdigest()
