from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="arm",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
    ]
