"""The worker's and the beat's entry point: `celery -A config.celery worker`."""

import os
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("firsthand")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# A room's tasks.py may say BEAT = {"sweep the seats": {"task": "seats.tasks.sweep", "schedule": 10.0}}
ROOMS = [
    "members",
    "notifications",
    "seats",
    "tasks_catalog",
    "rewards",
    "claims",
    "recruitment",
    "feedback",
    "insights",
    "improvement",
    "reports",
    "cms",
    "home",
    "operations",
]


def periodic_work() -> dict[str, Any]:
    """Everything the beat sends, as the rooms declare it; two rooms may not use one name."""
    entries: dict[str, Any] = {}
    for room in ROOMS:
        if find_spec(f"{room}.tasks") is None:
            continue
        beat: dict[str, Any] = getattr(import_module(f"{room}.tasks"), "BEAT", {})
        if twice := entries.keys() & beat.keys():
            raise ValueError(f"{room}.tasks.BEAT uses names that are taken: {', '.join(sorted(twice))}")
        entries |= beat
    return entries


@app.on_after_finalize.connect  # type: ignore[misc,unused-ignore]
def schedule(sender: Celery, **_: object) -> None:
    """Only now are Django's models there, which every tasks.py imports."""
    sender.conf.beat_schedule = periodic_work()
