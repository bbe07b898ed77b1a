"""Notes on phones whose app is closed: what leaves the house, what comes of refusals, and who may ask for it."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from socket import AF_INET, SOCK_STREAM
from typing import Any

import pytest
from celery.exceptions import Retry
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation
from pytest_django import Settings

from members.models import Member
from notifications import channels, push
from notifications.models import Note, OutboxMessage, PushSubscription
from notifications.post import post_notes
from notifications.services import mark_read, tell, wish
from notifications.tasks import push_note
from notifications.topics import TOPICS
from tests.notifications.push_service import Browser, PushService, who_signed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    said = StringIO()
    call_command("make_vapid_keys", stdout=said)
    settings.VAPID_PRIVATE_KEY = said.getvalue().splitlines()[0].partition("=")[2]
    settings.VAPID_SUBJECT = "mailto:firsthand@harbour.example"
    monkeypatch.setitem(channels.CHANNELS, channels.PUSH, push.carry)


@pytest.fixture
def service() -> Iterator[PushService]:
    service = PushService()
    yield service
    service.close()


@pytest.fixture
def browser(service: PushService) -> Browser:
    return Browser(service)


def on(member: Member, browser: Browser, now: datetime) -> PushSubscription:
    keys: Any = browser.subscription["keys"]
    return push.subscribe(member=member, endpoint=str(browser.subscription["endpoint"]), **keys, now=now)


def told(member: Member, now: datetime, reference: str = "seat:1") -> Note:
    return tell(member=member, kind="seat", reference=reference, title="A seat at Nanjing Road came free", body="Be quick", now=now)


def waiting() -> list[dict[str, Any]]:
    return list(OutboxMessage.objects.filter(task="notifications.tasks.push_note").values_list("arguments", flat=True))


def test_a_note_reaches_the_phone_encrypted_and_says_no_more_than_that_there_is_news(
    ada: Member, service: PushService, browser: Browser, noon: datetime
) -> None:
    phone = on(ada, browser, noon)
    note = told(ada, noon)

    assert push.deliver(note_id=note.pk, subscription_id=phone.pk, now=noon)

    [(path, headers, body)] = service.received
    message = browser.read(body)
    assert path == "/one"
    assert headers["content-encoding"] == "aes128gcm"
    assert message["url"] == f"/inbox/{note.pk}/"
    assert message["unread"] == 1
    assert "Nanjing" not in json.dumps(message)
    assert b"seat" not in body
    phone.refresh_from_db()
    assert phone.last_ok_at == noon


def test_it_is_signed_with_the_key_that_browsers_subscribed_with(
    ada: Member, service: PushService, browser: Browser, noon: datetime
) -> None:
    push.deliver(note_id=told(ada, noon).pk, subscription_id=on(ada, browser, noon).pk, now=noon)

    claims = who_signed(service.received[0][1], push.public_key())
    assert claims["sub"] == "mailto:firsthand@harbour.example"
    assert claims["aud"] == service.url


def test_it_speaks_the_members_language(ada: Member, browser: Browser, noon: datetime) -> None:
    ada.locale = "pl"
    ada.save()

    payload = push.payload(told(ada, noon))

    with translation.override("pl"):
        assert (payload["lang"], payload["body"]) == ("pl", str(push.WORDS["now"]))


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_forgotten(ada: Member, service: PushService, browser: Browser, noon: datetime, status: int) -> None:
    phone, service.status = on(ada, browser, noon), status

    assert not push.deliver(note_id=told(ada, noon).pk, subscription_id=phone.pk, now=noon)
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_is_busy_is_tried_again(ada: Member, service: PushService, browser: Browser, noon: datetime, status: int) -> None:
    phone, service.status = on(ada, browser, noon), status
    note = told(ada, noon)

    with pytest.raises(Retry):
        push_note.apply(kwargs={"note": note.pk, "subscription": phone.pk}, throw=True)
    assert PushSubscription.objects.get().last_ok_at is None


def test_a_service_that_is_away_is_tried_again(ada: Member, service: PushService, browser: Browser, noon: datetime) -> None:
    phone = on(ada, browser, noon)
    service.close()

    with pytest.raises(push.ServiceAway):
        push.deliver(note_id=told(ada, noon).pk, subscription_id=phone.pk, now=noon)


def test_an_address_that_leads_elsewhere_is_not_followed(ada: Member, service: PushService, browser: Browser, noon: datetime) -> None:
    phone, service.status = on(ada, browser, noon), 307

    with pytest.raises(push.ServiceAway):
        push.deliver(note_id=told(ada, noon).pk, subscription_id=phone.pk, now=noon)
    assert [path for path, _headers, _body in service.received] == ["/one"]


def test_what_was_read_meanwhile_is_not_sent(ada: Member, service: PushService, browser: Browser, noon: datetime) -> None:
    phone, note = on(ada, browser, noon), told(ada, noon)
    mark_read(member=ada, now=noon)

    assert not push.deliver(note_id=note.pk, subscription_id=phone.pk, now=noon)
    assert service.received == []


def test_one_event_leaves_once_for_each_phone_whoever_repeats_it(ada: Member, service: PushService, noon: datetime) -> None:
    phones = [on(ada, Browser(service, name), noon).pk for name in ("one", "two")]
    for _again in range(2):
        told(ada, noon)
        post_notes(now=noon)

    assert sorted(message["subscription"] for message in waiting()) == phones


def test_what_nobody_wants_on_the_phone_and_what_comes_in_quiet_hours_stays_in_the_inbox(
    ada: Member, bea: Member, service: PushService, noon: datetime
) -> None:
    for member in (ada, bea):
        on(member, Browser(service, member.first_name), noon)
        told(member, noon)
    at = timezone.localtime(noon)
    wish(member=ada, mail=[], push=[])
    wish(member=bea, mail=[], push=["now"], quiet_from=at.time(), quiet_until=(at + timedelta(hours=1)).time())

    post_notes(now=noon)
    assert waiting() == []
    post_notes(now=noon + timedelta(hours=1))
    assert len(waiting()) == 1


def test_every_topic_has_words_of_its_own_for_a_locked_screen() -> None:
    assert push.WORDS.keys() == {topic.slug for topic in TOPICS}
    assert len({str(words) for words in push.WORDS.values()}) == len(TOPICS)


def test_without_keys_nothing_is_asked_for_and_nothing_leaves(
    ada: Member, service: PushService, browser: Browser, noon: datetime, settings: Settings
) -> None:
    phone = on(ada, browser, noon)
    settings.VAPID_PRIVATE_KEY = ""

    assert not push.deliver(note_id=told(ada, noon).pk, subscription_id=phone.pk, now=noon)
    assert (push.public_key(), service.received) == ("", [])


def test_a_door_inside_the_house_is_no_push_service(
    ada: Member, service: PushService, browser: Browser, noon: datetime, settings: Settings
) -> None:
    phone = on(ada, browser, noon)
    settings.LOCAL = False

    assert not push.deliver(note_id=told(ada, noon).pk, subscription_id=phone.pk, now=noon)
    assert service.received == []


def test_a_browser_that_changes_hands_follows_its_new_member(ada: Member, bea: Member, browser: Browser, noon: datetime) -> None:
    old = told(ada, noon)
    on(ada, browser, noon)
    phone = on(bea, browser, noon)

    assert PushSubscription.objects.get().member == bea
    assert not push.deliver(note_id=old.pk, subscription_id=phone.pk, now=noon)


def test_the_eleventh_phone_takes_the_place_of_the_oldest(ada: Member, service: PushService, noon: datetime) -> None:
    made = [on(ada, Browser(service, str(number)), noon).pk for number in range(11)]

    assert sorted(PushSubscription.objects.values_list("pk", flat=True)) == made[1:]


NO_ADDRESSES = [
    "ftp://push.example/1",
    "",
    "https://[",
    "https://push.example:99999/1",
    "https://push.example/\0",
    "https://ada@push.example/1",
    f"https://push.example/{'1' * 1000}",
    7,
]


@pytest.mark.parametrize(
    "changed",
    [
        *({"endpoint": address} for address in NO_ADDRESSES),
        {"p256dh": "AAAA"},
        {"auth": "?"},
        {"auth": 7},
        {"auth": f"{'!' * 32}{'A' * 22}"},
    ],
)
def test_what_is_no_subscription_is_refused(ada: Member, client: Client, browser: Browser, changed: dict[str, Any]) -> None:
    keys: Any = browser.subscription["keys"]
    said = {"endpoint": changed.get("endpoint", browser.subscription["endpoint"]), "keys": {**keys, **changed}}
    client.force_login(ada)

    assert client.post("/inbox/push/", said, content_type="application/json").status_code == 422
    assert not PushSubscription.objects.exists()


def test_plain_http_is_for_ones_own_machine_only(ada: Member, browser: Browser, noon: datetime, settings: Settings) -> None:
    settings.LOCAL = False

    with pytest.raises(push.BadSubscription):
        on(ada, browser, noon)


def test_a_member_turns_it_on_and_off_again(ada: Member, client: Client, browser: Browser) -> None:
    client.force_login(ada)

    assert client.post("/inbox/push/", browser.subscription, content_type="application/json").status_code == 204
    assert ada.push_subscriptions.count() == 1
    for _again in range(2):
        assert client.post("/inbox/push/off/", browser.subscription, content_type="application/json").status_code == 204
    assert ada.push_subscriptions.count() == 0


def test_nobody_ends_what_is_anothers(ada: Member, bea: Member, client: Client, browser: Browser, noon: datetime) -> None:
    on(ada, browser, noon)
    client.force_login(bea)
    client.post("/inbox/push/off/", browser.subscription, content_type="application/json")

    assert ada.push_subscriptions.count() == 1


@pytest.mark.parametrize("endpoint", ["https://push.example/\0", None, "["])
def test_ending_what_never_was_is_no_mistake(ada: Member, client: Client, endpoint: str | None) -> None:
    client.force_login(ada)

    assert client.post("/inbox/push/off/", {"endpoint": endpoint}, content_type="application/json").status_code == 204


@pytest.mark.parametrize("address", ["/inbox/push/", "/inbox/push/off/"])
def test_guests_sign_in_first_and_looking_changes_nothing(ada: Member, client: Client, address: str) -> None:
    assert client.post(address).status_code == 302
    client.force_login(ada)
    assert client.get(address).status_code == 405


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"keys": 1}', '{"keys": {"auth": 1}}', "[" * 50_000])
def test_what_cannot_be_read_is_refused(ada: Member, client: Client, body: str) -> None:
    client.force_login(ada)

    assert client.generic("POST", "/inbox/push/", body, content_type="application/json").status_code == 422


def test_me_offers_it_only_where_there_are_keys(ada: Member, client: Client, settings: Settings) -> None:
    client.force_login(ada)
    assert f'data-key="{push.public_key()}"' in client.get("/me/").content.decode()

    settings.VAPID_PRIVATE_KEY = ""
    assert 'id="push"' not in client.get("/me/").content.decode()


def test_a_name_that_also_leads_inside_the_house_is_no_push_service(
    ada: Member, service: PushService, browser: Browser, noon: datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = on(ada, browser, noon)
    settings.LOCAL = False
    found = [(AF_INET, SOCK_STREAM, 6, "", (address, 443)) for address in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr(push, "getaddrinfo", lambda *_asked: found)

    assert not push.deliver(note_id=told(ada, noon).pk, subscription_id=phone.pk, now=noon)
    assert service.received == []
