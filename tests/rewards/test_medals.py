"""Badges and levels: what earns them, once, and for good."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from members.models import Member
from notifications.models import Note
from rewards.badges import BADGE_CALLED, BADGES, LEVELS, Done, facts_of, level_of, reached, weighed
from rewards.collection import collection_of
from rewards.models import Medal, Merit
from rewards.services import Work, count_fix, count_referral, count_work, earn_medals

MONDAY = date(2026, 3, 2)


def done(count: int, *, quality: str = "4.0", points: int = 80, module: str = "routine", every: int = 7) -> list[Done]:
    return [Done(points, Decimal(quality), module, MONDAY + timedelta(days=every * number)) for number in range(count)]


def work(number: int, *, quality: float = 4.0, points: int = 80, module: str = "routine", day: date = MONDAY) -> Work:
    return Work(f"submission:{number}", points, quality, module, day)


@pytest.mark.parametrize(
    ("lived", "badge"),
    [
        (done(1), "visits-1"),
        (done(10, every=1), "visits-10"),
        (done(1, quality="4.5"), "sharp-1"),
        (done(4), "weeks-4"),
        ([*done(1), *done(1, module="dynamic"), *done(1, module="all_hands")], "modules-3"),
    ],
)
def test_each_badge_has_its_own_way_and_one_less_is_too_little(lived: list[Done], badge: str) -> None:
    assert badge in reached(facts_of(lived))
    assert badge not in reached(facts_of(lived[:-1]))


def test_work_just_below_outstanding_is_no_sharp_eye() -> None:
    assert "sharp-1" not in reached(facts_of(done(3, quality="4.49")))


def test_a_level_weighs_points_by_quality() -> None:
    assert weighed(80, Decimal("5.00")) == 80
    assert weighed(80, Decimal("2.50")) == 40
    assert facts_of(done(2, points=50, quality="5.0")).experience == 100
    assert "level-2" in reached(facts_of(done(2, points=50, quality="5.0")))
    assert "level-2" not in reached(facts_of(done(2, points=50, quality="4.9")))


def test_every_badge_and_level_can_be_reached_and_is_named_once() -> None:
    slugs = [badge.slug for badge in BADGES] + [level.slug for level in LEVELS]

    assert len(slugs) == len(set(slugs))
    assert [level.needed for level in LEVELS] == sorted({level.needed for level in LEVELS})
    assert level_of([]).number == 1


pytestmark = pytest.mark.django_db


def test_accepted_work_earns_the_first_medal_and_says_so(ada: Member, noon: datetime) -> None:
    assert count_work(member=ada, work=work(1), now=noon) == ["visits-1"]

    note = Note.objects.get(member=ada, kind="medal")
    assert (note.title, note.url) == ("New medal: First print", reverse("rewards:medal", args=["visits-1"]))


def test_the_same_work_counts_once(ada: Member, noon: datetime) -> None:
    for _again in range(3):
        count_work(member=ada, work=work(1), now=noon)

    assert (Merit.objects.count(), Medal.objects.count(), Note.objects.filter(kind="medal").count()) == (1, 1, 1)


def test_several_medals_at_once_are_one_note_and_the_level_leads_it(ada: Member, noon: datetime) -> None:
    count_work(member=ada, work=work(1, points=400, quality=5.0), now=noon)

    note = Note.objects.get(member=ada, kind="medal")
    assert note.title.startswith("New level: ")
    assert set(Medal.objects.values_list("badge", flat=True)) == {"visits-1", "sharp-1", "level-2", "level-3"}
    assert note.body == "And 3 more medals beside it."


def test_a_medal_stays_when_its_merit_is_gone(ada: Member, noon: datetime) -> None:
    count_work(member=ada, work=work(1), now=noon)
    Merit.objects.all().delete()

    earn_medals(member=ada, now=noon)

    assert list(Medal.objects.values_list("badge", flat=True)) == ["visits-1"]


def test_a_fix_counts_for_everybody_whose_finding_it_was(ada: Member, bea: Member, noon: datetime) -> None:
    for _again in range(2):
        count_fix(members=[ada, bea], reference="action:7", on=MONDAY, now=noon)

    assert set(Medal.objects.values_list("member", "badge")) == {(ada.pk, "fixes-1"), (bea.pk, "fixes-1")}


def test_a_colleague_brought_counts_once(ada: Member, noon: datetime) -> None:
    for _again in range(2):
        count_referral(member=ada, reference="referral:9", now=noon)

    assert list(Medal.objects.values_list("badge", flat=True)) == ["brought-1"]


def test_the_database_knows_one_medal_of_a_kind_and_work_only_with_its_quality(ada: Member, noon: datetime) -> None:
    Medal.objects.create(member=ada, badge="visits-1", at=noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Medal.objects.create(member=ada, badge="visits-1", at=noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merit.objects.create(member=ada, kind="work", reference="x", on=MONDAY, at=noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merit.objects.create(member=ada, kind="work", reference="x", quality=Decimal("5.01"), on=MONDAY, at=noon)


def test_what_comes_next_says_how_far_it_is(ada: Member, noon: datetime) -> None:
    for number in range(3):
        count_work(member=ada, work=work(number, day=MONDAY + timedelta(days=number)), now=noon)

    found = collection_of(ada)

    assert [shown.slug for shown in found.earned if not shown.slug.startswith("level")] == ["visits-1"]
    following = {shown.slug: (shown.value, shown.needed) for shown in found.ahead}
    assert following["visits-5"] == (3, 5)
    assert found.ahead[0].slug == "visits-5"  # the nearest first
    assert (found.level.number, found.to_next) == (2, 300 - 3 * 64)


def test_the_rim_of_a_medal_is_whole_only_when_it_is_earned(ada: Member, noon: datetime) -> None:
    count_work(member=ada, work=work(1), now=noon)
    found = collection_of(ada)

    assert len(found.earned[0].dashes.split()) == 2 * 24
    assert {shown.slug: len(shown.dashes.split()) for shown in found.ahead}["visits-5"] == 2 * 4
    assert {shown.slug: shown.dashes for shown in found.ahead}["fixes-1"] == ""


def test_the_page_shows_what_is_mine_and_the_next(ada: Member, client: Client, noon: datetime) -> None:
    count_work(member=ada, work=work(1), now=noon)
    client.force_login(ada)

    page = client.get(reverse("rewards:medals")).content.decode()

    assert "First print" in page
    assert "Warmed up" in page
    assert "Newcomer" in page


def test_the_page_of_a_newcomer_invites(ada: Member, client: Client) -> None:
    client.force_login(ada)

    assert "The first one is near" in client.get(reverse("rewards:medals")).content.decode()


def test_a_medal_has_a_page_of_its_own_for_whoever_has_it(ada: Member, bea: Member, client: Client, noon: datetime) -> None:
    count_work(member=ada, work=work(1, points=200), now=noon)
    addresses = [reverse("rewards:medal", args=[slug]) for slug in ("visits-1", "level-2")]

    client.force_login(ada)
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    assert client.post(addresses[0]).status_code == 405
    client.force_login(bea)
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_what_earns_a_badge_and_what_is_told_are_in_the_readers_language(ada: Member, noon: datetime) -> None:
    Member.objects.filter(pk=ada.pk).update(locale="pl")
    ada.refresh_from_db()
    badge = BADGE_CALLED["visits-5"]
    with override("pl"):
        in_polish = badge.how
    with override("zh-hans"):
        in_chinese = badge.how

    assert (badge.how, in_polish, in_chinese) == ("5 accepted visits", "5 przyjętych wizyt", "5 次体验通过")
    count_work(member=ada, work=work(1, points=400, quality=5.0), now=noon)
    assert Note.objects.get(member=ada, kind="medal").body.endswith("3 medale.")
