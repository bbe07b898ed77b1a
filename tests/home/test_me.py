"""A member's own page, and what they may set there."""

import json
from uuid import uuid4

import pytest
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.test import Client

from cms.models import GuidePass
from feedback.reviewing import review
from home.export import data_of
from home.me import standing_of
from members.models import Member
from members.rights import REVIEWER, grant
from members.services import accept_agreement
from notifications.models import PushSubscription
from notifications.services import tell, wish
from recruitment.referrals import code_of
from recruitment.services import close_round, enter_round
from rewards.models import Award
from rewards.services import Work, count_work
from rewards.services.red_packets import grab
from tests.feedback.factories import NOON, sent
from tests.members.factories import AgreementFactory, DepartmentFactory
from tests.recruitment.factories import a_round
from tests.rewards.factories import asked_for, published
from tests.test_layout import OUTSIDE_ROOMS, ROOMS


@pytest.fixture
def me(client: Client, ada: Member) -> Client:
    client.force_login(ada)
    return client


def test_it_shows_who_i_am(me: Client) -> None:
    page = me.get("/me/").content.decode()

    assert "ada@harbour.example" in page
    assert 'aria-current="page"' in page


def test_a_newcomer_has_no_quality_yet(ada: Member) -> None:
    standing = standing_of(ada, now=NOON)

    assert (standing.visits, standing.quality, standing.weeks, standing.changes) == (0, None, 0, 0)


def test_the_language_changes_at_once_and_stays(me: Client, ada: Member) -> None:
    assert me.post("/language/", {"language": "pl", "next": "/me/"}).headers["Location"] == "/me/"
    ada.refresh_from_db()

    assert ada.locale == "pl"
    assert '<html lang="pl"' in me.get("/me/").content.decode()


def test_a_guests_language_stays_in_a_cookie(client: Client, db: None) -> None:
    client.post("/language/", {"language": "zh-hans"})

    assert '<html lang="zh-Hans"' in client.get("/accounts/login/").content.decode()


def test_a_language_that_is_not_there_changes_nothing(me: Client, ada: Member) -> None:
    assert me.post("/language/", {"language": "xx"}).status_code == 302
    ada.refresh_from_db()
    assert ada.locale == "en"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(me: Client, elsewhere: str) -> None:
    assert me.post("/language/", {"language": "pl", "next": elsewhere}).headers["Location"] == "/"


def test_the_theme_stands_in_the_page(me: Client) -> None:
    assert "data-theme" not in me.get("/me/").content.decode()

    me.post("/theme/", {"theme": "dark"})

    assert 'data-theme="dark"' in me.get("/me/").content.decode()
    assert 'data-theme="dark"' in me.get("/inbox/").content.decode()


def test_a_theme_that_is_not_there_changes_nothing(me: Client, ada: Member) -> None:
    me.post("/theme/", {"theme": "pink"})
    ada.refresh_from_db()
    assert ada.theme == "system"


@pytest.mark.parametrize("path", ["/language/", "/theme/", "/text-size/"])
def test_settings_are_not_changed_by_looking(me: Client, path: str) -> None:
    assert me.get(path).status_code == 405


def test_name_and_alias_are_saved(me: Client, ada: Member) -> None:
    assert me.post("/me/name/", {"nickname": "Adela", "alias": "Heron", "board_name": "alias"}).headers["Location"] == "/me/"
    ada.refresh_from_db()
    assert (ada.nickname, ada.alias, ada.board_name) == ("Adela", "Heron", "alias")


def test_an_alias_is_needed_to_be_shown(me: Client) -> None:
    answer = me.post("/me/name/", {"nickname": "Adela", "alias": "", "board_name": "alias"})

    assert answer.status_code == 422
    assert "Choose an alias" in answer.content.decode()
    assert 'value="Adela"' in answer.content.decode()


def test_a_newcomer_introduces_themselves(me: Client, ada: Member) -> None:
    risk = DepartmentFactory(code="risk")
    Member.objects.update(department=None)

    assert me.post("/welcome/", {"nickname": "Ada", "department": risk.pk, "locale": "zh-hans"}).headers["Location"] == "/"
    ada.refresh_from_db()
    assert (ada.department, ada.locale) == (risk, "zh-hans")


def test_a_department_that_is_known_is_shown_and_stays(me: Client, ada: Member) -> None:
    risk = DepartmentFactory(code="risk")

    me.post("/welcome/", {"nickname": "Adela", "department": risk.pk, "locale": "pl"})

    ada.refresh_from_db()
    assert (ada.department and ada.department.code, ada.nickname, ada.locale) == ("cards", "Adela", "pl")


def test_a_nameless_newcomer_is_asked_again(me: Client) -> None:
    assert me.post("/welcome/", {"nickname": "", "locale": "en"}).status_code == 422


def test_my_data_is_mine_alone(me: Client, ada: Member, bea: Member) -> None:
    sent(ada)
    tell(member=ada, kind="own", reference="1", title="For Ada", now=NOON)
    tell(member=bea, kind="own", reference="1", title="For Bea", now=NOON)
    accept_agreement(member=ada, agreement=AgreementFactory(), now=NOON)

    answer = me.get("/me/data.json")
    data = json.loads(answer.content)

    assert "attachment" in answer.headers["Content-Disposition"]
    assert [note["title"] for note in data["inbox"] if note["kind"] == "own"] == ["For Ada"]
    assert data["claims"][0]["task"] == "where-is-my-card"
    assert data["submissions"][0]["answers"]
    assert data["agreements"][0]["kind"] == "conduct"


def lives_it_all(member: Member, *, reviewer: Member, friend: Member, maker: Member) -> None:
    """What leaves something in every list of the member's file."""
    grant(member=reviewer, right=REVIEWER)
    marks = {"compare": 4, "voice": 5, "pain": 3, "think": 4}
    review(submission=sent(member), reviewer=reviewer, decision="accept", marks=marks, comment="Well seen.", now=NOON)
    count_work(member=member, work=Work("submission:1", 80, 4.5, "routine", NOON.date()), now=NOON)
    accept_agreement(member=member, agreement=AgreementFactory(), now=NOON)
    asked_for(member, NOON)
    award = {"amount": 50, "purse": "promotion", "campaign_reference": "campaign:x", "reason": "For helping."}
    Award.objects.create(member=member, key=uuid4(), proposed_by=maker, proposed_at=NOON, **award)
    joined, invited = a_round(NOON), a_round(NOON)
    enter_round(round=joined, member=member, key=uuid4(), via=code_of(friend), now=NOON)
    close_round(round=joined, by=None, now=NOON)  # which makes a tester of them
    grab(packet=published(makers=(maker, reviewer), noon=NOON), member=member, key=uuid4(), now=NOON)
    enter_round(round=invited, member=friend, key=uuid4(), via=code_of(member), now=NOON)
    GuidePass.objects.create(member=member, guide=uuid4(), at=NOON)
    SocialAccount.objects.create(user=member, provider="weixin", uid="u1")
    PushSubscription.objects.create(member=member, endpoint="https://push.example/1", p256dh="p", auth="a", made_at=NOON)


def test_nothing_of_a_colleagues_file_is_in_mine(ada: Member, bea: Member, cy: Member, dan: Member, eve: Member) -> None:
    lives_it_all(bea, reviewer=dan, friend=cy, maker=eve)
    theirs, mine = data_of(bea, now=NOON), data_of(ada, now=NOON)

    assert [name for name, rows in theirs.items() if rows == []] == []
    assert {name: rows for name, rows in mine.items() if isinstance(rows, list) and rows} == {}


def test_who_reviewed_my_work_is_not_in_my_file(ada: Member, cy: Member, dan: Member, eve: Member) -> None:
    lives_it_all(ada, reviewer=dan, friend=cy, maker=eve)

    (said,) = data_of(ada, now=NOON)["reviews"]
    assert said["comment"] == "Well seen."
    assert [name for name in said if "reviewer" in name] == []


# What a person's row in these says about them is in their file; the other rooms' rows reach it through claims and transfers.
IN_THE_FILE = {
    "members.Acceptance.member", "claims.Claim.member", "rewards.Account.member", "rewards.Redemption.member", "rewards.Award.member",
    "rewards.Share.member", "rewards.Merit.member", "rewards.Medal.member", "recruitment.Entry.member", "recruitment.Term.member",
    "recruitment.Referral.by", "recruitment.Referral.invited", "notifications.Note.member", "notifications.Wishes.member",
    "notifications.PushSubscription.member", "cms.GuidePass.member",
}  # fmt: skip
# A seat is a claim or an entry, which are in the file; its own rows say no more.
SAID_THERE = {"seats.Seat.member", "seats.Waiting.member", "seats.Attempt.member", "seats.Lot.member"}


def test_every_table_about_a_person_is_thought_of_in_their_file() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in {*ROOMS, *OUTSIDE_ROOMS}]
    about = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in ours
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is Member and field.name in {"member", "invited"}
    }

    assert about - IN_THE_FILE - SAID_THERE == set()


def test_my_file_tells_what_i_earned_entered_and_wish(me: Client, ada: Member, bea: Member) -> None:
    found = a_round(NOON)
    enter_round(round=found, member=ada, key=uuid4(), via=code_of(bea), now=NOON)
    count_work(member=ada, work=Work("submission:1", 80, 4.5, "routine", NOON.date()), now=NOON)
    wish(member=ada, mail=["points"], push=[])

    data = json.loads(me.get("/me/data.json").content)

    assert (data["merits"][0]["quality"], {medal["badge"] for medal in data["medals"]}) == ("4.50", {"visits-1", "sharp-1"})
    assert (data["rounds"][0]["state"], len(data["brought_by_somebody"]), data["brought"]) == ("seated", 1, [])
    assert data["wishes"]["mail"] == ["points"]
    assert data["member"]["text_size"] == 100
    assert set(data["brought_by_somebody"][0]) == {"round_id", "at", "counted_at"}  # who it was is theirs to tell


@pytest.mark.parametrize(
    ("asked", "kept"),
    [("120", 120), ("140", 140), ("100", 100), ("300", 100), ("huge", 100), pytest.param("9" * 5000, 100, id="endless"), ("", 100)],
)
def test_text_grows_as_asked_and_no_further(me: Client, ada: Member, asked: str, kept: int) -> None:
    assert me.post("/text-size/", {"text_size": asked}).status_code == 302

    ada.refresh_from_db()
    assert ada.text_size == kept
    page = me.get("/inbox/").content.decode()
    assert (f'data-text="{kept}"' in page) is (kept != 100)


def test_the_password_is_not_among_my_data(ada: Member) -> None:
    assert "password" not in json.dumps(data_of(ada, now=NOON), default=str)


def test_an_agreement_is_read_accepted_and_leads_on(me: Client, ada: Member) -> None:
    AgreementFactory()
    assert "Never reveal" in me.get("/agreements/conduct/").content.decode()

    assert me.post("/agreements/conduct/", {"next": "/tasks/"}).headers["Location"] == "/tasks/"
    assert ada.acceptances.count() == 1


def test_an_agreement_accepted_before_says_so(me: Client, ada: Member) -> None:
    accept_agreement(member=ada, agreement=AgreementFactory(), now=NOON)
    page = me.get("/agreements/conduct/").content.decode()

    assert "You accepted it" in page
    assert me.post("/agreements/conduct/").status_code == 302
    assert ada.acceptances.count() == 1


@pytest.mark.parametrize("kind", ["conduct", "no-such-kind"])
def test_an_agreement_that_was_not_published_does_not_exist(me: Client, kind: str) -> None:
    assert me.get(f"/agreements/{kind}/").status_code == 404


@pytest.mark.parametrize("path", ["/me/", "/me/name/", "/me/data.json", "/welcome/", "/agreements/conduct/"])
def test_a_guest_signs_in_first(client: Client, db: None, path: str) -> None:
    assert client.get(path).headers["Location"].startswith("/accounts/login/")


def test_a_name_is_needed(me: Client, ada: Member) -> None:
    assert me.post("/me/name/", {"nickname": " ", "alias": "Heron", "board_name": "alias"}).status_code == 422

    ada.refresh_from_db()
    assert ada.nickname == "Ada"
