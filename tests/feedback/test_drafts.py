from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from claims.models import Claim
from feedback.drafts import DraftConflict, NotYours, open_draft, save_answer
from feedback.duties import judge
from feedback.models import Draft, DraftAnswer
from feedback.values import BadValue
from members.models import Member
from tests.feedback.factories import DEFINITION, WHOLE, answer, fill, make_claim, make_task


@pytest.fixture
def draft(ada: Member, noon: datetime) -> Draft:
    return open_draft(claim=make_claim(ada), now=noon)


def test_an_answer_is_kept_as_it_was_given(draft: Draft, noon: datetime) -> None:
    save_answer(draft=draft, question="why", subject="own", value="Nobody called.", base_revision=0, now=noon)

    cell = draft.answers.get()
    assert (cell.question, cell.subject, cell.value, cell.revision) == ("why", "own", "Nobody called.", 1)


def test_the_same_answer_again_changes_nothing(draft: Draft, noon: datetime) -> None:
    first = save_answer(draft=draft, question="care", subject="own", value=3, base_revision=0, now=noon)
    again = save_answer(draft=draft, question="care", subject="own", value=3, base_revision=0, now=noon + timedelta(minutes=1))

    assert (again.pk, again.revision, again.saved_at) == (first.pk, 1, noon)


def test_another_device_is_not_overwritten(draft: Draft, noon: datetime) -> None:
    save_answer(draft=draft, question="care", subject="own", value=3, base_revision=0, now=noon)
    save_answer(draft=draft, question="care", subject="own", value=4, base_revision=1, now=noon)

    with pytest.raises(DraftConflict) as conflict:
        save_answer(draft=draft, question="care", subject="own", value=1, base_revision=1, now=noon)

    assert (conflict.value.cell.value, conflict.value.cell.revision) == (4, 2)
    assert draft.answers.get().value == 4


def test_knowing_the_newest_one_may_write_again(draft: Draft, noon: datetime) -> None:
    save_answer(draft=draft, question="care", subject="own", value=3, base_revision=0, now=noon)

    assert save_answer(draft=draft, question="care", subject="own", value=None, base_revision=1, now=noon).revision == 2


@pytest.mark.parametrize(
    ("question", "subject", "value"),
    [
        ("care", "own", 6),
        ("care", "own", "5"),
        ("care", "own", True),
        ("recommend", "own", 10.0),
        ("recommend", "rival", 9),
        ("feeling", "own", -3),
        ("days", "own", float("nan")),
        ("days", "own", float("inf")),
        ("days", "own", 10**12),
        ("why", "own", 5),
        ("why", "own", "x" * 4001),
        ("channel", "own", "pigeon"),
        ("told", "own", "sms"),
        ("told", "own", ["pigeon"]),
        ("letter", "own", ["no-uuid"]),
        ("letter", "own", ["00000000-0000-4000-8000-000000000000"]),
        ("pains", "own", [{"touchpoint": "elsewhere", "what": "x", "severity": 3, "whom": ""}]),
        ("pains", "own", [{"what": "x", "severity": 6}]),
        ("pains", "own", [{"what": "x", "points": 500}]),
        ("ideas", "own", [{"source": "x", "delight": 0}]),
        ("ideas", "own", "an idea"),
        ("nothing", "own", 1),
        ("care", "other", 1),
    ],
)
def test_what_does_not_fit_is_refused(draft: Draft, noon: datetime, question: str, subject: str, value: Any) -> None:
    with pytest.raises(BadValue):
        save_answer(draft=draft, question=question, subject=subject, value=value, base_revision=0, now=noon)

    assert not draft.answers.exists()


def test_a_card_may_be_unfinished_in_a_draft(draft: Draft, noon: datetime) -> None:
    cell = save_answer(draft=draft, question="pains", subject="own", value=[{"what": "It hurts"}], now=noon)

    assert cell.value == [{"touchpoint": "", "what": "It hurts", "whom": "", "severity": None}]


def test_nothing_is_written_after_the_deadline(ada: Member, noon: datetime) -> None:
    draft = open_draft(claim=make_claim(ada, deadline=noon - timedelta(seconds=1)), now=noon)

    with pytest.raises(NotYours, match="ended"):
        save_answer(draft=draft, question="care", subject="own", value=3, now=noon)


@pytest.mark.parametrize("state", [Claim.State.SUBMITTED, Claim.State.ACCEPTED, Claim.State.EXPIRED, Claim.State.RELEASED])
def test_nothing_is_written_to_a_claim_that_moved_on(ada: Member, noon: datetime, state: Claim.State) -> None:
    draft = open_draft(claim=make_claim(ada, state=state), now=noon)

    with pytest.raises(NotYours):
        save_answer(draft=draft, question="care", subject="own", value=3, now=noon)


def test_a_cell_stands_once(draft: Draft, noon: datetime) -> None:
    DraftAnswer.objects.create(draft=draft, question="care", subject="own", saved_at=noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        DraftAnswer.objects.create(draft=draft, question="care", subject="own", saved_at=noon)


def test_a_whole_draft_lacks_nothing(ada: Member, noon: datetime) -> None:
    claim = make_claim(ada)
    fill(claim)
    draft = open_draft(claim=claim, now=noon)

    assert (judge(draft).missing, judge(draft).problems) == ([], [])


@pytest.mark.parametrize(
    ("without", "duty"), [(("care", "days"), "compare"), (("why",), "voice"), (("pains",), "pain"), (("ideas",), "think")]
)
def test_each_duty_is_missed(draft: Draft, without: tuple[str, ...], duty: str) -> None:
    fill(draft.claim, but=(*without, "letter"))

    assert duty in judge(draft).missing


def test_half_a_pair_is_no_comparison(draft: Draft) -> None:
    fill(draft.claim, but=("care", "days", "letter"))
    answer(draft.claim, {("care", "own"): 3})

    assert judge(draft).missing == ["compare"]


def test_a_whole_pair_does_not_stand_in_for_the_required_one(draft: Draft) -> None:
    fill(draft.claim, but=("care", "letter"))
    answer(draft.claim, {("care", "own"): 3})

    assert judge(draft).missing == ["compare"]


def test_where_no_pair_is_required_one_is_compared_all_the_same(ada: Member, noon: datetime) -> None:
    definition = deepcopy(DEFINITION)
    definition["steps"][0]["questions"][0]["required"] = False
    claim = make_claim(ada, task=make_task(definition=definition))
    fill(claim, but=("care", "days", "letter"))

    assert "compare" in judge(open_draft(claim=claim, now=noon)).missing


def test_words_without_any_mark_are_no_voice_although_no_mark_is_required(ada: Member, noon: datetime) -> None:
    definition = deepcopy(DEFINITION)
    for question in definition["steps"][0]["questions"]:
        question["required"] = False
    claim = make_claim(ada, task=make_task(definition=definition))
    fill(claim, but=("care", "recommend", "effort", "feeling", "letter"))

    assert "voice" in judge(open_draft(claim=claim, now=noon)).missing


def test_an_unfinished_pain_point_is_no_pain_point(draft: Draft) -> None:
    fill(draft.claim, but=("letter",), pains=[{"touchpoint": "courier-call", "what": "It hurts"}])

    assert judge(draft).missing == ["pain"]
    assert "Every pain point needs a place, what happened and how bad it was." in [problem.message for problem in judge(draft).problems]


def test_a_waived_duty_is_not_asked_for(ada: Member, noon: datetime) -> None:
    claim = make_claim(ada, task=make_task(waived_duties=["think"]))
    fill(claim, but=("ideas", "letter"))

    assert judge(open_draft(claim=claim, now=noon)).missing == []


def test_without_a_rival_there_is_nothing_to_compare(ada: Member, noon: datetime) -> None:
    claim = make_claim(ada, rival=None)
    answer(claim, {cell: value for cell, value in WHOLE.items() if cell[1] == "own"})
    draft = open_draft(claim=claim, now=noon)

    assert judge(draft).missing == []
    assert [problem.question for problem in judge(draft).problems] == ["letter"]
    with pytest.raises(BadValue):
        save_answer(draft=draft, question="care", subject="rival", value=3, now=noon)


def test_each_lack_says_where_it_is(draft: Draft) -> None:
    fill(draft.claim, but=("recommend", "letter"))

    assert [(problem.step, problem.question, problem.message) for problem in judge(draft).problems] == [
        (0, "recommend", "An answer is needed here."),
        (1, "letter", "Photos: 0 of 1."),
    ]
