"""Where the demonstration serves, keeps its things, and what its processes are told."""

import os
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
ENGINES = VAR / "engines"
DEMO = VAR / "demo"
_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 compared with, not bound to
_DOCUMENTATION_ADDRESS = ("192.0.2.1", 9)  # no packet is sent to it


@dataclass(frozen=True)
class Place:
    """`host` and `port` are what the server binds to."""

    host: str
    port: int

    @classmethod
    def asked_for(cls) -> "Place":
        return cls(os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or 8000))

    @property
    def is_open(self) -> bool:
        """Whether other devices get here."""
        return self.host not in {"127.0.0.1", "localhost", "::1"}

    @property
    def local_url(self) -> str:
        return f"http://127.0.0.1:{self.port}" if self.host in _EVERYWHERE else f"http://{self.host}:{self.port}"

    @property
    def phone_url(self) -> str:
        return f"http://{own_address()}:{self.port}" if self.host in _EVERYWHERE else self.local_url

    def is_free(self) -> bool:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((self.host, self.port))
            except OSError:
                return False
        return True

    def environment(self) -> dict[str, str]:
        """What web, worker and beat are told, beside the engines' addresses."""
        return {
            "FIRSTHAND_DEMO": "1",
            "PUBLIC_URL": self.phone_url,
            "ALLOWED_HOSTS": "*" if self.is_open else "localhost,127.0.0.1,[::1]",
            "SECRET_KEY": _secret(),
            "ALLOWED_EMAIL_DOMAINS": os.environ.get("ALLOWED_EMAIL_DOMAINS", "harbour.example"),
            "PYTHONPATH": str(ROOT / "platform"),
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }


def own_address() -> str:
    """The address by which the local network knows this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(_DOCUMENTATION_ADDRESS)
        except OSError:
            return socket.gethostname()
        return str(asking.getsockname()[0])


def _secret() -> str:
    """Kept, so that a second start does not sign everybody out."""
    path = DEMO / "secret-key"
    if not path.exists():
        DEMO.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()
