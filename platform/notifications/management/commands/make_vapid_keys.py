"""Keys by which push services know us."""

from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Prints a new key for web push, as lines for .env. Phones that subscribed with another key have to be asked again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        self.stdout.write(f"VAPID_PRIVATE_KEY={urlsafe_b64encode(number.to_bytes(32)).decode().rstrip('=')}")
        self.stdout.write(f"VAPID_SUBJECT={settings.VAPID_SUBJECT or 'mailto:firsthand@example.com'}")
