"""`manage.py award_medals`: count every merit again, and give the medals that are missing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from home.merits import recount


class Command(BaseCommand):
    help = "Counts accepted work and shipped changes that were not counted yet, and gives the medals they earn. It may run twice."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{recount(now=timezone.now())} new merits counted; every medal is where it belongs.")
