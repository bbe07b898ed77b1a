from datetime import date, datetime, timedelta

import pytest

from insights.models import Measure
from insights.series import SeriesRefused, import_series, measure_figures, measures_of
from tests.insights.factories import Programme


@pytest.fixture
def delivered(programme: Programme) -> Measure:
    return Measure.objects.create(slug="delivery-rate", name={"en": "Delivered at first attempt"}, touchpoint=programme.delivery)


def weeks(rates: list[int], total: int = 1000) -> bytes:
    first = date(2026, 6, 1)
    rows = [f"{first + timedelta(weeks=week)},{rate},{total}" for week, rate in enumerate(rates)]
    return "\n".join(["period,hits,total", *rows]).encode()


def test_the_same_file_twice_adds_nothing(delivered: Measure, now: datetime) -> None:
    first = import_series(measure=delivered, file=weeks([920, 921]), whole_or_nothing=True, now=now)
    again = import_series(measure=delivered, file=weeks([920, 921]), whole_or_nothing=True, now=now)

    assert (first.added, again.added, again.known) == (2, 0, 2)


def test_bad_rows_are_named_and_nothing_is_kept(delivered: Measure, now: datetime) -> None:
    file = weeks([920]) + b"\n2026-06-08,1100,1000\nnever,1,2"

    found = import_series(measure=delivered, file=file, whole_or_nothing=True, now=now)

    assert [error.row for error in found.errors] == [3, 4]
    assert delivered.points.count() == 0


def test_good_rows_are_kept_when_asked(delivered: Measure, now: datetime) -> None:
    found = import_series(measure=delivered, file=weeks([920]) + b"\nnever,1,2", whole_or_nothing=False, now=now)

    assert (found.added, len(found.errors), delivered.points.count()) == (1, 1, 1)


@pytest.mark.parametrize("file", [b"week,good\n1,2", b"\xff\xfe\x00", b"", b"period,hits,total\nx,y,z"])
def test_a_file_that_is_no_series_changes_nothing(delivered: Measure, now: datetime, file: bytes) -> None:
    with pytest.raises(SeriesRefused):
        import_series(measure=delivered, file=file, whole_or_nothing=False, now=now)


def test_a_change_is_better_only_if_weeks_say_so_too(programme: Programme, delivered: Measure, now: datetime) -> None:
    import_series(measure=delivered, file=weeks([918, 922, 919, 921, 948, 951, 949, 950], total=1000), whole_or_nothing=True, now=now)

    change = measure_figures(measures_of(programme.campaign)[0], as_of=now, changed_on=date(2026, 6, 29))["change"]

    assert change["verdict"] == "better"
    assert change["difference"]["value"] == pytest.approx(0.0295)
    assert change["difference"]["n_before"] == 4000


def test_restless_weeks_are_cannot_tell_however_many_the_cases(programme: Programme, delivered: Measure, now: datetime) -> None:
    import_series(
        measure=delivered, file=weeks([90_000, 95_000, 89_000, 96_000, 97_000, 91_000], total=100_000), whole_or_nothing=True, now=now
    )

    change = measure_figures(measures_of(programme.campaign)[0], as_of=now, changed_on=date(2026, 6, 22))["change"]

    assert change["verdict"] == "cannot tell"


def test_points_after_the_change_are_held_against_the_old_limits(programme: Programme, delivered: Measure, now: datetime) -> None:
    import_series(measure=delivered, file=weeks([920, 922, 919, 921, 980]), whole_or_nothing=True, now=now)

    found = measure_figures(measures_of(programme.campaign)[0], as_of=now, changed_on=date(2026, 6, 29))

    assert found["signals"][4] == [1]
