"""A push service of the test on loopback: it keeps what it is sent, and a browser that can read it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.support import on_loopback

SECRET = b"sixteen bytes!!!"


def written(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def read(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class PushService:
    """Answers every message with `status`; what arrived is in `received` as (path, headers, body)."""

    def __init__(self) -> None:
        self.status = 201
        self.received: list[tuple[str, dict[str, str], bytes]] = []
        service = self

        class Desk(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.received.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(service.status)
                if service.status in {301, 302, 307}:
                    self.send_header("Location", f"{service.url}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_words: Any) -> None:
                pass

        self._open = ExitStack()
        self.url = self._open.enter_context(on_loopback(Desk))

    def close(self) -> None:
        self._open.close()


class Browser:
    """Has the keys of one subscription and reads what is meant for it."""

    def __init__(self, service: PushService, name: str = "one") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.subscription = {"endpoint": f"{service.url}/{name}", "keys": {"p256dh": written(point), "auth": written(SECRET)}}

    def read(self, body: bytes) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(http_ece.decrypt(body, private_key=self._key, auth_secret=SECRET, version="aes128gcm"))
        return told


def who_signed(headers: dict[str, str], public_key: str) -> dict[str, Any]:
    """The claims of the VAPID token; it must be signed with the key that browsers subscribed with."""
    token = headers["authorization"].removeprefix("vapid t=").partition(",")[0]
    head, claims, signature = token.split(".")
    raw = read(signature)
    signed = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), read(public_key))
    key.verify(signed, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    told: dict[str, Any] = json.loads(read(claims))
    return told
