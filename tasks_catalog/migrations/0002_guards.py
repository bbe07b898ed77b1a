"""A frozen questionnaire stays as it is: what people answered must be known for ever."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tasks_catalog", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION questionnaire_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a questionnaire version is frozen' USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER questionnaire_version_is_frozen BEFORE UPDATE OR DELETE ON tasks_catalog_questionnaireversion
                FOR EACH ROW EXECUTE FUNCTION questionnaire_version_is_frozen();
            CREATE TRIGGER questionnaire_versions_are_not_emptied BEFORE TRUNCATE ON tasks_catalog_questionnaireversion
                FOR EACH STATEMENT EXECUTE FUNCTION questionnaire_version_is_frozen();
            """,
            """
            DROP TRIGGER questionnaire_versions_are_not_emptied ON tasks_catalog_questionnaireversion;
            DROP TRIGGER questionnaire_version_is_frozen ON tasks_catalog_questionnaireversion;
            DROP FUNCTION questionnaire_version_is_frozen();
            """,
        )
    ]
