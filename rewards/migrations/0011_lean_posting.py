"""Posting with a third less work: what locks an account also moves it. Dates are the clock's, and never before an account's last one."""

from django.db import migrations

POST = """
CREATE OR REPLACE FUNCTION ledger_post(
    p_debit text, p_credit text, p_amount bigint, p_kind text, p_code text, p_purse text, p_reference text, p_memo jsonb, p_at timestamptz,
    OUT outcome text, OUT transfer bigint, OUT posted_at timestamptz, OUT available bigint, OUT debit bigint, OUT credit bigint
) LANGUAGE plpgsql AS $$
DECLARE
    takes boolean;  -- from a stored balance
    gives boolean;  -- to a stored balance
    took boolean := false;
    gave boolean := false;
    arrives bigint := CASE p_kind WHEN 'posted' THEN p_amount ELSE 0 END;  -- a hold only makes sure that the account is open
    first_moved timestamptz;
    same boolean;
BEGIN
    IF p_at > clock_timestamp() + interval '5 minutes' AND current_setting('firsthand.simulated_time', true) IS DISTINCT FROM 'on' THEN
        outcome := 'early';
        RETURN;
    END IF;
    SELECT d.id, d.balance IS NOT NULL, c.id, c.balance IS NOT NULL INTO debit, takes, credit, gives
        FROM rewards_account d, rewards_account c WHERE d.reference = p_debit AND c.reference = p_credit;
    IF NOT FOUND THEN
        SELECT d.id, d.balance IS NOT NULL, c.id, c.balance IS NOT NULL INTO debit, takes, credit, gives
            FROM ledger_account(p_debit) d, ledger_account(p_credit) c;
    END IF;

    -- Accounts with a floor in ascending order, so that two transfers between the same two cannot wait for each other.
    -- A clock that was set back does not rewrite the past: the transfer is dated as the later of the two accounts allows.
    IF gives AND credit < debit THEN
        UPDATE rewards_account a SET balance = a.balance + arrives, moved_at = greatest(a.moved_at, p_at)
            WHERE a.id = credit AND a.closed_at IS NULL RETURNING a.moved_at INTO first_moved;
        gave := FOUND;
        p_at := greatest(p_at, first_moved);
    END IF;
    IF takes AND (gave OR credit > debit OR NOT gives) THEN
        UPDATE rewards_account a SET balance = a.balance - p_amount, moved_at = greatest(a.moved_at, p_at)
            WHERE a.id = debit AND a.closed_at IS NULL AND a.balance >= p_amount RETURNING a.moved_at INTO posted_at;
        took := FOUND;
        first_moved := coalesce(first_moved, posted_at);
        p_at := greatest(p_at, posted_at);
    END IF;
    IF gives AND credit > debit AND (took OR NOT takes) THEN
        UPDATE rewards_account a SET balance = a.balance + arrives, moved_at = greatest(a.moved_at, p_at)
            WHERE a.id = credit AND a.closed_at IS NULL RETURNING a.moved_at INTO posted_at;
        gave := FOUND;
        p_at := greatest(p_at, posted_at);
    END IF;

    IF took = takes AND gave = gives THEN
        INSERT INTO rewards_transfer (debit_id, credit_id, amount, kind, code, purse, reference, memo, at)
        VALUES (debit, credit, p_amount, p_kind, p_code, p_purse, p_reference, p_memo, p_at)
        ON CONFLICT (reference) DO NOTHING RETURNING id, at INTO transfer, posted_at;
        IF FOUND THEN
            IF p_at > first_moved THEN
                UPDATE rewards_account a SET moved_at = p_at WHERE a.id = CASE WHEN takes AND gives THEN least(debit, credit) END;
            END IF;
            outcome := 'posted';
            RETURN;
        END IF;
    END IF;

    -- Nothing was written down, so nothing may have moved.
    IF took THEN
        UPDATE rewards_account a SET balance = a.balance + p_amount WHERE a.id = debit;
    END IF;
    IF gave THEN
        UPDATE rewards_account a SET balance = a.balance - arrives WHERE a.id = credit;
    END IF;
    -- A statement of its own: it sees what another transaction committed while this one waited.
    SELECT t.id, t.at, (t.debit_id, t.credit_id, t.amount, t.kind, t.code, t.purse) = (debit, credit, p_amount, p_kind, p_code, p_purse)
        INTO transfer, posted_at, same FROM rewards_transfer t WHERE t.reference = p_reference;
    IF FOUND THEN
        outcome := CASE WHEN same THEN 'again' ELSE 'other' END;
        RETURN;
    END IF;
    SELECT a.balance INTO available FROM rewards_account a WHERE a.id = debit;
    outcome := CASE WHEN EXISTS (SELECT FROM rewards_account a WHERE a.id IN (debit, credit) AND a.closed_at IS NOT NULL)
        THEN 'closed' ELSE 'short' END;
END $$;
"""

END = """
CREATE OR REPLACE FUNCTION ledger_end(
    p_hold bigint, p_kind text, p_at timestamptz, OUT outcome text, OUT transfer bigint, OUT posted_at timestamptz
) LANGUAGE plpgsql AS $$
DECLARE
    held rewards_transfer;
    grows bigint;  -- whose balance grows, if it is stored
BEGIN
    SELECT * INTO held FROM rewards_transfer t WHERE t.id = p_hold AND t.kind = 'pending';
    IF NOT FOUND OR p_kind NOT IN ('settles', 'voids') THEN
        outcome := 'none';
        RETURN;
    END IF;
    IF p_at > clock_timestamp() + interval '5 minutes' AND current_setting('firsthand.simulated_time', true) IS DISTINCT FROM 'on' THEN
        outcome := 'early';
        RETURN;
    END IF;
    p_at := greatest(p_at, held.at);
    UPDATE rewards_account a SET balance = a.balance + held.amount, moved_at = greatest(a.moved_at, p_at)
        WHERE a.id = CASE p_kind WHEN 'voids' THEN held.debit_id ELSE held.credit_id END AND a.balance IS NOT NULL
        RETURNING a.id, a.moved_at INTO grows, posted_at;
    p_at := greatest(p_at, posted_at);
    INSERT INTO rewards_transfer (debit_id, credit_id, amount, kind, code, purse, reference, holds_id, memo, at)
    VALUES (held.debit_id, held.credit_id, held.amount, p_kind, held.code, held.purse, p_kind || ':' || p_hold, p_hold, '{}', p_at)
    ON CONFLICT DO NOTHING RETURNING id, at INTO transfer, posted_at;
    IF FOUND THEN
        outcome := 'posted';
        RETURN;
    END IF;
    UPDATE rewards_account a SET balance = a.balance - held.amount WHERE a.id = grows;
    -- A statement of its own: it sees what another transaction committed while this one waited.
    SELECT t.id, t.at, CASE t.kind WHEN p_kind THEN 'again' ELSE 'ended' END INTO transfer, posted_at, outcome
        FROM rewards_transfer t WHERE t.holds_id = p_hold;
END $$;
"""

# CREATE OR REPLACE forgets these.
AS_OWNER = "".join(
    f"ALTER FUNCTION {name} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp;" for name in ("ledger_post", "ledger_end")
)


class Migration(migrations.Migration):
    dependencies = [("rewards", "0010_posting")]

    operations = [migrations.RunSQL(POST + END + AS_OWNER, migrations.RunSQL.noop)]
