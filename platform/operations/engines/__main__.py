"""`python -m operations.engines start|stop|status|run [--data FOLDER] [--throwaway] [-- COMMAND…]`."""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from operations.engines import Engines, EngineTrouble

ROOT = Path(__file__).resolve().parents[3]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m operations.engines", description="The private PostgreSQL and Redis of this checkout.")
    parser.add_argument("what", choices=["start", "stop", "status", "run"])
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "engines", help="the folder they live in")
    parser.add_argument("--throwaway", action="store_true", help="for tests: faster, and a power cut may take it all")
    ours, command = _parted(sys.argv[1:])
    asked = parser.parse_args(ours)
    engines = Engines(asked.data, durable=not asked.throwaway)
    try:
        match asked.what:
            case "start":
                return _start(engines)
            case "stop":
                engines.stop()
                return 0
            case "status":
                return _status(engines)
            case _:
                return _run(engines, command)
    except EngineTrouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _parted(words: list[str]) -> tuple[list[str], list[str]]:
    """What is for us, and the command after `--`."""
    place = words.index("--") if "--" in words else len(words)
    return words[:place], words[place + 1 :]


def _start(engines: Engines) -> int:
    if _given():
        print("DATABASE_URL and REDIS_URL are set: no private engines are needed.")
        return 0
    started = engines.start()
    print(f"Started {' and '.join(started)}." if started else "PostgreSQL and Redis are running.")
    for key, value in engines.addresses.as_environment().items():
        print(f"{key}={value}")
    return 0


def _status(engines: Engines) -> int:
    for engine in (engines.postgres, engines.queue):
        print(f"{engine.name}: {'running, pid ' + str(engine.pid) if engine.is_running() else 'stopped'}")
    return 0 if engines.is_running() else 3


def _run(engines: Engines, command: list[str]) -> int:
    """The command's own exit code; engines that already ran are left running."""
    if _given():
        return _see_through(command, dict(os.environ))
    started = engines.start()
    try:
        return _see_through(command, os.environ | engines.addresses.as_environment())
    finally:
        if started:
            engines.stop()


def _see_through(command: list[str], environment: dict[str, str]) -> int:
    """Run the command to its end: whoever asks us to stop asks the command, which may still have to put things away."""
    child = subprocess.Popen(command, env=environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells the command itself
    for one in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, lambda number, _frame: child.send_signal(number))
    return child.wait()


def _given() -> bool:
    return bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


if __name__ == "__main__":
    sys.exit(main())
