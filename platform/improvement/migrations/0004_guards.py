"""Published minutes stay as they were, whoever writes to the database."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION improvement_minutes_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' THEN
    RAISE EXCEPTION 'The minutes of joint review % are published and cannot change.', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER minutes_stay BEFORE UPDATE OR DELETE ON improvement_jointreview
  FOR EACH ROW EXECUTE FUNCTION improvement_minutes_stay();

CREATE FUNCTION improvement_record_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  review bigint;
BEGIN
  IF TG_TABLE_NAME = 'improvement_decision' THEN
    review := CASE TG_OP WHEN 'INSERT' THEN NEW.joint_review_id ELSE OLD.joint_review_id END;
  ELSE
    review := CASE TG_OP WHEN 'INSERT' THEN NEW.jointreview_id ELSE OLD.jointreview_id END;
  END IF;
  IF EXISTS (SELECT 1 FROM improvement_jointreview WHERE id = review AND state = 'published') THEN
    RAISE EXCEPTION 'The minutes of joint review % are published and cannot change.', review USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER decision_stays BEFORE INSERT OR UPDATE OR DELETE ON improvement_decision
  FOR EACH ROW EXECUTE FUNCTION improvement_record_stays();
CREATE TRIGGER attendance_stays BEFORE INSERT OR UPDATE OR DELETE ON improvement_jointreview_attendance
  FOR EACH ROW EXECUTE FUNCTION improvement_record_stays();
"""

BACKWARD = """
DROP TRIGGER attendance_stays ON improvement_jointreview_attendance;
DROP TRIGGER decision_stays ON improvement_decision;
DROP FUNCTION improvement_record_stays();
DROP TRIGGER minutes_stay ON improvement_jointreview;
DROP FUNCTION improvement_minutes_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("improvement", "0003_loop_rules")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
