"""Customers' reviews: imported once, taken back whole, shown beside testers' figures."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from insights import outside
from insights.models import OutsideImport, OutsideReview
from insights.outside import summary
from insights.outside_files import NotATable
from insights.outside_imports import (
    ImportRefused,
    change_mapping,
    dry_run,
    import_reviews,
    mapping_of,
    receive_file,
    table_of,
    undo_import,
)
from members.models import AuditEvent, Member
from tasks_catalog.models import Provider
from tests.insights.factories import Programme
from tests.support import at_the_same_time

HEADER = "review,rating,date,bank"
FIVE = [f"word {n},{n},2026-0{n}-10,CBE" for n in range(1, 6)]


def csv_of(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


def received(programme: Programme, by: Member, now: datetime, *rows: str, **providers: str) -> OutsideImport:
    source = receive_file(content=csv_of(*rows), file_name="reviews.csv", by=by, now=now)
    mapping = mapping_of(source)
    chosen = {name: providers.get(name, str(programme.own.pk)) for name in mapping.providers}
    return change_mapping(source=source, mapping=replace(mapping, providers=chosen))


def test_good_rows_become_reviews_of_the_chosen_company(programme: Programme, bea: Member, now: datetime) -> None:
    source = import_reviews(source=received(programme, bea, now, *FIVE), whole_or_nothing=True, by=bea, now=now)

    assert (source.rows_added, source.rows_known, source.rows_refused) == (5, 0, 0)
    assert OutsideReview.objects.order_by("rating").values_list("provider__name", "on", "rating", "text").first() == (
        "Harbour Bank",
        date(2026, 1, 10),
        1,
        "word 1",
    )


def test_a_new_rival_is_made_once_for_all_its_rows(programme: Programme, bea: Member, now: datetime) -> None:
    rows = ["x,1,2026-01-01,Lotus & Co", "y,2,2026-01-02,Lotus & Co"]
    import_reviews(source=received(programme, bea, now, *rows, **{"Lotus & Co": "new"}), whole_or_nothing=True, by=bea, now=now)

    lotus = Provider.objects.get(name="Lotus & Co")
    assert (lotus.kind, lotus.slug, lotus.outside_reviews.count()) == ("rival", "lotus-co", 2)


def test_the_same_file_again_adds_nothing(programme: Programme, bea: Member, now: datetime) -> None:
    import_reviews(source=received(programme, bea, now, *FIVE, FIVE[0]), whole_or_nothing=True, by=bea, now=now)

    again = import_reviews(source=received(programme, bea, now, *FIVE, FIVE[0]), whole_or_nothing=True, by=bea, now=now)

    assert (again.rows_added, again.rows_known) == (0, 6)
    assert OutsideReview.objects.count() == 6


def test_a_longer_file_adds_only_what_is_new(programme: Programme, bea: Member, now: datetime) -> None:
    import_reviews(source=received(programme, bea, now, *FIVE), whole_or_nothing=True, by=bea, now=now)

    longer = import_reviews(
        source=received(programme, bea, now, *FIVE, FIVE[0], "new,3,2026-06-01,CBE"), whole_or_nothing=True, by=bea, now=now
    )

    assert (longer.rows_added, longer.rows_known) == (2, 5)


def test_importing_twice_from_one_page_answers_the_same(programme: Programme, bea: Member, now: datetime) -> None:
    source = received(programme, bea, now, *FIVE)
    first = import_reviews(source=source, whole_or_nothing=True, by=bea, now=now)
    second = import_reviews(source=source, whole_or_nothing=True, by=bea, now=now + timedelta(minutes=1))

    assert (second.rows_added, second.at) == (first.rows_added, first.at)
    assert AuditEvent.objects.filter(did="outside.import").count() == 1


def test_nothing_at_all_is_imported_when_asked_and_one_row_is_bad(programme: Programme, bea: Member, now: datetime) -> None:
    source = received(programme, bea, now, *FIVE, "bad,9,2026-01-01,CBE")

    with pytest.raises(ImportRefused, match="1 rows are bad"):
        import_reviews(source=source, whole_or_nothing=True, by=bea, now=now)

    assert not OutsideReview.objects.exists()
    assert OutsideImport.objects.get().state == OutsideImport.State.UPLOADED


def test_good_rows_are_kept_and_bad_ones_counted_when_asked(programme: Programme, bea: Member, now: datetime) -> None:
    source = received(programme, bea, now, *FIVE, "bad,9,2026-01-01,CBE")

    done = import_reviews(source=source, whole_or_nothing=False, by=bea, now=now)

    assert (done.rows_added, done.rows_refused) == (5, 1)


def test_a_file_without_one_good_row_is_refused(programme: Programme, bea: Member, now: datetime) -> None:
    with pytest.raises(ImportRefused, match="no row can be read"):
        import_reviews(source=received(programme, bea, now, "bad,9,2026-01-01,CBE"), whole_or_nothing=False, by=bea, now=now)


def test_new_rivals_are_not_made_when_nothing_is_imported(programme: Programme, bea: Member, now: datetime) -> None:
    source = received(programme, bea, now, "x,1,2026-01-01,Lotus", "bad,9,2026-01-01,Lotus", Lotus="new")

    with pytest.raises(ImportRefused):
        import_reviews(source=source, whole_or_nothing=True, by=bea, now=now)

    assert not Provider.objects.filter(name="Lotus").exists()


def test_the_dry_run_stores_nothing(programme: Programme, bea: Member, now: datetime) -> None:
    source = received(programme, bea, now, *FIVE)

    assert len(dry_run(source=source, table=table_of(source), now=now).good) == 5
    assert not OutsideReview.objects.exists()


def test_an_import_is_taken_back_whole_and_can_be_done_again(programme: Programme, bea: Member, now: datetime) -> None:
    source = import_reviews(source=received(programme, bea, now, *FIVE), whole_or_nothing=True, by=bea, now=now)

    undone = undo_import(source=source, by=bea, now=now)
    assert (undone.state, OutsideReview.objects.count()) == (OutsideImport.State.UNDONE, 0)

    undo_import(source=source, by=bea, now=now)
    assert AuditEvent.objects.filter(did="outside.undo").count() == 1
    assert import_reviews(source=source, whole_or_nothing=True, by=bea, now=now).rows_added == 5


def test_the_same_file_read_as_another_company_is_refused_until_the_first_is_taken_back(
    programme: Programme, bea: Member, now: datetime
) -> None:
    first = import_reviews(source=received(programme, bea, now, *FIVE), whole_or_nothing=True, by=bea, now=now)
    other = received(programme, bea, now, *FIVE, CBE=str(programme.rival.pk))

    with pytest.raises(ImportRefused, match="Take that import back first"):
        import_reviews(source=other, whole_or_nothing=True, by=bea, now=now)

    undo_import(source=first, by=bea, now=now)
    assert import_reviews(source=other, whole_or_nothing=True, by=bea, now=now).rows_added == 5


def test_an_imported_file_is_not_read_another_way(programme: Programme, bea: Member, now: datetime) -> None:
    source = import_reviews(source=received(programme, bea, now, *FIVE), whole_or_nothing=True, by=bea, now=now)

    with pytest.raises(ImportRefused, match="imported already"):
        change_mapping(source=source, mapping=mapping_of(source))


def test_another_encoding_is_read_anew_and_a_wrong_one_refused(programme: Programme, bea: Member, now: datetime) -> None:
    source = receive_file(content="data;ocena;treść;firma\n2026-01-01;5;gęś;CBE\n".encode("cp1250"), file_name="p.csv", by=bea, now=now)
    assert mapping_of(source).text == "treść"

    with pytest.raises(NotATable):
        change_mapping(source=source, mapping=replace(mapping_of(source), encoding="utf-8"))


def test_another_company_column_brings_its_own_names(programme: Programme, bea: Member, now: datetime) -> None:
    source = received(programme, bea, now, *FIVE)

    changed = change_mapping(source=source, mapping=replace(mapping_of(source), provider="rating", providers={}))

    assert set(mapping_of(changed).providers) == {"1", "2", "3", "4", "5"}


def test_what_was_decided_about_a_name_is_remembered(programme: Programme, bea: Member, now: datetime) -> None:
    import_reviews(source=received(programme, bea, now, *FIVE), whole_or_nothing=True, by=bea, now=now)

    later = receive_file(content=csv_of("later,4,2026-07-01,CBE"), file_name="later.csv", by=bea, now=now)

    assert mapping_of(later).providers == {"CBE": str(programme.own.pk)}


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_once_count_each_review_once(bea: Member) -> None:
    programme, now = Programme(), datetime.fromisoformat("2026-11-20T12:00:00+00:00")
    sources = [received(programme, bea, now, *FIVE) for _ in range(2)]

    at_the_same_time(*(lambda s=s: import_reviews(source=s, whole_or_nothing=True, by=bea, now=now) for s in sources))

    assert OutsideReview.objects.count() == 5
    assert sorted(OutsideImport.objects.values_list("rows_added", flat=True)) == [0, 5]


def test_the_database_refuses_a_sixth_star_and_a_second_fingerprint(programme: Programme, bea: Member, now: datetime) -> None:
    source = import_reviews(source=received(programme, bea, now, *FIVE), whole_or_nothing=True, by=bea, now=now)
    review = OutsideReview.objects.first()
    assert review is not None

    with pytest.raises(IntegrityError), transaction.atomic():
        OutsideReview.objects.filter(pk=review.pk).update(rating=6)
    review.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        review.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutsideImport.objects.filter(pk=source.pk).update(state=OutsideImport.State.UNDONE)


def test_the_summary_tells_n_mean_shares_months_and_the_newest_words(programme: Programme, bea: Member, now: datetime) -> None:
    import_reviews(source=received(programme, bea, now, *FIVE), whole_or_nothing=True, by=bea, now=now)

    voice = summary(now)[0]

    assert (voice.provider, voice.n) == (programme.own, 5)
    assert voice.mean is not None
    assert (round(voice.mean.value, 2), round(voice.mean.low, 2), round(voice.mean.high, 2)) == (3.0, 1.04, 4.96)
    assert voice.good is not None
    assert (voice.good.value, round(voice.good.low, 3)) == (0.4, 0.118)
    assert voice.bad is not None
    assert voice.bad.value == 0.4
    assert [(month.first_day, month.n) for month in voice.months] == [(date(2026, n, 1), 1) for n in range(1, 6)]
    assert [review.text for review in voice.newest] == ["word 5", "word 4", "word 3"]


def test_the_summary_knows_no_more_than_was_known_then(programme: Programme, bea: Member, now: datetime) -> None:
    import_reviews(source=received(programme, bea, now, *FIVE), whole_or_nothing=True, by=bea, now=now)

    assert summary(now - timedelta(seconds=1)) == []


def test_under_the_small_number_there_is_no_figure(programme: Programme, bea: Member, now: datetime) -> None:
    import_reviews(source=received(programme, bea, now, *FIVE[:4]), whole_or_nothing=True, by=bea, now=now)

    voice = summary(now)[0]

    assert (voice.n, voice.mean, voice.good) == (4, None, None)


def test_testers_figures_stand_apart_and_do_not_move_with_reviews(programme: Programme, bea: Member, now: datetime) -> None:
    for mark in (2, 3, 3, 4, 3):
        programme.accept(own={"satisfied": mark}, rival={"satisfied": 5})
    before = outside.testers_figures(programme.campaign, now)

    import_reviews(source=received(programme, bea, now, *FIVE), whole_or_nothing=True, by=bea, now=now)

    assert outside.testers_figures(programme.campaign, now) == before
    assert (before[programme.own.pk].value, before[programme.own.pk].n) == (3.0, 5)
