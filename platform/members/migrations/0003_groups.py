from django.db import migrations

RIGHTS = [
    "tester",
    "super-manager",
    "reviewer",
    "programme manager",
    "department owner",
    "management",
    "finance",
    "auditor",
    "administrator",
]


def make_groups(apps, _schema_editor):
    group = apps.get_model("auth", "Group")
    for name in RIGHTS:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("members", "0002_guards"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
