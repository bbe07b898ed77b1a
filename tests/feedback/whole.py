"""The rich questionnaire with every question answered."""

import uuid
from typing import Any

from feedback.duties import judge
from feedback.models import Draft
from feedback.photos import add_photo
from members.models import Member
from tasks_catalog.questionnaire import Definition
from tests.feedback.factories import a_photo, answer, make_claim, make_task
from tests.tasks_catalog.rich import rich

CONTACT = {"when": "2026-03-02T09:15", "channel": "phone", "who_chased": "me", "outcome": "Nobody picked up"}
PAIN = {"touchpoint": "courier-call", "what": "Nobody called", "severity": 4, "whom": ""}
IDEA = {"source": "Lockers", "what_they_do": "", "what_here": "A locker", "delight": 5}

WHOLE: dict[tuple[str, str], Any] = {
    ("came", "own"): "yes",
    ("saw", "own"): ["queue", "clerk"],
    ("order", "own"): ["care", "speed", "price"],
    ("grid", "own"): {"tone": "good", "time": "bad"},
    ("grid", "rival"): {"tone": "good", "time": "good"},
    ("there", "own"): "inside",
    ("code", "own"): "5901234123457",
    ("nps", "own"): 3,
    ("nps", "rival"): 9,
    ("score", "own"): 7,
    ("stars", "own"): 4,
    ("days", "own"): 2.5,
    ("waited", "own"): 900,
    ("day", "own"): "2026-02-27",
    ("hour", "own"): "09:15",
    ("kept", "own"): {"kept": False, "seconds": 5400},
    ("why", "own"): "They never came.",
    ("late", "own"): "Two hours.",
    ("log", "own"): [CONTACT],
    ("pains", "own"): [PAIN],
    ("ideas", "own"): [IDEA],
}


def claimed(member: Member, whole: Definition | None = None, *, arm: str = "calm", **changes: Any) -> Draft:
    """A claim on the rich questionnaire with everything answered, changed by question name; None leaves one out."""
    claim = make_claim(member, task=make_task(definition=whole or rich()), arm=arm)
    given = WHOLE | {(name, "own"): value for name, value in changes.items()}
    answer(claim, {cell: value for cell, value in given.items() if value is not None})
    add_photo(claim=claim, id=uuid.uuid4(), question="front", subject="own", content=a_photo(3), now=claim.claimed_at)
    draft = Draft.objects.get(claim=claim)
    draft.claim = claim
    return draft


def lacks(draft: Draft) -> dict[str, str]:
    return {problem.question: problem.message for problem in judge(draft).problems}
