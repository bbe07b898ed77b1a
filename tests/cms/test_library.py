"""Question sets: kept in the library, copied into a brief, with nothing that ties the copy to the set."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.blocks import ScenarioBlock
from cms.compiling import compile_questions
from cms.library import QuestionSet, copies_of, with_sets_copied_in
from cms.models import CampaignPage, TaskBriefPage
from cms.writing_back import blocks_from, question_block
from members.models import Member
from tasks_catalog.validation import validate_definition
from tests.cms.test_desk import add_url, as_form, brief_form
from tests.tasks_catalog.definitions import definition, texts

pytestmark = pytest.mark.django_db

YES_NO: Any = [{"name": "yes", "label": texts("Yes")}, {"name": "no", "label": texts("No")}]


@pytest.fixture
def greeting() -> QuestionSet:
    greeted: dict[str, Any] = question_block({"type": "select_one", "name": "", "label": texts("Greeted?"), "choices": YES_NO})
    how: dict[str, Any] = question_block({"type": "text", "name": "how", "label": texts("How?")})
    how["value"]["relevant"] = {"question": greeted["id"], "op": "=", "value": greeted["value"]["choices"][0]["id"]}
    return QuestionSet.objects.create(name=texts("Greeting"), questions=[greeted, how])


def step_with(*questions: dict[str, Any]) -> dict[str, Any]:
    step = blocks_from(definition())[0]
    step["value"]["questions"] = [*questions, *step["value"]["questions"]]
    return step


def set_block(found: QuestionSet) -> dict[str, Any]:
    return {"type": "question_set", "value": str(found.pk), "id": "here"}


def test_a_copy_has_ids_of_its_own(greeting: QuestionSet) -> None:
    first, second = ({copy["id"] for copy in copies_of(greeting)} for _ in range(2))

    assert not first & second


def test_conditions_among_the_copies_point_at_the_copies(greeting: QuestionSet) -> None:
    steps = with_sets_copied_in([step_with(set_block(greeting))])

    compiled = compile_questions(ScenarioBlock().to_python(steps))
    greeted, how = compiled["steps"][0]["questions"][:2]
    assert how.get("relevant") == {"question": greeted["name"], "op": "=", "value": "yes"}
    assert validate_definition(compiled) == []


def test_a_set_that_is_put_in_twice_keeps_every_name_apart(greeting: QuestionSet) -> None:
    steps = with_sets_copied_in([step_with(set_block(greeting), set_block(greeting))])

    assert validate_definition(compile_questions(ScenarioBlock().to_python(steps))) == []


def test_a_name_that_the_brief_has_already_is_not_taken(greeting: QuestionSet) -> None:
    assert [copy["value"]["name"] for copy in copies_of(greeting, taken=["how"])] == ["", ""]
    assert [copy["value"]["name"] for copy in copies_of(greeting)] == ["", "how"]


def test_a_set_that_is_gone_leaves_nothing_behind(greeting: QuestionSet) -> None:
    block = set_block(greeting)
    greeting.delete()

    (step,) = with_sets_copied_in([step_with(block)])

    assert [question["type"] for question in step["value"]["questions"]] == ["nps", "text", "pain", "idea"]


def test_saving_a_brief_copies_the_set_in(campaign_page: CampaignPage, bea_at_desk: Client, greeting: QuestionSet) -> None:
    bea_at_desk.post(add_url(campaign_page), _with_set(greeting))

    page = TaskBriefPage.objects.get().get_latest_revision_as_object()
    assert [question.block_type for question in page.questions[0].value["questions"]] == ["single_choice", "text"]


def test_a_set_that_is_not_copied_in_yet_does_not_keep_the_panel_from_telling(
    campaign_page: CampaignPage, bea_at_desk: Client, greeting: QuestionSet
) -> None:
    assert bea_at_desk.post(reverse("fh_effort"), _with_set(greeting)).status_code == 200


def _with_set(found: QuestionSet) -> dict[str, str]:
    step = {
        "label": {"en": "Greet", "zh_hans": "", "pl": ""},
        "hint": {"en": "", "zh_hans": "", "pl": ""},
        "touchpoint": "",
        "relevant": "",
        "arms": "",
        "name": "",
        "questions": streamfield([("question_set", str(found.pk))]),
    }
    rest = {key: value for key, value in brief_form().items() if not key.startswith("questions-")}
    return rest | nested_form_data({"questions": streamfield([("step", step)])})


def test_the_editor_fetches_a_sets_questions(bea_at_desk: Client, index: object, greeting: QuestionSet) -> None:
    answer = bea_at_desk.get(reverse("fh_question_set", args=[greeting.pk])).json()

    assert [question["type"] for question in answer["questions"]] == ["single_choice", "text"]
    assert answer["questions"][0]["value"]["label"]["pl"] == "Greeted? (pl)"


def test_a_set_is_for_those_who_write_briefs(client: Client, index: object, ada: Member, greeting: QuestionSet) -> None:
    client.force_login(ada)

    assert client.get(reverse("fh_question_set", args=[greeting.pk])).status_code in {302, 403}


def test_a_set_that_is_not_there_is_not_found(bea_at_desk: Client, index: object) -> None:
    assert bea_at_desk.get(reverse("fh_question_set", args=[999_999])).status_code == 404
    assert bea_at_desk.get(reverse("fh_question_set", args=[10**30])).status_code == 404


def test_a_set_is_only_read(bea_at_desk: Client, index: object, greeting: QuestionSet) -> None:
    assert bea_at_desk.post(reverse("fh_question_set", args=[greeting.pk])).status_code == 405


def test_a_step_is_kept_in_the_library_as_it_stands_in_the_browser(bea_at_desk: Client, campaign_page: CampaignPage) -> None:
    answer = bea_at_desk.post(reverse("fh_keep_questions"), brief_form() | {"step": "0"})

    kept = QuestionSet.objects.get()
    assert (answer.status_code, kept.name) == (200, texts("Wait for the card"))
    assert [question.block_type for question in kept.questions] == ["nps", "text", "pain", "idea"]


def test_a_step_that_asks_nothing_or_is_not_there_is_not_kept(bea_at_desk: Client, campaign_page: CampaignPage) -> None:
    empty = blocks_from(definition())
    empty[0]["value"]["questions"] = []

    for form in (brief_form(questions=as_form(empty)) | {"step": "0"}, brief_form() | {"step": "7"}):
        assert bea_at_desk.post(reverse("fh_keep_questions"), form).status_code == 409
    assert bea_at_desk.post(reverse("fh_keep_questions"), {"step": "0"}).status_code == 400
    assert bea_at_desk.post(reverse("fh_keep_questions"), brief_form()).status_code == 400
    assert bea_at_desk.get(reverse("fh_keep_questions")).status_code == 405
    assert not QuestionSet.objects.exists()


def test_a_step_is_kept_by_those_who_write_briefs(client: Client, campaign_page: CampaignPage, ada: Member) -> None:
    client.force_login(ada)

    assert client.post(reverse("fh_keep_questions"), brief_form() | {"step": "0"}).status_code in {302, 403}
    assert not QuestionSet.objects.exists()


def test_a_manager_keeps_sets_in_the_catalogue(bea_at_desk: Client, index: object, greeting: QuestionSet) -> None:
    listed = bea_at_desk.get("/manage/question_sets/")

    assert listed.status_code == 200
    assert "Greeting" in listed.text
    assert bea_at_desk.get(f"/manage/question_sets/edit/{greeting.pk}/").status_code == 200
