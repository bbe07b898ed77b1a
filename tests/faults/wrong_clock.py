"""The web in a process whose clock is wrong, as `date -s` would make it: by so many seconds as the file FAULTS_CLOCK says."""

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

_WRONG_BY = Path(os.environ["FAULTS_CLOCK"])
_right = time.time


def _wrong() -> float:
    return _right() + float(_WRONG_BY.read_text() or 0)


time.time = _wrong

from django.utils import timezone  # noqa: E402

_right_now = timezone.now


def _wrong_now() -> datetime:
    return _right_now() + timedelta(seconds=float(_WRONG_BY.read_text() or 0))


timezone.now = _wrong_now

from config.wsgi import application  # noqa: E402

__all__ = ["application"]
