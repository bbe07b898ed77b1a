"""The loop as its people walk it, second half: from the report to the outside voice."""

import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import Story
from tests.journeys.people import Street, confirm, number_in, tap

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journey"), pytest.mark.usefixtures("step")]

MANAGER, MANAGEMENT, OWNER = (f"{name}@harbour.example" for name in ("sam.carter", "anna.zielinska", "wei.chen"))
DELIVERY = "首次投递成功率"
HEADLINE = "换卡季：投递变快了，激活还卡在第三屏"


def test_7_a_report_is_asked_for_worded_and_published(street: Street, story: Story) -> None:
    page = street.sign_in(MANAGER)
    page.goto("/desk/reports/")
    tap(page.locator("form[action='/desk/reports/ask/'] button"))
    story.report = page.url.removeprefix(street.url)
    page.locator("#progress #bar").wait_for()
    street.keep(page, "7-progress")
    page.locator(".paper").wait_for(timeout=120_000)
    street.keep(page, "7-draft")
    page.locator("details.words summary").click()
    for field in page.locator("[name^=headline_]").all():
        field.fill(HEADLINE)
    tap(page.locator("form[action$='/words/'] button"))
    expect(page.locator("h1")).to_have_text(HEADLINE)
    confirm(page.locator("form[action$='/publish/'] button"))

    reader = street.sign_in(MANAGEMENT)
    reader.goto(story.report)
    street.keep(reader, "7-published")
    expect(reader.locator("form[action$='/publish/']"), "frozen").to_have_count(0)
    pains = [_cells(row) for row in reader.locator("#s6 figure").first.locator("tbody tr").all()]
    assert len(pains) == 14
    row = _cells(reader.locator("#s11 tbody tr", has_text=DELIVERY).first)
    assert [len(re.findall(r"\d+\.\d", cell)) for cell in row[2:6]] == [1, 1, 1, 2], "before, after, change, interval"
    expect(reader.locator("#s11 tbody tr", has_text=DELIVERY).first.locator(".v.better")).to_have_count(1)
    pdf = reader.request.get(f"{story.report}pdf/").body()
    assert pdf.startswith(b"%PDF")
    text = _letters("".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages))
    titles = [cells[1] for cells in pains]
    assert [title for title in titles if _letters(title)[:8] not in text] == []


def _cells(row: Locator) -> list[str]:
    return [(cell.text_content() or "").strip() for cell in row.locator("td").all()]


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_8_decided_shipped_and_lived_again(street: Street, story: Story) -> None:
    page = street.sign_in(MANAGEMENT)
    page.goto("/desk/joint-reviews/")
    tap(page.locator("ul.al a:not([href$='/minutes/'])").first)
    street.keep(page, "8-joint-review")
    page.locator("[name=way]").first.check()
    page.fill("[name=title]", "付款失败时，屏幕上写明原因和下一步")
    owner = page.locator("[name=owner] option", has_text=re.compile(r"^\s*Wei\b")).get_attribute("value")
    page.select_option("[name=owner]", owner)
    page.fill("[name=due]", (date.today() + timedelta(days=30)).isoformat())  # noqa: DTZ011 a browser's date field
    page.locator("[name=proof]").select_option(page.locator("[name=proof] option[value^='question:']").first.get_attribute("value"))
    page.fill("[name=expected]", "1")
    tap(page.locator("[name=record]"))
    page.goto("/desk/actions/")
    address = page.locator("main a[href^='/desk/actions/']", has_text="付款失败时").first.get_attribute("href") or ""

    page.goto(address)
    if page.locator("form[action$='/agree/']").count():
        tap(page.locator("form[action$='/agree/'] button"))
    desk = street.sign_in(OWNER)
    desk.goto(address)
    tap(desk.locator("form[action$='/begin/'] button"))
    confirm(desk.locator("form[action$='/ship/'] button"))
    street.keep(desk, "8-shipped")

    page.goto(address)
    page.fill("form[action$='/again/'] [name=seats]", "6")
    tap(page.locator("form[action$='/again/'] button"))
    street.keep(page, "8-lived-again")
    expect(page.locator("form[action$='/again/']"), "it is open").to_have_count(0)


ROWS = """点评,评分,日期,银行
付款很快,5,2026-05-02,Harbour Bank
还是要去网点,2,2026-05-03,Harbour Bank
还行,3,2026-05-04,Harbour Bank
等了四天,2,2026-05-05,Northgate
短信很贴心,5,2026-05-06,Northgate
客服耐心,4,2026-05-07,Lotus Bank
看不懂的评分,很好,2026-05-08,Lotus Bank
App 闪退,1,2026-05-09,Lotus Bank
"""
COLUMNS = {"provider": "银行", "on": "日期", "rating": "评分", "text": "点评"}


def test_9_outside_voices_stand_beside(street: Street, tmp_path: Path) -> None:
    page = street.sign_in(MANAGER)
    file = tmp_path / "点评.csv"
    file.write_text(ROWS)
    page.goto("/desk/outside/")
    before = _reviews(page)
    _upload(page, file)
    _read_it_so(page)
    street.keep(page, "9-trial")
    assert [number_in(figure) for figure in page.locator(".kpi b").all()] == [7, 1, 0]
    page.locator("[name=rows][value=good]").check()
    tap(page.locator("form[action$='/import/'] button"))
    assert [number_in(figure) for figure in page.locator(".kpi b").all()] == [7, 0, 1, 0]

    page.goto("/desk/outside/")
    street.keep(page, "9-beside")
    after = _reviews(page)
    assert sorted(n - before.get(name, 0) for name, n in after.items()) == [2, 2, 3]

    _upload(page, file)
    if page.locator("form[action$='/import/'] button").count():
        page.locator("[name=rows][value=good]").check()
        tap(page.locator("form[action$='/import/'] button"))
    page.goto("/desk/outside/")
    assert _reviews(page) == after, "the same file adds nothing"


def _upload(page: Page, file: Path) -> None:
    page.set_input_files("[name=file]", file)
    tap(page.locator("form[action$='/upload/'] button"))


def _read_it_so(page: Page) -> None:
    """Say which column is which, and who the companies are."""
    for field, column in COLUMNS.items():
        page.select_option(f"[name={field}]", column)
    page.select_option("[name=date_format]", "%Y-%m-%d")
    tap(page.locator("form[action$='/mapping/'] button"))
    for number, label in enumerate(page.locator("label[for^=id_company-]").all()):
        page.select_option(f"[name=company-{number}]", label=label.inner_text())
    tap(page.locator("form[action$='/mapping/'] button"))


def _reviews(page: Page) -> dict[str, int]:
    """n of each company, as the page prints it."""
    cards = page.locator(".ov-columns > section").all()
    found = {card.locator("h2").inner_text(): re.search(r"n = ([\d\s,.]+)", card.inner_text()) for card in cards}
    return {name: int(re.sub(r"\D", "", n[1])) for name, n in found.items() if n}
