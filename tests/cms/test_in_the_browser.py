"""The editor of a brief in real Chromium: picked, not typed; told while it is written."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from wagtail.models import Collection, Locale
from wagtail.models import Page as WagtailPage

from cms.compiling import blocks_from
from cms.library import QuestionSet
from cms.models import CampaignPage
from cms.writing_back import question_block
from members.models import Member
from tests.cms.editor import block
from tests.cms.factories import make_brief_page, make_campaign_page, make_site
from tests.feedback.phones import Phones, chromium, phones
from tests.tasks_catalog.definitions import definition, texts
from tests.tasks_catalog.factories import NOON

__all__ = ["chromium", "phones"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tree(transactional_db: None) -> None:
    """What Wagtail's first migrations lay; the test before this one emptied every table."""
    Locale.objects.get_or_create(language_code="en")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    if WagtailPage.get_first_root_node() is None:
        WagtailPage.add_root(instance=WagtailPage(title="Root", slug="root"))


@pytest.fixture
def editor(tree: None, phones: Phones, bea: Member, dan: Member) -> Page:
    """Bea at a brief with one step: a mark, words, pain points, ideas."""
    campaign = make_campaign_page(make_site(manager=bea, owner=dan))
    campaign.save_revision().publish()
    QuestionSet.objects.create(name=texts("Greeting"), questions=[question_block({"type": "date", "name": "day", "label": texts("When?")})])
    page = make_brief_page(CampaignPage.objects.get(), opens_at=NOON, questions=blocks_from(definition()))
    page.save_revision(user=bea)
    shown = phones.of(bea, width=1280)
    shown.goto(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    shown.get_by_role("tab", name="Questions").click()
    return shown


def condition_of(found: Locator) -> Any:
    return found.locator("[data-contentpath=relevant] input[type=hidden]").evaluate("input => JSON.parse(input.value || 'null')")


def test_a_condition_is_picked_from_the_questions_above(editor: Page) -> None:
    why = block(editor, "text")
    why.get_by_role("button", name="Only if").click()
    row = why.locator(".fh-row")
    expect(row.get_by_label("Question", exact=True).locator("option")).to_have_text(["1.1 Would you recommend it?"])

    row.get_by_label("About").select_option(label="the rival")
    row.get_by_label("How it is compared").select_option(label="is at most")
    row.get_by_label("Value").select_option("6")
    why.get_by_role("button", name="Done").click()

    expect(why.locator(".fh-when")).to_have_text("Only if “Would you recommend it?” (the rival) is at most 6")
    picked = condition_of(why)
    assert (picked["op"], picked["value"], picked["subject"]) == ("<=", 6, "rival")


def test_a_condition_says_so_when_its_question_goes(editor: Page) -> None:
    why = block(editor, "text")
    why.get_by_role("button", name="Only if").click()
    why.get_by_role("button", name="Done").click()
    editor.wait_for_timeout(1500)  # what was told of the picking is over

    editor.locator("#questions-root [data-streamfield-child]:has(> input[value=nps])").last.locator(
        "[data-streamfield-action=DELETE]"
    ).click()

    expect(why.locator(".fh-lost")).to_contain_text("Pick another question")


def test_what_is_written_is_judged_while_it_is_written(editor: Page) -> None:
    told = editor.locator("#fh-effort")
    expect(told).to_contain_text("ready to be published")

    block(editor, "text").locator("[data-contentpath=label] input[lang=pl]").fill("")

    expect(told).to_contain_text("1 thing to mend")
    expect(told.locator("[data-block]")).to_have_text("Step 1, question 2")


def test_what_is_added_at_the_end_stands_at_the_end_however_slow_the_machine(editor: Page) -> None:
    editor.evaluate("window.requestAnimationFrame = (then) => setTimeout(then, 60000)")  # it never gets to drawing
    kinds = editor.locator("#questions-root [data-streamfield-child] [data-streamfield-child] > input[name$='-type']")
    for name, kind in (("Many words", "long_text"), ("Date", "date")):
        editor.get_by_role("button", name="Add a question").last.click()
        editor.get_by_role("option", name=name).last.click()  # a combobox that is on its way out may stand there still
        expect(kinds.last).to_have_value(kind)

    assert kinds.evaluate_all("inputs => inputs.map((input) => input.value)")[-2:] == ["long_text", "date"]


def test_a_set_of_the_library_becomes_its_questions(editor: Page) -> None:
    editor.locator("#questions-root [data-streamfield-child] [data-streamfield-stream-container] .c-sf-add-button").first.click()
    editor.get_by_role("option", name="Question set").click()
    editor.locator(".fh-set select").select_option(label="Greeting")

    copied = editor.locator("#questions-root [data-streamfield-child]:has(> input[value=date]) [data-contentpath=label] input[lang=en]")
    expect(copied).to_have_value("When?")
    expect(editor.locator("#fh-effort .fh-facts")).to_contain_text("6 questions")


def test_a_copy_of_a_named_question_gets_a_name_of_its_own(editor: Page) -> None:
    why = block(editor, "text")
    why.locator("[data-streamfield-action=DUPLICATE]").first.click()

    copies = editor.locator("#questions-root [data-streamfield-child] [data-streamfield-child]:has(> input[value=text])")
    expect(copies).to_have_count(2)
    names = copies.locator("[data-contentpath=name] input")
    expect(names.nth(0)).to_have_value("why")
    expect(names.nth(1)).to_have_value("")


def test_a_step_goes_into_the_library(editor: Page) -> None:
    editor.get_by_role("button", name="Keep these questions in the library").click()

    expect(editor.get_by_text("“Wait for the card” is in the library now")).to_be_visible()
