"""`manage.py play_demo`: play the card-renewal programme through the services, once."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from operations.demo.welcome import links_lead_here
from operations.simulation.play import Progress, is_finished, play


@contextmanager
def quiet_logs() -> Iterator[None]:
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


class Command(BaseCommand):
    help = "Plays the demonstration programme. Goes on where it stopped; does nothing when all is played."

    def handle(self, *_args: Any, **_options: Any) -> None:
        links_lead_here()
        if is_finished():
            self.stdout.write("The programme has been played already. Nothing was added.")
            return
        columns = (TextColumn("{task.description:<34}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn())
        with Bar(*columns, console=Console(file=sys.stdout)) as bar:
            line = bar.add_task("The programme begins", total=None)

            def tell(progress: Progress) -> None:
                bar.update(line, completed=progress.done, total=progress.total, description=progress.scene)

            with redirect_stdout(StringIO()), quiet_logs():  # half a year of letters would push the bar away; /demo/mail/ keeps them
                play(tell=tell)
        self.stdout.write(self.style.SUCCESS("The card-renewal programme is alive."))
