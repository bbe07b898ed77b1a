from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rewards", "0017_kinds")]

    operations = [
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(condition=models.Q(("balance__gte", 0)), name="account_never_below_zero"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("balance__isnull", False), ("keeps_balance", True)),
                    models.Q(("balance", None), ("keeps_balance", False)),
                    _connector="OR",
                ),
                name="floor_means_balance",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("holds__isnull", False), ("kind__in", ["posted", "pending"]), _connector="OR"),
                name="only_endings_end_holds",
            ),
        ),
    ]
