"""`manage.py welcome`: where the running demonstration is, and as whom to sign in."""

import argparse
import time
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console

from operations.demo.places import Place
from operations.demo.welcome import links_lead_here, welcome


class Command(BaseCommand):
    help = "Prints addresses, sign-ins and a code for the phone. HOST= and PORT= as for make demo."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--since", type=float, default=0, help="when the start began, in seconds of the epoch")

    def handle(self, *_args: Any, since: float, **_options: Any) -> None:
        links_lead_here()
        welcome(Console(highlight=False), Place.asked_for(), seconds=time.time() - since if since else None)
