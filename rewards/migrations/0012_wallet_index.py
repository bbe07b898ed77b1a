"""The index that finds a purse's income also answers how much it was."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # built beside a table that is written to

    dependencies = [("rewards", "0011_lean_posting")]

    operations = [
        AddIndexConcurrently(
            "transfer", models.Index(fields=["credit", "at"], include=("amount", "kind", "purse"), name="transfer_by_credit")
        ),
        RemoveIndexConcurrently("transfer", "rewards_tra_credit__038475_idx"),
    ]
