from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import shared.translated
from tasks_catalog.effort import effort_of


def count(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """What the tasks that were published before ask for."""
    Task = apps.get_model("tasks_catalog", "Task")
    for task in Task.objects.exclude(version=None).select_related("version").iterator(chunk_size=500):
        effort = effort_of(task.version.definition)
        Task.objects.filter(pk=task.pk).update(questions=effort.questions, photos=effort.photos)


class Migration(migrations.Migration):
    dependencies = [("tasks_catalog", "0009_studies_by_themselves")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="city",
            field=shared.translated.TranslatedField(blank=True, db_default={}, default=dict, verbose_name="city"),
        ),
        migrations.AddField(model_name="task", name="questions", field=models.PositiveSmallIntegerField(db_default=0, default=0)),
        migrations.AddField(model_name="task", name="photos", field=models.PositiveSmallIntegerField(db_default=0, default=0)),
        migrations.RunPython(count, migrations.RunPython.noop, elidable=True),
    ]
