"""What PostgreSQL itself refuses: reviewing one's own work, and rewriting what was sent or decided."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION feedback_not_by_its_tester() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM feedback_submission s JOIN claims_claim c ON c.id = s.claim_id
        WHERE s.id = NEW.submission_id AND c.member_id = NEW.reviewer_id
    ) THEN
        RAISE EXCEPTION 'nobody reviews their own work' USING ERRCODE = 'check_violation', CONSTRAINT = 'not_by_its_tester';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER not_by_its_tester BEFORE INSERT ON feedback_review
    FOR EACH ROW EXECUTE FUNCTION feedback_not_by_its_tester();

CREATE FUNCTION feedback_never_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'never_rewritten';
END $$;

CREATE TRIGGER never_rewritten BEFORE UPDATE OR DELETE ON feedback_review
    FOR EACH ROW EXECUTE FUNCTION feedback_never_rewritten();
CREATE TRIGGER never_rewritten BEFORE UPDATE OR DELETE ON feedback_submissionrevision
    FOR EACH ROW EXECUTE FUNCTION feedback_never_rewritten();
"""

UNGUARD = """
DROP TRIGGER never_rewritten ON feedback_submissionrevision;
DROP TRIGGER never_rewritten ON feedback_review;
DROP TRIGGER not_by_its_tester ON feedback_review;
DROP FUNCTION feedback_never_rewritten();
DROP FUNCTION feedback_not_by_its_tester();
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_review_marks")]

    operations = [migrations.RunSQL(GUARDS, UNGUARD)]
