"""Checking the books: nothing that the ledger says of itself is believed before it has been summed again."""

from datetime import datetime
from typing import Any

from django.db import connection

from rewards.models import BooksCheck
from rewards.red_packet_books import red_packets_astray

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
# Requests whose points are not where their state says: held while open, settled when delivered, else back.
ASTRAY = """
    SELECT r.id, r.state, coalesce(e.kind, h.kind), r.price, h.amount
    FROM rewards_redemption r JOIN rewards_transfer h ON h.id = r.hold_id LEFT JOIN rewards_transfer e ON e.holds_id = h.id
    WHERE r.price <> h.amount OR coalesce(e.kind, h.kind) <> CASE
        WHEN r.state IN ('requested', 'approved') THEN 'pending' WHEN r.state = 'delivered' THEN 'settles' ELSE 'voids' END
    ORDER BY r.id
"""
# Points held for something that nobody asked for.
ORPHANED = """
    SELECT h.reference, h.amount FROM rewards_transfer h
    WHERE h.kind = 'pending' AND h.code = 'redemption' AND NOT EXISTS (SELECT FROM rewards_redemption r WHERE r.hold_id = h.id)
    ORDER BY h.id
"""


def check_books(*, now: datetime) -> BooksCheck:
    """Sum everything again and write down what does not agree: each finding names the account and both figures."""
    with connection.cursor() as cursor:
        cursor.execute(DRIFTED)
        findings: list[dict[str, Any]] = [
            {"what": "drift", "account": reference, "stored": stored, "summed": summed} for reference, stored, summed in cursor.fetchall()
        ]
        cursor.execute(ASTRAY)
        findings += [
            {"what": "astray", "account": f"redemption:{pk} {state} {kind}", "stored": price, "summed": amount}
            for pk, state, kind, price, amount in cursor.fetchall()
        ]
        cursor.execute(ORPHANED)
        findings += [{"what": "orphaned", "account": reference, "stored": amount, "summed": 0} for reference, amount in cursor.fetchall()]
        findings += red_packets_astray(cursor)
        cursor.execute(TOTALS)
        transfers, issued, held, total = cursor.fetchone()
    if total + held:
        findings.append({"what": "unbalanced", "account": "", "stored": held, "summed": total})
    return BooksCheck.objects.create(at=now, transfers=transfers, issued=issued, held=held, findings=findings)
