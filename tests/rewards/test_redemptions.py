"""Spending points: what holds, what comes back, who decides."""

from datetime import datetime
from uuid import uuid4

import pytest

from members.models import AuditEvent, Member
from notifications.models import Note
from rewards import errors, ledger, services
from rewards.ledger import NotEnoughPoints
from rewards.models import Award, Benefit, Redemption
from seats.models import Seat, Waiting
from tests.rewards.factories import BenefitFactory, asked_for, give

pytestmark = pytest.mark.django_db


def balance(member: Member) -> int:
    return ledger.balance(ledger.purse_of(member))


@pytest.fixture
def asked(ada: Member, noon: datetime) -> Redemption:
    benefit = BenefitFactory()
    services.stock_benefit(benefit=benefit, count=1, per_person=1, by=None, now=noon)
    return asked_for(ada, noon, benefit)


def free(benefit: Benefit) -> int:
    return Seat.objects.filter(pool__reference=benefit.pool_reference, state="free").count()


def test_asking_holds_the_points_and_a_piece(asked: Redemption, ada: Member) -> None:
    assert (asked.state, balance(ada), free(asked.benefit)) == ("requested", 0, 0)


def test_asking_again_with_the_same_key_answers_the_same(asked: Redemption, ada: Member, noon: datetime) -> None:
    assert services.redeem(benefit=asked.benefit, member=ada, key=asked.key, now=noon) == asked
    assert Redemption.objects.count() == 1


def test_a_key_of_somebody_else_is_refused(asked: Redemption, bea: Member, noon: datetime) -> None:
    with pytest.raises(errors.KeyTaken):
        services.redeem(benefit=asked.benefit, member=bea, key=asked.key, now=noon)


def test_who_has_too_few_points_is_told_how_many_are_missing(ada: Member, noon: datetime) -> None:
    give(ada, 120, noon)

    with pytest.raises(NotEnoughPoints) as refusal:
        services.redeem(benefit=BenefitFactory(), member=ada, key=uuid4(), now=noon)

    assert refusal.value.missing == 180
    assert balance(ada) == 120


def test_when_the_last_is_gone_nothing_is_held_and_nobody_queues(asked: Redemption, bea: Member, noon: datetime) -> None:
    give(bea, 300, noon)

    with pytest.raises(errors.SoldOut):
        services.redeem(benefit=asked.benefit, member=bea, key=uuid4(), now=noon)

    assert balance(bea) == 300
    assert not Waiting.objects.exists()


def test_one_person_has_no_more_pieces_than_allowed(asked: Redemption, ada: Member, noon: datetime) -> None:
    services.stock_benefit(benefit=asked.benefit, count=5, by=None, now=noon)
    give(ada, 300, noon)

    with pytest.raises(errors.OnePerPerson):
        services.redeem(benefit=asked.benefit, member=ada, key=uuid4(), now=noon)


def test_a_benefit_without_stock_never_ends(ada: Member, noon: datetime) -> None:
    benefit = BenefitFactory()

    assert [asked_for(ada, noon, benefit).seat for _ in range(3)] == [None] * 3


def test_a_hidden_benefit_is_not_sold(ada: Member, noon: datetime) -> None:
    give(ada, 300, noon)

    with pytest.raises(errors.BenefitGone):
        services.redeem(benefit=BenefitFactory(shown=False), member=ada, key=uuid4(), now=noon)


def test_a_price_that_changed_since_is_shown_first(ada: Member, bea: Member, noon: datetime) -> None:
    give(ada, 900, noon)
    benefit = services.price_benefit(benefit=BenefitFactory(), price=400, by=bea, now=noon)

    with pytest.raises(errors.PriceChanged):
        services.redeem(benefit=benefit, member=ada, key=uuid4(), price=300, now=noon)

    assert services.redeem(benefit=benefit, member=ada, key=uuid4(), price=400, now=noon).price == 400


def test_delivering_spends_the_points(asked: Redemption, ada: Member, bea: Member, noon: datetime) -> None:
    services.approve_redemption(redemption=asked, by=bea, now=noon)
    delivered = services.deliver_redemption(redemption=asked, by=bea, voucher="ROAST-7", now=noon)

    assert (delivered.state, delivered.voucher, balance(ada)) == ("delivered", "ROAST-7", 0)
    assert ledger.balance(ledger.redeemed()) == 300


def test_declining_gives_points_and_piece_back_with_the_reason(asked: Redemption, ada: Member, bea: Member, noon: datetime) -> None:
    services.decline_redemption(redemption=asked, by=bea, reason="The roastery is closed.", now=noon)

    assert (balance(ada), free(asked.benefit)) == (300, 1)
    assert Note.objects.get(member=ada, reference=f"redemption:{asked.pk}:declined").body == "The roastery is closed."


def test_declining_needs_a_reason(asked: Redemption, bea: Member, noon: datetime) -> None:
    with pytest.raises(errors.ReasonMissing):
        services.decline_redemption(redemption=asked, by=bea, reason="  ", now=noon)


def test_changing_ones_mind_brings_all_back_also_when_approved(asked: Redemption, ada: Member, bea: Member, noon: datetime) -> None:
    services.approve_redemption(redemption=asked, by=bea, now=noon)
    for _ in range(2):
        services.cancel_redemption(redemption=asked, member=ada, now=noon)

    assert (balance(ada), free(asked.benefit)) == (300, 1)


def test_what_was_delivered_is_not_cancelled(asked: Redemption, ada: Member, bea: Member, noon: datetime) -> None:
    services.approve_redemption(redemption=asked, by=bea, now=noon)
    services.deliver_redemption(redemption=asked, by=bea, now=noon)

    with pytest.raises(errors.AlreadyEnded, match="Delivered"):
        services.cancel_redemption(redemption=asked, member=ada, now=noon)


def test_only_ones_own_request_is_cancelled(asked: Redemption, eve: Member, noon: datetime) -> None:
    with pytest.raises(Redemption.DoesNotExist):
        services.cancel_redemption(redemption=asked, member=eve, now=noon)


def test_nobody_decides_on_their_own(asked: Redemption, ada: Member, noon: datetime) -> None:
    for decide in (services.approve_redemption, services.deliver_redemption):
        with pytest.raises(errors.OwnRedemption):
            decide(redemption=asked, by=ada, now=noon)


def test_who_sets_the_price_decides_on_nothing(ada: Member, bea: Member, noon: datetime) -> None:
    asked = asked_for(ada, noon, services.price_benefit(benefit=BenefitFactory(), price=10, by=bea, now=noon))

    with pytest.raises(errors.PricesAndApprovals):
        services.approve_redemption(redemption=asked, by=bea, now=noon)


def test_nothing_is_delivered_before_it_is_approved(asked: Redemption, bea: Member, noon: datetime) -> None:
    with pytest.raises(errors.AlreadyEnded):
        services.deliver_redemption(redemption=asked, by=bea, now=noon)


def test_a_retry_of_ones_own_approval_answers_success_and_anothers_is_refused(
    asked: Redemption, bea: Member, dan: Member, noon: datetime
) -> None:
    services.approve_redemption(redemption=asked, by=bea, now=noon)

    assert services.approve_redemption(redemption=asked, by=bea, now=noon).decided_by == bea
    with pytest.raises(errors.AlreadyEnded):
        services.approve_redemption(redemption=asked, by=dan, now=noon)


def test_every_step_is_told_once_and_written_down(asked: Redemption, ada: Member, bea: Member, noon: datetime) -> None:
    for _ in range(2):
        services.approve_redemption(redemption=asked, by=bea, now=noon)
    for _ in range(2):
        services.deliver_redemption(redemption=asked, by=bea, now=noon)

    assert list(Note.objects.filter(member=ada).order_by("pk").values_list("reference", flat=True)) == [
        f"redemption:{asked.pk}:{state}" for state in ("requested", "approved", "delivered")
    ]
    assert AuditEvent.objects.filter(on_what="rewards.redemption").count() == 3


# Awards -------------------------------------------------------------------------


def proposed(member: Member, by: Member, amount: int, noon: datetime) -> Award:
    services.fund_budget(campaign_reference="campaign:1", amount=1000, now=noon)
    return services.propose_award(
        member=member,
        amount=amount,
        purse="promotion",
        campaign_reference="campaign:1",
        reason="Best finding",
        by=by,
        key=uuid4(),
        now=noon,
    )


def test_a_small_award_is_paid_by_who_proposed_it_once(ada: Member, bea: Member, noon: datetime) -> None:
    award = proposed(ada, bea, 100, noon)
    for _ in range(2):
        services.approve_award(award=award, by=bea, now=noon)

    assert balance(ada) == 100
    assert ledger.balance(ledger.budget_of("campaign:1")) == 900


def test_a_large_award_needs_a_second_person(ada: Member, bea: Member, dan: Member, noon: datetime) -> None:
    award = proposed(ada, bea, 101, noon)

    with pytest.raises(errors.FourEyes):
        services.approve_award(award=award, by=bea, now=noon)
    services.approve_award(award=award, by=dan, now=noon)

    assert balance(ada) == 101


def test_nobody_awards_oneself_or_approves_ones_own(ada: Member, bea: Member, noon: datetime) -> None:
    with pytest.raises(errors.OwnAward):
        proposed(ada, ada, 10, noon)
    with pytest.raises(errors.OwnAward):
        services.approve_award(award=proposed(ada, bea, 10, noon), by=ada, now=noon)


def test_a_refused_award_pays_nothing_and_stays_refused(ada: Member, bea: Member, dan: Member, noon: datetime) -> None:
    award = proposed(ada, bea, 10, noon)
    services.refuse_award(award=award, by=dan, now=noon)

    with pytest.raises(errors.AwardDecided):
        services.approve_award(award=award, by=bea, now=noon)
    assert balance(ada) == 0


def test_an_award_beyond_the_budget_is_refused(ada: Member, bea: Member, dan: Member, noon: datetime) -> None:
    award = proposed(ada, bea, 1001, noon)

    with pytest.raises(NotEnoughPoints):
        services.approve_award(award=award, by=dan, now=noon)
