"""A task whose seats are drawn by lot: asking, the draw, and how everybody hears of it."""

import logging
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from claims import tasks
from claims.drawing import draw_lotteries, draw_task
from claims.models import Claim
from claims.services import claim_task, release_claim
from members.models import Member
from notifications.models import Note
from notifications.services import tell_many
from seats.fairness import sign_of
from seats.models import Attempt, Pool, Waiting
from seats.selectors import pool_of
from seats.services import close, take
from tasks_catalog.models import Task
from tests.members.factories import MemberFactory
from tests.tasks_catalog.factories import TaskFactory, texts

HOUR = timedelta(hours=1)


@pytest.fixture
def lottery(db: None, now: datetime) -> Task:
    """Two seats, open since an hour, drawn in an hour."""
    return TaskFactory(slug="dinner", title=texts("Dinner with both cards"), opens_at=now - HOUR, draws_at=now + HOUR, seats=2)


def url(name: str, task: Task) -> str:
    return reverse(f"claims:{name}", args=[task.slug])


def put_in(task: Task, at: datetime, count: int) -> list[Member]:
    members: list[Member] = [MemberFactory() for _ in range(count)]
    for member in members:
        claim_task(task=task, member=member, key=uuid4(), now=at)
    return members


def pool(task: Task) -> Pool:
    return pool_of(task.pool_reference)


# Services ---------------------------------------------------------------------


def test_a_name_put_in_is_no_claim_yet(ada: Member, lottery: Task, now: datetime) -> None:
    result = claim_task(task=lottery, member=ada, key=uuid4(), now=now)

    assert (result.outcome, result.claim) == (Attempt.Outcome.REQUESTED, None)
    assert not Claim.objects.exists()


def test_the_draw_makes_claims_and_tells_everybody(lottery: Task, now: datetime) -> None:
    members = put_in(lottery, now, 5)

    assert draw_lotteries(now=now + HOUR) == 2

    winners = set(Claim.objects.values_list("member", flat=True))
    told = dict(Note.objects.values_list("member", "title"))
    assert len(winners) == 2
    assert {told[pk] for pk in winners} == {"You were drawn: the seat is yours"}
    assert {told[member.pk] for member in members if member.pk not in winners} == {"The lottery was drawn: no seat this time"}
    bodies = Note.objects.exclude(member__in=winners).order_by("body").values_list("body", flat=True)
    assert [f"place {place} of the wait list" in body for place, body in enumerate(bodies, start=1)] == [True] * 3


def test_drawing_again_changes_nothing_and_tells_nobody_twice(lottery: Task, now: datetime) -> None:
    put_in(lottery, now, 5)
    draw_lotteries(now=now + HOUR)
    claims = list(Claim.objects.order_by("pk").values_list("member", "state"))

    assert draw_lotteries(now=now + 2 * HOUR) == 0
    assert draw_task(pool=pool(lottery), now=now + 2 * HOUR) == 0

    assert list(Claim.objects.order_by("pk").values_list("member", "state")) == claims
    assert Note.objects.count() == 5


def test_nothing_is_drawn_before_the_window_is_over(lottery: Task, now: datetime) -> None:
    put_in(lottery, now, 3)

    assert draw_lotteries(now=now + HOUR - timedelta(seconds=1)) == 0
    assert pool(lottery).drawn_at is None


def test_who_may_not_have_the_task_any_more_is_passed_over(lottery: Task, now: datetime) -> None:
    """The seat goes down the drawn order instead."""
    members = put_in(lottery, now, 6)
    for member in members[:3]:
        member.department = lottery.touchpoints.get().owner  # meanwhile an insider
        member.save()

    assert draw_lotteries(now=now + HOUR) == 2

    assert {claim.member for claim in Claim.objects.select_related("member")} <= set(members[3:])


def test_a_winners_seat_goes_down_the_drawn_order(lottery: Task, now: datetime) -> None:
    put_in(lottery, now, 4)
    draw_lotteries(now=now + HOUR)
    next_one = Waiting.objects.order_by(*Waiting.ORDER).values_list("member", flat=True)[0]
    claim = Claim.objects.order_by("pk").first()
    assert claim is not None

    release_claim(claim=claim, by=claim.member, now=now + 2 * HOUR)

    assert Claim.objects.filter(member=next_one, state=Claim.State.HELD).exists()


def test_a_lottery_whose_seed_is_lost_does_not_stop_the_others(
    lottery: Task, now: datetime, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    put_in(lottery, now, 3)
    settings.SECRET_KEY = "another"
    other = TaskFactory(opens_at=now - HOUR, draws_at=now + HOUR, seats=1)
    put_in(other, now, 1)

    with caplog.at_level(logging.ERROR):
        assert draw_lotteries(now=now + HOUR) == 1

    assert pool(lottery).drawn_at is None
    assert "seed" in caplog.text


def test_the_beat_draws(lottery: Task, now: datetime) -> None:
    Task.objects.filter(pk=lottery.pk).update(opens_at=now - 2 * HOUR)
    Pool.objects.filter(reference=lottery.pool_reference).update(opens_at=now - 2 * HOUR, draws_at=now - HOUR)
    take(pool=pool(lottery), member=MemberFactory(), key=uuid4(), now=now - 1.5 * HOUR)

    tasks.draw()

    assert Claim.objects.count() == 1


def test_many_are_told_once_each_in_their_language(db: None, now: datetime) -> None:
    ada, bea = MemberFactory(locale="en"), MemberFactory(locale="pl")
    for _again in range(2):
        tell_many(bodies={ada: "one", bea: "two"}, kind="seat", reference="draw", title="Drawn", now=now)

    assert sorted(Note.objects.values_list("member", "body")) == sorted([(ada.pk, "one"), (bea.pk, "two")])


# Pages ------------------------------------------------------------------------


def test_the_door_takes_names_shows_the_commitment_and_my_sign(adas: Client, ada: Member, lottery: Task) -> None:
    before = adas.get(url("door", lottery)).text
    after = adas.post(url("take", lottery), {"key": str(uuid4())}, follow=True).text

    assert "Put my name in" in before
    assert pool(lottery).commitment in before
    assert "Your name is in" in after
    assert sign_of(pool(lottery), ada.pk) in after
    assert pool(lottery).waiting.filter(member=ada).exists()


def test_a_name_can_be_taken_out_and_put_in_again(adas: Client, ada: Member, lottery: Task) -> None:
    adas.post(url("take", lottery), {"key": str(uuid4())})

    out = adas.post(url("leave", lottery), follow=True).text

    assert "Your name is out of the draw" in out
    assert "Put my name in" in out
    assert "Your name is in" in adas.post(url("take", lottery), {"key": str(uuid4())}, follow=True).text


def test_before_the_opening_no_name_is_taken(adas: Client, now: datetime) -> None:
    later = TaskFactory(opens_at=now + HOUR, draws_at=now + 2 * HOUR)

    answer = adas.post(url("take", later), {"key": str(uuid4())})

    assert (answer.status_code, "Names are taken in" in answer.text) == (409, True)
    assert not Waiting.objects.exists()


def test_the_brief_leads_to_the_lottery_and_names_no_place_before_the_draw(adas: Client, ada: Member, lottery: Task, now: datetime) -> None:
    claim_task(task=lottery, member=ada, key=uuid4(), now=now)

    page = adas.get(url("brief", lottery)).text

    assert "Your name is in: see the lottery" in page
    assert "2 seats, drawn by lot" in page
    assert "on the wait list" not in page


def test_who_was_not_drawn_sees_the_place_and_the_way_to_the_record(adas: Client, ada: Member, lottery: Task, now: datetime) -> None:
    claim_task(task=lottery, member=ada, key=uuid4(), now=now)
    Pool.objects.filter(reference=lottery.pool_reference).update(capacity=0)
    pool(lottery).seats.all().delete()
    draw_lotteries(now=now + HOUR)

    page = adas.get(url("door", lottery)).text

    assert "The draw put you on place 1 of 1" in page
    assert reverse("seats:fairness", args=[pool(lottery).pk]) in page


def test_who_was_drawn_finds_the_seat(adas: Client, ada: Member, lottery: Task, now: datetime) -> None:
    claim_task(task=lottery, member=ada, key=uuid4(), now=now)
    draw_lotteries(now=now + HOUR)

    page = adas.get(url("door", lottery), follow=True).text

    assert "The seat is yours" in page
    assert "Drawn on place 1 of 1" in page


def test_between_window_and_draw_one_may_queue_behind(adas: Client, now: datetime) -> None:
    late = TaskFactory(opens_at=now - 2 * HOUR, draws_at=now - HOUR)

    assert "Put me on the list behind the drawn" in adas.get(url("door", late)).text


def test_a_lottery_closed_before_its_draw_says_so_and_is_never_drawn(adas: Client, ada: Member, lottery: Task, now: datetime) -> None:
    claim_task(task=lottery, member=ada, key=uuid4(), now=now)
    close(pool=pool(lottery), now=now)

    assert "Closed without a draw" in adas.get(url("door", lottery)).text
    assert draw_lotteries(now=now + HOUR) == 0
    assert pool(lottery).drawn_at is None


def test_a_lotterys_card_says_so(adas: Client, lottery: Task) -> None:
    assert "2 seats, drawn by lot" in adas.get(reverse("claims:tasks")).text
