"""How tasks are lived: claimed, answered cell by cell, sent, reviewed, mended."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from claims.models import Claim
from claims.services import claim_task, release_claim, start_claim
from feedback.drafts import open_draft, save_answer
from feedback.models import Submission
from feedback.photos import add_photo
from feedback.reviewing import review
from feedback.services import submit
from members.models import Member
from members.rights import TESTER, has_right
from operations.simulation.answers import Tester, answer
from operations.simulation.briefs import FIRST_WAVE
from operations.simulation.opening import SEATS
from operations.simulation.people import EVERYBODY
from operations.simulation.photos import draw_photo
from operations.simulation.stage import Stage
from operations.simulation.voices import RETURNED_BECAUSE, WELL_DONE
from tasks_catalog.models import Task
from tasks_catalog.questionnaire import questions_of

PHOTOGRAPHED = {"where-is-my-card": "packet", "wake-the-card": "screen", "first-day": "receipt"}


class Luck(NamedTuple):
    """What befalls a wave: how many are sent back once, refused, left out of figures, given back unlived."""

    returned: int = 1
    rejected: int = 0
    excluded: int = 0
    released: int = 1


LUCK = [Luck(2, 1, 0, 2), Luck(1, 0, 1, 1), Luck(2, 1, 0, 1), Luck(1, 0, 1, 2)]


def first_wave(position: int):  # type: ignore[no-untyped-def]
    def scene(stage: Stage) -> Iterator[str]:
        brief = FIRST_WAVE[position]
        task = stage.task(brief.slug)
        yield from live_through(stage, task, people=SEATS[brief.slug], luck=LUCK[position], after=False)

    return scene


def live_through(stage: Stage, task: Task, *, people: int, luck: Luck, after: bool) -> Iterator[str]:
    """As many as fit claim it in the first hours and live it in the days that follow; reviews come a day later."""
    claimed_at = task.opens_at
    seated = 0
    for place, member in enumerate(eligible(stage, task)):
        if seated == people:
            break
        claimed_at = stage.later(claimed_at, hours=(0.02, 0.5))
        result = claim_task(task=task, member=member, key=stage.key(), now=claimed_at)
        if result.claim is None:
            continue
        if place < luck.released:
            release_claim(claim=result.claim, by=member, now=stage.later(claimed_at, hours=(1, 3)))
            continue
        seated += 1
        submission = live(stage, result.claim, after=after, began=stage.later(claimed_at, hours=(0.2, 3)))
        judge(stage, submission, fate=_fate(place - luck.released, luck))
        yield member.called


def eligible(stage: Stage, task: Task) -> list[Member]:
    """In the order in which they reach the door; Lin is always early."""
    people = stage.outsiders(EVERYBODY, to=task)
    if task.kind != Task.Kind.ALL_HANDS:
        people = [member for member in people if has_right(member, TESTER)]
    stage.dice.shuffle(people)
    lin = stage.cast(right=TESTER)
    return sorted(people, key=lambda member: member != lin)


def live(stage: Stage, claim: Claim, *, after: bool, began: datetime, send: bool = True, share: float = 1.0) -> Submission:
    """Start, answer, take photos, send; with `send` false the draft stays open after `share` of the answers."""
    start_claim(claim=claim, now=began)
    draft = open_draft(claim=claim, now=began)
    tester = tester_of(stage, claim, after=after)
    moment = began
    cells = list(answer(claim.version.definition, tester=tester, dice=stage.dice))
    for question, subject, value in cells[: max(1, round(len(cells) * share))]:
        moment += timedelta(seconds=stage.dice.uniform(25, 90))
        save_answer(draft=draft, question=question["name"], subject=subject, value=value, base_revision=0, now=moment)
    if share == 1.0:
        _take_photos(stage, claim, moment)
    if not send:
        return None  # type: ignore[return-value]
    return submit(claim=claim, key=stage.key(), now=moment + timedelta(minutes=3))


def tester_of(stage: Stage, claim: Claim, *, after: bool) -> Tester:
    rival = claim.rival.slug if claim.rival else ""
    return Tester(claim.member.locale, stage.dice.gauss(0, 0.35), rival, after)


def _take_photos(stage: Stage, claim: Claim, moment: datetime) -> None:
    drawn = PHOTOGRAPHED.get(claim.task.slug, "packet")
    for _, question in questions_of(claim.version.definition):
        if question["type"] == "photo":
            photo = draw_photo(subject=drawn, dice=stage.dice)
            add_photo(claim=claim, id=stage.key(), question=question["name"], subject="own", content=photo, now=moment)


def _fate(place: int, luck: Luck) -> str:
    if place < luck.returned:
        return "return"
    if place < luck.returned + luck.rejected:
        return "reject"
    if place < luck.returned + luck.rejected + luck.excluded:
        return "exclude"
    return "accept"


def judge(stage: Stage, submission: Submission, *, fate: str, mend: bool = True) -> None:
    """A reviewer decides a day or two later; what is returned is mended and accepted."""
    decided = stage.later(submission.submitted_at, hours=(5, 40))
    reviewer = reviewer_for(stage, submission)
    locale = submission.claim.member.locale
    if fate == "return":
        _decide(stage, submission, reviewer, "return", RETURNED_BECAUSE[locale], decided, {"words": RETURNED_BECAUSE[locale]})
        if not mend:
            return
        submission = _mend(stage, submission, stage.later(decided, hours=(2, 20)))
        decided, fate = stage.later(submission.submitted_at, hours=(3, 20)), "accept"
    comment = {
        "reject": "Both sides carry the same sentences: only one of the two visits can have happened.",
        "exclude": "Lived on a test card, so it is left out of the figures; the points stay yours.",
    }.get(fate, WELL_DONE[locale] if stage.dice.random() < 0.3 else "")
    _decide(stage, submission, reviewer, fate, comment, decided)


def _decide(
    stage: Stage, submission: Submission, reviewer: Member, decision: str, comment: str, now: datetime, notes: dict[str, str] | None = None
) -> None:
    best = 2 if decision in ("return", "reject") else 5
    marks: dict[str, Any] = {duty: stage.dice.randint(best - 2, best) for duty in ("compare", "voice", "pain", "think")}
    review(
        submission=submission,
        reviewer=reviewer,
        decision=decision,
        marks=marks,
        comment=comment,
        question_comments=notes or {},
        now=now,
    )


def _mend(stage: Stage, submission: Submission, now: datetime) -> Submission:
    claim = submission.claim
    claim.refresh_from_db()
    draft = open_draft(claim=claim, now=now)
    cell = draft.answers.get(question="words", subject="rival")
    said = f"{cell.value} {'对比起来差别不小。' if claim.member.locale == 'zh-hans' else '…'}"
    save_answer(draft=draft, question="words", subject="rival", value=said, base_revision=cell.revision, now=now)
    return submit(claim=claim, key=stage.key(), now=now + timedelta(minutes=2))


def reviewer_for(stage: Stage, submission: Submission) -> Member:
    """Ben works for the branches, which answer for no touchpoint here; Kasia takes what is not marketing's."""
    marketing = stage.departments["marketing"].pk
    owners = {touchpoint.owner_id for touchpoint in submission.claim.task.touchpoints.all()}
    kasia, ben = stage.who("Kasia", "Wrona"), stage.who("Ben", "Ashby")
    if marketing in owners or submission.claim.member_id == kasia.pk:
        return ben
    return kasia if submission.claim.member_id == ben.pk or stage.dice.random() < 0.5 else ben
