from django.db import migrations

import shared.translated


class Migration(migrations.Migration):
    dependencies = [("tasks_catalog", "0009_studies_by_themselves")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="city",
            field=shared.translated.TranslatedField(blank=True, db_default={}, default=dict, verbose_name="city"),
        ),
    ]
