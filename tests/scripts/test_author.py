"""The editor's own parts in Chromium: conditions stay what they were, nothing points nowhere unsaid, and an old answer never wins."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, Route, expect

from cms.compiling import blocks_from
from cms.library import QuestionSet
from cms.models import CampaignPage
from cms.writing_back import question_block
from members.models import Member
from tests.cms.editor import block
from tests.cms.factories import make_brief_page, make_campaign_page, make_site
from tests.scripts.at_hand import AtHand
from tests.scripts.conftest import Devices
from tests.tasks_catalog.definitions import definition, texts
from tests.tasks_catalog.factories import NOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def at_editor(devices: Devices, bea: Member, dan: Member) -> AtHand:
    """Bea at a brief with one step: a mark, words, pain points, ideas."""
    campaign = make_campaign_page(make_site(manager=bea, owner=dan))
    campaign.save_revision().publish()
    QuestionSet.objects.create(name=texts("Greeting"), questions=[question_block({"type": "date", "name": "day", "label": texts("When?")})])
    page = make_brief_page(CampaignPage.objects.get(), opens_at=NOON, questions=blocks_from(definition()))
    page.save_revision(user=bea)
    device = devices(bea)
    shown = device.open(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    shown.get_by_role("tab", name="Questions").click()
    return device


@pytest.fixture
def editor(at_editor: AtHand) -> Page:
    return at_editor.context.pages[0]


def addresses(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.locator("#fh-addresses").evaluate("one => JSON.parse(one.dataset.urls)")
    return found


def part(page: Page, kind: str) -> Locator:
    return block(page, kind).locator("[data-contentpath=relevant] fh-condition")


def written(condition: Locator) -> Any:
    return condition.locator("input[type=hidden]").evaluate("input => JSON.parse(input.value || 'null')")


STALE = "Not counted anew: the connection is gone. Your work is still here."
ASKED = {"question": "recommend", "op": "answered"}
LOW = {"question": "recommend", "op": "<=", "value": 6, "subject": "rival"}


@pytest.mark.parametrize(
    "condition",
    [
        LOW,
        {"not": ASKED},
        {"all": [LOW, ASKED]},
        {"any": [LOW, {"not": ASKED}]},
        {"not": {"any": [LOW, ASKED]}},
        {"not": {"all": [LOW, ASKED]}},
        {"all": [LOW, {"any": [LOW, ASKED]}]},
        {"not": LOW},
    ],
)
def test_a_condition_that_is_opened_and_kept_means_what_it_meant(editor: Page, condition: Any) -> None:
    found = part(editor, "text")
    kept = found.evaluate(
        """(part, condition) => {
            part.input.value = JSON.stringify(condition);
            part.edit();
            part.keep();
            return JSON.parse(part.input.value);
        }""",
        condition,
    )

    assert kept == condition


def test_the_first_question_has_nothing_to_depend_on_and_says_so(editor: Page) -> None:
    first = part(editor, "nps")
    first.get_by_role("button", name="Only if").click()

    expect(first.locator(".fh-quiet")).to_contain_text("There is no question above this one")
    expect(first.locator("select")).to_have_count(0)
    assert written(first) is None


def test_only_questions_above_can_be_picked(editor: Page) -> None:
    third = part(editor, "pain")
    third.get_by_role("button", name="Only if").click()

    options = third.get_by_label("Question", exact=True).locator("option")
    expect(options).to_have_text(["1.1 Would you recommend it?", "1.2 Why?"])


def test_always_takes_the_condition_away_and_leaves_the_keyboard_there(editor: Page) -> None:
    why = part(editor, "text")
    why.get_by_role("button", name="Only if").click()
    expect(why.get_by_label("Question", exact=True)).to_be_focused()
    assert written(why) is not None
    why.get_by_role("button", name="Always").click()

    expect(why.get_by_role("button", name="Only if")).to_be_focused()
    assert written(why) is None


def test_after_a_choice_the_keyboard_stands_where_it_was(editor: Page) -> None:
    why = part(editor, "text")
    why.get_by_role("button", name="Only if").click()
    why.get_by_label("How it is compared").focus()
    why.get_by_label("How it is compared").select_option(label="is more than")

    expect(why.get_by_label("How it is compared")).to_be_focused()


def test_a_question_that_is_gone_is_named_as_gone_and_keeps_what_was_written(editor: Page) -> None:
    gone = {"question": "of-yesterday", "op": "<=", "value": 6}
    why = part(editor, "text")
    why.evaluate("(part, condition) => { part.input.value = JSON.stringify(condition); part.draw(); }", gone)
    expect(why.locator(".fh-lost")).to_contain_text("Pick another question")
    why.locator(".fh-condition button").click()

    expect(why.get_by_label("Question", exact=True)).to_have_attribute("aria-invalid", "true")
    assert written(why) == gone


class Held:
    """What the editor asks about effort, kept until it is let through."""

    def __init__(self, at_editor: AtHand) -> None:
        self.routes: list[Route] = []
        at_editor.answers[addresses(at_editor.context.pages[0])["effort"]] = self.routes.append

    def wait_for(self, page: Page, number: int) -> None:
        for _again in range(600):
            if len(self.routes) >= number:
                return
            page.wait_for_timeout(50)
        raise AssertionError(f"asked {len(self.routes)} times")


def test_what_is_asked_anew_is_under_way_and_not_lost(editor: Page, at_editor: AtHand) -> None:
    held = Held(at_editor)
    label = block(editor, "text").locator("[data-contentpath=label] input[lang=en]")
    for number in (1, 2):
        label.fill(f"Why, number {number}?")
        held.wait_for(editor, number)
    at_editor.received(0)

    expect(editor.locator("#fh-effort")).to_have_attribute("aria-busy", "true")
    expect(editor.locator("#fh-effort")).not_to_have_attribute("data-stale", STALE)


def test_an_older_answer_about_effort_does_not_overtake_a_newer(editor: Page, at_editor: AtHand) -> None:
    held = Held(at_editor)
    label = block(editor, "text").locator("[data-contentpath=label] input[lang=en]")
    for number in (1, 2):
        label.fill(f"Why, number {number}?")
        held.wait_for(editor, number)
    held.routes[1].fulfill(status=200, body="<p>Newer</p>")
    expect(editor.locator("#fh-effort")).to_have_text("Newer")
    expect(editor.locator("#fh-effort")).not_to_have_attribute("aria-busy", "true")
    held.routes[0].fulfill(status=200, body="<p>Older</p>")
    at_editor.received(0)

    expect(editor.locator("#fh-effort")).to_have_text("Newer")


@pytest.mark.parametrize("status", [500, 0])
def test_what_could_not_be_counted_is_told_and_what_was_counted_stays(editor: Page, at_editor: AtHand, status: int) -> None:
    at_editor.answers[addresses(editor)["effort"]] = lambda route: route.fulfill(status=status, body="Busy") if status else route.abort()
    block(editor, "text").locator("[data-contentpath=label] input[lang=en]").fill("Why not?")

    panel = editor.locator("#fh-effort")
    expect(panel).to_have_attribute("data-stale", STALE)
    expect(panel).not_to_have_attribute("aria-busy", "true")
    expect(panel).to_contain_text("6 minutes of answering")


def test_a_set_that_could_not_be_fetched_stays_picked_and_is_told_of(editor: Page, at_editor: AtHand) -> None:
    number = QuestionSet.objects.get().pk
    at_editor.answers[addresses(editor)["set"].replace("/0/", f"/{number}/")] = lambda route: route.fulfill(status=500, json={})
    editor.locator("#questions-root [data-streamfield-child] [data-streamfield-stream-container] .c-sf-add-button").first.click()
    editor.get_by_role("option", name="Question set").click()
    picked = editor.locator(".fh-set select")
    picked.select_option(label="Greeting")

    expect(picked).to_be_enabled()
    expect(picked).to_have_value(str(number))
    expect(editor.locator(".fh-set [data-field-help]").first).to_contain_text("It is copied in when you save.")


@pytest.mark.parametrize(("status", "told", "kind"), [(500, "", "error"), (409, "It is there already.", "warning")])
def test_a_step_that_did_not_go_into_the_library_is_told_of(editor: Page, at_editor: AtHand, status: int, told: str, kind: str) -> None:
    at_editor.answers[addresses(editor)["keep"]] = lambda route: route.fulfill(status=status, body=told)
    editor.get_by_role("button", name="Keep these questions in the library").click()

    message = editor.locator(f".messages .{kind}")
    expect(message).to_be_visible()
    expect(message).to_contain_text(told or "Nothing was kept")
