"""Books with ten thousand transfers, and with ten million."""

import psycopg

from operations.benchmarks.own_database import Server, migrated, tables_hash

TASKS = 100
# Times the number of members; the last transfer is from now, the first of two years ago.
_MEMBERS = """
INSERT INTO members_member (password, is_superuser, first_name, last_name, is_staff, is_active, date_joined, email, nickname, alias,
    board_name, locale, theme)
SELECT '!', false, '', '', false, true, now(), 'bench-' || n || '@bench.example', '', '', 'alias', 'en', 'system'
FROM generate_series(1, {members}) n ORDER BY n
"""
_FUNDED = """
SELECT posted.outcome FROM generate_series(0, {tasks} - 1) n, LATERAL ledger_post(
    'issue', 'budget:campaign:bench-' || n, 1000000000, 'posted', 'budget', '', 'budget:bench-' || n, '{{}}', now()) posted
"""
_RESERVED = """
SELECT posted.outcome FROM generate_series(0, {tasks} - 1) n, LATERAL ledger_post(
    'budget:campaign:bench-' || n, 'reserve:task:bench-' || n, 500000000, 'posted', 'reserve', '', 'reserve:bench-' || n, '{{}}', now()
) posted
"""
_PURSES = "SELECT count(a.id) FROM members_member m, ledger_account('purse:' || m.id) a"
_TRANSFERS = """
WITH tasks AS (
    SELECT array_agg(id ORDER BY id) AS ids FROM rewards_account WHERE reference LIKE 'reserve:task:bench-%'
), purses AS (
    SELECT array_agg(id ORDER BY id) AS ids FROM (SELECT id FROM rewards_account WHERE kind = 'purse' ORDER BY id LIMIT {regulars}) regular
)
INSERT INTO rewards_transfer (debit_id, credit_id, amount, kind, code, purse, reference, memo, at)
SELECT tasks.ids[1 + n % {tasks}], purses.ids[1 + n % {regulars}], 10, 'posted', 'submission', 'routine',
    'submission:' || lpad(n::text, 9, '0'), '{{}}', now() - interval '2 years' * (1 - n / {transfers}::float)
FROM generate_series(1, {transfers}) n, tasks, purses
"""
_BALANCES = """
UPDATE rewards_account a SET balance = a.balance + m.points, moved_at = m.at FROM (
    SELECT credit_id AS id, sum(amount)::bigint AS points, max(at) AS at FROM rewards_transfer WHERE code = 'submission' GROUP BY 1
    UNION ALL SELECT debit_id, -sum(amount)::bigint, max(at) FROM rewards_transfer WHERE code = 'submission' GROUP BY 1
) m WHERE a.id = m.id
"""
_SLOW_TO_KEEP = """
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'rewards_transfer' AND indexdef NOT LIKE '%UNIQUE%'
"""


def fill(url: str, *, members: int, regulars: int, transfers: int) -> None:
    """The regulars among the members share the transfers; balances are what the transfers say."""
    sizes = {"members": members, "regulars": regulars, "transfers": transfers, "tasks": TASKS}
    with psycopg.connect(url) as books:
        books.execute("SET synchronous_commit = off; SET maintenance_work_mem = '512MB'; SET jit = off")
        for step in (_MEMBERS, _PURSES, _FUNDED, _RESERVED):
            books.execute(step.format(**sizes))
        indexes = books.execute(_SLOW_TO_KEEP).fetchall()
        for name, _definition in indexes:
            books.execute(f"DROP INDEX {name}")
        books.execute(_TRANSFERS.format(**sizes))
        for _name, definition in indexes:
            books.execute(definition)
        books.execute(_BALANCES)
    with psycopg.connect(url, autocommit=True) as books:
        books.execute("VACUUM (ANALYZE)")


def large_books(server: Server) -> str:
    """The address of books with ten million transfers: from an earlier run where the server keeps them."""
    name = f"{server.name}_bench_books_{tables_hash()}"
    if not server.has(name):
        server.drop_all(f"{server.name}_bench_books_")
        fill(server.create(f"{server.name}_bench_new", like=migrated(server)), members=10_000, regulars=10_000, transfers=10_000_000)
        server.rename(f"{server.name}_bench_new", name)
    return server.address_of(name)
