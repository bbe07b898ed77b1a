"""The gate in front of Django: whoever asks for a seat with a good ticket is answered here, without session, user or middleware.

In a rush, session and user cost as much as the seat itself, and most who come get none. The gate hands a request to the room
whose pool it is (its *taker*), which asks PostgreSQL; and what PostgreSQL said a moment ago it may say again by itself, as long as that is
a "no": not open yet, paused, closed, all gone, or "you wait, at this place". It never says "yes" by itself, and never a "no" that is older
than `FRESH`. So there is nothing to clear, nothing that another process or a lost Redis could leave wrong; see docs/seats.md.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qs
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from seats import errors, pulse, tickets
from shared.errors import RuleBroken

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

FRESH = 0.25  # seconds for which an answer of PostgreSQL's may be said again
EVERYBODY = 0  # no member has this number
WITHOUT_SEAT = {"waiting", "requested"}
MOST_REMEMBERED = 50_000
MOST_BYTES = 2_000
REFUSED, RESTING = "409 Conflict", "503 Service Unavailable"


@dataclass(frozen=True)
class Answer:
    """What a taker answers: `outcome` as in Attempt.Outcome, the place in the list, and where the person goes on."""

    outcome: str
    url: str
    place: int | None = None


class Taker(Protocol):
    """A room's way of giving a seat of its pools; refuses with RuleBroken. Must be harmless to repeat with the same key."""

    def __call__(self, *, pool: int, member: int, key: UUID, now: datetime) -> Answer: ...


@dataclass(frozen=True)
class Told:
    """An answer that may be given again until `until` (monotonic seconds): a place, or a kind of refusal."""

    until: float
    answer: Answer | type[RuleBroken]


class Gate:
    """A WSGI application around Django's; `takers` by the kind of their pools."""

    def __init__(self, django: Callable[..., Iterable[bytes]], takers: Mapping[str, Taker]) -> None:
        self.django = django
        self.takers = takers
        self.told: dict[tuple[int, int], Told] = {}  # by pool and member; member 0: told to everybody

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        form = _form_of(environ)
        if form is None or "ticket" not in form:
            return self.django(environ, start_response)
        started = time.perf_counter()
        now = timezone.now()
        try:
            ticket = tickets.read(form["ticket"], session=_session_of(environ), now=now)
            taker, key = self.takers[ticket.kind], UUID(form.get("key", ""))
        except tickets.TicketRefused as refusal:
            return _say(start_response, REFUSED, _refused(refusal.why, str(refusal)))
        except (KeyError, ValueError):
            return _say(start_response, REFUSED, _refused("malformed", str(tickets.TicketRefused("malformed"))))
        with translation.override(ticket.language):
            status, body = self._answer(ticket, key, taker, now, again="again" in form)
        pulse.count(ticket.pool, body["reason"] or body["outcome"], time.perf_counter() - started)
        return _say(start_response, status, body)

    def _answer(self, ticket: tickets.Ticket, key: UUID, taker: Taker, now: datetime, *, again: bool) -> tuple[str, dict[str, Any]]:
        try:
            # Whose answer got lost may have a seat already: they are not told what everybody else is told.
            answer = (None if again else self._remembered(ticket)) or self._ask(ticket, key, taker, now)
        except RuleBroken as refusal:
            return REFUSED, _refused(errors.name_of(refusal), str(refusal))
        except (OperationalError, InterfaceError):
            sentence = _("The database is away for a moment. Nothing is lost: press again, the same request never counts twice.")
            return RESTING, _refused("resting", sentence)
        return "200 OK", {"outcome": answer.outcome, "reason": None, "message": "", "place": answer.place, "url": answer.url}

    def _remembered(self, ticket: tickets.Ticket) -> Answer | None:
        for member in (ticket.member, EVERYBODY):
            told = self.told.get((ticket.pool, member))
            if told is not None and told.until > time.monotonic():
                if isinstance(told.answer, Answer):
                    return told.answer
                raise told.answer
        return None

    def _ask(self, ticket: tickets.Ticket, key: UUID, taker: Taker, now: datetime) -> Answer:
        asked_at = time.monotonic()  # before the question, so that the answer is no older than this
        try:
            answer = _twice(lambda: taker(pool=ticket.pool, member=ticket.member, key=key, now=now))
        except errors.NotOpenYet as early:
            # Not for longer than the pool stays shut: nobody hears it after the door has opened.
            self._remember(ticket.pool, EVERYBODY, asked_at + min(FRESH, early.opens_in), errors.NotOpenYet)
            raise
        except (errors.PoolPaused, errors.PoolClosed, errors.AllTaken) as refusal:
            self._remember(ticket.pool, EVERYBODY, asked_at + FRESH, type(refusal))
            raise
        if answer.outcome in WITHOUT_SEAT:
            self._remember(ticket.pool, ticket.member, asked_at + FRESH, answer)
        return answer

    def _remember(self, pool: int, member: int, until: float, answer: Answer | type[RuleBroken]) -> None:
        if len(self.told) >= MOST_REMEMBERED:
            self.told.clear()
        self.told[pool, member] = Told(until=until, answer=answer)


def _twice(ask: Callable[[], Answer]) -> Answer:
    """A connection that PostgreSQL's restart left dead is found out by using it; the key makes asking again harmless."""
    try:
        return ask()
    except (OperationalError, InterfaceError):
        connection.close()
        return ask()
    except DatabaseError:
        connection.close()
        raise


def _form_of(environ: "WSGIEnvironment") -> dict[str, str] | None:
    """The fields of a short form that asks for JSON, else None; the body stays readable for Django."""
    if environ["REQUEST_METHOD"] != "POST" or "application/json" not in environ.get("HTTP_ACCEPT", ""):
        return None
    length = environ.get("CONTENT_LENGTH") or "0"
    if not environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded") or not length.isdigit():
        return None
    if int(length) > MOST_BYTES:
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    try:
        return {name: values[0] for name, values in parse_qs(body.decode(), max_num_fields=10).items()}
    except ValueError:
        return None


def _session_of(environ: "WSGIEnvironment") -> str:
    for part in environ.get("HTTP_COOKIE", "").split(";"):
        name, _equals, value = part.strip().partition("=")
        if name == settings.SESSION_COOKIE_NAME:
            return str(value)
    return ""


def _refused(reason: str, message: str) -> dict[str, Any]:
    return {"outcome": "resting" if reason == "resting" else "refused", "reason": reason, "message": message, "place": None, "url": None}


def _say(start_response: "StartResponse", status: str, body: dict[str, Any]) -> list[bytes]:
    content = json.dumps(body).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(content))), ("Cache-Control", "no-store")]
    headers += [("X-Content-Type-Options", "nosniff")]
    start_response(status, [*headers, ("Retry-After", "1")] if status == RESTING else headers)
    return [content]
