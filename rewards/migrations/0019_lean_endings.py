"""Ending a hold touches an account only where a balance is stored."""

from django.db import migrations

END = """
CREATE OR REPLACE FUNCTION ledger_end(
    p_hold bigint, p_kind text, p_at timestamptz, OUT outcome text, OUT transfer bigint, OUT posted_at timestamptz
) LANGUAGE plpgsql AS $$
DECLARE
    held record;
    grows bigint;  -- whose balance grows, if it is stored
BEGIN
    SELECT t.debit_id, t.credit_id, t.amount, t.code, t.purse, t.at, CASE WHEN a.keeps_balance THEN a.id END AS grows INTO held
        FROM rewards_transfer t JOIN rewards_account a ON a.id = CASE p_kind WHEN 'voids' THEN t.debit_id ELSE t.credit_id END
        WHERE t.id = p_hold AND t.kind = 'pending';
    IF NOT FOUND OR p_kind NOT IN ('settles', 'voids') THEN
        outcome := 'none';
        RETURN;
    END IF;
    IF p_at > clock_timestamp() + interval '5 minutes' AND current_setting('firsthand.simulated_time', true) IS DISTINCT FROM 'on' THEN
        outcome := 'early';
        RETURN;
    END IF;
    p_at := greatest(p_at, held.at);
    IF held.grows IS NOT NULL THEN
        UPDATE rewards_account a SET balance = a.balance + held.amount, moved_at = greatest(a.moved_at, p_at)
            WHERE a.id = held.grows RETURNING a.id, a.moved_at INTO grows, posted_at;
        p_at := greatest(p_at, posted_at);
    END IF;
    INSERT INTO rewards_transfer (debit_id, credit_id, amount, kind, code, purse, reference, holds_id, memo, at)
    VALUES (held.debit_id, held.credit_id, held.amount, p_kind, held.code, held.purse, p_kind || ':' || p_hold, p_hold, '{}', p_at)
    ON CONFLICT DO NOTHING RETURNING id, at INTO transfer, posted_at;
    IF FOUND THEN
        outcome := 'posted';
        RETURN;
    END IF;
    IF grows IS NOT NULL THEN
        UPDATE rewards_account a SET balance = a.balance - held.amount WHERE a.id = grows;
    END IF;
    -- A statement of its own: it sees what another transaction committed while this one waited.
    SELECT t.id, t.at, CASE t.kind WHEN p_kind THEN 'again' ELSE 'ended' END INTO transfer, posted_at, outcome
        FROM rewards_transfer t WHERE t.holds_id = p_hold;
END $$;
"""

# CREATE OR REPLACE forgets it.
AS_OWNER = "ALTER FUNCTION ledger_end SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp;"


class Migration(migrations.Migration):
    dependencies = [("rewards", "0018_short_checks")]

    operations = [migrations.RunSQL(END + AS_OWNER, migrations.RunSQL.noop)]
