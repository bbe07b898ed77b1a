"""Built once, from one instant, and told when it fails."""

from datetime import datetime, timedelta
from threading import Thread
from unittest.mock import patch

import pytest
from django.db import connection, connections, transaction

from members.models import Member
from notifications.models import Note, OutboxMessage
from reports import building, loop
from reports.building import build, contents, snapshot
from reports.models import Report
from reports.services import BUILD, PATIENCE, ask_for_report, build_again, is_abandoned
from reports.tasks import resume
from tests.insights.factories import Programme
from tests.members.factories import MemberFactory
from tests.reports.conftest import lived


@pytest.fixture
def asked(programme: Programme, bea: Member, now: datetime) -> Report:
    return ask_for_report(campaign=programme.campaign, by=bea, now=now)


def test_asking_sends_one_build_on_its_way(asked: Report) -> None:
    assert list(OutboxMessage.objects.values_list("task", "arguments")) == [(BUILD, {"report_id": asked.pk})]


def test_asking_twice_is_asking_once(programme: Programme, asked: Report, bea: Member, now: datetime) -> None:
    assert ask_for_report(campaign=programme.campaign, by=bea, now=now) == asked
    assert Report.objects.count() == 1


def test_the_build_makes_a_draft_with_words_in_every_language(asked: Report, now: datetime) -> None:
    assert build(report_id=asked.pk, now=now)

    asked.refresh_from_db()
    assert (asked.state, asked.progress, len(asked.digest)) == (Report.State.DRAFT, 100, 64)
    assert set(asked.headline) == {"en", "zh-hans", "pl"}


def test_the_one_who_asked_is_told(asked: Report, bea: Member, now: datetime) -> None:
    build(report_id=asked.pk, now=now)

    assert Note.objects.filter(member=bea, kind="report").count() == 1


def test_building_again_at_the_same_instant_gives_the_same_digest(asked: Report, bea: Member, now: datetime) -> None:
    build(report_id=asked.pk, now=now)
    first = Report.objects.get().digest

    build_again(report=asked, by=bea, now=now)
    build(report_id=asked.pk, now=now)

    assert Report.objects.get().digest == first


def test_a_finished_report_is_not_built_again_by_a_late_message(asked: Report, now: datetime) -> None:
    build(report_id=asked.pk, now=now)

    assert not build(report_id=asked.pk, now=now)


def test_while_one_worker_builds_another_keeps_its_hands_off(asked: Report, now: datetime) -> None:
    building._take(asked.pk, now=now)

    assert not build(report_id=asked.pk, now=now + PATIENCE)


def test_what_a_silent_worker_left_is_taken_up(asked: Report, now: datetime) -> None:
    building._take(asked.pk, now=now)
    later = now + PATIENCE + timedelta(seconds=1)

    assert is_abandoned(Report.objects.get(), now=later)
    assert build(report_id=asked.pk, now=later)


def test_the_beat_sends_abandoned_builds_again(asked: Report, now: datetime) -> None:
    OutboxMessage.objects.all().delete()

    with patch("reports.tasks.timezone.now", return_value=now + 2 * PATIENCE):
        resume()

    assert OutboxMessage.objects.get().arguments == {"report_id": asked.pk}


def test_a_failure_is_written_on_the_report_and_can_be_tried_again(asked: Report, bea: Member, now: datetime) -> None:
    with patch("reports.building.loop_figures", side_effect=ZeroDivisionError), pytest.raises(ZeroDivisionError):
        build(report_id=asked.pk, now=now)
    asked.refresh_from_db()
    assert (asked.state, asked.failure) == (Report.State.FAILED, "ZeroDivisionError")

    build_again(report=asked, by=bea, now=now)
    assert build(report_id=asked.pk, now=now)


def test_words_a_person_wrote_outlive_a_new_build(asked: Report, bea: Member, now: datetime) -> None:
    build(report_id=asked.pk, now=now)
    Report.objects.update(headline={"en": "Fix activation first."})

    build_again(report=asked, by=bea, now=now)
    build(report_id=asked.pk, now=now)

    assert Report.objects.get().headline == {"en": "Fix activation first."}


# With real transactions --------------------------------------------------------------------


@pytest.fixture
def committed(transactional_db: None, now: datetime) -> Report:
    programme = lived()
    return ask_for_report(campaign=programme.campaign, by=MemberFactory(), now=now)


def test_two_workers_at_once_build_once(committed: Report, now: datetime) -> None:
    built: list[bool] = []

    def work() -> None:
        try:
            built.append(build(report_id=committed.pk, now=now))
        finally:
            connections.close_all()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(built) == [False, True]


def test_progress_is_seen_while_the_build_still_reads(committed: Report, now: datetime) -> None:
    seen: list[tuple[str, int]] = []
    real = loop.loop_figures

    def look_from_outside(**arguments: object) -> object:
        def look() -> None:
            seen.append(Report.objects.values_list("stage", "progress").get())
            connections.close_all()

        outside = Thread(target=look)
        outside.start()
        outside.join()
        return real(**arguments)  # type: ignore[arg-type]

    with patch("reports.building.loop_figures", look_from_outside):
        build(report_id=committed.pk, now=now)

    assert seen == [("loop", 92)]


def test_all_figures_come_from_one_instant(committed: Report, now: datetime) -> None:
    before = contents(committed)

    def add_work() -> None:
        task = committed.campaign.tasks.get()
        task.claims.update(insider=True)
        connections.close_all()

    with snapshot():
        connection.cursor().execute("SELECT count(*) FROM claims_claim")  # the snapshot begins with the first read
        outside = Thread(target=add_work)
        outside.start()
        outside.join()
        inside = contents(committed)

    assert inside == before
    assert contents(committed) != before


def test_the_snapshot_cannot_write(committed: Report) -> None:
    with pytest.raises(Exception, match="read-only"), snapshot(), transaction.atomic():
        Report.objects.update(progress=5)
