"""The fairness record is append-only: the database refuses to change, delete or empty it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("seats", "0002_turns")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION seats_attempt_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the fairness record is append-only' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER seats_attempt_stays BEFORE UPDATE OR DELETE ON seats_attempt
                FOR EACH ROW EXECUTE FUNCTION seats_attempt_stays();
            CREATE TRIGGER seats_attempt_is_not_emptied BEFORE TRUNCATE ON seats_attempt
                FOR EACH STATEMENT EXECUTE FUNCTION seats_attempt_stays();
            """,
            """
            DROP TRIGGER seats_attempt_is_not_emptied ON seats_attempt;
            DROP TRIGGER seats_attempt_stays ON seats_attempt;
            DROP FUNCTION seats_attempt_stays();
            """,
        )
    ]
