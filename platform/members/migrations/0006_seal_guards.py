"""Seals are never rewritten, and neither they nor the audit trail are emptied at once."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION members_seal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Seals and what they seal are never changed, deleted or emptied.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER seal_stays BEFORE UPDATE OR DELETE ON members_seal FOR EACH ROW EXECUTE FUNCTION members_seal_stays();
CREATE TRIGGER seals_never_emptied BEFORE TRUNCATE ON members_seal FOR EACH STATEMENT EXECUTE FUNCTION members_seal_stays();
CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON members_auditevent FOR EACH STATEMENT EXECUTE FUNCTION members_seal_stays();
"""
DROP = """
DROP TRIGGER audit_never_emptied ON members_auditevent;
DROP TRIGGER seals_never_emptied ON members_seal;
DROP TRIGGER seal_stays ON members_seal;
DROP FUNCTION members_seal_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0005_seal")]

    operations = [migrations.RunSQL(GUARDS, DROP)]
