from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION members_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail is append-only.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON members_auditevent
    FOR EACH ROW EXECUTE FUNCTION members_audit_append_only();
"""
WRITABLE = """
DROP TRIGGER append_only ON members_auditevent;
DROP FUNCTION members_audit_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [migrations.RunSQL(APPEND_ONLY, WRITABLE)]
