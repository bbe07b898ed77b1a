"""Signing in by WeChat and WeCom: silently inside them, by QR elsewhere, and not at all without keys."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from members.jssdk import sign
from members.models import Invitation, Member
from members.rights import ADMINISTRATOR, REVIEWER, grant, rights_of
from members.services import invite
from tests.members.factories import MemberFactory
from tests.members.fake_messenger import FakeMessenger, fake_messenger

pytestmark = pytest.mark.django_db
IN_WECHAT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/107.0 Mobile MicroMessenger/8.0.50 Language/zh_CN"
IN_WECOM = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_4 like Mac OS X) AppleWebKit/605 Mobile/15E148 wxwork/4.1.22 MicroMessenger/7.0.1"
AT_A_DESK = "Mozilla/5.0 (Windows NT 10.0) Chrome/120"
DOOR = "/accounts/login/"


@pytest.fixture
def wechat(settings: Settings) -> Iterator[FakeMessenger]:
    who = {"openid": "o1", "unionid": "u1", "nickname": "林晓"}
    with fake_messenger(sns__oauth2__access_token={"access_token": "t", "openid": "o1", "expires_in": 7200}, sns__userinfo=who) as fake:
        settings.WECHAT_API_URL = fake.url
        settings.WECHAT_IN_APP_ID, settings.WECHAT_IN_APP_SECRET = "in-app", "s"
        apps = [{"client_id": key, "secret": "s", "settings": {"in_app": key == "in-app"}} for key in ("web", "in-app")]
        settings.SOCIALACCOUNT_PROVIDERS = {"weixin": {"APPS": apps}}
        yield fake


@pytest.fixture
def wecom(settings: Settings) -> Iterator[FakeMessenger]:
    with fake_messenger(
        **{"cgi-bin__gettoken": {"errcode": 0, "errmsg": "ok", "access_token": "t"}},
        **{"cgi-bin__auth__getuserinfo": {"errcode": 0, "errmsg": "ok", "userid": "LinXiao", "user_ticket": "k"}},
        **{
            "cgi-bin__auth__getuserdetail": {
                "errcode": 0,
                "userid": "LinXiao",
                "biz_mail": "lin@harbour.example",
                "email": "me@home.example",
            }
        },
    ) as fake:
        settings.WECOM_API_URL = fake.url
        settings.WECOM_CORP_ID, settings.WECOM_AGENT_ID, settings.WECOM_SECRET = "corp", "1000002", "s"
        settings.ALLOWED_EMAIL_DOMAINS = ["harbour.example"]
        settings.SOCIALACCOUNT_PROVIDERS = {
            "wecom": {**settings.SOCIALACCOUNT_PROVIDERS["wecom"], "APPS": [{"client_id": "corp", "secret": "s"}]}
        }
        yield fake


def a_member(email: str = "lin@harbour.example") -> Member:
    """Somebody who proved their address long ago."""
    member = MemberFactory(email=email, nickname="Lin")
    EmailAddress.objects.create(user=member, email=email, verified=True, primary=True)
    return member


def sent_to(client: Client, agent: str, address: str = DOOR) -> tuple[str, dict[str, str]]:
    """Where the door leads: the address without its query, and the query."""
    away = urlsplit(client.get(address, headers={"user-agent": agent}).headers["Location"])
    return f"{away.scheme}://{away.netloc}{away.path}", {name: values[0] for name, values in parse_qs(away.query).items()}


def come_back(client: Client, provider: str, agent: str, address: str = DOOR, **more: Any) -> Any:
    """Go through the messenger's page and return with its code."""
    _away, query = sent_to(client, agent, address)
    return client.get(f"/accounts/{provider}/login/callback/", {"code": "c", "state": query["state"]} | more, headers={"user-agent": agent})


def test_without_keys_the_door_is_as_it_was_everywhere(client: Client) -> None:
    for agent in (IN_WECHAT, IN_WECOM, AT_A_DESK):
        page = client.get(DOOR, headers={"user-agent": agent})
        assert (page.status_code, b"?with=" in page.content) == (200, False)


@pytest.mark.parametrize("provider", ["weixin", "wecom"])
def test_without_keys_its_addresses_lead_nowhere(client: Client, provider: str) -> None:
    assert client.get(f"/accounts/{provider}/login/").status_code == 404
    assert client.get(f"/accounts/{provider}/login/callback/", {"code": "1", "state": "x"}).status_code == 404


def test_inside_wechat_a_guest_goes_straight_to_it_and_at_a_desk_by_choice(client: Client, wechat: FakeMessenger) -> None:
    address, query = sent_to(client, IN_WECHAT)
    assert address == "https://open.weixin.qq.com/connect/oauth2/authorize"
    assert (query["appid"], query["scope"]) == ("in-app", "snsapi_userinfo")

    assert b"?with=weixin" in client.get(DOOR, headers={"user-agent": AT_A_DESK}).content
    address, query = sent_to(client, AT_A_DESK, DOOR + "?with=weixin")
    assert address == "https://open.weixin.qq.com/connect/qrconnect"
    assert (query["appid"], query["scope"]) == ("web", "snsapi_login")


def test_inside_wecom_a_guest_goes_straight_to_it_and_at_a_desk_to_its_qr(client: Client, wecom: FakeMessenger) -> None:
    address, query = sent_to(client, IN_WECOM)
    assert address == "https://open.weixin.qq.com/connect/oauth2/authorize"
    assert (query["appid"], query["agentid"], query["scope"]) == ("corp", "1000002", "snsapi_privateinfo")

    address, query = sent_to(client, AT_A_DESK, DOOR + "?with=wecom")
    assert address == "https://login.work.weixin.qq.com/wwlogin/sso/login"
    assert query["login_type"] == "CorpApp"


def test_whoever_signed_out_or_wants_mail_is_not_sent_away_again(client: Client, wecom: FakeMessenger) -> None:
    page = client.get(DOOR + "?by=mail", headers={"user-agent": IN_WECOM})
    assert page.status_code == 200


def test_a_colleague_arrives_in_their_own_account_by_the_address_the_company_gave(client: Client, wecom: FakeMessenger) -> None:
    lin = a_member()

    answer = come_back(client, "wecom", IN_WECOM, DOOR + "?next=/tasks/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/tasks/")
    assert client.session["_auth_user_id"] == str(lin.pk)
    assert SocialAccount.objects.get().uid == "linxiao"
    assert wecom.paths() == ["/cgi-bin/gettoken", "/cgi-bin/auth/getuserinfo", "/cgi-bin/auth/getuserdetail"]


def test_a_new_colleague_gets_an_account_with_that_address(client: Client, wecom: FakeMessenger) -> None:
    come_back(client, "wecom", IN_WECOM)

    assert client.session["_auth_user_id"] == str(Member.objects.get(email="lin@harbour.example").pk)


def test_who_was_invited_and_comes_by_wecom_finds_their_role(client: Client, wecom: FakeMessenger) -> None:
    administrator = MemberFactory()
    grant(member=administrator, right=ADMINISTRATOR)
    invite(email="lin@harbour.example", department=None, rights=[REVIEWER], by=administrator, now=timezone.now())

    come_back(client, "wecom", IN_WECOM)

    assert rights_of(Member.objects.get(email="lin@harbour.example")) == {REVIEWER}
    assert Invitation.objects.get().used_at is not None


def test_an_address_that_may_not_join_gets_no_account_by_wecom_either(client: Client, wecom: FakeMessenger, settings: Settings) -> None:
    settings.ALLOWED_EMAIL_DOMAINS = ["elsewhere.example"]

    come_back(client, "wecom", IN_WECOM)

    assert not Member.objects.exists()
    assert "_auth_user_id" not in client.session


def test_somebody_from_outside_the_company_is_refused(client: Client, wecom: FakeMessenger) -> None:
    wecom.answers["/cgi-bin/auth/getuserinfo"] = {"errcode": 0, "errmsg": "ok", "openid": "stranger"}

    page = come_back(client, "wecom", IN_WECOM)

    assert "Nothing was changed" in page.content.decode()
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("wrong", [{"state": "made-up"}, {"code": ""}])
def test_a_forged_return_is_refused(client: Client, wecom: FakeMessenger, wrong: dict[str, str]) -> None:
    a_member()
    if wrong == {"code": ""}:
        wecom.answers["/cgi-bin/auth/getuserinfo"] = {"errcode": 40029, "errmsg": "invalid code"}

    come_back(client, "wecom", IN_WECOM, **wrong)

    assert "_auth_user_id" not in client.session


def test_from_wechat_a_newcomer_says_their_work_address_first(client: Client, wechat: FakeMessenger) -> None:
    answer = come_back(client, "weixin", IN_WECHAT)
    assert answer.headers["Location"] == "/accounts/3rdparty/signup/"

    page = client.post("/accounts/3rdparty/signup/", {"email": "somebody@outside.example"})
    assert page.status_code == 200
    assert "cannot make an account here" in page.content.decode()
    assert not Member.objects.exists()


def test_a_member_connects_wechat_once_and_then_it_opens_the_door(client: Client, wechat: FakeMessenger) -> None:
    lin = a_member()
    SocialAccount.objects.create(user=lin, provider="weixin", uid="u1")

    come_back(client, "weixin", IN_WECHAT)

    assert client.session["_auth_user_id"] == str(lin.pk)


def test_the_two_ways_of_wechat_are_one_person(client: Client, wechat: FakeMessenger) -> None:
    lin = a_member()
    SocialAccount.objects.create(user=lin, provider="weixin", uid="u1")
    wechat.answers["/sns/userinfo"] = {"openid": "another", "unionid": "u1", "nickname": "林晓"}

    come_back(client, "weixin", AT_A_DESK, DOOR + "?with=weixin")

    assert client.session["_auth_user_id"] == str(lin.pk)


def test_a_messenger_that_does_not_answer_leaves_the_other_door_open(client: Client, wechat: FakeMessenger) -> None:
    wechat.answers.clear()

    page = come_back(client, "weixin", IN_WECHAT)

    assert "/accounts/login/?by=mail" in page.content.decode()


@pytest.fixture
def tickets(settings: Settings) -> Iterator[FakeMessenger]:
    with fake_messenger(
        **{"cgi-bin__token": {"access_token": "t"}}, **{"cgi-bin__ticket__getticket": {"errcode": 0, "ticket": "sM4AOVdWfPE4DxkXGEs8"}}
    ) as fake:
        settings.WECHAT_API_URL = fake.url
        settings.WECHAT_IN_APP_ID, settings.WECHAT_IN_APP_SECRET = "in-app", "s"
        yield fake


def config(client: Client, agent: str = IN_WECHAT, url: str = "http://testserver/rounds/") -> Any:
    return client.get("/messenger/config.json", {"url": url}, headers={"user-agent": agent})


def test_a_signature_is_the_one_their_manual_prints() -> None:
    ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
    signed = sign(ticket, "Wm3WZYTPz0wzccnW", 1414587457, "http://mp.weixin.qq.com?params=value#part")

    assert signed == "0f9de62fce790f9a083d5c99e95740ceb90c27ed"


def test_a_page_inside_wechat_is_signed_with_a_ticket_that_is_asked_for_once(client: Client, tickets: FakeMessenger) -> None:
    answers = [config(client).json() for _again in range(2)]

    assert answers[0]["appId"] == "in-app"
    assert answers[0]["signature"] == sign(
        "sM4AOVdWfPE4DxkXGEs8", answers[0]["nonceStr"], answers[0]["timestamp"], "http://testserver/rounds/"
    )
    assert tickets.paths() == ["/cgi-bin/token", "/cgi-bin/ticket/getticket"]


def test_nobody_elses_page_is_signed_and_none_outside_a_messenger_or_without_its_server(client: Client, tickets: FakeMessenger) -> None:
    assert config(client, url="https://evil.example/").status_code == 404
    assert config(client, agent=AT_A_DESK).status_code == 404
    assert config(client, agent=IN_WECOM).status_code == 404  # no keys for it
    tickets.answers.clear()
    assert config(client).status_code == 404
    assert client.post("/messenger/config.json").status_code == 405


@pytest.mark.parametrize("is_there", [True, False])
def test_a_server_in_trouble_is_not_asked_for_every_page_and_the_secret_is_in_no_log(
    client: Client, tickets: FakeMessenger, settings: Settings, caplog: pytest.LogCaptureFixture, is_there: bool
) -> None:
    settings.WECHAT_IN_APP_SECRET = "kept-to-ourselves"
    tickets.status = 500
    if not is_there:
        settings.WECHAT_API_URL = "http://127.0.0.1:1"

    assert [config(client).status_code for _again in range(3)] == [404, 404, 404]
    assert len([line for line in caplog.messages if "WECHAT gave no ticket" in line]) == 1
    assert "kept-to-ourselves" not in caplog.text


def test_only_inside_and_with_keys_may_a_page_load_their_script(client: Client, tickets: FakeMessenger) -> None:
    inside, outside, other = (client.get(DOOR + "?by=mail", headers={"user-agent": agent}) for agent in (IN_WECHAT, AT_A_DESK, IN_WECOM))

    assert "https://res.wx.qq.com" in inside.headers["Content-Security-Policy"]
    assert "messenger.js" in inside.content.decode()
    for page in (outside, other):
        assert "res.wx.qq.com" not in page.headers["Content-Security-Policy"]
        assert "messenger" not in page.content.decode()


def test_with_keys_for_inside_only_a_desk_offers_nothing_and_shows_what_is_connected(
    client: Client, wechat: FakeMessenger, settings: Settings
) -> None:
    apps = [{"client_id": "in-app", "secret": "s", "settings": {"in_app": True}}]
    settings.SOCIALACCOUNT_PROVIDERS = {"weixin": {"APPS": apps}}
    assert b"?with=" not in client.get(DOOR, headers={"user-agent": AT_A_DESK}).content

    lin = a_member()
    SocialAccount.objects.create(user=lin, provider="weixin", uid="u1")
    client.force_login(lin)
    assert client.get("/accounts/3rdparty/", headers={"user-agent": AT_A_DESK}).status_code == 200


def test_an_invited_address_that_is_only_typed_brings_no_role_until_it_is_proven(client: Client, wechat: FakeMessenger) -> None:
    administrator = MemberFactory()
    grant(member=administrator, right=ADMINISTRATOR)
    invite(email="guest@outside.example", department=None, rights=[REVIEWER], by=administrator, now=timezone.now())
    come_back(client, "weixin", IN_WECHAT)

    client.post("/accounts/3rdparty/signup/", {"email": "guest@outside.example"})

    assert rights_of(Member.objects.get(email="guest@outside.example")) == set()
    assert Invitation.objects.get().used_at is None


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/"])
def test_the_way_through_a_messenger_leads_nowhere_else(client: Client, wecom: FakeMessenger, onward: str) -> None:
    a_member()

    answer = come_back(client, "wecom", IN_WECOM, DOOR + "?" + urlencode({"next": onward}))

    assert "evil" not in answer.headers["Location"]


def test_wagtail_does_not_load_their_script_in_their_web_view_either(client: Client, tickets: FakeMessenger) -> None:
    page = client.get(settings.ADMIN_PATH, headers={"user-agent": IN_WECHAT})

    assert "res.wx.qq.com" not in page.headers["Content-Security-Policy"]
