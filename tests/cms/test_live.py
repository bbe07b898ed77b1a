"""What a brief asks and lacks, told while it is written: nothing is kept by asking."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.blocks.base import Block

from cms.blocks import OwnQuestionsBlock
from cms.compiling import blocks_from
from cms.models import CampaignPage, TaskBriefPage
from members.models import Member
from tests.cms.test_desk import as_form, brief_form
from tests.tasks_catalog.definitions import definition, texts

pytestmark = pytest.mark.django_db


def told(client: Client, **changes: Any) -> str:
    answer = client.post(reverse("fh_effort"), brief_form(**changes))
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_a_brief_that_lacks_nothing_is_ready(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    said = told(bea_at_desk)

    assert "The questions are ready to be published." in said
    assert "to mend" not in said


def test_a_missing_translation_is_told_with_its_place(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    spoilt = definition()
    spoilt["steps"][0]["questions"][1]["label"]["pl"] = ""

    said = told(bea_at_desk, questions=as_form(blocks_from(spoilt)))

    assert "1 thing to mend before it can be published" in said
    assert "The text is missing in: Polish." in said
    assert "ready to be published" not in said


def test_a_text_that_lacks_two_languages_is_one_thing_to_mend(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    spoilt = definition()
    spoilt["steps"][0]["questions"][1]["label"] |= {"pl": "", "zh-hans": " "}

    said = told(bea_at_desk, questions=as_form(blocks_from(spoilt)))

    assert "1 thing to mend before it can be published" in said
    assert "The text is missing in: Simplified Chinese, Polish." in said


def test_a_duty_that_nobody_can_meet_is_told(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    lazy = definition()
    lazy["steps"][0]["questions"].pop()

    assert "Ideas are not asked for" in told(bea_at_desk, questions=as_form(blocks_from(lazy)))
    assert "Ideas are not asked for" not in told(bea_at_desk, questions=as_form(blocks_from(lazy)), waived_duties=["think"])


def test_more_than_twenty_minutes_are_spoken_of(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    long = definition()
    long["steps"][0]["questions"] += [{"type": "text", "name": f"more-{n}", "label": texts("More?")} for n in range(20)]

    assert "Over 20 minutes of answering" in told(bea_at_desk, questions=as_form(blocks_from(long)))
    assert "Over 20 minutes of answering" not in told(bea_at_desk)


def test_answering_that_takes_longer_than_told_is_spoken_of(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    assert "longer than what testers are told" in told(bea_at_desk, minutes="1")
    assert "longer than what testers are told" not in told(bea_at_desk)


def test_a_brief_whose_scenarios_are_not_sent_is_told_of_all_the_same(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    form = {name: value for name, value in brief_form().items() if not name.startswith("arms-")}

    assert bea_at_desk.post(reverse("fh_effort"), form).status_code == 200


def test_a_duty_under_a_condition_is_spoken_of(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    only: Any = definition()
    only["steps"][0]["questions"][3]["relevant"] = {"question": "recommend", "op": "<=", "value": 6}
    blocks = blocks_from(only)
    idea = blocks[0]["value"]["questions"][3]["value"]
    idea["relevant"] = json.dumps(idea["relevant"])  # as the hidden input holds it

    assert "some testers will bring none: ideas." in told(bea_at_desk, questions=as_form(blocks))
    assert "some testers will bring none" not in told(bea_at_desk)


def test_what_was_picked_and_is_gone_is_told_in_words(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    blocks = blocks_from(definition())
    gone = {"question": "814f79ae-ef01-4954-a668-cf9227e528e1", "op": "answered"}
    blocks[0]["value"]["questions"][2]["value"]["relevant"] = json.dumps(gone)

    said = told(bea_at_desk, questions=as_form(blocks))

    assert "What was picked here is not in this brief any more. Pick again." in said
    assert "A name begins with a letter" not in said


def test_telling_keeps_nothing(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    told(bea_at_desk)

    assert not TaskBriefPage.objects.exists()


def test_what_is_no_brief_is_refused(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    assert bea_at_desk.post(reverse("fh_effort"), {"title": "?"}).status_code == 400


@pytest.mark.parametrize("number", ["many", "9" * 5000], ids=["a word", "more digits than are read"])
def test_a_broken_number_does_no_harm(campaign_page: CampaignPage, bea_at_desk: Client, number: str) -> None:
    assert told(bea_at_desk, minutes=number)


def test_effort_is_only_asked_for(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    assert bea_at_desk.get(reverse("fh_effort")).status_code == 405


def test_effort_is_for_those_who_write_briefs(client: Client, campaign_page: CampaignPage, ada: Member) -> None:
    client.force_login(ada)

    assert client.post(reverse("fh_effort"), {}).status_code in {302, 403}


@pytest.mark.parametrize("kind", OwnQuestionsBlock().child_blocks)
def test_every_type_shows_what_the_phone_shows(kind: str, campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    field: Any = TaskBriefPage._meta.get_field("questions")
    block: Block = field.stream_block.child_blocks["step"].child_blocks["questions"].child_blocks[kind]

    shown = bea_at_desk.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    assert shown.status_code == 200
    assert shown.context["sample"]["steps"][0]["questions"][0]["label"]
