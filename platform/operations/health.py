"""What works, told to probes and to people."""

from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.utils import timezone
from redis import Redis
from redis.exceptions import RedisError

from notifications.models import OutboxMessage
from operations.models import DemoStep
from operations.simulation.play import SCENES, is_finished

OUTBOX_PATIENCE = 60  # seconds after which waiting messages are worth a look


class Programme(NamedTuple):
    """How far the demonstration is set up; outside a demonstration it always is."""

    ready: bool
    done: int = 0
    total: int = 0
    scene: str = ""


_seen: set[str] = set()  # what was once found complete stays so while this process lives


def programme() -> Programme:
    """Asks the database only until the answer is yes."""
    played_out = Programme(ready=True, done=len(SCENES), total=len(SCENES))
    if not settings.DEMO:
        return Programme(ready=True)
    if "programme" in _seen:
        return played_out
    try:
        if is_finished():
            _seen.add("programme")
            return played_out
        played = set(DemoStep.objects.values_list("name", flat=True))
    except DatabaseError:
        return Programme(ready=False, total=len(SCENES))
    waiting = [name for name, _scene in SCENES if name not in played]
    return Programme(ready=False, done=len(SCENES) - len(waiting), total=len(SCENES), scene=waiting[0] if waiting else "")


def readiness() -> tuple[bool, dict[str, Any]]:
    """Whether to send people here, and each part's state. Without Redis everything is right, only slower."""
    database = _database()
    migrations = _migrations() if database == "ok" else "unknown"
    shown = programme() if migrations == "ok" else Programme(ready=False)
    ready = database == "ok" and migrations == "ok" and shown.ready
    facts = {
        "ready": ready,
        "database": database,
        "migrations": migrations,
        "redis": "ok" if redis_answers() else "degraded",
        "outbox": _outbox() if migrations == "ok" else "unknown",
        "programme": {"ready": shown.ready, "done": shown.done, "total": shown.total, "scene": shown.scene},
    }
    return ready, facts


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "down"
    return "ok"


def _migrations() -> str:
    if "migrations" in _seen:
        return "ok"
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "pending"
    _seen.add("migrations")
    return "ok"


def _outbox() -> dict[str, Any]:
    unsent = OutboxMessage.objects.filter(sent_at=None).aggregate(count=Count("pk"), oldest=Min("created_at"))
    age = int((timezone.now() - unsent["oldest"]).total_seconds()) if unsent["oldest"] else 0
    return {"state": "late" if age > OUTBOX_PATIENCE else "ok", "unsent": unsent["count"], "oldest_seconds": age}


@cache
def _redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)


def redis_answers() -> bool:
    """Whether Redis is there right now."""
    try:
        return bool(_redis().ping())
    except (RedisError, OSError):
        return False
