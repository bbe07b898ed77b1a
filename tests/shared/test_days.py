"""Days as people write them to each other."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from shared.days import day_of, in_days, moment_of
from shared.templatetags.firsthand import at_moment, left, on_day, ticking
from shared.translated import between_sentences

WORD_JOINER = "\N{WORD JOINER}"
NOW = datetime(2026, 11, 22, 12, 34, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_shanghai() -> Iterator[None]:
    with timezone.override("Asia/Shanghai"):
        yield


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "28\N{NO-BREAK SPACE}November, 20:34"),
        ("pl", "28\N{NO-BREAK SPACE}listopada, 20:34"),
        ("zh-hans", "11月28日 20:34"),
    ],
)
def test_a_deadline_of_next_week_needs_no_year(language: str, written: str) -> None:
    with translation.override(language):
        assert moment_of(NOW + timedelta(days=6), NOW).replace(WORD_JOINER, "") == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "1\N{NO-BREAK SPACE}September 2027"), ("pl", "1\N{NO-BREAK SPACE}września 2027"), ("zh-hans", "2027年9月1日")],
)
def test_a_day_far_away_has_its_year(language: str, written: str) -> None:
    with translation.override(language):
        assert day_of(date(2027, 9, 1), NOW).replace(WORD_JOINER, "") == written


def test_no_line_tears_a_chinese_day() -> None:
    with translation.override("zh-hans"):
        assert day_of(date(2026, 11, 28), NOW) == WORD_JOINER.join(["11", "月", "28", "日"])


def test_the_days_around_new_year_need_no_year() -> None:
    assert day_of(date(2027, 1, 3), datetime(2026, 12, 28, tzinfo=UTC)) == "3\N{NO-BREAK SPACE}January"


def test_the_day_is_that_of_the_house() -> None:
    assert day_of(datetime(2026, 11, 22, 16, 30, tzinfo=UTC), NOW) == "23\N{NO-BREAK SPACE}November"


def test_where_there_is_no_day_nothing_is_written() -> None:
    assert (on_day(None), at_moment(None)) == ("", "")


@pytest.mark.parametrize(("language", "written"), [("en", "5 days"), ("pl", "5 dni")])
def test_days_that_are_left_are_said_in_the_language(language: str, written: str) -> None:
    with translation.override(language):
        assert (in_days(5), left(NOW + timedelta(days=5), NOW).replace("\N{NO-BREAK SPACE}", " ")) == (written, written)


def test_a_countdown_of_days_says_them_in_the_language() -> None:
    with translation.override("pl"):
        assert ticking(200_000) == "2 dni 7:33:20"


@pytest.mark.parametrize(("language", "air"), [("en", " "), ("pl", " "), ("zh-hans", "")])
def test_sentences_are_joined_as_the_language_joins_them(language: str, air: str) -> None:
    with translation.override(language):
        assert between_sentences() == air


def test_what_was_read_off_a_clock_and_written_down_stays_so() -> None:
    assert moment_of(datetime(2026, 3, 4, 9, 30), NOW).endswith("09:30")  # noqa: DTZ001 no zone, on purpose
