"""Customers' reviews from files: kept, read as a person says, stored once, and taken back whole."""

import hashlib
import uuid
from dataclasses import replace
from datetime import datetime
from itertools import batched

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from insights.models import OutsideImport, OutsideReview
from insights.outside_files import ENCODINGS, NotATable, Table, read_table
from insights.outside_mapping import LEAVE_OUT, NEW_RIVAL, UNDECIDED, Mapping, guess, guess_companies
from insights.outside_rows import Checked, check_rows, problems
from members import audit
from members.models import Member
from shared.errors import RuleBroken
from tasks_catalog.models import Provider

_BATCH = 2_000


class ImportRefused(RuleBroken):
    """The import cannot be done as asked; nothing was stored."""


def receive_file(*, content: bytes, file_name: str, by: Member, now: datetime) -> OutsideImport:
    """Keep an uploaded file with a first guess of how to read it. Raises `NotATable`; nothing is imported yet."""
    table = read_table(content)
    mapping = guess(table, Provider.objects.all(), _decided_before())
    source = OutsideImport(file_name=file_name[-200:], sha256=hashlib.sha256(content).hexdigest(), mapping=mapping.as_json(), by=by, at=now)
    source.file.save(f"{uuid.uuid4()}.csv", ContentFile(content), save=False)
    source.save()
    return source


def table_of(source: OutsideImport) -> Table:
    """The rows of a kept file, read as its mapping says."""
    mapping = mapping_of(source)
    with source.file.open("rb") as file:
        return read_table(file.read(), encoding=mapping.encoding, delimiter=mapping.delimiter)


def mapping_of(source: OutsideImport) -> Mapping:
    return Mapping.from_json(source.mapping)


def change_mapping(*, source: OutsideImport, mapping: Mapping) -> OutsideImport:
    """Read the file another way. Another encoding, delimiter or company column makes the dependent choices be guessed anew."""
    if source.state == OutsideImport.State.DONE:
        raise ImportRefused(_("This file is imported already. Take the import back first to read it another way."))
    before = mapping_of(source)
    if mapping.encoding not in ENCODINGS:
        raise NotATable(_("This encoding is not known here. Choose one of the list."))
    source.mapping = mapping.as_json()
    table = table_of(source)
    if (mapping.encoding, mapping.delimiter) != (before.encoding, before.delimiter):
        mapping = replace(guess(table, Provider.objects.all(), _decided_before()), delimiter=table.delimiter)
    elif mapping.provider != before.provider:
        mapping = replace(mapping, providers=guess_companies(table, mapping.provider, Provider.objects.all(), _decided_before()))
    source.mapping = mapping.as_json()
    source.save(update_fields=["mapping"])
    return source


def dry_run(*, source: OutsideImport, table: Table, now: datetime) -> Checked:
    """What the import would do; stores nothing. Raises `ImportRefused` while something is to be settled first."""
    mapping = mapping_of(source)
    for problem in problems(table, mapping):
        raise ImportRefused(problem)
    return check_rows(table, mapping, today=timezone.localdate(now))


@transaction.atomic
def import_reviews(*, source: OutsideImport, whole_or_nothing: bool, by: Member, now: datetime) -> OutsideImport:
    """Store the good rows, or nothing at all if `whole_or_nothing` and any row is bad. A repeat answers what was done."""
    source = OutsideImport.objects.select_for_update().get(pk=source.pk)
    if source.state == OutsideImport.State.DONE:
        return source
    _refuse_second_reading(source)
    checked = dry_run(source=source, table=table_of(source), now=now)
    if whole_or_nothing and checked.errors:
        raise ImportRefused(
            _("Nothing was imported: %(number)s rows are bad. Mend them in the file, or choose to import the good rows only.")
            % {"number": checked.refused}
        )
    if not checked.good:
        raise ImportRefused(
            _("Nothing was imported: no row can be read as a review. Look at the list of errors, and at the choice of columns.")
        )
    _store(source, checked)
    added = OutsideReview.objects.filter(source=source).count()
    source.rows_added, source.rows_known = added, len(checked.good) - added
    source.rows_refused, source.rows_left_out = checked.refused, checked.left_out
    source.state, source.by, source.at, source.undone_at = OutsideImport.State.DONE, by, now, None
    source.save()
    audit.record(by=by, did="outside.import", on=source, now=now, added=added, known=source.rows_known, refused=source.rows_refused)
    return source


@transaction.atomic
def undo_import(*, source: OutsideImport, by: Member, now: datetime) -> OutsideImport:
    """Take an import's reviews out again; the file stays and may be imported anew. A repeat changes nothing."""
    source = OutsideImport.objects.select_for_update().get(pk=source.pk)
    if source.state != OutsideImport.State.DONE:
        return source
    removed, _by_model = source.reviews.all().delete()
    source.state, source.undone_at = OutsideImport.State.UNDONE, now
    source.save(update_fields=["state", "undone_at"])
    audit.record(by=by, did="outside.undo", on=source, now=now, removed=removed)
    return source


def _decided_before() -> dict[str, str]:
    """Who each company name was in the latest imports."""
    known = set(Provider.objects.values_list("pk", flat=True))
    decided: dict[str, str] = {}
    for mapping in OutsideImport.objects.filter(state=OutsideImport.State.DONE).order_by("-at").values_list("mapping", flat=True)[:20]:
        for name, provider in _chosen_ids(Mapping.from_json(mapping)).items():
            if provider in known:
                decided.setdefault(name, str(provider))
    return decided


def imported_before(source: OutsideImport) -> OutsideImport | None:
    """The live import of the very same file, if there is one."""
    return OutsideImport.objects.filter(sha256=source.sha256, state=OutsideImport.State.DONE).exclude(pk=source.pk).order_by("at").first()


def _refuse_second_reading(source: OutsideImport) -> None:
    """The same file read another way would count each customer twice."""
    earlier = imported_before(source)
    if earlier and _reads_differently(mapping_of(earlier), mapping_of(source)):
        raise ImportRefused(
            _("The same file was imported on %(day)s with other choices. Take that import back first; nothing was imported now.")
            % {"day": timezone.localdate(earlier.at).isoformat()}
        )


def _reads_differently(earlier: Mapping, later: Mapping) -> bool:
    before, after = _chosen_ids(earlier), _chosen_ids(later)
    return earlier.meaning != later.meaning or any(before[name] != after[name] for name in before.keys() & after.keys())


def _chosen_ids(mapping: Mapping) -> dict[str, int | None]:
    """Which provider each company name became; names that were left out do not count."""
    rivals = dict(Provider.objects.values_list("name", "pk"))
    return {
        name: rivals.get(name[:80]) if means == NEW_RIVAL else int(means)
        for name, means in mapping.providers.items()
        if means not in {LEAVE_OUT, UNDECIDED}
    }


def _store(source: OutsideImport, checked: Checked) -> None:
    """Insert what is not known yet; the unique fingerprint decides, also between two imports at once."""
    providers = {company: _provider_id(company) for company in {row.company for row in checked.good}}
    for rows in batched(checked.good, _BATCH, strict=False):
        OutsideReview.objects.bulk_create(
            [
                OutsideReview(
                    source=source,
                    provider_id=providers[row.company],
                    on=row.on,
                    rating=row.rating,
                    text=row.text,
                    fingerprint=row.fingerprint(providers[row.company]),
                )
                for row in rows
            ],
            ignore_conflicts=True,
        )


def _provider_id(company: str) -> int:
    """The provider chosen for a company; a new rival is made once and found again by its name."""
    kind, _colon, name = company.partition(":")
    if kind != NEW_RIVAL:
        return int(company)
    known = Provider.objects.filter(name__iexact=name[:80]).first()
    return known.pk if known else Provider.objects.create(slug=_free_slug(name), name=name[:80], kind=Provider.Kind.RIVAL).pk


def _free_slug(name: str) -> str:
    base = slugify(name)[:40] or "rival"
    taken = set(Provider.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)
