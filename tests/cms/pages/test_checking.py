"""The check at the end of a guide: judged on the server, explained, remembered, and never paid."""

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cms.models import GuidePage, GuidePass
from cms.pages.blocks import CheckBlock
from cms.pages.checking import NotAllAnswered, check, has_passed, questions_of
from members.models import Member
from rewards.models import Transfer
from tests.cms.pages.factories import a_check, a_page, answers, in_chinese


@pytest.fixture
def guide(db: None) -> GuidePage:
    page: GuidePage = a_page(GuidePage, title="Calm on the phone", slug="calm", questions=a_check())
    return page


def test_who_answers_all_rightly_has_passed(guide: GuidePage, ada: Member, noon: datetime) -> None:
    assert check(guide=guide, member=ada, answers=answers(1, 1, 1), now=noon).passed
    assert has_passed(guide, ada)


def test_one_wrong_answer_is_not_a_pass_and_is_explained(guide: GuidePage, ada: Member, noon: datetime) -> None:
    result = check(guide=guide, member=ada, answers=answers(1, 0, 1), now=noon)

    assert [question.right for question in result.questions] == [True, False, True]
    assert (result.questions[1].answer, result.questions[1].explanation) == ("Right 2", "Because of 2.")
    assert not has_passed(guide, ada)


def test_a_pass_stays_whatever_is_answered_later(guide: GuidePage, ada: Member, noon: datetime) -> None:
    check(guide=guide, member=ada, answers=answers(1, 1, 1), now=noon)
    check(guide=guide, member=ada, answers=answers(0, 0, 0), now=noon)

    assert GuidePass.objects.get().at == noon


def test_somebody_elses_pass_is_not_mine(guide: GuidePage, ada: Member, bea: Member, noon: datetime) -> None:
    check(guide=guide, member=ada, answers=answers(1, 1, 1), now=noon)

    assert not has_passed(guide, bea)


@pytest.mark.parametrize("sent", [answers(1, 1), answers(1, 1, 2), {**answers(1, 1), "q-00000000-0000-4000-8000-000000000003": "²"}])
def test_a_question_without_an_answer_of_the_form_is_asked_again(
    guide: GuidePage, ada: Member, noon: datetime, sent: dict[str, str]
) -> None:
    with pytest.raises(NotAllAnswered):
        check(guide=guide, member=ada, answers=sent, now=noon)


def test_which_answer_is_right_is_not_said_before(guide: GuidePage) -> None:
    assert {(question.right, question.answer, question.explanation) for question in questions_of(guide)} == {(None, "", "")}


def test_a_pass_earns_nothing(guide: GuidePage, ada: Member, noon: datetime) -> None:
    check(guide=guide, member=ada, answers=answers(1, 1, 1), now=noon)

    assert not Transfer.objects.exists()


def test_a_pass_in_one_language_counts_in_all(guide: GuidePage, ada: Member, noon: datetime) -> None:
    words = {"Calm on the phone": "电话里保持冷静"} | {f"Question {n}?": f"问题 {n}？" for n in (1, 2, 3)}
    words |= {f"{word} {n}": f"{word}{n}" for n in (1, 2, 3) for word in ("Right", "Wrong")} | {
        f"Because of {n}.": f"{n}" for n in (1, 2, 3)
    }
    chinese = in_chinese(guide, words)

    check(guide=chinese, member=ada, answers=answers(1, 1, 1), now=noon)

    assert has_passed(guide, ada)


def test_the_page_judges_and_explains(guide: GuidePage, ada: Member, client: Client) -> None:
    client.force_login(ada)
    asked = client.get("/pages/guides/calm/").content.decode()
    judged = client.post("/pages/guides/calm/", answers(1, 0, 1))

    assert "Question 2?" in asked
    assert "Because of 2." not in asked
    assert "Because of 2." in judged.content.decode()
    assert judged.status_code == 200


def test_what_was_chosen_stays_when_one_is_missing(guide: GuidePage, ada: Member, client: Client) -> None:
    client.force_login(ada)

    answer = client.post("/pages/guides/calm/", answers(0))

    assert answer.status_code == 422
    assert answer.content.decode().count(" checked") == 1


@pytest.mark.parametrize("count", [1, 2, 6])
def test_a_check_asks_three_to_five_questions(count: int) -> None:
    block = CheckBlock(required=False)

    with pytest.raises(ValidationError):
        block.clean(block.to_python(a_check(count)))


@pytest.mark.parametrize("count", [0, 3, 5])
def test_a_guide_may_have_a_short_check_or_none(count: int) -> None:
    block = CheckBlock(required=False)

    assert len(block.clean(block.to_python(a_check(count)))) == count


def test_exactly_one_answer_is_right() -> None:
    spoilt = a_check()
    spoilt[0]["value"]["answers"][0]["right"] = True
    block = CheckBlock(required=False)

    with pytest.raises(ValidationError):
        block.clean(block.to_python(spoilt))
