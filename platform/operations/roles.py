"""Two roles in PostgreSQL: the owner makes and changes tables, the application only uses them, and cannot rewrite what is past."""

from psycopg import Connection, sql

SEEN_AND_ADDED_TO = ("rewards_transfer", "members_seal", "members_auditevent", "seats_attempt", "seats_lot")
# Written by the ledger's own functions, which run as the owner: nobody posts past them.
SEEN_ONLY = ("rewards_transfer", "rewards_account", "django_migrations")

_GRANTS = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role};
REVOKE CREATE ON SCHEMA public FROM {role};
REVOKE TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA public FROM {role};
"""
# Somebody with the owner's powers would pass every refusal below.
_POWERS = """
SELECT r.rolsuper OR pg_has_role(r.rolname, current_user, 'MEMBER') OR EXISTS (
    SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' AND pg_has_role(r.rolname, c.relowner, 'MEMBER'))
FROM pg_roles r WHERE r.rolname = %s
"""


class RoleTrouble(Exception):
    """The role cannot be given what it needs; the sentence says why."""


def grant(owner: Connection, role: str, *, create: bool = False) -> list[str]:
    """Let `role` do everything the application does and nothing else; may run again, and does after each migration.

    Returns the tables that it can only add to or look at. `owner` is a connection of who owns the tables.
    """
    with owner.transaction(), owner.cursor() as cursor:
        found = cursor.execute(_POWERS, [role]).fetchone()
        if found is None and not create:
            raise RoleTrouble(f"There is no role {role}. Create it first: CREATE ROLE {role} LOGIN PASSWORD '…';")
        if found is None:
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        elif found[0]:
            raise RoleTrouble(f"{role} has the powers of the tables' owner, and could take back every refusal. Name another role.")
        cursor.execute(sql.SQL(_GRANTS).format(role=sql.Identifier(role)))
        there = [
            name for name in {*SEEN_AND_ADDED_TO, *SEEN_ONLY} if cursor.execute("SELECT to_regclass(%s)", [name]).fetchone() != (None,)
        ]
        for name in there:
            verbs = "INSERT, UPDATE, DELETE" if name in SEEN_ONLY else "UPDATE, DELETE"
            table = sql.Identifier(name)
            cursor.execute(sql.SQL("REVOKE {} ON {} FROM {}").format(sql.SQL(verbs), table, sql.Identifier(role)))
    return there
