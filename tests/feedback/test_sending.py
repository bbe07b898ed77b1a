import io
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from claims.models import Claim
from feedback.drafts import NotYours
from feedback.models import Answer, Evidence, Idea, PainPoint, QualityFlag, Submission, SubmissionRevision
from feedback.photos import add_photo
from feedback.quality import likeness, shingles
from feedback.services import NotComplete, submit
from members.models import Member
from notifications.models import Note
from shared.errors import RuleBroken
from tests.feedback.factories import DEFINITION, a_photo, answer, fill, make_claim, make_task, sent
from tests.support import at_the_same_time


def test_what_lacks_a_duty_is_refused_with_what_is_missing(ada: Member, noon: datetime) -> None:
    claim = make_claim(ada)
    fill(claim, but=("ideas", "recommend"))

    with pytest.raises(NotComplete) as lacking:
        submit(claim=claim, key=uuid.uuid4(), now=noon)

    assert "voice" in lacking.value.duties
    assert "think" in lacking.value.duties
    assert [problem.question for problem in lacking.value.problems] == ["recommend"]
    assert not Submission.objects.exists()


def test_four_duties_without_the_photo_that_was_asked_for_are_not_sent(ada: Member, noon: datetime) -> None:
    claim = make_claim(ada)
    fill(claim, but=("letter",))

    with pytest.raises(NotComplete) as lacking:
        submit(claim=claim, key=uuid.uuid4(), now=noon)

    assert ([problem.question for problem in lacking.value.problems], lacking.value.duties) == (["letter"], [])


def test_an_empty_claim_is_not_sent(ada: Member, noon: datetime) -> None:
    with pytest.raises(RuleBroken, match="no answers yet"):
        submit(claim=make_claim(ada), key=uuid.uuid4(), now=noon)


def test_a_whole_draft_becomes_typed_rows(ada: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)

    rows = {(row.question, row.subject): row for row in Answer.objects.select_related("provider", "touchpoint")}
    assert rows["days", "rival"].number == Decimal("7.5")
    assert rows["days", "rival"].provider.name == "Northgate"
    assert rows["care", "own"].provider.name == "Harbour Bank"
    assert (rows["care", "own"].scale, rows["care", "own"].touchpoint.slug) == ("csat", "courier-call")  # type: ignore[union-attr]
    assert rows["feeling", "own"].number == -1
    assert rows["channel", "own"].choices == ["courier"]
    assert rows["why", "own"].text == "Nobody called before the courier came."
    assert PainPoint.objects.get().touchpoint.slug == "courier-call"
    assert Idea.objects.get().delight == 5
    assert (submission.state, submission.review_due) == (Submission.State.WAITING, noon + timedelta(days=2))
    assert Claim.objects.get().state == Claim.State.SUBMITTED


def test_the_retry_of_a_sending_answers_the_same(ada: Member, noon: datetime) -> None:
    claim, key = make_claim(ada), uuid.uuid4()
    fill(claim)

    first = submit(claim=claim, key=key, now=noon)
    again = submit(claim=claim, key=key, now=noon + timedelta(seconds=5))

    assert (first.pk, again.revision) == (again.pk, 1)
    assert SubmissionRevision.objects.count() == 1


def test_another_sending_of_the_same_work_is_refused(ada: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)

    with pytest.raises(NotYours, match="Submitted"):
        submit(claim=submission.claim, key=uuid.uuid4(), now=noon)


def test_a_key_of_another_claim_is_refused(ada: Member, bea: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon)

    with pytest.raises(RuleBroken, match="another task"):
        submit(claim=make_claim(bea), key=submission.key, now=noon)


def test_nothing_is_sent_after_the_deadline(ada: Member, noon: datetime) -> None:
    claim = make_claim(ada)
    fill(claim)

    with pytest.raises(NotYours, match="ended"):
        submit(claim=claim, key=uuid.uuid4(), now=claim.deadline + timedelta(seconds=1))


def test_the_tester_hears_that_it_arrived_once(ada: Member, noon: datetime) -> None:
    claim, key = make_claim(ada), uuid.uuid4()
    fill(claim)
    submit(claim=claim, key=key, now=noon)
    submit(claim=claim, key=key, now=noon)

    assert Note.objects.filter(member=ada, kind="submitted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_once_make_one_submission(ada: Member, noon: datetime) -> None:
    claim = make_claim(ada)
    fill(claim)

    outcomes = at_the_same_time(*(lambda: submit(claim=claim, key=uuid.uuid4(), now=noon) for _ in range(2)))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotYours", "Submission"]
    assert SubmissionRevision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_sending_twice_at_once_succeeds_twice(ada: Member, noon: datetime) -> None:
    claim, key = make_claim(ada), uuid.uuid4()
    fill(claim)

    outcomes = at_the_same_time(*(lambda: submit(claim=claim, key=key, now=noon) for _ in range(2)))

    assert [type(outcome).__name__ for outcome in outcomes] == ["Submission", "Submission"]


def test_what_was_sent_is_never_rewritten(ada: Member, noon: datetime) -> None:
    sent(ada, now=noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        SubmissionRevision.objects.update(answers={})
    with pytest.raises(IntegrityError), transaction.atomic():
        SubmissionRevision.objects.all().delete()


@pytest.mark.parametrize("severity", [0, 6])
def test_severity_is_1_to_5(ada: Member, noon: datetime, severity: int) -> None:
    sent(ada, now=noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        PainPoint.objects.update(severity=severity)


@pytest.mark.parametrize("delight", [0, 6])
def test_delight_is_1_to_5(ada: Member, noon: datetime, delight: int) -> None:
    sent(ada, now=noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.update(delight=delight)


def test_a_question_is_answered_once_for_each_provider(ada: Member, noon: datetime) -> None:
    sent(ada, now=noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(question="care").update(subject="own")


def test_a_flag_is_raised_once(ada: Member, noon: datetime) -> None:
    submission = sent(ada, now=noon, insider=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        QualityFlag.objects.create(submission=submission, kind=QualityFlag.Kind.INSIDER)


# What a reviewer should look at twice ---------------------------------------------


def kinds(submission: Submission) -> set[str]:
    return set(submission.flags.values_list("kind", flat=True))


def sent_with(member: Member, *, now: datetime, seed: int = 0, **changes: Any) -> Submission:
    claim = make_claim(member)
    fill(claim, seed=seed, now=now, **changes)
    return submit(claim=claim, key=uuid.uuid4(), now=now)


OTHER: dict[str, Any] = {
    "why": "The app never said when the card would come.",
    "pains": [{"touchpoint": "handover", "what": "He asked for my passport in the street", "severity": 2, "whom": ""}],
    "ideas": [{"source": "Pizza", "what_they_do": "", "what_here": "A map with the courier on it", "delight": 4}],
}


def test_honest_work_has_no_flag(ada: Member, bea: Member, noon: datetime) -> None:
    sent(ada, now=noon)

    assert kinds(sent_with(bea, now=noon, seed=77, **OTHER)) == set()


def test_a_photo_seen_before_is_flagged_even_when_saved_anew(ada: Member, eve: Member, noon: datetime) -> None:
    first = sent_with(ada, now=noon, seed=5)
    claim = make_claim(eve)
    fill(claim, but=("letter",), **OTHER)

    stolen = a_photo(5, size=(900, 700), form="WEBP", quality=50)
    add_photo(claim=claim, id=uuid.uuid4(), question="letter", subject="own", content=stolen, now=noon)

    copied = submit(claim=claim, key=uuid.uuid4(), now=noon)

    assert copied.flags.get().kind == QualityFlag.Kind.SAME_PHOTO
    assert copied.flags.get().detail == f"#{first.pk:04d}"
    assert Evidence.objects.count() == 2


def plain(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (shade, shade, shade)).save(out, "JPEG")
    return out.getvalue()


def test_a_plain_surface_is_like_no_other(ada: Member, bea: Member, noon: datetime) -> None:
    submissions = []
    works: list[tuple[Member, int, dict[str, Any]]] = [(ada, 40, {}), (bea, 90, OTHER)]
    for member, shade, changes in works:
        claim = make_claim(member)
        fill(claim, but=("letter",), **changes)
        add_photo(claim=claim, id=uuid.uuid4(), question="letter", subject="own", content=plain(shade), now=noon)
        submissions.append(submit(claim=claim, key=uuid.uuid4(), now=noon))

    assert kinds(submissions[1]) == set()


def test_nearly_the_same_words_are_flagged(ada: Member, eve: Member, noon: datetime) -> None:
    sent(ada, now=noon)

    copied = sent_with(eve, now=noon, seed=9, **OTHER | {"why": "nobody called before the courier came!!"})

    assert kinds(copied) == {QualityFlag.Kind.SAME_TEXT}


def test_chinese_words_are_compared_too() -> None:
    one = shingles("卡到了，可是激活要换三个页面、再设新密码，我放进抽屉就忘了。")
    assert likeness(one, shingles("卡到了，可是激活要换三个页面，再设新密码，我放进抽屉就忘了")) == 1
    assert likeness(one, shingles("快递员没有打电话就来了，我不在家，他把信封交给了门卫，我晚上才拿到手。")) == 0


def test_too_fast_is_flagged(ada: Member, noon: datetime) -> None:
    assert kinds(sent(ada, now=noon, started_at=noon - timedelta(minutes=9))) == {QualityFlag.Kind.TOO_FAST}


def test_the_same_mark_everywhere_is_flagged(ada: Member, noon: datetime) -> None:
    marks = [{"type": "integer", "scale": "csat", "name": f"m{n}", "label": {"en": "m"}, "subjects": ["own", "rival"]} for n in range(3)]

    definition = DEFINITION | {"steps": [*DEFINITION["steps"], {"name": "marks", "label": {"en": "m"}, "questions": marks}]}
    claim = make_claim(ada, task=make_task(slug="many-marks", definition=definition))
    fill(claim, care=3)
    answer(claim, {("care", "rival"): 3, **{(f"m{n}", subject): 3 for n in range(3) for subject in ("own", "rival")}})

    submission = submit(claim=claim, key=uuid.uuid4(), now=noon)

    assert submission.flags.get().kind == QualityFlag.Kind.STRAIGHT_LINE


def test_an_insider_is_flagged(ada: Member, noon: datetime) -> None:
    assert kinds(sent(ada, now=noon, insider=True)) == {QualityFlag.Kind.INSIDER}
