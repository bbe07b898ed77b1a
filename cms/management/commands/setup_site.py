"""`manage.py setup_site`: the root page, rights in the editor and the approval, after migrating."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.site import set_up_site


class Command(BaseCommand):
    help = "Lay the site's root page, the editors' rights and the approval of campaigns. Safe to run again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        index = set_up_site()
        self.stdout.write(f"Campaigns are written under “{index.title}” in /manage/.")
