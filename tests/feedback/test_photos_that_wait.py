"""Photos on their way: what was taken out is not sent, what the server has not exactly is not counted, what it refuses says why."""

import io
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image
from playwright.sync_api import FilePayload, Page, expect

from claims.models import Claim
from feedback.models import DraftAnswer, Evidence
from members.models import Member
from tests.feedback import pocket
from tests.feedback.every_type import DUTIES, EVERY_TYPE
from tests.feedback.factories import a_photo, make_claim, make_task
from tests.feedback.held import PHOTOS, Held, answer_with, no_network, refuse, take_photos, wake
from tests.feedback.phones import Phones, open_runner, wait_for_state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROOF = 1


@pytest.fixture
def page(phones: Phones, ada: Member, claim: Claim) -> Page:
    """Ada's phone at the question for photos of the letter."""
    return open_runner(phones.of(ada), claim, PROOF)


def shots(page: Page) -> Any:
    return page.locator("#q-letter .shot")


def take_out(page: Page, number: int) -> None:
    page.locator("#q-letter .take-out").nth(number - 1).click()


def arrived() -> list[str]:
    return [str(photo.pk) for photo in Evidence.objects.all()]


# Taken out ------------------------------------------------------------------------------


def test_a_photo_taken_out_before_it_was_sent_never_is(page: Page) -> None:
    page.route(PHOTOS, no_network)
    take_photos(page, 1, 2)
    wait_for_state(page, "failed")
    take_out(page, 1)
    expect(shots(page)).to_have_count(1)
    page.unroute(PHOTOS)
    page.reload()
    wait_for_state(page, "saved")

    assert len(arrived()) == 1
    expect(shots(page)).to_have_count(1)


def test_a_photo_taken_out_while_another_travels_is_not_sent(page: Page) -> None:
    page.route(PHOTOS, no_network)
    take_photos(page, 1, 2)
    wait_for_state(page, "failed")
    held = Held(page, PHOTOS)
    wake(page)
    first = held.wait()
    before = pocket.kept_by_the_phone(page)["photos"].keys()
    take_out(page, 2)
    expect(shots(page)).to_have_count(1)
    [gone] = before - pocket.kept_by_the_phone(page)["photos"].keys()
    take_photos(page, 3)
    first.continue_()
    held.wait(2).continue_()
    held.let_go()
    wait_for_state(page, "saved")

    assert [route.request.url for route in held.routes if gone in route.request.url] == []


def test_a_photo_taken_out_while_it_travels_is_taken_back(page: Page) -> None:
    held = Held(page, PHOTOS)
    take_photos(page, 1)
    travels = held.wait()
    take_out(page, 1)
    expect(shots(page)).to_have_count(0)
    with page.expect_response(lambda response: response.request.method == "DELETE"):
        travels.continue_()
    wait_for_state(page, "saved")

    expect(shots(page)).to_have_count(0)
    assert arrived() == []


def test_a_photo_taken_out_while_it_is_lost_does_not_come_back(page: Page) -> None:
    held = Held(page, PHOTOS)
    take_photos(page, 1)
    travels = held.wait()
    take_out(page, 1)
    expect(shots(page)).to_have_count(0)
    travels.abort()
    wait_for_state(page, "saved")

    assert pocket.kept_by_the_phone(page)["photos"] == {}


def test_a_photo_that_arrived_is_taken_out_of_the_house(page: Page) -> None:
    take_photos(page, 1, 2)
    wait_for_state(page, "saved")
    [first, second] = DraftAnswer.objects.get(question="letter").value  # type: ignore[misc]
    take_out(page, 1)
    expect(shots(page)).to_have_count(1)
    page.reload()
    expect(shots(page)).to_have_count(1)

    assert (first in arrived(), second in arrived()) == (False, True)


def test_a_photo_that_cannot_be_taken_out_just_now_stays_and_says_so(page: Page) -> None:
    take_photos(page, 1)
    wait_for_state(page, "saved")
    page.context.set_offline(True)
    take_out(page, 1)

    expect(page.locator("#q-letter p[role=alert]")).to_contain_text("could not be removed just now")
    expect(shots(page)).to_have_count(1)
    assert len(arrived()) == 1


# What counts as arrived -----------------------------------------------------------------


@pytest.mark.parametrize("wrong", [{"sha256": "0" * 64}, {"size": 7}], ids=["other content", "another size"])
def test_a_receipt_for_something_else_does_not_count(page: Page, wrong: dict[str, Any]) -> None:
    held = Held(page, PHOTOS)
    take_photos(page, 1)
    first = held.wait()
    receipt = first.fetch().json() | wrong
    answer_with(first, receipt)
    again = held.wait(2)

    assert len(pocket.kept_by_the_phone(page)["photos"]) == 1
    again.continue_()
    held.let_go()
    wait_for_state(page, "saved")


def test_a_photo_whose_receipt_was_lost_is_shown_once(page: Page) -> None:
    held = Held(page, PHOTOS)
    take_photos(page, 1)
    first = held.wait()
    assert first.fetch().status == 200
    first.abort()
    wait_for_state(page, "failed")
    page.reload()

    held.wait(2)
    expect(shots(page)).to_have_count(1)


def test_a_refused_photo_says_why_and_holds_up_no_other(page: Page) -> None:
    held = Held(page, PHOTOS)
    take_photos(page, 1, 2)
    refuse(held.wait(), 422, "This is no photo.")
    held.wait(2).continue_()

    expect(shots(page).locator(".badge:not(.wait):not(.bad)")).to_have_count(1)
    expect(shots(page).filter(has_text="This is no photo.")).to_have_count(1)
    expect(page.locator("#save-state")).to_have_attribute("data-state", "refused")
    assert len(arrived()) == 1


def test_a_refused_photo_is_not_sent_again(page: Page) -> None:
    held = Held(page, PHOTOS)
    take_photos(page, 1)
    refuse(held.wait(), 422, "This is no photo.")
    expect(shots(page).filter(has_text="This is no photo.")).to_have_count(1)
    take_photos(page, 2)
    held.wait(2).continue_()
    expect(shots(page).locator(".badge:not(.wait):not(.bad)")).to_have_count(1)
    sent = [route.request.url for route in held.routes]

    assert len(set(sent)) == len(sent)


def test_a_task_that_has_ended_is_sent_no_more_photos(page: Page) -> None:
    held = Held(page, PHOTOS)
    take_photos(page, 1, 2)
    refuse(held.wait(), 410, "The time for this task ended.")

    expect(page.locator("#notices")).to_contain_text("The time for this task ended.")
    assert len(held.routes) == 1
    assert len(pocket.kept_by_the_phone(page)["photos"]) == 2


# Taken ----------------------------------------------------------------------------------


def test_no_more_photos_are_taken_than_asked_for(page: Page) -> None:
    photos: list[FilePayload] = [{"name": f"{seed}.jpg", "mimeType": "image/jpeg", "buffer": a_photo(seed)} for seed in range(3)]
    page.set_input_files("#q-letter input[type=file]", photos)
    expect(shots(page).locator(".badge:not(.wait):not(.bad)")).to_have_count(2)
    expect(page.locator("#q-letter p[role=alert]")).to_have_text(
        "Photos that fit here: 2. The first of those you chose were added, the others were not."
    )
    wait_for_state(page, "saved")

    assert len(arrived()) == 2


def test_a_file_that_is_no_photo_says_so(page: Page) -> None:
    page.set_input_files("#q-letter input[type=file]", FilePayload(name="a.jpg", mimeType="text/plain", buffer=b"no photo"))

    expect(page.locator("#q-letter p[role=alert]")).not_to_be_empty()
    expect(shots(page)).to_have_count(0)


def test_a_photo_the_phone_cannot_draw_travels_as_it_is(page: Page) -> None:
    held = Held(page, PHOTOS)
    content = b"....ftypheic, which this browser cannot draw"
    page.set_input_files("#q-letter input[type=file]", FilePayload(name="a.heic", mimeType="image/heic", buffer=content))

    request = held.wait().request
    assert (request.headers["content-type"], request.post_data_buffer) == ("image/heic", content)


def test_the_phone_is_asked_to_keep_photos_that_only_it_has(phones: Phones, ada: Member, claim: Claim) -> None:
    phone = phones.of(ada)
    phone.add_init_script("""
        navigator.storage.persisted = async () => false;
        navigator.storage.persist = async () => (window.wasAsked = true);
    """)
    page = open_runner(phone, claim, PROOF)
    assert page.evaluate("window.wasAsked") is None
    take_photos(page, 1)

    pocket.until(page, "window.wasAsked")


def sent_by(page: Page, content: bytes, kind: str = "image/jpeg") -> Image.Image:
    """What travels when this file is chosen."""
    held = Held(page, PHOTOS)
    page.set_input_files("#q-letter input[type=file]", FilePayload(name="a", mimeType=kind, buffer=content))
    return Image.open(io.BytesIO(held.wait().request.post_data_buffer or b""))


def test_a_photo_travels_small(page: Page) -> None:
    assert sent_by(page, a_photo(1, size=(2000, 1000))).size == (1600, 800)


def test_a_small_photo_is_not_made_larger(page: Page) -> None:
    assert sent_by(page, a_photo(1, size=(200, 100))).size == (200, 100)


def test_a_photo_travels_upright(page: Page) -> None:
    turned = Image.Exif()
    turned[ExifTags.Base.Orientation] = 6

    assert sent_by(page, a_photo(1, size=(200, 100), exif=turned)).size == (100, 200)


def test_what_is_transparent_travels_white(page: Page) -> None:
    glass = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(glass, "PNG")

    assert sent_by(page, glass.getvalue(), "image/png").convert("L").getextrema()[0] > 250  # type: ignore[operator]


def test_an_old_photo_is_not_taken_where_a_new_one_is_asked_for(phones: Phones, ada: Member, now: datetime, tmp_path: Path) -> None:
    claim = make_claim(ada, task=make_task(definition=EVERY_TYPE, waived_duties=DUTIES), now=now)
    page = open_runner(phones.of(ada), claim, 4)
    photo = tmp_path / "board.jpg"
    photo.write_bytes(a_photo(1))
    os.utime(photo, (0, 0))
    page.set_input_files("#q-board input[type=file]", photo)
    expect(page.locator("#q-board p[role=alert]")).to_contain_text("This picture was taken earlier.")
    expect(page.locator("#q-board .shot")).to_have_count(0)
    photo.touch()
    page.set_input_files("#q-board input[type=file]", photo)

    expect(page.locator("#q-board .shot")).to_have_count(1)
    wait_for_state(page, "saved")
