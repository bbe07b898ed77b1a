"""A batch, too, is dated nothing ahead of the clock."""

from django.db import migrations

# All of a batch, or nothing: the running balance of each account after each move says which one is the first that cannot be.
POST_MANY = """
CREATE OR REPLACE FUNCTION ledger_post_many(
    p_moves jsonb, p_at timestamptz,
    OUT outcome text, OUT posted bigint, OUT again bigint, OUT refused bigint, OUT available bigint
) LANGUAGE plpgsql AS $$
DECLARE
    fresh bigint;
BEGIN
    IF p_at > clock_timestamp() + interval '5 minutes' AND current_setting('firsthand.simulated_time', true) IS DISTINCT FROM 'on' THEN
        outcome := 'early';
        refused := 1;
        RETURN;
    END IF;
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

# CREATE OR REPLACE forgets it.
AS_OWNER = "ALTER FUNCTION ledger_post_many SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp;"


class Migration(migrations.Migration):
    dependencies = [("rewards", "0014_expiry")]

    operations = [migrations.RunSQL(POST_MANY + AS_OWNER, migrations.RunSQL.noop)]
