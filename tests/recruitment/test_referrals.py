"""Who brought whom, and when it counts."""

from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from feedback.codes import read_code
from feedback.reviewing import review
from members.models import Member
from members.rights import REVIEWER, grant
from notifications.models import Note
from recruitment.cards import _lines, card_png, link_of
from recruitment.models import Entry, Referral
from recruitment.referrals import code_of, count_referrals_of, inviter_of, refer
from recruitment.services import enter_round, withdraw
from rewards.models import Medal, Merit
from tests.feedback.factories import sent
from tests.recruitment.factories import a_round

pytestmark = pytest.mark.django_db


def test_a_code_names_its_member_and_cannot_be_made_up(ada: Member, bea: Member) -> None:
    assert inviter_of(code_of(ada)) == ada
    forged = f"{bea.pk}-{code_of(ada).partition('-')[2]}"
    assert [inviter_of(code) for code in (forged, "", "x", "-", f"{ada.pk}-", "²-x", "9" * 30 + "-x")] == [None] * 7


def test_whoever_left_brings_nobody(ada: Member, noon: datetime) -> None:
    code = code_of(ada)
    Member.objects.filter(pk=ada.pk).update(left_at=noon)

    assert inviter_of(code) is None


def test_entering_by_a_link_is_written_down_and_the_first_link_stays(ada: Member, bea: Member, cy: Member, noon: datetime) -> None:
    found = a_round(noon)
    enter_round(round=found, member=cy, key=uuid4(), via=code_of(ada), now=noon)
    refer(round=found, invited=cy, code=code_of(bea), now=noon)

    assert list(Referral.objects.values_list("by", "invited", "counted_at")) == [(ada.pk, cy.pk, None)]


def test_nobody_brings_themselves(ada: Member, noon: datetime) -> None:
    found = a_round(noon)
    enter_round(round=found, member=ada, key=uuid4(), via=code_of(ada), now=noon)

    assert not Referral.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.create(round=found, by=ada, invited=ada, at=noon)


def test_a_wrong_code_keeps_nobody_out(ada: Member, noon: datetime) -> None:
    assert enter_round(round=a_round(noon), member=ada, key=uuid4(), via="1-nonsense", now=noon).state == Entry.State.SEATED


def test_it_counts_once_the_newcomers_work_is_accepted(ada: Member, bea: Member, dan: Member, noon: datetime) -> None:
    grant(member=dan, right=REVIEWER)
    refer(round=a_round(noon), invited=bea, code=code_of(ada), now=noon)
    assert not Medal.objects.filter(member=ada).exists()

    marks = {"compare": 4, "voice": 4, "pain": 4, "think": 4}
    review(submission=sent(bea, now=noon), reviewer=dan, decision="accept", marks=marks, now=noon)

    assert list(Medal.objects.filter(member=ada).values_list("badge", flat=True)) == ["brought-1"]
    assert Note.objects.filter(member=ada, kind="recruitment", title__contains=bea.called).count() == 1
    assert count_referrals_of(invited=bea, now=noon) == 0


def test_the_link_leads_through_the_page_into_the_entry(ada: Member, bea: Member, client: Client) -> None:
    found = a_round(timezone.now())
    client.force_login(bea)
    client.get(link_of(found, ada).partition("://")[2].partition("/")[2].join(["/", ""]))
    client.post(reverse("recruitment:enter", args=[found.slug]), {"key": str(uuid4())})

    assert Referral.objects.get().by == ada


def test_the_picture_carries_the_link_as_a_code_that_phones_read(ada: Member, noon: datetime) -> None:
    found = a_round(noon, invitation={"en": "Live it before the customer does. " * 8})
    picture = card_png(found, ada)

    assert Image.open(BytesIO(picture)).size == (750, 1100)
    assert read_code(picture) == link_of(found, ada)


def test_signs_that_cannot_be_drawn_are_left_out_of_the_picture(ada: Member, noon: datetime) -> None:
    """They come along when somebody pastes from a slide."""
    ada.nickname = "Ada\x0bLovelace\x01"
    found = a_round(noon, title={"en": "Run,\x0btester!\x02"}, invitation={"en": "Live it\ufffe."})

    assert read_code(card_png(found, ada)) == link_of(found, ada)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Run, tester!", ["Run, tester!"]),
        ("跑起来，超体人！跑起来，超体人！", ["跑起来，超体人！跑起来", "，超体人！"]),
        (
            "one two three four five six seven eight nine ten eleven twelve",
            ["one two three four", "five six seven eight", "nine ten eleven twelve"],
        ),
        ("a" * 60, ["a" * 60]),
        ("", []),
    ],
)
def test_long_titles_are_cut_where_words_end(text: str, lines: list[str]) -> None:
    assert _lines(text, 22, 3) == lines


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert _lines("word " * 40, 22, 2)[-1].endswith("…")


def test_the_page_and_its_picture_are_for_members(ada: Member, client: Client, noon: datetime) -> None:
    found = a_round(noon)
    page, picture = (reverse(f"recruitment:{name}", args=[found.slug]) for name in ("invite", "card"))
    assert [client.get(address).status_code for address in (page, picture)] == [302, 302]

    client.force_login(ada)
    assert code_of(ada) in client.get(page).content.decode()
    assert client.get(picture).headers["Content-Type"] == "image/png"
    assert [client.post(address).status_code for address in (page, picture)] == [405, 405]
    assert client.get(reverse("recruitment:invite", args=["unheard-of"])).status_code == 404


def test_a_newcomer_counts_once_in_however_many_rounds_they_were_brought(ada: Member, bea: Member, noon: datetime) -> None:
    for found in (a_round(noon), a_round(noon)):
        refer(round=found, invited=bea, code=code_of(ada), now=noon)

    count_referrals_of(invited=bea, now=noon)

    assert Merit.objects.filter(member=ada).count() == 1


def test_whoever_came_by_themselves_and_comes_again_by_a_link_was_brought_by_nobody(ada: Member, bea: Member, noon: datetime) -> None:
    found = a_round(noon)
    enter_round(round=found, member=bea, key=uuid4(), now=noon)
    withdraw(round=found, member=bea, now=noon)

    enter_round(round=found, member=bea, key=uuid4(), via=code_of(ada), now=noon)

    assert not Referral.objects.exists()
