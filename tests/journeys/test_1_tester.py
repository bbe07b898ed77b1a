"""The loop as its people walk it, first half: from the sign-up to the points."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from operations.simulation.people import DEPARTMENTS
from tests.journeys.conftest import Story
from tests.journeys.people import (
    Street,
    answer_the_step,
    arrived,
    balance,
    confirm,
    number_in,
    open_runner,
    sign_in_with_password,
    tap,
    type_the_code,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journey"), pytest.mark.usefixtures("step")]

PASSWORD = "three-quiet-herons"
MANAGER, TESTER, REVIEWER, FINANCE = (f"{name}@harbour.example" for name in ("sam.carter", "xiao.lin", "kasia.wrona", "joanna.reed"))
APPROVERS = ("li.fang@harbour.example", "alex.moss@harbour.example")
FULL_TASK = "call-at-lunch"


def test_1_a_new_employee_signs_up(street: Street, story: Story) -> None:
    page = street.device()
    page.goto("/accounts/signup/")
    page.fill("[name=email]", story.newcomer)
    page.fill("[name=password1]", PASSWORD)
    if page.locator("[name=password2]").count():
        page.fill("[name=password2]", PASSWORD)
    street.keep(page, "1-sign-up")
    tap(page.locator("form[action*=signup] button"))
    street.keep(page, "1-code")
    type_the_code(page, story.newcomer)

    assert page.url.endswith("/welcome/")
    page.fill("[name=nickname]", "阿兰")
    page.select_option("[name=department]", label=DEPARTMENTS["retail"]["zh-hans"])
    page.select_option("[name=locale]", "zh-hans")
    street.keep(page, "1-welcome")
    tap(page.locator("button[form=welcome]"))

    assert page.url == f"{street.url}/"
    expect(page.locator("h1")).to_contain_text("阿兰")
    street.keep(page, "1-today")


def test_2_a_changed_brief_is_approved_and_goes_live(street: Street, story: Story) -> None:
    """It gets one seat more and opens now; its campaign is approved as a whole, and not by the manager who wrote it."""
    page = street.sign_in(MANAGER)
    page.goto("/manage/all_campaigns/")
    campaign = page.locator("main tbody td.title a[href$='/edit/']").first.get_attribute("href") or ""
    page.goto(campaign.removesuffix("edit/"))
    tap(page.locator("tr", has=page.locator(f"a[href$='/{story.task}/']")).locator("td.title a[href$='/edit/']").first)
    page.locator("[role=tab]").nth(3).click()  # seats and points; the tabs' addresses are translated
    seats = int(page.input_value("[name=seats]")) + 1
    page.fill("[name=seats]", str(seats))
    opens = datetime.now(UTC) + timedelta(hours=8, minutes=-1)  # as a clock in Shanghai shows it
    page.fill("[name=opens_at]", f"{opens:%Y-%m-%d %H:%M}")
    page.keyboard.press("Escape")
    page.locator("[data-side-panel-toggle=preview], [data-side-panel-toggle='preview']").first.click()
    preview = page.frame_locator("[data-side-panel=preview] iframe").last
    preview.locator("h1").first.wait_for()
    street.keep(page, "2-preview")
    page.locator("[data-side-panel-toggle=preview]").first.click()
    page.locator("footer .w-dropdown__toggle").last.click()
    tap(page.locator("[name=action-submit]:visible"))  # saved, and nothing stands in its way
    street.keep(page, "2-checked")
    page.goto(campaign)
    page.locator("footer .w-dropdown__toggle").last.click()
    tap(page.locator("[name=action-submit]:visible"))

    for number, email in enumerate(APPROVERS, 1):
        page = street.sign_in(email)
        page.goto(campaign)
        page.locator("footer .w-dropdown__toggle").last.click()
        street.keep(page, f"2-approval-{number}")
        tap(page.locator("[data-workflow-action-name=approve]:visible").first)

    page = street.sign_in(TESTER, phone=True)
    page.goto(f"/tasks/{story.task}/")
    assert str(seats) in page.locator(".facts").last.inner_text()


def test_3_a_task_is_taken_in_three_touches(street: Street, story: Story) -> None:
    page = street.device()
    sign_in_with_password(page, story.newcomer, PASSWORD)
    assert page.url == f"{street.url}/"
    take = page.locator(f"a[href='/tasks/{story.task}/']").first
    tap(take)
    street.keep(page, "3-brief")
    tap(page.locator("form[action$='/claim/'] button"))
    assert re.search(r"/claims/\d+/$", page.url), "two touches"
    street.keep(page, "3-yours")

    confirm(page.locator("form[action$='/release/'] button"))
    page.goto(f"/tasks/{story.task}/")
    tap(page.locator("form[action$='/claim/'] button"))
    found = re.search(r"/claims/(\d+)/$", page.url)
    assert found, "given back, and taken again"
    story.claim = found[1]

    late = street.sign_in(TESTER, phone=True)
    late.goto(f"/tasks/{FULL_TASK}/")
    tap(late.locator("form[action$='/claim/'] button"))
    late.goto(f"/tasks/{FULL_TASK}/")
    assert number_in(late.locator("section:has(form[action$='/leave/']) .b").first) == 3, "two wait already"
    street.keep(late, "3-wait-list")


def test_4_it_is_done_on_a_phone_and_ended_on_another(street: Street, story: Story, photo: Path) -> None:
    page = street.device()
    sign_in_with_password(page, story.newcomer, PASSWORD)
    page.goto(f"/claims/{story.claim}/")
    tap(page.locator("form[action$='/start/'] button"))
    open_runner(page, story.claim)
    answer_the_step(page, photo)
    street.keep(page, "4-first-step")
    page.locator("#next").click()
    answer_the_step(page, photo)
    given = page.locator("#runner textarea").first.input_value()
    page.reload()
    page.wait_for_selector("html[data-runner=ready]")
    expect(page.locator("#runner textarea").first, "a reload loses nothing").to_have_value(given)
    page.close()

    other = street.device()
    sign_in_with_password(other, story.newcomer, PASSWORD)
    tap(other.locator(f"a[href='/do/{story.claim}/']").first)
    other.wait_for_selector("html[data-runner=ready]")
    steps = other.locator("#steps i").count()
    open_runner(other, story.claim, 1)
    expect(other.locator("#runner textarea").first, "it goes on where the first phone stopped").to_have_value(given)
    for step in range(2, steps):
        other.locator("#next").click()
        answer_the_step(other, photo)
        street.keep(other, f"4-step-{step}")
    other.locator("#next").click()
    other.wait_for_selector("#send:enabled")
    street.keep(other, "4-check")
    tap(other.locator("#send"))
    assert other.url.endswith("/sent/")
    street.keep(other, "4-sent")


def test_5_returned_mended_accepted(street: Street, story: Story) -> None:
    desk = street.sign_in(REVIEWER)
    desk.goto(f"/desk/review/?task={story.task}")
    story.submission = desk.locator("ul.q a").first.get_attribute("href") or ""
    tap(desk.locator("ul.q a").first)
    expect(desk.locator(".ph img"), "the photo is there").to_have_count(1)
    _mark(desk)
    desk.fill("#comment", "请补一句：收银员当时说了什么？")
    street.keep(desk, "5-desk")
    tap(desk.locator("[name=decision][value=return]"))

    page = street.device()
    sign_in_with_password(page, story.newcomer, PASSWORD)
    page.goto(f"/do/{story.claim}/returned/")
    expect(page.locator("blockquote").first).to_contain_text("收银员")
    street.keep(page, "5-to-mend")
    open_runner(page, story.claim, 1)
    page.locator("#runner textarea").first.fill("收银员说：“换张卡试试吧。”后面的人都在看。")
    arrived(page)
    page.goto(f"/do/{story.claim}/returned/")
    open_runner(page, story.claim, 99)
    page.wait_for_selector("#send:enabled")
    tap(page.locator("#send"))

    desk.goto(story.submission)
    _mark(desk)
    tap(desk.locator("[name=decision][value=accept]"))
    page.goto(f"/do/{story.claim}/sent/")
    street.keep(page, "5-accepted")


def _mark(desk: Page) -> None:
    for line in desk.locator(".rub-line").all():
        line.locator("label").nth(4).click()


def test_6_points_arrive_once_and_buy_something(street: Street, story: Story) -> None:
    page = street.device()
    sign_in_with_password(page, story.newcomer, PASSWORD)
    earned = balance(page)
    assert earned == 120, "the points of the task, once"
    street.keep(page, "6-wallet")
    page.goto("/shop/tree/")
    price = int(page.get_attribute("[name=price]", "value") or 0)
    tap(page.locator("form[action$='/order/'] button"))
    order = re.search(r"/wallet/redemptions/(\d+)/", page.url)
    assert order
    street.keep(page, "6-ordered")

    desk = street.sign_in(FINANCE)
    desk.goto("/desk/redemptions/")
    street.keep(desk, "6-desk")
    tap(desk.locator(f"form[action='/desk/redemptions/{order[1]}/approve/'] button"))
    desk.fill(f"#voucher{order[1]}", "TREE-2026-0117")
    tap(desk.locator(f"form[action='/desk/redemptions/{order[1]}/deliver/'] button"))
    page.reload()
    expect(page.locator("main")).to_contain_text("TREE-2026-0117")
    assert balance(page) == earned - price

    page.goto("/shop/tree/")
    tap(page.locator("form[action$='/order/'] button"))
    second = re.search(r"/wallet/redemptions/(\d+)/", page.url)
    assert second
    assert balance(page) == earned - 2 * price
    desk.goto("/desk/redemptions/")
    desk.locator(f"#r{second[1]} details summary").click()
    desk.fill(f"#reason{second[1]}", "今年的植树季已经过了。")
    tap(desk.locator(f"form[action='/desk/redemptions/{second[1]}/decline/'] button"))
    assert balance(page) == earned - price, "declined: the points are back"
    street.keep(page, "6-points-back")
