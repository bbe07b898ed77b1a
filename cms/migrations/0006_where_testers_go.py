from django.db import migrations

import shared.translated


class Migration(migrations.Migration):
    dependencies = [("cms", "0005_one_rule_with_its_words")]

    operations = [
        migrations.AddField(
            model_name="taskbriefpage",
            name="city",
            field=shared.translated.TranslatedField(
                blank=True,
                db_default={},
                default=dict,
                help_text="Where testers have to go. Empty: it can be done from anywhere. They can sort by it.",
                verbose_name="City",
            ),
        ),
    ]
