"""The ledger's posting function learns the memo; it takes the place of the one in 0003."""

from django.db import migrations

POST = """
CREATE FUNCTION ledger_post(
    p_debit bigint, p_credit bigint, p_amount bigint, p_kind text, p_code text, p_purse text,
    p_reference text, p_holds bigint, p_memo jsonb, p_at timestamptz
) RETURNS TABLE (outcome text, transfer bigint, posted_at timestamptz, available bigint)
LANGUAGE plpgsql AS $$
DECLARE
    account record;
    same boolean;
    short boolean := false;
BEGIN
    available := NULL;
    -- Ascending ids, so that two transfers between the same two accounts cannot wait for each other.
    FOR account IN
        SELECT a.id, a.balance FROM rewards_account a
        WHERE a.id IN (p_debit, p_credit) AND a.balance IS NOT NULL
        ORDER BY a.id FOR NO KEY UPDATE
    LOOP
        IF account.id = p_debit THEN
            available := account.balance;
            short := p_kind IN ('posted', 'pending') AND account.balance < p_amount;
        END IF;
    END LOOP;

    IF NOT short THEN
        INSERT INTO rewards_transfer (debit_id, credit_id, amount, kind, code, purse, reference, holds_id, memo, at)
        VALUES (p_debit, p_credit, p_amount, p_kind, p_code, p_purse, p_reference, p_holds, p_memo, p_at)
        ON CONFLICT DO NOTHING RETURNING id, at INTO transfer, posted_at;
        IF FOUND THEN
            IF p_kind IN ('posted', 'pending') THEN
                UPDATE rewards_account SET balance = balance - p_amount WHERE id = p_debit AND balance IS NOT NULL;
            ELSIF p_kind = 'voids' THEN
                UPDATE rewards_account SET balance = balance + p_amount WHERE id = p_debit AND balance IS NOT NULL;
            END IF;
            IF p_kind IN ('posted', 'settles') THEN
                UPDATE rewards_account SET balance = balance + p_amount WHERE id = p_credit AND balance IS NOT NULL;
            END IF;
            outcome := 'posted';
            RETURN NEXT;
            RETURN;
        END IF;
    END IF;

    -- A statement of its own: it sees what another transaction committed while this one waited.
    SELECT t.id, t.at, (t.debit_id, t.credit_id, t.amount, t.kind, t.code, t.purse) = (p_debit, p_credit, p_amount, p_kind, p_code, p_purse)
            AND t.holds_id IS NOT DISTINCT FROM p_holds
        INTO transfer, posted_at, same
        FROM rewards_transfer t WHERE t.reference = p_reference;
    outcome := CASE WHEN same THEN 'again' WHEN NOT same THEN 'other' WHEN short THEN 'short' ELSE 'ended' END;
    RETURN NEXT;
END $$;
"""

DROP_WITH_MEMO = "DROP FUNCTION ledger_post(bigint, bigint, bigint, text, text, text, text, bigint, jsonb, timestamptz);"
DROP_WITHOUT = "DROP FUNCTION ledger_post(bigint, bigint, bigint, text, text, text, text, bigint, timestamptz);"


class Migration(migrations.Migration):
    dependencies = [("rewards", "0004_shop")]

    operations = [
        migrations.RunSQL(POST, DROP_WITH_MEMO),
        migrations.RunSQL(DROP_WITHOUT, migrations.RunSQL.noop),
    ]
