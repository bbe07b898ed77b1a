"""A ticket: signed words that a page of a pool carries, so that asking for a seat needs neither session nor user from the database.

It says who may ask for which pool until when, in which language to answer. It is good in the session it was issued to only, whose
cookie is part of what is signed; so it also proves that the request comes from our own page, as a CSRF token does.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shared.errors import RuleBroken

GOOD_FOR = timedelta(minutes=15)  # after the page was shown, or after the pool opened if that is later
_LONGEST = 200


class TicketRefused(RuleBroken):
    """Malformed, foreign, altered or expired; `why` is for counting."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(_("This page is too old to take a seat with. Nothing happened: reload it and press again."))


@dataclass(frozen=True)
class Ticket:
    """What a good ticket says. `kind` is the part before the colon of the pool's reference: whose door it is."""

    kind: str
    pool: int
    member: int
    language: str
    expires: int  # seconds of the epoch


def issue(*, kind: str, pool: int, member: int, language: str, session: str, opens_at: datetime, now: datetime) -> str:
    """A ticket for a member who was found to be allowed, good in this session (its cookie) only."""
    expires = int((max(now, opens_at) + GOOD_FOR).timestamp())
    words = f"{kind}.{pool}.{member}.{language}.{expires}"
    return f"{words}.{_signature(words, session, settings.SECRET_KEY)}"


def read(text: str, *, session: str, now: datetime) -> Ticket:
    """What the ticket says; refuses with TicketRefused."""
    words, _dot, signature = text.rpartition(".")
    parts = words.split(".")
    if len(text) > _LONGEST or len(parts) != 5 or not session:
        raise TicketRefused("malformed")
    if not any(hmac.compare_digest(signature.encode(), _signature(words, session, key).encode()) for key in _keys()):
        raise TicketRefused("foreign")
    kind, pool, member, language, expires = parts
    if int(expires) <= now.timestamp():
        raise TicketRefused("expired")
    return Ticket(kind=kind, pool=int(pool), member=int(member), language=language, expires=int(expires))


def _keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))


@cache
def _own_key(secret: str) -> bytes:
    return sha256(f"seats.ticket:{secret}".encode()).digest()


def _signature(words: str, session: str, secret: str) -> str:
    return hmac.digest(_own_key(secret), f"{words}|{session}".encode(), "sha256").hex()
