"""Checking the books: nothing that the ledger says of itself is believed before it has been summed again."""

from datetime import datetime
from typing import Any

from django.db import connection

from rewards.models import BooksCheck
from rewards.red_packet_books import red_packets_astray
from rewards.sealing import verify_the_books
from rewards.standings import board_differences

NAMED = 100  # findings of each kind that are written down: whoever changes more is found as well

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
    SELECT 'redemption:' || r.id || ' ' || r.state || ' ' || coalesce(e.kind, h.kind), r.price, h.amount
    FROM rewards_redemption r JOIN rewards_transfer h ON h.id = r.hold_id LEFT JOIN rewards_transfer e ON e.holds_id = h.id
    WHERE r.price <> h.amount OR coalesce(e.kind, h.kind) <> CASE
        WHEN r.state IN ('requested', 'approved') THEN 'pending' WHEN r.state = 'delivered' THEN 'settles' ELSE 'voids' END
    ORDER BY r.id
"""
# Points held for something that nobody asked for.
ORPHANED = """
    SELECT h.reference, h.amount, 0 FROM rewards_transfer h
    WHERE h.kind = 'pending' AND h.code = 'redemption' AND NOT EXISTS (SELECT FROM rewards_redemption r WHERE r.hold_id = h.id)
    ORDER BY h.id
"""


# Transfers of accounts that are not there.
NOWHERE = """
    SELECT t.reference, t.amount, 0 FROM rewards_transfer t
        LEFT JOIN rewards_account d ON d.id = t.debit_id LEFT JOIN rewards_account c ON c.id = t.credit_id
    WHERE d.id IS NULL OR c.id IS NULL
    ORDER BY t.id
"""
# Days of the accounts without a floor against the sealed transfers themselves.
DAYS = """
    SELECT a.reference || ' ' || coalesce(d.day, s.day), coalesce(d.points, 0), coalesce(s.points, 0)
    FROM rewards_day d FULL JOIN (
        SELECT m.account, m.day, sum(m.points)::bigint AS points FROM (
            SELECT debit_id AS account, (at AT TIME ZONE 'UTC')::date AS day,
                    CASE kind WHEN 'voids' THEN amount ELSE -amount END AS points, id
                FROM rewards_transfer WHERE kind IN ('posted', 'pending', 'voids')
            UNION ALL
            SELECT credit_id, (at AT TIME ZONE 'UTC')::date, amount, id FROM rewards_transfer WHERE kind IN ('posted', 'settles')
        ) m JOIN rewards_account a ON a.id = m.account AND a.balance IS NULL
        WHERE m.id <= coalesce((SELECT last FROM members_seal WHERE record = 'transfers' ORDER BY number DESC LIMIT 1), 0)
        GROUP BY m.account, m.day
    ) s ON s.account = d.account_id AND s.day = d.day JOIN rewards_account a ON a.id = coalesce(d.account_id, s.account)
    WHERE coalesce(d.points, 0) <> coalesce(s.points, 0)
    ORDER BY 1
"""
SAYS = {"drift": DRIFTED, "astray": ASTRAY, "orphaned": ORPHANED, "nowhere": NOWHERE, "day": DAYS}


def check_books(*, now: datetime, newest_seals: int | None = None) -> BooksCheck:
    """Sum everything again and write down what does not agree: each finding names the account and both figures.

    Rows are compared with all their seals, or only with those of the `newest_seals`. What a task's open seats may still cost is
    known to claims, not to the ledger; that no reserve pays more than it has is the floor's part.
    """
    findings = list[dict[str, Any]]()
    with connection.cursor() as cursor:
        for what, query in SAYS.items():
            cursor.execute(query)
            findings += [_finding(what, *row) for row in cursor.fetchmany(NAMED)]
        findings += red_packets_astray(cursor)
        cursor.execute(TOTALS)
        transfers, issued, held, total = cursor.fetchone()
    if total + held:
        findings.append(_finding("unbalanced", "", held, total))
    findings += [_finding("board", f"purse:{member}", shown, earned) for member, shown, earned in board_differences(now=now)]
    verdicts = verify_the_books(newest=newest_seals)
    for name, verdict in verdicts.items():
        findings += [_finding(found.what, f"{name} {found.number}", 0, 0) for found in verdict.findings[:NAMED]]
    sealed = sum(verdict.rows for verdict in verdicts.values())
    return BooksCheck.objects.create(at=now, transfers=transfers, issued=issued, held=held, sealed=sealed, findings=findings)


def _finding(what: str, account: str, stored: int, summed: int) -> dict[str, Any]:
    return {"what": what, "account": account, "stored": stored, "summed": summed}
