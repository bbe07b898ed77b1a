"""The database keeps each task's audience and owners in step with the tables they are drawn from, whoever writes to those."""

from django.db import migrations

# Before every write of a task, too, so that a save with old values cannot put them back.
KEPT = """
CREATE FUNCTION task_reach() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.audience := ARRAY(
        SELECT x.department_id FROM tasks_catalog_task_departments x WHERE x.task_id = NEW.id ORDER BY 1
    );
    NEW.owners := ARRAY(
        SELECT DISTINCT p.owner_id FROM tasks_catalog_task_touchpoints x JOIN tasks_catalog_touchpoint p ON p.id = x.touchpoint_id
        WHERE x.task_id = NEW.id ORDER BY 1
    );
    RETURN NEW;
END $$;
CREATE TRIGGER task_reach BEFORE INSERT OR UPDATE ON tasks_catalog_task FOR EACH ROW EXECUTE FUNCTION task_reach();

CREATE FUNCTION task_reach_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE tasks_catalog_task SET audience = audience WHERE id IN (SELECT task_id FROM changed);
    RETURN NULL;
END $$;

CREATE FUNCTION task_owner_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE tasks_catalog_task SET owners = owners
    WHERE id IN (SELECT x.task_id FROM tasks_catalog_task_touchpoints x WHERE x.touchpoint_id = NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER task_owner_changed AFTER UPDATE OF owner_id ON tasks_catalog_touchpoint
    FOR EACH ROW WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id) EXECUTE FUNCTION task_owner_changed();

UPDATE tasks_catalog_task SET audience = audience;
"""
TABLES = ("tasks_catalog_task_departments", "tasks_catalog_task_touchpoints")
# An update takes a row from one task and gives it to another: both are looked at.
EVENTS = {"added": "INSERT|NEW", "taken": "DELETE|OLD", "moved_to": "UPDATE|NEW", "moved_from": "UPDATE|OLD"}


def _triggers() -> str:
    return "\n".join(
        f"CREATE TRIGGER task_reach_{name} AFTER {event} ON {table} REFERENCING {rows} TABLE AS changed "
        "FOR EACH STATEMENT EXECUTE FUNCTION task_reach_changed();"
        for table in TABLES
        for name, (event, rows) in ((name, written.split("|")) for name, written in EVENTS.items())
    )


def _dropped() -> str:
    gone = "\n".join(f"DROP TRIGGER task_reach_{name} ON {table};" for table in TABLES for name in EVENTS)
    return f"""
{gone}
DROP TRIGGER task_owner_changed ON tasks_catalog_touchpoint;
DROP TRIGGER task_reach ON tasks_catalog_task;
DROP FUNCTION task_reach();
DROP FUNCTION task_reach_changed();
DROP FUNCTION task_owner_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("tasks_catalog", "0003_reach")]

    operations = [migrations.RunSQL(KEPT, migrations.RunSQL.noop), migrations.RunSQL(_triggers(), _dropped())]
