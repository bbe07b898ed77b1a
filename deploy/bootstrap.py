"""Installs what Firsthand needs: the packages into .venv, and what the system lacks. Standard library only."""

import ctypes
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements" / "dev.txt"
STAMP = VENV / "firsthand-installed"

FONT_FOLDERS = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts", Path.home() / ".local/share/fonts"]
PANGO = [
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
    "libgobject-2.0.so.0",
]
BROWSERS = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]


def main(purpose: str) -> int:
    if purpose == "demo" and not port_is_free():
        return 1
    install_packages()
    lacking = [part for part in system_parts() if purpose in part.for_what and not part.is_there]
    if lacking and can_install():
        install_system_parts(lacking)
        lacking = [part for part in system_parts() if purpose in part.for_what and not part.is_there]
    for part in lacking:
        say(f"This system has no {part.name}: {part.without}. To install: {part.command}")
    if lacking and os.environ.get("CI") == "true" and purpose == "test":
        say("In CI nothing may be missing.")
        return 1
    return 0


def port_is_free() -> bool:
    """Said before anything slow."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdigit():
        say(f"PORT={port} is not a number.")
        return False
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, int(port)))
        except OSError as refusal:
            say(f"Port {port} on {host} cannot be used ({refusal.strerror}). Choose another: make demo PORT={int(port) + 1}")
            return False
    return True


# Packages ---------------------------------------------------------------------


def install_packages() -> None:
    """Instant when nothing changed; a run that was broken off starts over; a folder that was moved gets a new .venv."""
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    installed, _, place = STAMP.read_text().partition("\n") if STAMP.exists() else ("", "", "")
    moved = bool(place) and place != str(VENV)
    if installed == wanted and not moved and works(VENV / "bin/python"):
        return
    started = time.monotonic()
    STAMP.unlink(missing_ok=True)
    if moved or Path(sys.prefix).resolve() != VENV:
        say(f"Making .venv with Python {sys.version.split()[0]} …")
        outside = sys._base_executable if moved else sys.executable  # type: ignore[attr-defined]
        run([outside, "-m", "venv", "--clear", str(VENV)])
    if not install_with_uv():
        install_with_pip()
    STAMP.write_text(f"{wanted}\n{VENV}")
    say(f"Packages installed in {time.monotonic() - started:.0f} s.")


def works(python: Path) -> bool:
    return subprocess.run([python, "-c", "import django"], capture_output=True, check=False).returncode == 0 if python.exists() else False


def install_with_uv() -> bool:
    """False when there is no uv, or it does not get through to the packages (it does not read pip's configuration)."""
    uv = shutil.which("uv")
    if uv is None or subprocess.run([uv, "--version"], capture_output=True, check=False).returncode:
        return False
    say("Installing the packages with uv …")
    command = [uv, "pip", "install", "--quiet", "--python", str(VENV / "bin/python"), "--require-hashes", "-r", str(REQUIREMENTS)]
    return subprocess.run(command, check=False).returncode == 0


def install_with_pip() -> None:
    say("Installing the packages with pip …")
    python = str(VENV / "bin/python")
    if subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
        run([python, "-m", "ensurepip"])
    run([python, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "-r", str(REQUIREMENTS)])


# What the system has ------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    name: str
    for_what: tuple[str, ...]
    is_there: bool
    without: str
    packages: tuple[str, ...]

    @property
    def command(self) -> str:
        return f"sudo apt-get install -y --no-install-recommends {' '.join(self.packages)}"


def system_parts() -> list[Part]:
    return [
        Part(
            "Pango",
            ("demo", "test"),
            all(loads(library) for library in PANGO),
            "reports cannot be printed as PDF; their pages work",
            ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig"),
        ),
        Part(
            "Chinese font",
            ("demo", "test"),
            has_font("NotoSansCJK", "NotoSansSC", "SourceHanSans", "wqy"),
            "Chinese is missing in PDF and photos",
            ("fonts-noto-cjk",),
        ),
        Part("Polish font", ("demo", "test"), has_font("NotoSans-", "DejaVuSans"), "PDF shows gaps in Polish", ("fonts-noto-core",)),
        Part("Chromium", ("test",), any(shutil.which(name) for name in BROWSERS), "the browser tests are skipped", ("chromium",)),
    ]


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_font(*beginnings: str) -> bool:
    return any(path.name.startswith(beginnings) for folder in FONT_FOLDERS if folder.exists() for path in folder.rglob("*.[ot]t[cf]"))


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_system_parts(parts: list[Part]) -> None:
    """If the packages cannot be had, the caller says what is still lacking."""
    say(f"Installing {', '.join(part.name for part in parts)} from the system's packages …")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["-qq", "-o", "Acquire::Retries=3", "-o", "Dpkg::Use-Pty=0"]
    packages = [package for part in parts for package in part.packages]
    subprocess.run(["apt-get", "update", *quiet], env=environment, check=False)
    subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *quiet, *packages], env=environment, check=False)


# Words ---------------------------------------------------------------------------


def run(command: list[str]) -> None:
    if subprocess.run(command, check=False).returncode:
        sys.exit(f"This did not work, see above: {' '.join(command)}")


def say(sentence: str) -> None:
    print(f"» {sentence}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "test"))
