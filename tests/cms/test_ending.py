"""A campaign ends by itself, and what nobody can earn any more goes back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from claims.models import Claim
from claims.services import claim_task, start_claim
from cms import ending
from cms.ending import end_campaigns, settle_campaigns
from cms.models import CampaignPage, TaskBriefPage
from cms.selectors import budget_left
from cms.services import reference_of
from improvement.models import Action
from members.models import Member
from members.rights import TESTER, grant
from notifications.models import Note, OutboxMessage
from rewards import ledger
from rewards.models import Transfer
from seats.models import Pool
from shared.errors import RuleBroken
from tasks_catalog.models import Campaign, Task
from tests.improvement.factories import Loop
from tests.tasks_catalog.factories import CampaignFactory, TaskFactory

pytestmark = pytest.mark.django_db

LAST_DAY = date(2026, 4, 30)
LAST_EVENING = datetime(2026, 4, 30, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
NEXT_DAY = datetime(2026, 4, 30, 16, 30, tzinfo=UTC)
LONG_AFTER = NEXT_DAY + ending.KEPT_FOR + timedelta(days=1)


@pytest.fixture
def task(brief_page: TaskBriefPage, bea: Member, cy: Member) -> Task:
    """Bea's: three seats for 80 points each, out of a budget of 1,000; open until the campaign ends. Cy is a tester."""
    grant(member=cy, right=TESTER)
    CampaignPage.objects.update(owner=bea)
    brief_page.closes_at = None
    brief_page.save_revision(user=bea).publish()
    return Task.objects.get()


def claimed(task: Task, member: Member, now: datetime) -> Claim:
    claim = claim_task(task=task, member=member, key=uuid4(), now=now).claim
    assert claim is not None
    return start_claim(claim=claim, now=now)


def given_back(campaign: Campaign) -> int:
    budget = ledger.budget_of(reference_of(campaign))
    return sum(Transfer.objects.filter(debit=budget, credit=ledger.issue()).values_list("amount", flat=True))


def test_a_campaign_runs_to_the_end_of_its_last_day(task: Task) -> None:
    assert end_campaigns(now=LAST_EVENING) == 0
    assert Campaign.objects.get().state == Campaign.State.RUNNING

    assert end_campaigns(now=NEXT_DAY) == 1
    assert Campaign.objects.get().state == Campaign.State.CLOSED


def test_its_doors_close_with_it_and_who_waits_is_told(task: Task, cy: Member) -> None:
    end_campaigns(now=NEXT_DAY)

    task.refresh_from_db()
    assert (task.state, task.closes_at) == (Task.State.CLOSED, NEXT_DAY)
    with pytest.raises(RuleBroken):
        claim_task(task=task, member=cy, key=uuid4(), now=NEXT_DAY)
    assert OutboxMessage.objects.get(task="claims.tasks.tell_closed").arguments == {"task_id": task.pk}


def test_who_started_may_finish_and_their_points_are_kept(task: Task, cy: Member, noon: datetime) -> None:
    claimed(task, cy, noon)

    end_campaigns(now=NEXT_DAY)

    assert ledger.balance(ledger.reserve_of(task.pool_reference)) == 80
    assert budget_left(task.campaign) == 920


def test_ending_twice_ends_once(task: Task, bea: Member) -> None:
    assert [end_campaigns(now=NEXT_DAY) for _again in range(2)] == [1, 0]
    assert Note.objects.filter(member=bea).count() == 1


def test_its_author_hears_what_stays(task: Task, bea: Member) -> None:
    end_campaigns(now=NEXT_DAY)

    note = Note.objects.get(member=bea)
    assert note.title == "“A new card, in time” has ended"
    assert "1,000 points" in note.body


def test_the_points_stay_while_findings_are_decided_on(task: Task) -> None:
    end_campaigns(now=NEXT_DAY)

    assert settle_campaigns(now=NEXT_DAY + timedelta(days=60)) == 0
    assert budget_left(task.campaign) == 1000


def test_then_what_was_never_promised_goes_back_through_the_ledger_once(task: Task, bea: Member) -> None:
    end_campaigns(now=NEXT_DAY)

    assert [settle_campaigns(now=LONG_AFTER) for _again in range(2)] == [1000, 0]
    assert (budget_left(task.campaign), given_back(task.campaign)) == (0, 1000)
    assert Note.objects.filter(member=bea, title="The budget of “A new card, in time” is closed").count() == 1


def test_nothing_goes_back_while_somebody_may_still_earn_it(task: Task, cy: Member, noon: datetime) -> None:
    claim = claimed(task, cy, noon)
    end_campaigns(now=NEXT_DAY)
    assert settle_campaigns(now=LONG_AFTER) == 0

    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.REJECTED)

    assert settle_campaigns(now=LONG_AFTER) == 1000


def test_what_is_lived_again_stays_open_after_the_last_day(task: Task) -> None:
    again = Task.objects.get(pk=task.pk)
    again.pk, again.slug, again.repeats = None, "again", task
    again.save()

    end_campaigns(now=NEXT_DAY)

    assert Task.objects.get(slug="again").state == Task.State.OPEN
    assert settle_campaigns(now=LONG_AFTER) == 0


@pytest.mark.parametrize("beat", [end_campaigns, settle_campaigns])
def test_a_campaign_that_cannot_be_ended_does_not_keep_the_others_open(beat: Callable[..., int], caplog: pytest.LogCaptureFixture) -> None:
    """In whatever order they come."""
    before = Campaign.State.RUNNING if beat is end_campaigns else Campaign.State.CLOSED
    tasks = [TaskFactory(campaign=CampaignFactory(slug=slug, state=before, ends_on=LAST_DAY)) for slug in ("first", "broken", "last")]
    Task.objects.update(closes_at=NEXT_DAY)
    Pool.objects.filter(reference=tasks[1].pool_reference).delete()

    beat(now=LONG_AFTER)

    assert set(Task.objects.filter(state=Task.State.CLOSED).values_list("campaign__slug", flat=True)) == {"first", "last"}
    assert "broken" in caplog.text


def test_the_budget_stays_while_an_action_is_under_way() -> None:
    """Whoever lives it again is paid out of it."""
    action = Loop().shipped()
    Task.objects.update(state=Task.State.CLOSED)
    Campaign.objects.update(state=Campaign.State.CLOSED, starts_on=LAST_DAY, ends_on=LAST_DAY)
    assert settle_campaigns(now=LONG_AFTER) == 0

    Action.objects.filter(pk=action.pk).update(state=Action.State.DECLINED, reason="It costs too much.")

    assert settle_campaigns(now=LONG_AFTER) > 0


def test_an_ended_campaign_is_not_published_again(task: Task, campaign_page: CampaignPage) -> None:
    end_campaigns(now=NEXT_DAY)

    with pytest.raises(RuleBroken, match="Copy it"):
        CampaignPage.objects.get(pk=campaign_page.pk).save_revision().publish()
