"""Forms of other tools become drafts in the admin, and briefs become forms."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission

from cms.compiling import blocks_from
from cms.forms_in import import_form
from cms.models import CampaignPage, TaskBriefPage
from members.models import Member
from tasks_catalog.xlsform import FormRefused, read_xlsform, write_xlsform
from tasks_catalog.xlsform.workbook import MOST_BYTES
from tests.tasks_catalog.definitions import definition, texts
from tests.tasks_catalog.xlsform.books import YES_NO, Sheets, survey, xlsx
from tests.tasks_catalog.xlsform.whole import QUESTIONS, with_arms, with_questions

pytestmark = pytest.mark.django_db

FORM: Sheets = {
    "survey": survey(["select_one yn", "came", "Did it come?"], ["text", "why", "Why not?", "${came} = 'no'"], ["audio", "noise", "Hear"]),
    "choices": YES_NO,
    "settings": [["form_title"], ["Delivery check"]],
}
WRONG: Sheets = {"survey": survey(["select_one gone", "came", "Did it come?"])}


def uploaded(sheets: Sheets) -> SimpleUploadedFile:
    return SimpleUploadedFile("delivery.xlsx", xlsx(sheets))


def test_a_form_becomes_a_draft_in_its_campaign(bea_at_desk: Client, campaign_page: CampaignPage) -> None:
    response = bea_at_desk.post(reverse("cms_forms:import"), {"campaign": campaign_page.pk, "file": uploaded(FORM)})

    page = TaskBriefPage.objects.child_of(campaign_page).get()
    assert response["Location"] == reverse("cms_forms:imported", args=[page.pk])
    assert (page.live, page.headline, len(page.definition["steps"][0]["questions"])) == (False, {"en": "Delivery check"}, 2)


def test_its_conditions_come_with_it(campaign_page: CampaignPage, bea: Member, noon: datetime) -> None:
    page = import_form(campaign=campaign_page, content=xlsx(FORM), file="delivery.xlsx", by=bea, now=noon)

    assert page.definition["steps"][0]["questions"][1]["relevant"] == {"question": "came", "op": "=", "value": "no"}


def test_what_was_left_out_stands_on_the_page_after_it(bea_at_desk: Client, campaign_page: CampaignPage) -> None:
    shown = bea_at_desk.post(reverse("cms_forms:import"), {"campaign": campaign_page.pk, "file": uploaded(FORM)}, follow=True)

    text = shown.content.decode()
    assert "1 thing could not be carried" in text
    assert "sound and film are not recorded here" in text
    assert "delivery.xlsx" in text


def test_a_refused_form_changes_nothing_and_says_where(bea_at_desk: Client, campaign_page: CampaignPage) -> None:
    response = bea_at_desk.post(reverse("cms_forms:import"), {"campaign": campaign_page.pk, "file": uploaded(WRONG)})

    assert (response.status_code, TaskBriefPage.objects.count()) == (422, 0)
    assert "“gone” has no choices" in response.content.decode()


def test_a_refused_form_changes_nothing_below_the_page_either(campaign_page: CampaignPage, bea: Member, noon: datetime) -> None:
    with pytest.raises(FormRefused):
        import_form(campaign=campaign_page, content=xlsx(WRONG), file="wrong.xlsx", by=bea, now=noon)

    assert TaskBriefPage.objects.count() == 0


def test_without_a_file_the_page_asks_for_one(bea_at_desk: Client, campaign_page: CampaignPage) -> None:
    response = bea_at_desk.post(reverse("cms_forms:import"), {"campaign": campaign_page.pk})

    assert (response.status_code, TaskBriefPage.objects.count()) == (422, 0)


def test_the_page_chooses_the_campaign_it_was_opened_from(bea_at_desk: Client, campaign_page: CampaignPage) -> None:
    response = bea_at_desk.get(f"{reverse('cms_forms:import')}?campaign={campaign_page.pk}")

    assert f'<option value="{campaign_page.pk}" selected>' in response.content.decode()


@pytest.mark.parametrize("name", ["import", "imported", "export"])
def test_others_have_no_forms(client: Client, ada: Member, brief_page: TaskBriefPage, name: str) -> None:
    client.force_login(ada)

    response = client.get(reverse(f"cms_forms:{name}", args=[] if name == "import" else [brief_page.pk]))

    assert response.status_code in {302, 403}


@pytest.mark.parametrize("name", ["imported", "export"])
def test_a_form_of_a_page_that_one_may_not_edit_is_not_there(bea_at_desk: Client, campaign_page: CampaignPage, name: str) -> None:
    bea_at_desk.post(reverse("cms_forms:import"), {"campaign": campaign_page.pk, "file": uploaded(FORM)})
    address = reverse(f"cms_forms:{name}", args=[TaskBriefPage.objects.get().pk])
    assert bea_at_desk.get(address).status_code == 200

    GroupPagePermission.objects.all().delete()

    assert bea_at_desk.get(address).status_code == 404


def test_a_form_goes_into_no_campaign_that_one_may_not_write_in(bea_at_desk: Client, campaign_page: CampaignPage) -> None:
    GroupPagePermission.objects.all().delete()

    response = bea_at_desk.post(reverse("cms_forms:import"), {"campaign": campaign_page.pk, "file": uploaded(FORM)})

    assert (response.status_code, TaskBriefPage.objects.count()) == (422, 0)
    assert "Select a valid choice" in response.content.decode()


def test_a_form_that_is_far_too_large_is_told_so_beside_the_file(bea_at_desk: Client, campaign_page: CampaignPage) -> None:
    large = SimpleUploadedFile("delivery.xlsx", bytes(MOST_BYTES + 1))

    response = bea_at_desk.post(reverse("cms_forms:import"), {"campaign": campaign_page.pk, "file": large})

    assert response.status_code == 422
    assert "larger than 8 MB" in response.context["form"].errors["file"][0]


def test_texts_in_a_language_of_nobody_wait_for_translation(campaign_page: CampaignPage, bea: Member, noon: datetime) -> None:
    french = xlsx({"survey": [["type", "name", "label::Français (fr)"], ["text", "nom", "Votre nom ?"]]})

    page = import_form(campaign=campaign_page, content=french, file="fr.xlsx", by=bea, now=noon)

    assert page.definition["steps"][0]["questions"][0]["label"] == {"en": "Votre nom ?"}


def test_every_question_becomes_a_block_that_compiles_to_the_same(campaign_page: CampaignPage, bea: Member, noon: datetime) -> None:
    written = [question for name, question in QUESTIONS.items() if name != "range without parameters"]  # the block writes them out
    whole = with_questions(*({**question, "name": f"q{number}"} for number, question in enumerate(written)))
    content = write_xlsform(whole, title="T", form_id="t")

    page = import_form(campaign=campaign_page, content=content, file="t.xlsx", by=bea, now=noon)

    pairs = zip(page.definition["steps"][1]["questions"], whole["steps"][1]["questions"], strict=True)
    assert [(ours, theirs) for ours, theirs in pairs if ours != theirs] == []


def test_scenarios_come_with_the_form(campaign_page: CampaignPage, bea: Member, noon: datetime) -> None:
    content = write_xlsform(with_arms(), title="T", form_id="t")

    page = import_form(campaign=campaign_page, content=content, file="t.xlsx", by=bea, now=noon)

    assert [arm["name"] for arm in page.definition["arms"]] == ["calm", "hurry"]


def test_a_brief_is_exported_as_it_was_saved_last(bea_at_desk: Client, brief_page: TaskBriefPage) -> None:
    brief_page.save_revision()

    response = bea_at_desk.get(reverse("cms_forms:export", args=[brief_page.pk]))

    assert read_xlsform(response.content).definition == definition()


def exported(client: Client, page: TaskBriefPage, **broken: Any) -> Any:
    page.questions = blocks_from(with_questions({"type": "note", "name": "n", "label": texts("Read")} | broken))
    page.save_revision(clean=False)
    return client.get(reverse("cms_forms:export", args=[page.pk]), follow=True)


def test_a_brief_that_is_not_whole_yet_is_not_exported(bea_at_desk: Client, brief_page: TaskBriefPage) -> None:
    answer = exported(bea_at_desk, brief_page, type="select_one", choices=[])

    said = "A brief is exported once it is whole. First to mend: Step 2, question 1: A choice needs at least two answers to choose from."
    assert said in [str(message).strip() for message in answer.context["messages"]]


def test_a_brief_that_lacks_a_language_is_exported(bea_at_desk: Client, brief_page: TaskBriefPage) -> None:
    assert exported(bea_at_desk, brief_page, label={"en": "Read"}).headers["Content-Type"].endswith("sheet")


def test_a_brief_that_came_from_no_form_has_no_such_page(bea_at_desk: Client, brief_page: TaskBriefPage) -> None:
    assert bea_at_desk.get(reverse("cms_forms:imported", args=[brief_page.pk])).status_code == 404


def test_the_editor_offers_both(bea_at_desk: Client, campaign_page: CampaignPage, brief_page: TaskBriefPage) -> None:
    campaign, brief = (
        bea_at_desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode() for page in (campaign_page, brief_page)
    )

    assert f"{reverse('cms_forms:import')}?campaign={campaign_page.pk}" in campaign
    assert reverse("cms_forms:export", args=[brief_page.pk]) in brief
