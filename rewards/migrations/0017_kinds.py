"""What depends on an account's kind is looked at when the kind is set, not with every movement of its balance."""

from django.db import migrations

KINDS = """
CREATE FUNCTION ledger_account_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind NOT IN ('purse', 'budget', 'reserve', 'issue', 'redemption', 'expiry') THEN
        RAISE EXCEPTION 'account_kind_is_known: there is no kind %.', NEW.kind USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.kind = 'purse') <> (NEW.member_id IS NOT NULL) THEN
        RAISE EXCEPTION 'purse_is_somebodys: a purse has a member, and nothing else has.' USING ERRCODE = 'check_violation';
    END IF;
    NEW.keeps_balance := NEW.kind IN ('purse', 'budget', 'reserve');
    RETURN NEW;
END $$;
CREATE TRIGGER account_kind_is_sound BEFORE INSERT OR UPDATE OF kind, member_id, keeps_balance ON rewards_account
    FOR EACH ROW EXECUTE FUNCTION ledger_account_kind();
UPDATE rewards_account SET keeps_balance = balance IS NOT NULL;
"""
ENDINGS = """
CREATE OR REPLACE FUNCTION ledger_ending_matches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind NOT IN ('settles', 'voids') OR NOT EXISTS (
        SELECT FROM rewards_transfer h
        WHERE h.id = NEW.holds_id AND h.kind = 'pending'
            AND (h.debit_id, h.credit_id, h.amount) = (NEW.debit_id, NEW.credit_id, NEW.amount)
    ) THEN
        RAISE EXCEPTION 'Only a held transfer is settled or voided, and whole.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
DROP = """
DROP TRIGGER account_kind_is_sound ON rewards_account;
DROP FUNCTION ledger_account_kind();
"""


class Migration(migrations.Migration):
    dependencies = [("rewards", "0016_short_checks")]

    operations = [migrations.RunSQL(KINDS, DROP), migrations.RunSQL(ENDINGS, migrations.RunSQL.noop)]
