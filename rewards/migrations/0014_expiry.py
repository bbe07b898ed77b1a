"""Expiry by formula, closing an account, and a lock on a balance for those who may not write it."""

from django.db import migrations

# Points earned since `p_since` and not taken back: what a purse keeps when everything older ends. First-in first-out needs no lots:
# credits before t - N months, less all debits, is the balance less the credits since.
KEPT = """
CREATE FUNCTION ledger_kept(p_account bigint, p_since timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (
        SELECT coalesce(sum(t.amount), 0) FROM rewards_transfer t
        WHERE t.credit_id = p_account AND t.at >= p_since AND t.kind IN ('posted', 'settles') AND t.code <> 'reversal'
    )::bigint - (
        -- A mistake that was taken back was never earned: it counts on the day of the mistake.
        SELECT coalesce(sum(r.amount), 0) FROM rewards_transfer r
            JOIN rewards_transfer mistake ON mistake.id = substring(r.reference FROM '^reversal:([0-9]+)$')::bigint
        WHERE r.debit_id = p_account AND r.at >= p_since AND r.kind = 'posted' AND r.code = 'reversal' AND mistake.at >= p_since
    )::bigint
$$;
"""

EXPIRE = """
CREATE FUNCTION ledger_expire(
    p_after bigint, p_most integer, p_cutoff timestamptz, p_day text, p_at timestamptz, OUT last bigint, OUT expired jsonb
) LANGUAGE plpgsql AS $$
DECLARE
    purses bigint[];
    moves jsonb;
    posted record;
BEGIN
    SELECT array_agg(locked.id), max(locked.id) INTO purses, last FROM (
        SELECT a.id FROM rewards_account a
        WHERE a.kind = 'purse' AND a.id > p_after AND a.balance > 0 AND a.closed_at IS NULL
        ORDER BY a.id LIMIT p_most FOR NO KEY UPDATE
    ) locked;
    -- A statement of its own: it sees what was spent while this one waited, and nothing is spent before it ends.
    SELECT jsonb_agg(jsonb_build_array(a.reference, 'expiry', e.points, 'expiry', '', 'expiry:' || a.member_id || ':' || p_day, '{}'::jsonb)
            ORDER BY a.id), jsonb_agg(jsonb_build_array(a.member_id, e.points) ORDER BY a.id)
        INTO moves, expired
        FROM rewards_account a, LATERAL (SELECT a.balance - ledger_kept(a.id, p_cutoff) AS points) e
        WHERE a.id = ANY (purses) AND e.points > 0
            AND NOT EXISTS (SELECT FROM rewards_transfer t WHERE t.reference = 'expiry:' || a.member_id || ':' || p_day);
    IF moves IS NOT NULL THEN
        SELECT * INTO posted FROM ledger_post_many(moves, p_at);
        IF posted.outcome <> 'posted' THEN
            RAISE EXCEPTION 'Expiry number % of % was refused: %.', posted.refused, moves, posted.outcome;
        END IF;
    END IF;
END $$;
"""

CLOSE = """
CREATE FUNCTION ledger_close(p_name text, p_at timestamptz, OUT outcome text, OUT points bigint) LANGUAGE plpgsql AS $$
DECLARE
    account rewards_account;
BEGIN
    SELECT * INTO account FROM rewards_account a WHERE a.reference = p_name FOR NO KEY UPDATE;
    points := account.balance;
    IF account.balance IS NULL THEN
        outcome := 'open';  -- there is no such account, or it belongs to the programme itself
    ELSIF account.closed_at IS NOT NULL THEN
        outcome := 'again';
    ELSIF account.balance > 0 THEN
        outcome := 'full';
    ELSIF EXISTS (
        SELECT FROM rewards_transfer h WHERE account.id IN (h.debit_id, h.credit_id) AND h.kind = 'pending'
            AND NOT EXISTS (SELECT FROM rewards_transfer e WHERE e.holds_id = h.id)
    ) THEN
        outcome := 'held';
    ELSE
        UPDATE rewards_account a SET closed_at = p_at WHERE a.id = account.id;
        outcome := 'closed';
    END IF;
END $$;
"""

LOCK = """
CREATE FUNCTION ledger_locked_balance(p_account bigint) RETURNS bigint LANGUAGE sql AS $$
    SELECT a.balance FROM rewards_account a WHERE a.id = p_account FOR NO KEY UPDATE
$$;
"""

AS_OWNER = "".join(
    f"ALTER FUNCTION {name} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp;"
    for name in ("ledger_expire", "ledger_close", "ledger_locked_balance")
)
DROP = """
DROP FUNCTION ledger_locked_balance(bigint);
DROP FUNCTION ledger_close(text, timestamptz);
DROP FUNCTION ledger_expire(bigint, integer, timestamptz, text, timestamptz);
DROP FUNCTION ledger_kept(bigint, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("rewards", "0013_days")]

    operations = [migrations.RunSQL(KEPT + EXPIRE + CLOSE + LOCK + AS_OWNER, DROP)]
