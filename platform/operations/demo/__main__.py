"""What `make demo` runs, from the engines to the table of addresses. PORT=, HOST=, RESET=1."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

from rich.console import Console

from operations import translations
from operations.demo.household import Child, Household
from operations.demo.places import DEMO, ENGINES, ROOT, VAR, Place
from operations.demo.roles import as_application
from operations.demo.statics import collect_static
from operations.engines import Engines, EngineTrouble

console = Console(highlight=False)
MANAGE = [sys.executable, "manage.py"]


class Ended(Exception):
    """Somebody asked the demonstration to stop."""


class Trouble(Exception):
    """A step did not work; the sentence says which."""


def main() -> int:
    place = Place.asked_for()
    if not place.is_free():
        console.print(
            f"[red]Port {place.port} on {place.host} is taken by another program.[/] Choose another one: make demo PORT={place.port + 1}"
        )
        return 1
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "demo.lock").open("a+") as lock:
        if not _is_ours_alone(lock, place):
            return 1
        return _live(place)


def _is_ours_alone(lock: TextIO, place: Place) -> bool:
    """Two at once would set up the same tables; the system lets go of the lock when its holder dies."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        console.print(f"[red]This checkout's demonstration runs already[/] at {lock.read()}. Stop it there first, with Ctrl-C.")
        return False
    lock.truncate(0)
    lock.write(place.local_url)
    lock.flush()
    return True


def _live(place: Place) -> int:
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, _end)
    engines = None if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL") else Engines(ENGINES)
    household = Household(engines, tell=lambda sentence: console.print(f"[yellow]»[/] {sentence}"))
    try:
        _open(place, engines, household)
        while True:
            time.sleep(0.3)
            household.look_after()
    except Ended:
        return 0
    except (Trouble, EngineTrouble) as trouble:
        console.print(f"[red]{trouble}[/]")
        return 1
    finally:
        _close(household)


def _open(place: Place, engines: Engines | None, household: Household) -> None:
    started = time.time()
    environment = os.environ | place.environment()
    if os.environ.get("RESET") == "1":
        _begin_anew(engines, environment)
    with console.status("PostgreSQL and Redis …"):
        household.start_engines()
        if engines is not None:
            environment = as_application(engines.addresses.as_environment()) | environment
    _say("PostgreSQL and Redis serve.")
    with console.status("Translations and static files …"):
        translations.compile_all()
        if trouble := collect_static(environment):
            raise Trouble(f"Static files did not work:\n{trouble}")
    household.add(_web(place, environment))
    _wait_for(f"{place.local_url}/healthz", household)
    _say(f"The web serves at {place.local_url}; its pages say how far the programme is.")
    if _facts(place)["migrations"] != "ok":
        _step("Tables …", [*MANAGE, "migrate", "--verbosity", "0"], environment)
    if engines is not None:
        as_application(engines.addresses.as_environment())
    _say("The tables are there.")
    if not _facts(place)["programme"]["ready"]:
        _play(environment)
    household.add(_worker(environment))
    household.add(_beat(environment))
    _wait_for(f"{place.local_url}/readyz", household)
    subprocess.run([*MANAGE, "welcome", "--since", str(started)], cwd=ROOT, env=environment, check=False)


def _play(environment: dict[str, str]) -> None:
    playing = environment | {"LOG_LEVEL": "WARNING", "FIRSTHAND_SIMULATED_TIME": "1"}
    if subprocess.run([*MANAGE, "play_demo"], cwd=ROOT, env=playing, check=False).returncode:
        raise Trouble(
            "The programme could not be played, see above. `make demo` goes on where it stopped, `make demo RESET=1` begins anew."
        )


def _facts(place: Place) -> dict[str, Any]:
    """What the web itself says of its readiness; asking it is faster than starting a command."""
    try:
        with urllib.request.urlopen(f"{place.local_url}/readyz", timeout=20) as answer:  # noqa: S310 our own address
            facts: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as unready:
        facts = json.load(unready)
    return facts


def _close(household: Household) -> None:
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    console.print("\nStopping …")
    household.stop()
    console.print("Everything that was started is stopped. `make demo` goes on from here.")


def _begin_anew(engines: Engines | None, environment: dict[str, str]) -> None:
    """Only what this checkout's demonstration made."""
    if engines is not None:
        engines.forget()
    elif subprocess.run([*MANAGE, "forget_demo"], cwd=ROOT, env=environment, check=False).returncode:
        raise Trouble("The database that DATABASE_URL names was not emptied, see above.")
    for folder in (VAR / "media", DEMO):
        shutil.rmtree(folder, ignore_errors=True)
    environment.update(Place.asked_for().environment())
    _say("Begun anew.")


def _web(place: Place, environment: dict[str, str]) -> Child:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", place.host, "--port", str(place.port)]
    command += ["--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--no-ws", "--log-level", "warning"]
    return Child("web", [*command, "config.wsgi:application"], environment=environment, folder=ROOT, log=DEMO / "web.log")


def _worker(environment: dict[str, str]) -> Child:
    command = [sys.executable, "-m", "celery", "-A", "config.celery", "--quiet", "worker", "--concurrency", "2", "--loglevel", "WARNING"]
    return Child("worker", command, environment=environment, folder=ROOT, log=DEMO / "worker.log")


def _beat(environment: dict[str, str]) -> Child:
    command = [sys.executable, "-m", "celery", "-A", "config.celery", "--quiet", "beat", "--pidfile=", "--loglevel", "WARNING"]
    return Child("beat", [*command, "--schedule", str(DEMO / "beat")], environment=environment, folder=ROOT, log=DEMO / "beat.log")


def _step(name: str, command: list[str], environment: dict[str, str]) -> None:
    with console.status(name):
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(f"{name} did not work:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")


def _wait_for(url: str, household: Household) -> None:
    until = time.monotonic() + 90
    with console.status(f"{url} …"):
        while time.monotonic() < until:
            household.look_after()
            try:
                with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 our own address
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.2)
    raise Trouble(f"{url} does not answer. What the web said is in {_relative(DEMO / 'web.log')}.")


def _relative(path: Path) -> Path:
    return path.relative_to(ROOT)


def _say(sentence: str) -> None:
    console.print(f"[green]✓[/] {sentence}")


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise Ended


if __name__ == "__main__":
    sys.exit(main())
