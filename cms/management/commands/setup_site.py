"""`manage.py setup_site`: where campaigns and members' pages lie, rights in the editor and the approval, after migrating."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.pages.tree import lay_tree
from cms.site import set_up_site


class Command(BaseCommand):
    help = "Lay the pages that all others lie under, the editors' rights and the approval of campaigns. Safe to run again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        index = set_up_site()
        home = lay_tree()
        self.stdout.write(f"Campaigns are written under “{index.title}” in /manage/, what members read under “{home.title}”.")
