from django.db import migrations

FROZEN = """
CREATE FUNCTION reports_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A published report never changes; make a new edition.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON reports_report
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION reports_refuse_change();
"""
THAWED = """
DROP TRIGGER frozen ON reports_report;
DROP FUNCTION reports_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunSQL(FROZEN, THAWED)]
