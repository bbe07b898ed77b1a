"""The worker's and the beat's entry point: `celery -A config.celery worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("firsthand")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Each room names its own periodic tasks here: {"name": {"task": "seats.tasks.sweep", "schedule": 10.0}}
app.conf.beat_schedule = {}
