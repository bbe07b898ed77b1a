"""Where the play ends: things are open, and a visitor can go on."""

from collections.abc import Iterator
from datetime import timedelta

from claims.services import claim_task
from improvement.services import open_joint_review
from members.models import Member
from members.rights import FINANCE, PROGRAMME_MANAGER, TESTER
from operations.simulation.briefs import BY_LOT, OPEN_NOW
from operations.simulation.stage import Stage
from operations.simulation.testing import eligible, judge, live
from operations.simulation.words import t
from operations.simulation.writing import write_brief_page
from recruitment.services import open_round
from rewards.services import approve_red_packet, grab, make_red_packet

FLASH_IN_MINUTES = 6
DRAW_IN_MINUTES = 45


def open_ends(stage: Stage) -> Iterator[str]:
    flash, linked, address, phone = OPEN_NOW
    write_brief_page(stage, linked, seats=12, opens_at=stage.ago(days=3), days_open=25, now=stage.ago(days=4))
    write_brief_page(stage, address, seats=15, opens_at=stage.ago(days=2), days_open=25, now=stage.ago(days=4))
    write_brief_page(stage, phone, seats=3, opens_at=stage.ago(days=1), days_open=25, now=stage.ago(days=4))
    opens = stage.today + timedelta(minutes=FLASH_IN_MINUTES)
    write_brief_page(stage, flash, seats=10, opens_at=opens, days_open=5, now=stage.ago(days=1))
    yield flash.title["en"]
    yield from _waiting_for_review(stage)
    _continue_and_mend(stage)
    _full_task(stage)
    _red_packet(stage)
    _lottery(stage)
    _next_meetings(stage)


def _waiting_for_review(stage: Stage) -> Iterator[str]:
    """Five have sent something since yesterday."""
    task = stage.task("the-address-again")
    lin = stage.cast(right=TESTER)
    for member in [member for member in eligible(stage, task) if member != lin][:5]:
        claimed = stage.ago(hours=stage.dice.uniform(20, 40))
        result = claim_task(task=task, member=member, key=stage.key(), now=claimed)
        if result.claim:
            live(stage, result.claim, after=True, began=stage.later(claimed, hours=(0.5, 10)))
            yield member.called


def _continue_and_mend(stage: Stage) -> None:
    """Lin has a draft to go on with, and one piece of work to mend."""
    lin = stage.cast(right=TESTER)
    linked = stage.task("everything-that-hangs-on-it")
    result = claim_task(task=linked, member=lin, key=stage.key(), now=stage.ago(hours=9))
    if result.claim:
        live(stage, result.claim, after=True, began=stage.ago(hours=5), send=False, share=0.4)
    address = stage.task("the-address-again")
    result = claim_task(task=address, member=lin, key=stage.key(), now=stage.ago(hours=44))
    if result.claim:
        submission = live(stage, result.claim, after=True, began=stage.ago(hours=40))
        judge(stage, submission, fate="return", mend=False)


def _full_task(stage: Stage) -> None:
    """Three seats, all held, and two people at the door."""
    task = stage.task("call-at-lunch")
    lin = stage.cast(right=TESTER)
    for member in [member for member in eligible(stage, task) if member != lin][:5]:
        claim_task(task=task, member=member, key=stage.key(), now=stage.ago(hours=stage.dice.uniform(0.5, 4)))


def _red_packet(stage: Stage) -> None:
    """Out since lunch, half opened; Lin's share is still in it."""
    manager, lin, opened = stage.cast(right=PROGRAMME_MANAGER), stage.cast(right=TESTER), stage.ago(hours=1)
    packet = make_red_packet(
        title=t("Delivery is up: a share for everybody", "送达率升了，见者有份", "Doręczenia w górę: dla każdego po trochu"),
        sender=manager.called,
        campaign_reference=f"campaign:{stage.campaign.pk}",
        points=400,
        shares=30,
        least=8,
        most=20,
        opens_at=opened,
        closes_at=stage.today + timedelta(hours=9),
        by=manager,
        key=stage.key(),
        now=stage.ago(hours=5),
    )
    approve_red_packet(packet=packet, by=stage.cast(right=FINANCE), now=stage.ago(hours=4))
    testers = Member.objects.filter(groups__name=TESTER, left_at=None).exclude(pk__in=[lin.pk, manager.pk]).order_by("pk")
    for member in stage.dice.sample(list(testers), 16):
        opened += timedelta(seconds=stage.dice.uniform(0.3, 240))
        grab(packet=packet, member=member, key=stage.key(), now=opened)


def _lottery(stage: Stage) -> None:
    """Four seats to be drawn; eleven names are in, and the visitor may add one."""
    draws_at = stage.today + timedelta(minutes=DRAW_IN_MINUTES)
    write_brief_page(stage, BY_LOT, seats=4, opens_at=stage.ago(days=1), draws_at=draws_at, days_open=20, now=stage.ago(days=2))
    task = stage.task(BY_LOT.slug)
    lin = stage.cast(right=TESTER)
    for hours, member in enumerate([member for member in eligible(stage, task) if member != lin][:11], start=1):
        claim_task(task=task, member=member, key=stage.key(), now=stage.ago(hours=2 * hours))


def _next_meetings(stage: Stage) -> None:
    manager = stage.cast(right=PROGRAMME_MANAGER)
    open_joint_review(
        campaign=stage.campaign,
        held_on=stage.today.date(),
        title=t("Card renewal, second joint review", "换卡季第二次联席例会", "Wymiana kart, druga narada"),
        now=stage.ago(hours=3),
    )
    opens = stage.today + timedelta(hours=3)
    open_round(
        slug="run-tester-2",
        title=t("Run, tester! Round two", "跑起来，超体人！第二期", "Biegnij, testerze! Runda druga"),
        invitation=t(
            "Twenty-one seats. No experience needed, only open eyes.",
            "二十一席。不要经验，只要睁大眼睛。",
            "Dwadzieścia jeden miejsc. Bez doświadczenia, z otwartymi oczami.",
        ),
        right="tester",
        contest="flash",
        opens_at=opens,
        closes_at=opens + timedelta(days=2),
        seats=21,
        term_from=(stage.today + timedelta(days=5)).date(),
        term_until=(stage.today + timedelta(days=187)).date(),
        by=manager,
        now=stage.ago(hours=6),
    )
