from datetime import datetime, timedelta

import pytest

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
