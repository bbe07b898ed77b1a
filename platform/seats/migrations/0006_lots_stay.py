"""A drawn order is append-only, like the record of arrivals."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("seats", "0005_lottery")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TRIGGER seats_lot_stays BEFORE UPDATE OR DELETE ON seats_lot
                FOR EACH ROW EXECUTE FUNCTION seats_attempt_stays();
            CREATE TRIGGER seats_lot_is_not_emptied BEFORE TRUNCATE ON seats_lot
                FOR EACH STATEMENT EXECUTE FUNCTION seats_attempt_stays();
            """,
            """
            DROP TRIGGER seats_lot_is_not_emptied ON seats_lot;
            DROP TRIGGER seats_lot_stays ON seats_lot;
            """,
        )
    ]
