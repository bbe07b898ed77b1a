"""The part of the check of the books that knows red packets."""

from typing import Any

from django.db.backends.utils import CursorWrapper

# Packets whose reserve is not what nobody has grabbed yet (all of it while open, nothing before and after).
RESERVES = """
    SELECT 'reserve:red:' || p.id, coalesce(a.balance, 0), CASE p.state WHEN 'published' THEN coalesce(s.points, 0) ELSE 0 END
    FROM rewards_redpacket p
    LEFT JOIN rewards_account a ON a.reference = 'reserve:red:' || p.id
    LEFT JOIN (
        SELECT packet_id, sum(points)::bigint AS points FROM rewards_share WHERE member_id IS NULL GROUP BY packet_id
    ) s ON s.packet_id = p.id
    WHERE coalesce(a.balance, 0) <> CASE p.state WHEN 'published' THEN coalesce(s.points, 0) ELSE 0 END
    ORDER BY p.id
"""
# Shares that were grabbed and not paid to who grabbed them, or paid otherwise than they were cut.
SHARES = """
    SELECT 'red:' || s.packet_id || ':' || s.number, s.points, coalesce(t.amount, 0)
    FROM rewards_share s
    LEFT JOIN rewards_transfer t ON t.reference = 'red:' || s.packet_id || ':' || s.number
    LEFT JOIN rewards_account a ON a.id = t.credit_id
    WHERE CASE WHEN s.member_id IS NULL THEN t.id IS NOT NULL
        ELSE (t.amount, a.member_id) IS DISTINCT FROM (s.points::bigint, s.member_id) END
    ORDER BY s.packet_id, s.number
"""


def red_packets_astray(cursor: CursorWrapper) -> list[dict[str, Any]]:
    """Where packets, shares and transfers tell different stories."""
    findings = []
    for query in (RESERVES, SHARES):
        cursor.execute(query)
        findings += [
            {"what": "red packet", "account": reference, "stored": stored, "summed": summed}
            for reference, stored, summed in cursor.fetchall()
        ]
    return findings
