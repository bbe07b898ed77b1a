"""The web in a process whose clock is wrong by FAULTS_CLOCK seconds, as `date -s` would make it."""

import os
import time

_WRONG_BY = float(os.environ["FAULTS_CLOCK"])
_right = time.time
time.time = lambda: _right() + _WRONG_BY

from datetime import timedelta  # noqa: E402

from django.utils import timezone  # noqa: E402

_right_now = timezone.now
timezone.now = lambda: _right_now() + timedelta(seconds=_WRONG_BY)

from config.wsgi import application  # noqa: E402

__all__ = ["application"]
