"""Sealing append-only tables, so that a change by the back door shows: batches of rows, hashed, chained, told to the outside."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import connection, transaction

from members.models import Seal
from shared import chain

MOST_ROWS = 20_000  # in one seal
PATIENCE = 5.0  # seconds for transactions under way

log = structlog.get_logger(__name__)


def _nothing(_first: int, _last: int) -> None:
    """Most records need nothing more."""


@dataclass(frozen=True)
class Record:
    """An append-only table with ids from a sequence; `row` is SQL for a row's canonical text, which begins with its id.

    `also` is called in the sealing transaction with the ids that it covers.
    """

    name: str
    table: str
    row: str
    also: Callable[[int, int], None] = _nothing

    def rows(self, first: int, last: int, most: int = 0) -> list[tuple[int, str]]:
        """Ids and canonical texts, in order."""
        limit = f"LIMIT {int(most)}" if most else ""
        with connection.cursor() as cursor:
            query = f"SELECT id, {self.row} FROM {self.table} t WHERE id BETWEEN %s AND %s ORDER BY id {limit}"  # noqa: S608 - our own words
            cursor.execute(query, [first, last])
            return list(cursor.fetchall())


AUDIT = Record(
    name="audit",
    table="members_auditevent",
    row="concat_ws('|', id, coalesce(by_id::text, '-'), (extract(epoch FROM at) * 1000000)::bigint, length(did), did,"
    " length(on_what), on_what, length(on_id), on_id, detail::text)",
)


def seal_new(record: Record, *, now: datetime, patience: float = PATIENCE) -> list[Seal]:
    """Seal every row whose fate is decided; none when transactions under way do not end in time (the next turn seals them)."""
    until = decided_until(record, patience=patience)
    made: list[Seal] = []
    while until is not None and (seal := _seal(record, until, now)):
        made.append(seal)
        log.info("seal", record=seal.record, number=seal.number, rows=seal.count, last=seal.last, digest=seal.digest)
    return made


def last_seal(record: Record) -> Seal | None:
    return Seal.objects.filter(record=record.name).defer("leaves").order_by("-number").first()


def decided_until(record: Record, *, patience: float) -> int | None:
    """The highest id given out so far, once nobody can still commit one that is lower; None when that takes too long.

    A statement that inserts locks the table before it draws its id, and keeps the lock until its transaction ends. So whoever may
    still commit an id up to this one is among those who hold that lock now; they are waited for, and nobody waits for us.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT last_value FROM {record.table}_id_seq")  # noqa: S608 - our own words
        highest: int = cursor.fetchone()[0]
        writers, until = _writers(record), time.monotonic() + patience
        while writers:
            if time.monotonic() >= until:
                return None
            time.sleep(0.02)
            writers &= _writers(record)
    return highest


def _writers(record: Record) -> set[str]:
    """Other transactions that have written, or are about to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND relation = %s::regclass"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')"
            " AND pid IS DISTINCT FROM pg_backend_pid()",
            [record.table],
        )
        return {transaction for (transaction,) in cursor.fetchall()}


@transaction.atomic
def _seal(record: Record, until: int, now: datetime) -> Seal | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"seal {record.name}"])  # two beats: one after the other
    before = last_seal(record)
    number, first, previous = (before.number + 1, before.last + 1, before.digest) if before else (1, 1, "")
    if first > until or not (rows := record.rows(first, until, MOST_ROWS)):
        return None
    last = until if len(rows) < MOST_ROWS else rows[-1][0]
    ids, leaves = [pk for pk, _text in rows], [chain.leaf(text) for _pk, text in rows]
    top = chain.root(leaves)
    record.also(first, last)
    return Seal.objects.create(
        record=record.name, number=number, first=first, last=last, count=len(rows), root=top, previous=previous, at=now,
        leaves=chain.packed(ids, leaves, first=first),
        digest=chain.link(previous, record=record.name, number=number, first=first, last=last, count=len(rows), root=top),
    )  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """`what`: a row that was edited, inserted or deleted, or a seal that does not follow from the one before."""

    what: str
    number: int  # of the row or the seal


@dataclass(frozen=True)
class Verdict:
    seals: int
    rows: int
    findings: list[Finding]

    @property
    def is_right(self) -> bool:
        return not self.findings


def knows(digest: str) -> bool:
    """Whether a digest that was kept outside is still that of a seal: not so when the end was cut off, or the chain was forged anew."""
    return Seal.objects.filter(digest=digest.strip().lower()).exists()


def verify(record: Record, *, after: int = 0) -> Verdict:
    """Compute every seal after number `after` again from the rows."""
    findings, rows, number = list[Finding](), 0, after
    before = Seal.objects.filter(record=record.name, number=after).defer("leaves").first()
    last, previous = (before.last, before.digest) if before else (0, "")
    for seal in Seal.objects.filter(record=record.name, number__gt=after).order_by("number").iterator(chunk_size=5):
        follows = (seal.number, seal.first, seal.previous) == (number + 1, last + 1, previous)
        sealed = chain.unpacked(bytes(seal.leaves), first=seal.first)
        if not (follows and _is_itself(seal, sealed)):
            findings.append(Finding("seal", seal.number))
        findings += _differences(record, seal, sealed)
        number, last, previous, rows = seal.number, seal.last, seal.digest, rows + seal.count
    return Verdict(number - after, rows, findings)


def _is_itself(seal: Seal, sealed: dict[int, bytes]) -> bool:
    top = chain.root(list(sealed.values()))
    digest = chain.link(
        seal.previous, record=seal.record, number=seal.number, first=seal.first, last=seal.last, count=len(sealed), root=top
    )
    return (seal.count, seal.root, seal.digest) == (len(sealed), top, digest)


def _differences(record: Record, seal: Seal, sealed: dict[int, bytes]) -> Iterator[Finding]:
    there = {pk: chain.leaf(text) for pk, text in record.rows(seal.first, seal.last)}
    for pk in sorted(sealed.keys() | there.keys()):
        if pk not in there:
            yield Finding("deleted", pk)
        elif pk not in sealed:
            yield Finding("inserted", pk)
        elif there[pk] != sealed[pk]:
            yield Finding("edited", pk)
