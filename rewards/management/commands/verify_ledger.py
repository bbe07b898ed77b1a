"""`manage.py verify_ledger`: compare every sealed row with its seal, and the chain with a digest that was kept outside."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members.sealing import knows, last_seal
from rewards.sealing import RECORDS, verify_the_books

SAID = {
    "edited": "row {number} was changed after it was sealed",
    "inserted": "row {number} was put in between after its place was sealed",
    "deleted": "row {number} was deleted after it was sealed",
    "seal": "seal {number} does not follow from the one before it, or was changed",
}
NAMED = 100  # findings printed for each record


class Command(BaseCommand):
    help = "Names each transfer and audit event that was edited, inserted or deleted by the back door since it was sealed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--digest", default="", help="one that was kept outside, from the log or a mail: shows a cut at the end")

    def handle(self, *_args: Any, digest: str, **_options: Any) -> None:
        wrong = 0
        for name, verdict in verify_the_books().items():
            self.stdout.write(f"{name}: {verdict.rows} rows in {verdict.seals} seals")
            if newest := last_seal(RECORDS[name]):
                self.stdout.write(f"  newest digest: {newest.digest}")
            for found in verdict.findings[:NAMED]:
                self.stdout.write(f"  WRONG: {SAID[found.what].format(number=found.number)}")
            wrong += len(verdict.findings)
        if digest and not knows(digest):
            self.stdout.write("WRONG: no seal has the digest you kept. Seals were cut off at the end, or the chain was forged anew.")
            wrong += 1
        if wrong:
            raise CommandError(f"{wrong} findings. Compare with a backup from before, and find out who had the owner's access.")
        self.stdout.write("Everything is as it was sealed.")
