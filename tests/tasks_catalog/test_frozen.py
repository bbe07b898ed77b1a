import pytest
from django.db import DatabaseError, connection, transaction

from tests.tasks_catalog.factories import VersionFactory


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tasks_catalog_questionnaireversion SET definition = '{}'",
        "DELETE FROM tasks_catalog_questionnaireversion",
        "TRUNCATE tasks_catalog_questionnaireversion CASCADE",
    ],
)
def test_a_published_version_is_never_changed(db: None, statement: str) -> None:
    VersionFactory()
    connection.check_constraints()

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
