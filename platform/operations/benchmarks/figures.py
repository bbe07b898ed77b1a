"""The section figures: what exists of it. The dashboard still reads single answers, so only a season's worth is asked of it."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from claims.models import Claim
from feedback.models import Answer, Review, Subject, Submission
from insights.figures import campaign_figures
from members.models import Member
from members.rights import PROGRAMME_MANAGER, grant
from operations.benchmarks.doors import make_task
from operations.benchmarks.people import make_members, sign_in
from operations.benchmarks.rounds import Ratio, Work, at_most, milliseconds
from operations.benchmarks.sections import Bench
from operations.benchmarks.web import Site, request, serving
from tasks_catalog.models import Task

SUBMISSIONS = 250
ASKED = 16  # questions on a scale in each
ANSWERS = SUBMISSIONS * ASKED
LOOKS = 20

NOT_BUILT = "Not measured, because not built: rollups (1 : 150, 5 million : 100 thousand, the 5 seconds) and Parquet (report, freezing)."


def measure(bench: Bench) -> Iterator[Ratio]:
    bench.tell(f"figures: {ANSWERS:,} answers …")
    *testers, manager = make_members(SUBMISSIONS + 1)
    grant(member=manager, right=PROGRAMME_MANAGER)
    task = make_task()
    _accepted(task, testers, manager, timezone.now())
    cookies = f"{settings.SESSION_COOKIE_NAME}={sign_in([manager])[manager.pk]}"
    with serving(bench) as site:
        found = bench.alternate(
            {"dashboard": _looks(site, "/desk/figures/", cookies), "trivial page": _looks(site, "/bench/trivial/", cookies)}
        )
    yield bench.ratio(
        f"Dashboard, {ANSWERS:,} answers ÷ trivial page for members", found["dashboard"], found["trivial page"], at_most(15), unit="ms"
    )
    whole = milliseconds(lambda: campaign_figures(campaign=task.campaign, as_of=timezone.now()), times=5)()
    bench.note(f"All figures of a report on {ANSWERS:,} answers: {whole:.0f} ms.")
    bench.note(NOT_BUILT)


def _looks(site: Site, page: str, cookies: str) -> Work:
    """What one page takes when one person looks at it again and again, in milliseconds."""

    def work() -> float:
        rush = site.rush([request("GET", page, cookies=cookies)] * LOOKS, connections=1)
        if set(rush.answers) != {"200"}:
            raise RuntimeError(f"{page} answered {dict(rush.answers)}.")
        return 1000 / rush.rate

    return work


def _accepted(task: Task, testers: Sequence[Member], reviewer: Member, now: datetime) -> None:
    """Everybody's work on this task, accepted; marks are spread over their scales."""
    touchpoint, provider = task.touchpoints.first(), task.providers.first()
    if touchpoint is None or provider is None or task.version is None:
        raise ValueError(f"{task} has no touchpoint, provider or questions.")
    day = timedelta(days=1)
    terms = {"state": Claim.State.ACCEPTED, "claimed_at": now - 2 * day, "held_until": now, "started_at": now - day, "deadline": now + day}
    claims = Claim.objects.bulk_create([Claim(task=task, member=member, version=task.version, ended_at=now, **terms) for member in testers])
    sent = {"state": Submission.State.ACCEPTED, "submitted_at": now - day, "review_due": now + day}
    submissions = Submission.objects.bulk_create([Submission(claim=claim, key=uuid.uuid4(), **sent) for claim in claims])
    decided = {"revision": 1, "reviewer": reviewer, "decision": Review.Decision.ACCEPT, "decided_at": now - day}
    Review.objects.bulk_create(
        [Review(submission=submission, compare=4, voice=4, pain=4, think=4, **decided) for submission in submissions]
    )
    asked = [("nps", 11), *[("csat", 5)] * (ASKED - 2), ("ces", 7)]
    Answer.objects.bulk_create(
        Answer(
            submission=submission, question=f"question-{place}", type="integer", scale=scale, touchpoint=touchpoint, provider=provider,
            subject=Subject.OWN, number=1 + (number * 7 + place * 3) % (steps - 1),
        )
        for number, submission in enumerate(submissions)
        for place, (scale, steps) in enumerate(asked)
    )  # fmt: skip
