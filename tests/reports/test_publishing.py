"""Published means frozen: no service, no page and no SQL changes it."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from members.models import AuditEvent, Member
from notifications.models import Note
from reports.models import Report
from reports.services import ReportRefused, ask_for_report, build_again, digest_of, publish_report, write_words
from tests.insights.factories import Programme


@pytest.fixture
def published(draft: Report, bea: Member, now: datetime) -> Report:
    return publish_report(report=draft, by=bea, now=now)


def test_the_hash_is_that_of_what_is_published(published: Report) -> None:
    kept = Report.objects.get(pk=published.pk)

    assert kept.digest == digest_of(kept)


def test_publishing_twice_changes_nothing(published: Report, bea: Member, now: datetime) -> None:
    publish_report(report=published, by=bea, now=now)

    assert AuditEvent.objects.filter(did="report.publish").count() == 1
    assert Note.objects.filter(reference=f"report:{published.pk}:published").count() == 1


@pytest.mark.parametrize(
    "change", [{"data": {}}, {"digest": "0" * 64}, {"headline": {"en": "Better!"}}, {"state": "draft"}, {"edition": 9}]
)
def test_the_database_refuses_to_change_a_published_report(published: Report, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Report.objects.filter(pk=published.pk).update(**change)


def test_the_database_refuses_to_delete_a_published_report(published: Report) -> None:
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Report.objects.filter(pk=published.pk).delete()


def test_the_database_refuses_published_without_data(draft: Report) -> None:
    with pytest.raises(IntegrityError, match="published_is_frozen"), transaction.atomic():
        Report.objects.filter(pk=draft.pk).update(state="published", data=None)


def test_a_published_report_is_neither_worded_nor_built_again(published: Report, bea: Member, now: datetime) -> None:
    with pytest.raises(ReportRefused):
        write_words(report=published, headline={"en": "Other"}, answer={}, by=bea, now=now)
    with pytest.raises(ReportRefused):
        build_again(report=published, by=bea, now=now)


def test_a_correction_is_a_new_edition(programme: Programme, published: Report, bea: Member, now: datetime) -> None:
    assert ask_for_report(campaign=programme.campaign, by=bea, now=now).edition == published.edition + 1


def test_the_headline_cannot_be_empty(draft: Report, bea: Member, now: datetime) -> None:
    with pytest.raises(ReportRefused):
        write_words(report=draft, headline={"en": "  "}, answer={}, by=bea, now=now)


def test_a_persons_words_are_part_of_the_hash(draft: Report, bea: Member, now: datetime) -> None:
    worded = write_words(report=draft, headline={"en": "Fix activation."}, answer={}, by=bea, now=now)

    assert worded.digest != draft.digest


def test_the_first_headline_claims_no_more_than_its_interval(draft: Report) -> None:
    assert "better" not in draft.headline["en"]
