"""Draw the app's pictures anew after the mark has changed."""

from typing import Any

from django.core.management.base import BaseCommand

from home.icons import files


class Command(BaseCommand):
    help = "Draws static/icons/ from static/mark.svg."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for path, picture in files().items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(picture)
            self.stdout.write(f"{path.name}: {len(picture):,} bytes")
