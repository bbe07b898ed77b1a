"""Sealing the transfers, and what is summed up once they are sealed."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection
from django.utils.translation import gettext as _

from members.models import Seal
from members.sealing import AUDIT, Record, Verdict, last_seal, seal_new, verify

DAYS = """
    INSERT INTO rewards_day (account_id, day, points)
    SELECT m.account, m.day, sum(m.points)::bigint FROM (
        SELECT debit_id AS account, (at AT TIME ZONE 'UTC')::date AS day, CASE kind WHEN 'voids' THEN amount ELSE -amount END AS points
            FROM rewards_transfer WHERE id BETWEEN %(first)s AND %(last)s AND kind IN ('posted', 'pending', 'voids')
        UNION ALL
        SELECT credit_id, (at AT TIME ZONE 'UTC')::date, amount
            FROM rewards_transfer WHERE id BETWEEN %(first)s AND %(last)s AND kind IN ('posted', 'settles')
    ) m JOIN rewards_account a ON a.id = m.account AND a.balance IS NULL
    GROUP BY m.account, m.day ORDER BY m.account, m.day
    ON CONFLICT (account_id, day) DO UPDATE SET points = rewards_day.points + excluded.points
"""


def sum_days(first: int, last: int) -> None:
    """Add the transfers with these ids to the days of the accounts that keep no balance."""
    with connection.cursor() as cursor:
        cursor.execute(DAYS, {"first": first, "last": last})


TRANSFERS = Record(
    name="transfers",
    table="rewards_transfer",
    row="concat_ws('|', id, debit_id, credit_id, amount, kind, code, purse, coalesce(holds_id::text, '-'),"
    " (extract(epoch FROM at) * 1000000)::bigint, length(reference), reference, memo::text)",
    also=sum_days,
)
RECORDS = {record.name: record for record in (TRANSFERS, AUDIT)}


def seal_the_books(*, now: datetime) -> list[Seal]:
    """Seal what was posted and recorded since; may run twice, and at the same time."""
    return [seal for record in RECORDS.values() for seal in seal_new(record, now=now)]


def mail_the_seals() -> bool:
    """Send the newest digest of each record to SEAL_MAIL, if that is set and there is one."""
    newest = [seal for record in RECORDS.values() if (seal := last_seal(record))]
    if not settings.SEAL_MAIL or not newest:
        return False
    lines = [f"{seal.record} {seal.number} {seal.at.isoformat()} {seal.digest}" for seal in newest]
    lines += ["", _("Keep this: manage.py verify_ledger --digest …")]
    send_mail(_("Seals of the books"), "\n".join(lines), None, [settings.SEAL_MAIL])
    return True


def verify_the_books(*, newest: int | None = None) -> dict[str, Verdict]:
    """Compare all rows with their seals, or those of the `newest` seals only."""
    return {name: verify(record, after=_before(record, newest)) for name, record in RECORDS.items()}


def _before(record: Record, newest: int | None) -> int:
    last = last_seal(record)
    return max(0, last.number - newest) if last and newest is not None else 0
