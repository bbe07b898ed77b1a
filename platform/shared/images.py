"""Photos are decoded and drawn anew in limited child processes; what was sent is never stored."""

import atexit
import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from shared.errors import RuleBroken

MAX_BYTES = 15 * 1024 * 1024
SECONDS = 20
AT_ONCE = 2  # children; each may take a gigabyte
PHOTOS_PER_CHILD = 200

_REASONS = {
    "pixels": _("This picture is too large to open safely: over 40 megapixels. Take it again in a smaller size."),
    "format": _("This file is not a photo we can open. Send a JPEG, PNG, WebP or HEIC."),
    "broken": _("This photo is damaged and could not be read. Take it again; your other answers are safe."),
}


class PhotoRefused(RuleBroken):
    """The photo was not stored; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Redrawn:
    """JPEG of at most 1600 px and its thumbnail, without metadata; `perceptual_hash` is a 64-bit dHash in hex."""

    image: bytes
    thumbnail: bytes
    width: int
    height: int
    perceptual_hash: str


class _Child:
    """One worker process. A child that refused or died is not used again."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("image_worker.py")
        environment = {"PATH": os.defpath, "MALLOC_ARENA_MAX": "2"}  # no secrets, and no arenas that eat the address space
        if libraries := os.environ.get("LD_LIBRARY_PATH"):  # without it some Pythons do not start
            environment["LD_LIBRARY_PATH"] = libraries
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self.drawn = 0

    def redraw(self, content: bytes) -> Redrawn:
        timer = threading.Timer(SECONDS, self.process.kill)
        timer.start()
        try:
            return self._ask(content)
        except (OSError, ValueError) as death:
            raise PhotoRefused(_REASONS["broken"]) from death
        finally:
            timer.cancel()

    def _ask(self, content: bytes) -> Redrawn:
        asked, told = self.process.stdin, self.process.stdout
        assert asked is not None  # noqa: S101 - opened with PIPE
        assert told is not None  # noqa: S101
        asked.write(struct.pack(">I", len(content)) + content)
        asked.flush()
        answer = json.loads(told.readline())
        if reason := answer.get("refused"):
            raise PhotoRefused(_REASONS[reason])
        image, thumbnail = told.read(answer["image"]), told.read(answer["thumbnail"])
        if len(thumbnail) != answer["thumbnail"]:
            raise ValueError("cut off")
        self.drawn += 1
        return Redrawn(image, thumbnail, answer["width"], answer["height"], answer["hash"])

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()


class _Nursery:
    """Idle children of this process, at most `AT_ONCE` working."""

    def __init__(self) -> None:
        self.turn = threading.BoundedSemaphore(AT_ONCE)
        self.idle: list[_Child] = []

    @contextlib.contextmanager
    def child(self) -> Iterator[_Child]:
        with self.turn:
            child = self.idle.pop() if self.idle else _Child()
            try:
                yield child
            except BaseException:
                child.end()
                raise
            if child.drawn < PHOTOS_PER_CHILD:
                self.idle.append(child)
            else:
                child.end()

    def close(self) -> None:
        while self.idle:
            self.idle.pop().end()


_nursery = _Nursery()
_of_the_parent: list[_Nursery] = []


def _after_fork() -> None:
    """A forked web worker has its own children; two must not talk to one."""
    global _nursery  # noqa: PLW0603 - the point of this function
    _of_the_parent.append(_nursery)
    _nursery = _Nursery()


os.register_at_fork(after_in_child=_after_fork)


@atexit.register
def _goodbye() -> None:
    _nursery.close()


def redraw(content: bytes) -> Redrawn:
    """A fresh JPEG of the photo; refuses what is empty, over 15 MB or 40 MP, damaged, or of another format."""
    if not content:
        raise PhotoRefused(_("The photo arrived empty. Take it again; your other answers are safe."))
    if len(content) > MAX_BYTES:
        raise PhotoRefused(_("The photo is larger than 15 MB. Send a smaller one; your other answers are safe."))
    with _nursery.child() as child:
        return child.redraw(content)
