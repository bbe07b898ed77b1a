"""The installation: settings, addresses, and the Celery app, which every process must know."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
