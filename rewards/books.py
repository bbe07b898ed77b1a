"""Checking the books: nothing that the ledger says of itself is believed before it has been summed again."""

from datetime import datetime
from typing import Any

from django.db import connection

from rewards.models import BooksCheck

# What each account has by its transfers alone, in one pass over them.
SUMS = """
    SELECT account, sum(points)::bigint AS points FROM (
        SELECT debit_id AS account, CASE kind WHEN 'voids' THEN amount ELSE -amount END AS points
            FROM rewards_transfer WHERE kind IN ('posted', 'pending', 'voids')
        UNION ALL
        SELECT credit_id, amount FROM rewards_transfer WHERE kind IN ('posted', 'settles')
    ) AS movements GROUP BY account
"""
DRIFTED = f"""
    SELECT a.reference, a.balance, coalesce(s.points, 0)
    FROM rewards_account a LEFT JOIN ({SUMS}) s ON s.account = a.id
    WHERE a.balance IS NOT NULL AND a.balance <> coalesce(s.points, 0)
    ORDER BY a.id
"""  # noqa: S608 - no value from outside
TOTALS = f"""
    SELECT
        (SELECT count(*) FROM rewards_transfer),
        (SELECT coalesce(-sum(s.points), 0)::bigint FROM ({SUMS}) s JOIN rewards_account a ON a.id = s.account WHERE a.kind = 'issue'),
        (SELECT coalesce(sum(h.amount), 0)::bigint FROM rewards_transfer h
            WHERE h.kind = 'pending' AND NOT EXISTS (SELECT FROM rewards_transfer e WHERE e.holds_id = h.id)),
        (SELECT coalesce(sum(points), 0)::bigint FROM ({SUMS}) s)
"""  # noqa: S608 - no value from outside


def check_books(*, now: datetime) -> BooksCheck:
    """Sum everything again and write down what does not agree: each finding names the account and both figures."""
    with connection.cursor() as cursor:
        cursor.execute(DRIFTED)
        findings: list[dict[str, Any]] = [
            {"what": "drift", "account": reference, "stored": stored, "summed": summed} for reference, stored, summed in cursor.fetchall()
        ]
        cursor.execute(TOTALS)
        transfers, issued, held, total = cursor.fetchone()
    if total + held:
        findings.append({"what": "unbalanced", "account": "", "stored": held, "summed": total})
    return BooksCheck.objects.create(at=now, transfers=transfers, issued=issued, held=held, findings=findings)
