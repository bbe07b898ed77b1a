from datetime import datetime, timedelta
from typing import Any

import pytest
from celery.schedules import crontab

from config.celery import app, periodic_work
from notifications.models import Slot
from notifications.periodic import once_per_slot, take_slot
from tests.support import at_the_same_time


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_get_one_turn(noon: datetime) -> None:
    turns = at_the_same_time(*[lambda: take_slot(job="sweep", every=10, now=noon)] * 4)
    assert sorted(turns, key=bool) == [False, False, False, True]


@pytest.mark.django_db
def test_the_next_slot_is_a_new_turn(noon: datetime) -> None:
    assert take_slot(job="sweep", every=10, now=noon)
    assert not take_slot(job="sweep", every=10, now=noon + timedelta(seconds=9))
    assert take_slot(job="sweep", every=10, now=noon + timedelta(seconds=10))


@pytest.mark.django_db
def test_jobs_do_not_take_each_others_turns(noon: datetime) -> None:
    assert take_slot(job="sweep", every=10, now=noon)
    assert take_slot(job="drain", every=10, now=noon)


@pytest.mark.django_db
def test_old_slots_are_forgotten(noon: datetime) -> None:
    take_slot(job="sweep", every=10, now=noon)
    take_slot(job="sweep", every=10, now=noon + timedelta(days=2))
    assert Slot.objects.count() == 1


@pytest.mark.django_db
def test_wrapped_work_runs_once_a_day() -> None:
    runs = []
    work = once_per_slot(every=86_400, job="daily")(lambda: runs.append(1))
    assert [work(), work()].count(True) == 1
    assert runs == [1]


@pytest.mark.django_db
def test_work_that_fails_is_done_at_the_next_try_of_the_same_night() -> None:
    tries = []

    def count_once_the_line_holds() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("the line is down")

    work = once_per_slot(every=86_400, job="nightly")(count_once_the_line_holds)
    with pytest.raises(OSError, match="the line is down"):
        work()

    assert [work(), work()].count(True) == 1
    assert len(tries) == 2


def test_what_the_night_does_is_tried_again_the_same_night_and_not_for_ever() -> None:
    nightly: list[Any] = [app.tasks[entry["task"]] for entry in periodic_work().values() if isinstance(entry["schedule"], crontab)]

    assert nightly
    for task in nightly:
        assert Exception in task.autoretry_for, task.name
        assert timedelta(0) < task.max_retries * timedelta(seconds=task.default_retry_delay) < timedelta(hours=2), task.name
