"""The offline trial: thirty answers and five photos, whatever happens to phone and network. 0 lost, 0 doubled, receipts right."""

import socket
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TooLong
from pytest_django.live_server_helper import LiveServer

from claims.models import Claim
from feedback.models import DraftAnswer
from members.models import Member
from tests.feedback import pocket
from tests.feedback.factories import a_photo
from tests.feedback.held import NO_LATER_TRY
from tests.feedback.phones import Phones, open_runner, wait_for_state
from tests.feedback.pocket import EVERYTHING, PHOTOS, Pocket
from tests.feedback.wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORGETS = """for (const act of ["put", "add"]) IDBObjectStore.prototype[act] = function () { return this.count(); };"""
TEAR_AFTER = 6_000  # bytes of each photo


@pytest.fixture
def claim(ada: Member) -> Claim:
    return pocket.a_long_claim(ada)


def lose_the_network(page: Page, wire: Wire) -> None:
    wire.take_away()
    page.context.set_offline(True)


def find_it_again(page: Page, wire: Wire) -> None:
    wire.bring_back()
    page.context.set_offline(False)


def answer_everything(page: Page, claim: Claim) -> None:
    for step in range(pocket.STEPS):
        pocket.turn_to(page, step)
        pocket.answer_step(page, step)
    pocket.turn_to(page, pocket.STEPS)
    pocket.take_photos(page)


def test_a_task_that_was_opened_is_done_without_a_network(chromium: Browser, wire: Wire, ada: Member, claim: Claim, tmp_path: Path) -> None:
    with Pocket(chromium, tmp_path / "phone", wire.url, ada) as phone:
        page = open_runner(phone.open(), claim)
        pocket.wait_until_it_opens_without_a_network(page, claim)
        lose_the_network(page, wire)

        pocket.turn_to(page, 0)
        pocket.answer_step(page, 0)
        pocket.wait_until_kept(page, answers=10)
        page.reload()
        pocket.turn_to(page, 1)
        pocket.answer_step(page, 1)
        pocket.turn_to(page, 2)
        pocket.answer_step(page, 2)
        pocket.turn_to(page, 3)
        pocket.take_photos(page)
        pocket.wait_until_kept(page, answers=30, photos=PHOTOS)
        page.reload()
        page.wait_for_selector("html[data-runner=ready]")
        phone.close()

        page = open_runner(phone.open(offline=True), claim, 3)
        expect(page.locator("#q-proof .shot")).to_have_count(PHOTOS)
        sent = pocket.kept_by_the_phone(page)
        assert sent["cells"] == EVERYTHING
        assert pocket.arrived(claim) == {}, "the network was truly away"

        find_it_again(page, wire)
        wait_for_state(page, "saved")

    assert pocket.arrived(claim) == EVERYTHING
    assert pocket.receipts(claim) == sent["photos"]
    assert len(sent["photos"]) == PHOTOS


def test_the_trial_sees_when_the_phone_forgets(chromium: Browser, wire: Wire, ada: Member, claim: Claim, tmp_path: Path) -> None:
    with Pocket(chromium, tmp_path / "phone", wire.url, ada, script=FORGETS) as phone:
        page = open_runner(phone.open(), claim)
        pocket.wait_until_it_opens_without_a_network(page, claim)
        lose_the_network(page, wire)
        pocket.answer_step(page, 0)
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        page.wait_for_selector("html[data-runner=ready]")
        find_it_again(page, wire)
        wait_for_state(page, "saved")

    assert pocket.arrived(claim) == {}


def test_a_browser_that_is_killed_opens_where_it_was(chromium: Browser, wire: Wire, ada: Member, claim: Claim, tmp_path: Path) -> None:
    with Pocket(chromium, tmp_path / "phone", wire.url, ada) as phone:
        with phone.until_killed() as (page, process):
            page.goto(f"{wire.url}/do/{claim.pk}/#0")
            pocket.wait_until_it_opens_without_a_network(page, claim)
            lose_the_network(page, wire)
            pocket.answer_step(page, 0)
            pocket.turn_to(page, 3)
            pocket.take_photos(page)
            pocket.wait_until_kept(page, answers=10, photos=PHOTOS)
            process.kill()
            process.wait()

        page = open_runner(phone.open(offline=True), claim, 1)
        sent = pocket.kept_by_the_phone(page)
        assert len(sent["cells"]) == 10
        pocket.answer_step(page, 1)
        pocket.turn_to(page, 2)
        pocket.answer_step(page, 2)
        find_it_again(page, wire)
        wait_for_state(page, "saved")

    assert pocket.arrived(claim) == EVERYTHING
    assert pocket.receipts(claim) == sent["photos"]


def test_without_storage_and_worker_it_is_done_online(phones: Phones, ada: Member, claim: Claim) -> None:
    page = open_runner(phones.of(ada, without_storage=True), claim)
    answer_everything(page, claim)
    wait_for_state(page, "saved")
    page.reload()
    wait_for_state(page, "saved")

    assert pocket.arrived(claim) == EVERYTHING
    assert len(pocket.receipts(claim)) == PHOTOS


def test_an_upload_that_is_torn_in_its_middle_arrives_once(phones: Phones, wire: Wire, ada: Member, claim: Claim) -> None:
    wire.tear_after = TEAR_AFTER
    page = open_runner(phones.of(ada, at=wire.url), claim, pocket.STEPS)
    pocket.take_photos(page)
    page.wait_for_selector("#save-state[data-state=saved]", timeout=60_000)

    assert len(wire.torn) == PHOTOS * wire.TEARS, "each was torn"
    assert pocket.receipts(claim).keys() == {photo.decode() for photo in wire.torn}


def test_torn_uploads_need_their_later_tries(phones: Phones, wire: Wire, ada: Member, claim: Claim) -> None:
    wire.tear_after = TEAR_AFTER
    phone = phones.of(ada, at=wire.url)
    phone.add_init_script(NO_LATER_TRY)
    page = open_runner(phone, claim, pocket.STEPS)
    pocket.take_photos(page)
    wait_for_state(page, "failed")

    with pytest.raises(TooLong):
        page.wait_for_selector("#save-state[data-state=saved]", timeout=4_000)
    assert len(pocket.receipts(claim)) < PHOTOS


def test_two_phones_that_were_both_away_leave_the_choice_to_the_person(phones: Phones, ada: Member, claim: Claim) -> None:
    here, there = (open_runner(phones.of(ada), claim, 2) for _phone in range(2))
    for page, words in ((here, "Here"), (there, "There")):
        page.context.set_offline(True)
        pocket.answer_step(page, 2)
        page.fill("#q-s2n3 textarea", words)
        pocket.wait_until_kept(page, answers=10)
    there.context.set_offline(False)
    wait_for_state(there, "saved")

    here.context.set_offline(False)
    wait_for_state(here, "conflict")
    expect(here.locator(".conflict"), "what is the same on both is no conflict").to_have_count(1)
    assert DraftAnswer.objects.get(question="s2n3").value == "There", "nothing is overwritten in silence"
    here.click("text=Keep mine")
    wait_for_state(here, "saved")

    assert DraftAnswer.objects.get(question="s2n3").value == "Here"
    assert pocket.arrived(claim).keys() == {f"s2n{number}" for number in range(10)}


def test_half_an_upload_is_no_photo(live_server: LiveServer, ada: Member, claim: Claim) -> None:
    """Servers hand over what came before the connection broke as if it were everything."""
    phone = Client()
    phone.force_login(ada)
    token = "a" * 32
    to = f"PUT /do/{claim.pk}/photos/{uuid4()}/?question=proof&subject=own HTTP/1.1"
    who = f"Cookie: sessionid={phone.cookies['sessionid'].value}; csrftoken={token}"
    address = urlsplit(live_server.url)
    head = [to, f"Host: {address.netloc}", who, f"X-CSRFToken: {token}", "Content-Type: image/jpeg", "Content-Length: 100000", "", ""]
    with socket.create_connection((address.hostname or "", address.port or 0)) as line:
        line.sendall("\r\n".join(head).encode() + a_photo()[:5_000])
        line.shutdown(socket.SHUT_WR)
        said = line.recv(100)

    assert said.startswith(b"HTTP/1.1 408")
    assert pocket.receipts(claim) == {}
