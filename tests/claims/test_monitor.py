"""The flash monitor: who sees it, what it shows, what a programme manager does there."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim
from claims.services import claim_task, release_claim
from claims.tasks import tell_closed
from members.models import AuditEvent, Member
from members.rights import AUDITOR, PROGRAMME_MANAGER, grant
from notifications.models import OutboxMessage
from rewards.ledger import balance, budget_of
from rewards.services import fund_budget
from seats import pulse
from seats.errors import PoolClosed
from seats.selectors import pool_of, standing
from tasks_catalog.models import Task
from tests.members.factories import MemberFactory
from tests.tasks_catalog.factories import TaskFactory


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def task(db: None, now: datetime) -> Task:
    task = TaskFactory(slug="rush", opens_at=now - timedelta(minutes=1), seats=2, points=80)
    fund_budget(campaign_reference=f"campaign:{task.campaign_id}", amount=1000, now=now)
    for tenth, member in enumerate(MemberFactory.create_batch(5)):
        claim_task(task=task, member=member, key=uuid4(), now=task.opens_at + timedelta(milliseconds=100 * tenth))
    return task


@pytest.fixture
def beas(client: Client, bea: Member) -> Client:
    grant(member=bea, right=PROGRAMME_MANAGER)
    client.force_login(bea)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"claims:{name}", args=args)


def test_the_monitor_shows_seats_wait_list_and_arrivals(beas: Client, task: Task) -> None:
    page = beas.get(url("monitor", "rush")).text

    assert "0 kept, 2 held, 0 free; never more than 2" in page
    assert "<b>5</b> of 5 people" in page
    assert "<b>3</b>, 3 still wait" in page


def test_the_monitor_names_nobody(beas: Client, task: Task) -> None:
    page = beas.get(url("monitor", "rush")).text

    for claim in Claim.objects.select_related("member"):
        assert claim.member.first_name not in page
        assert claim.member.email not in page


def test_the_live_part_comes_alone(beas: Client, task: Task) -> None:
    part = beas.get(url("monitor", "rush"), headers={"HX-Request": "true"}).text

    assert "<html" not in part
    assert "Is it fair?" in part


def test_the_list_of_doors(beas: Client, task: Task) -> None:
    assert url("monitor", "rush") in beas.get(url("doors")).text


def test_a_door_before_anybody_came(beas: Client, now: datetime) -> None:
    TaskFactory(slug="quiet", opens_at=now + timedelta(hours=1))

    page = beas.get(url("monitor", "quiet")).text

    assert "Nobody has come yet" in page


@pytest.mark.parametrize("name", ["doors", "monitor", "pause", "resume", "add"])
def test_an_employee_has_no_business_there(client: Client, ada: Member, task: Task, name: str) -> None:
    client.force_login(ada)
    address = url(name) if name == "doors" else url(name, "rush")

    answer = client.get(address) if name in {"doors", "monitor"} else client.post(address)

    assert answer.status_code == 403


def test_an_auditor_watches_and_touches_nothing(client: Client, ada: Member, task: Task) -> None:
    grant(member=ada, right=AUDITOR)
    client.force_login(ada)

    assert client.get(url("monitor", "rush")).status_code == 200
    assert client.post(url("pause", "rush")).status_code == 403


def test_pausing_and_resuming(beas: Client, bea: Member, task: Task) -> None:
    beas.post(url("pause", "rush"))
    assert pool_of(task.pool_reference).paused_at is not None

    beas.post(url("resume", "rush"))

    assert pool_of(task.pool_reference).paused_at is None
    assert list(AuditEvent.objects.filter(by=bea).order_by("pk").values_list("did", flat=True)) == ["task.pause", "task.resume"]


def test_added_seats_go_to_those_who_wait_and_are_paid_from_the_budget(beas: Client, task: Task) -> None:
    form = {"key": str(uuid4()), "count": 2}

    for _ in range(2):  # pressed twice
        beas.post(url("add", "rush"), form)

    stands = standing(pool_of(task.pool_reference))
    assert (stands.capacity, stands.held, stands.waiting) == (4, 4, 1)
    assert Claim.objects.filter(state="held").count() == 4
    assert balance(budget_of(f"campaign:{task.campaign_id}")) == 1000 - 2 * 80


def test_more_seats_than_the_budget_holds_are_refused(beas: Client, task: Task) -> None:
    answer = beas.post(url("add", "rush"), {"key": str(uuid4()), "count": 400})

    assert answer.status_code == 409
    assert standing(pool_of(task.pool_reference)).capacity == 2


@pytest.mark.parametrize("count", ["0", "-3", "1.5", "many", ""])
def test_nonsense_is_refused_with_a_word(beas: Client, task: Task, count: str) -> None:
    answer = beas.post(url("add", "rush"), {"key": str(uuid4()), "count": count})

    assert (answer.status_code, "from 1 to 500" in answer.text) == (409, True)


def test_changes_are_posts(beas: Client, task: Task) -> None:
    assert [beas.get(url(name, "rush")).status_code for name in ("pause", "resume", "add")] == [405] * 3


def test_a_door_that_is_not_there(beas: Client) -> None:
    assert beas.get(url("monitor", "nowhere")).status_code == 404


def test_watching_a_full_door_needs_few_queries(beas: Client, task: Task, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        beas.get(url("monitor", "rush"))


def test_closing_gives_no_seats_any_more_and_tells_those_who_wait(beas: Client, bea: Member, task: Task, now: datetime) -> None:
    waiting = [row.member for row in pool_of(task.pool_reference).waiting.select_related("member")]

    beas.post(url("close", "rush"))
    for _twice in range(2):
        tell_closed(task_id=task.pk)

    with pytest.raises(PoolClosed):
        claim_task(task=task, member=MemberFactory(), key=uuid4(), now=now)
    assert [member.notes.filter(title__contains="was closed").count() for member in waiting] == [1, 1, 1]
    assert AuditEvent.objects.filter(did="task.close_door", by=bea).count() == 1


def test_closing_again_closes_and_tells_once(beas: Client, task: Task) -> None:
    for _twice in range(2):
        beas.post(url("close", "rush"))

    assert AuditEvent.objects.filter(did="task.close_door").count() == 1
    assert OutboxMessage.objects.filter(task="claims.tasks.tell_closed").count() == 1


def test_opening_again_hands_free_seats_to_those_who_wait(beas: Client, task: Task) -> None:
    beas.post(url("close", "rush"))
    release_claim(claim=Claim.objects.earliest("pk"), by=Claim.objects.earliest("pk").member, now=timezone.now())

    beas.post(url("reopen", "rush"))

    stands = standing(pool_of(task.pool_reference))
    assert (stands.taken, stands.waiting) == (2, 2)


@pytest.mark.parametrize("name", ["close", "reopen"])
def test_closing_is_for_programme_managers_by_post(client: Client, beas: Client, bea: Member, eve: Member, task: Task, name: str) -> None:
    assert beas.get(url(name, "rush")).status_code == 405
    client.force_login(eve)
    assert client.post(url(name, "rush")).status_code in {403, 404}


def test_answers_and_refusals_are_shown_by_reason(beas: Client, task: Task) -> None:
    pool = pool_of(task.pool_reference).pk
    for said in ("seated", "early", "early", "paused"):
        pulse.count(pool, said, 0.02)
    pulse.flush()

    page = beas.get(url("monitor", "rush")).text

    assert "Refused: came before the opening" in page
    assert "answered within, 95 of 100" in page


def test_without_the_counter_the_monitor_says_so(beas: Client, task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.desk.pulse_of", lambda _pool: None)

    assert "Not counted just now" in beas.get(url("monitor", "rush")).text
