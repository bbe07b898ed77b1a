"""`manage.py bench`: ratios, goals, verdicts. ONLY=seats,pages and JSON=file as `make bench` takes them."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test.utils import override_settings
from rich.console import Console
from rich.table import Table

from operations.benchmarks import measure


class Command(BaseCommand):
    help = "Measures what matters against the least it could take, on a database of its own that is dropped afterwards."

    def handle(self, *_args: Any, **_options: Any) -> None:
        console = Console(highlight=False)
        real_name = connection.settings_dict["NAME"]
        with console.status("A database for this run …"):
            connection.creation.create_test_db(verbosity=0, autoclobber=True)
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        try:
            with console.status("Measuring …"), override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
                results = measure(os.environ.get("ONLY", ""))
        except ValueError as mistake:
            raise CommandError(str(mistake)) from mistake
        finally:
            connection.creation.destroy_test_db(real_name, verbosity=0)
        table = Table("What", "Ours", "Least", "Ratio", "Goal", "Verdict")
        for one in results:
            colour = "green" if one.verdict == "good" else "red"
            row = [one.name, f"{one.ours_ms:.2f} ms", f"{one.least_ms:.2f} ms", f"{one.ratio:.1f}", f"≤ {one.goal:g}"]
            table.add_row(*row, f"[{colour}]{one.verdict}[/]")
        console.print(table)
        if target := os.environ.get("JSON"):
            Path(target).write_text(json.dumps([one.as_json() for one in results], indent=2))
