"""Posting in one round trip, by the names of the accounts; batches; accounts that stay. Takes the place of what 0005 made."""

from django.db import migrations

ACCOUNT = """
CREATE FUNCTION ledger_account(p_name text) RETURNS SETOF rewards_account LANGUAGE plpgsql ROWS 1 AS $$
DECLARE
    p_kind text := split_part(p_name, ':', 1);
BEGIN
    RETURN QUERY SELECT * FROM rewards_account a WHERE a.reference = p_name;
    IF NOT FOUND THEN
        INSERT INTO rewards_account (kind, reference, member_id, balance) VALUES (
            p_kind, p_name, CASE WHEN p_kind = 'purse' THEN split_part(p_name, ':', 2)::bigint END,
            CASE WHEN p_kind IN ('purse', 'budget', 'reserve') THEN 0 END
        ) ON CONFLICT DO NOTHING;
        -- A statement of its own: it sees what another transaction opened while this one waited.
        RETURN QUERY SELECT * FROM rewards_account a WHERE a.reference = p_name;
    END IF;
END $$;
"""

POST = """
CREATE FUNCTION ledger_post(
    p_debit text, p_credit text, p_amount bigint, p_kind text, p_code text, p_purse text, p_reference text, p_memo jsonb, p_at timestamptz,
    OUT outcome text, OUT transfer bigint, OUT posted_at timestamptz, OUT available bigint, OUT debit bigint, OUT credit bigint
) LANGUAGE plpgsql AS $$
DECLARE
    account record;
    less bigint;  -- the accounts whose stored balances move
    more bigint;
    same boolean;
BEGIN
    -- Accounts with a floor, in ascending order, so that two transfers between the same two cannot wait for each other.
    FOR account IN
        SELECT a.id, a.reference, a.balance, a.moved_at, a.closed_at FROM rewards_account a
        WHERE a.reference IN (p_debit, p_credit) AND a.balance IS NOT NULL
        ORDER BY a.id FOR NO KEY UPDATE
    LOOP
        IF account.reference = p_debit THEN
            debit := account.id;
            less := account.id;
            available := account.balance;
        ELSE
            credit := account.id;
            more := CASE p_kind WHEN 'posted' THEN account.id END;
        END IF;
        IF account.closed_at IS NOT NULL THEN
            outcome := 'closed';
        END IF;
        p_at := greatest(p_at, account.moved_at);  -- a clock that was set back does not rewrite the past
    END LOOP;
    IF debit IS NULL THEN
        -- With a floor it was not there a moment ago, so there was nothing in it.
        SELECT a.id, CASE WHEN a.balance IS NOT NULL THEN 0 END INTO debit, available FROM ledger_account(p_debit) a;
    END IF;
    IF available < p_amount AND outcome IS NULL THEN
        outcome := 'short';
    END IF;
    IF credit IS NULL AND outcome IS NULL THEN
        SELECT a.id, CASE WHEN a.balance IS NOT NULL AND p_kind = 'posted' THEN a.id END INTO credit, more FROM ledger_account(p_credit) a;
    END IF;

    IF outcome IS NULL THEN
        INSERT INTO rewards_transfer (debit_id, credit_id, amount, kind, code, purse, reference, memo, at)
        VALUES (debit, credit, p_amount, p_kind, p_code, p_purse, p_reference, p_memo, p_at)
        ON CONFLICT (reference) DO NOTHING RETURNING id, at INTO transfer, posted_at;
        IF FOUND THEN
            UPDATE rewards_account a
                SET balance = a.balance + CASE a.id WHEN less THEN -p_amount ELSE p_amount END, moved_at = p_at
                WHERE a.id IN (less, more);
            outcome := 'posted';
            RETURN;
        END IF;
    END IF;

    -- A statement of its own: it sees what another transaction committed while this one waited.
    SELECT t.id, t.at, (d.reference, c.reference, t.amount, t.kind, t.code, t.purse) = (p_debit, p_credit, p_amount, p_kind, p_code, p_purse),
            t.debit_id, t.credit_id
        INTO transfer, posted_at, same, debit, credit
        FROM rewards_transfer t JOIN rewards_account d ON d.id = t.debit_id JOIN rewards_account c ON c.id = t.credit_id
        WHERE t.reference = p_reference;
    outcome := CASE WHEN same THEN 'again' WHEN NOT same THEN 'other' ELSE outcome END;
END $$;
"""

END = """
CREATE FUNCTION ledger_end(p_hold bigint, p_kind text, p_at timestamptz, OUT outcome text, OUT transfer bigint, OUT posted_at timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
    held rewards_transfer;
    more bigint;  -- whose stored balance grows
    moved timestamptz;
BEGIN
    SELECT * INTO held FROM rewards_transfer t WHERE t.id = p_hold AND t.kind = 'pending';
    IF NOT FOUND THEN
        outcome := 'none';
        RETURN;
    END IF;
    SELECT a.id, a.moved_at INTO more, moved FROM rewards_account a
        WHERE a.id = CASE p_kind WHEN 'voids' THEN held.debit_id ELSE held.credit_id END AND a.balance IS NOT NULL
        FOR NO KEY UPDATE;
    p_at := greatest(p_at, held.at, moved);
    INSERT INTO rewards_transfer (debit_id, credit_id, amount, kind, code, purse, reference, holds_id, memo, at)
    VALUES (held.debit_id, held.credit_id, held.amount, p_kind, held.code, held.purse, p_kind || ':' || p_hold, p_hold, '{}', p_at)
    ON CONFLICT DO NOTHING RETURNING id, at INTO transfer, posted_at;
    IF FOUND THEN
        IF more IS NOT NULL THEN
            UPDATE rewards_account a SET balance = a.balance + held.amount, moved_at = p_at WHERE a.id = more;
        END IF;
        outcome := 'posted';
        RETURN;
    END IF;
    -- A statement of its own: it sees what another transaction committed while this one waited.
    SELECT t.id, t.at, CASE t.kind WHEN p_kind THEN 'again' ELSE 'ended' END INTO transfer, posted_at, outcome
        FROM rewards_transfer t WHERE t.holds_id = p_hold;
END $$;
"""

# All of a batch, or nothing: the running balance of each account after each move says which one is the first that cannot be.
POST_MANY = """
CREATE FUNCTION ledger_post_many(
    p_moves jsonb, p_at timestamptz,
    OUT outcome text, OUT posted bigint, OUT again bigint, OUT refused bigint, OUT available bigint
) LANGUAGE plpgsql AS $$
DECLARE
    fresh bigint;
BEGIN
    PERFORM ledger_account(name) FROM (
        SELECT v->>0 AS name FROM jsonb_array_elements(p_moves) v UNION SELECT v->>1 FROM jsonb_array_elements(p_moves) v
    ) named WHERE NOT EXISTS (SELECT FROM rewards_account a WHERE a.reference = named.name);

    PERFORM FROM rewards_account a
        WHERE a.balance IS NOT NULL AND a.reference IN (
            SELECT v->>0 FROM jsonb_array_elements(p_moves) v UNION SELECT v->>1 FROM jsonb_array_elements(p_moves) v)
        ORDER BY a.id FOR NO KEY UPDATE;

    LOOP
        BEGIN
            WITH asked AS MATERIALIZED (
                SELECT n, v->>0 AS debit, v->>1 AS credit, (v->>2)::bigint AS amount, v->>3 AS code, v->>4 AS purse, v->>5 AS reference,
                    v->6 AS memo
                FROM jsonb_array_elements(p_moves) WITH ORDINALITY AS e(v, n)
            ), named AS MATERIALIZED (
                SELECT k.n, d.id AS debit, c.id AS credit, k.amount, k.code, k.purse, k.reference, k.memo,
                    d.balance AS debit_has, c.balance AS credit_has, d.closed_at IS NOT NULL OR c.closed_at IS NOT NULL AS closed,
                    greatest(d.moved_at, c.moved_at) AS moved_at,
                    row_number() OVER (PARTITION BY k.reference ORDER BY k.n) AS time,
                    first_value(k.n) OVER (PARTITION BY k.reference ORDER BY k.n) AS first,
                    t.id AS there, (t.debit_id, t.credit_id, t.amount, t.kind, t.code, t.purse) IS NOT DISTINCT FROM (d.id, c.id, k.amount, 'posted', k.code, k.purse) AS same
                FROM asked k JOIN rewards_account d ON d.reference = k.debit JOIN rewards_account c ON c.reference = k.credit
                    LEFT JOIN rewards_transfer t ON t.reference = k.reference
            ), fresh AS MATERIALIZED (
                SELECT * FROM named WHERE there IS NULL AND time = 1
            ), running AS (
                SELECT n, takes, has + sum(points) OVER (PARTITION BY account ORDER BY n) AS left_over, points FROM (
                    SELECT n, debit AS account, debit_has AS has, -amount AS points, true AS takes FROM fresh WHERE debit_has IS NOT NULL
                    UNION ALL
                    SELECT n, credit, credit_has, amount, false FROM fresh WHERE credit_has IS NOT NULL
                ) movements
            ), trouble AS MATERIALIZED (
                SELECT n, what, has FROM (
                    SELECT n, 'short' AS what, (left_over - points)::bigint AS has FROM running WHERE takes AND left_over < 0
                    UNION ALL SELECT n, 'closed', NULL FROM fresh WHERE closed
                    UNION ALL SELECT n, 'other', NULL FROM named WHERE there IS NOT NULL AND NOT same
                    UNION ALL SELECT m.n, 'other', NULL FROM named m JOIN named f ON f.n = m.first
                        WHERE m.time > 1 AND (m.debit, m.credit, m.amount, m.code, m.purse) IS DISTINCT FROM (f.debit, f.credit, f.amount, f.code, f.purse)
                ) found ORDER BY n LIMIT 1
            ), dated AS MATERIALIZED (
                SELECT greatest(p_at, max(moved_at)) AS at FROM fresh
            ), written AS (
                INSERT INTO rewards_transfer (debit_id, credit_id, amount, kind, code, purse, reference, memo, at)
                SELECT debit, credit, amount, 'posted', code, purse, reference, memo, dated.at
                FROM fresh, dated WHERE NOT EXISTS (SELECT FROM trouble) ORDER BY n
                ON CONFLICT (reference) DO NOTHING RETURNING debit_id, credit_id, amount, at
            ), moved AS (
                UPDATE rewards_account a SET balance = a.balance + m.points, moved_at = m.at
                FROM (
                    SELECT account, sum(points)::bigint AS points, max(at) AS at FROM (
                        SELECT debit_id AS account, -amount AS points, at FROM written UNION ALL SELECT credit_id, amount, at FROM written
                    ) movements GROUP BY account
                ) m WHERE a.id = m.account AND a.balance IS NOT NULL
            )
            SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM fresh), (SELECT count(*) FROM asked) - (SELECT count(*) FROM fresh),
                    trouble.what, trouble.n, trouble.has
                INTO posted, fresh, again, outcome, refused, available
                FROM (SELECT) one LEFT JOIN trouble ON true;
            IF outcome IS NULL AND posted < fresh THEN
                RAISE EXCEPTION 'overtaken' USING ERRCODE = 'serialization_failure';
            END IF;
            outcome := coalesce(outcome, 'posted');
            RETURN;
        EXCEPTION WHEN serialization_failure THEN
            -- Another transaction has just posted one of these references: look again.
        END;
    END LOOP;
END $$;
"""

# The application's role may call these and write no transfer itself: hence SECURITY DEFINER, and a search path nobody can bend.
AS_OWNER = "".join(
    f"ALTER FUNCTION {name} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp;"
    for name in ("ledger_account", "ledger_post", "ledger_end", "ledger_post_many")
)

ACCOUNTS_STAY = """
CREATE FUNCTION ledger_account_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Accounts are never deleted and never change their number: transfers point at them.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER account_stays BEFORE DELETE ON rewards_account FOR EACH ROW EXECUTE FUNCTION ledger_account_stays();
CREATE TRIGGER account_keeps_its_number BEFORE UPDATE OF id ON rewards_account FOR EACH ROW EXECUTE FUNCTION ledger_account_stays();
CREATE TRIGGER accounts_never_emptied BEFORE TRUNCATE ON rewards_account FOR EACH STATEMENT EXECUTE FUNCTION ledger_account_stays();
-- Room on each page for the next version of a balance, so that no index is touched.
ALTER TABLE rewards_account SET (fillfactor = 60);
"""

DATED = """
UPDATE rewards_account a SET moved_at = m.at FROM (
    SELECT account, max(at) AS at FROM (
        SELECT debit_id AS account, at FROM rewards_transfer UNION ALL SELECT credit_id, at FROM rewards_transfer
    ) movements GROUP BY account
) m WHERE a.id = m.account AND a.balance IS NOT NULL
"""

DROP_OLD = "DROP FUNCTION IF EXISTS ledger_post(bigint, bigint, bigint, text, text, text, text, bigint, jsonb, timestamptz);"
DROP = """
DROP FUNCTION ledger_post_many(jsonb, timestamptz);
DROP FUNCTION ledger_end(bigint, text, timestamptz);
DROP FUNCTION ledger_post(text, text, bigint, text, text, text, text, jsonb, timestamptz);
DROP FUNCTION ledger_account(text);
"""
DROP_STAY = """
DROP TRIGGER account_stays ON rewards_account;
DROP TRIGGER account_keeps_its_number ON rewards_account;
DROP TRIGGER accounts_never_emptied ON rewards_account;
DROP FUNCTION ledger_account_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("rewards", "0009_lean")]

    operations = [
        migrations.RunSQL(DATED, migrations.RunSQL.noop),
        migrations.RunSQL(ACCOUNT + POST + END + POST_MANY, DROP),
        migrations.RunSQL(ACCOUNTS_STAY, DROP_STAY),
        migrations.RunSQL(DROP_OLD, migrations.RunSQL.noop),
        migrations.RunSQL(AS_OWNER, migrations.RunSQL.noop),
    ]
