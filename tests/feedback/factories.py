"""One task on the card's delivery, a claim on it, and answers that fulfil all four duties."""

import io
import random
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw

from claims.models import Claim
from feedback.drafts import open_draft, save_answer
from feedback.models import Submission
from feedback.photos import add_photo
from feedback.services import submit
from members.models import Member
from rewards.services import fund_budget, reserve_points
from tasks_catalog.models import Campaign, Journey, Provider, Questionnaire, QuestionnaireVersion, Stage, Task, Touchpoint
from tasks_catalog.questionnaire import Definition, digest_of
from tests.members.factories import DepartmentFactory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

DEFINITION: Definition = {
    "languages": ["en", "pl"],
    "steps": [
        {
            "name": "delivery",
            "label": {"en": "How did it arrive?", "pl": "Jak dotarła?"},
            "touchpoint": "courier-call",
            "questions": [
                {
                    "type": "integer",
                    "scale": "csat",
                    "name": "care",
                    "label": {"en": "Care"},
                    "subjects": ["own", "rival"],
                    "required": True,
                },
                {
                    "type": "decimal",
                    "name": "days",
                    "label": {"en": "Days to card in hand"},
                    "unit": {"en": "days"},
                    "subjects": ["own", "rival"],
                },
                {"type": "integer", "scale": "nps", "name": "recommend", "label": {"en": "Recommend?"}, "required": True},
                {"type": "integer", "scale": "ces", "name": "effort", "label": {"en": "How easy was it?"}},
                {"type": "integer", "scale": "emotion", "name": "feeling", "label": {"en": "How did it feel?"}},
                {"type": "text", "name": "why", "label": {"en": "Why?"}},
            ],
        },
        {
            "name": "proof",
            "label": {"en": "Show it"},
            "touchpoint": "handover",
            "questions": [
                {
                    "type": "select_one",
                    "name": "channel",
                    "label": {"en": "Channel"},
                    "choices": [{"name": "post", "label": {"en": "Post"}}, {"name": "courier", "label": {"en": "Courier"}}],
                },
                {
                    "type": "select_multiple",
                    "name": "told",
                    "label": {"en": "Who told you?"},
                    "choices": [{"name": "sms", "label": {"en": "Text"}}, {"name": "app", "label": {"en": "App"}}],
                },
                {"type": "photo", "name": "letter", "label": {"en": "The letter"}, "minimum": 1, "maximum": 2},
            ],
        },
        {
            "name": "duties",
            "label": {"en": "What hurts, what delights"},
            "questions": [
                {"type": "pain", "name": "pains", "label": {"en": "Pain points"}},
                {"type": "idea", "name": "ideas", "label": {"en": "Ideas"}},
            ],
        },
    ],
}

WHOLE: dict[tuple[str, str], Any] = {
    ("care", "own"): 2,
    ("care", "rival"): 4,
    ("days", "own"): 8,
    ("days", "rival"): 7.5,
    ("recommend", "own"): 6,
    ("effort", "own"): 3,
    ("feeling", "own"): -1,
    ("why", "own"): "Nobody called before the courier came.",
    ("channel", "own"): "courier",
    ("told", "own"): ["sms"],
    ("pains", "own"): [{"touchpoint": "courier-call", "what": "The courier came unannounced", "severity": 4, "whom": "people at work"}],
    ("ideas", "own"): [{"source": "Parcel lockers", "what_they_do": "A code", "what_here": "Collect the card at a locker", "delight": 5}],
}


def make_task(**fields: Any) -> Task:
    """A published task of the renewal campaign with 1,000 points in reserve."""
    slug = fields.pop("slug", "where-is-my-card")
    logistics = DepartmentFactory(code="logistics")
    journey, _ = Journey.objects.get_or_create(slug="card-renewal", defaults={"name": {"en": "Card renewal"}})
    stage, _ = Stage.objects.get_or_create(journey=journey, slug="delivery", defaults={"name": {"en": "Delivery"}, "position": 3})
    for position, name in enumerate(["courier-call", "handover"]):
        Touchpoint.objects.get_or_create(
            slug=name, defaults={"stage": stage, "name": {"en": name}, "position": position, "owner": logistics}
        )
    campaign, _ = Campaign.objects.get_or_create(
        slug="renewal",
        defaults={
            "title": {"en": "Renewal"},
            "sponsor": logistics,
            "journey": journey,
            "starts_on": date(2026, 2, 1),
            "ends_on": date(2026, 5, 1),
            "points_budget": 10_000,
        },
    )
    definition = fields.pop("definition", DEFINITION)
    questionnaire, _ = Questionnaire.objects.get_or_create(slug=slug)
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=1, definition=definition, digest=digest_of(definition), published_at=NOON - timedelta(days=9)
    )
    defaults = {"kind": Task.Kind.ROUTINE, "title": {"en": "Where is my new card?"}, "points": 80, "minutes": 25, "state": Task.State.OPEN}
    task = Task.objects.create(campaign=campaign, slug=slug, version=version, opens_at=NOON - timedelta(days=8), **(defaults | fields))
    task.touchpoints.set(Touchpoint.objects.filter(slug__in=["courier-call", "handover"]))
    fund_budget(campaign_reference="campaign:renewal", amount=10_000, now=NOON - timedelta(days=9))
    reserve_points(campaign_reference="campaign:renewal", task_reference=task.pool_reference, amount=1_000, now=NOON - timedelta(days=9))
    return task


def providers() -> tuple[Provider, Provider]:
    own, _ = Provider.objects.get_or_create(kind="own", defaults={"slug": "own", "name": "Harbour Bank"})
    rival, _ = Provider.objects.get_or_create(slug="northgate", defaults={"name": "Northgate", "kind": "rival"})
    return own, rival


def make_claim(member: Member, *, task: Task | None = None, now: datetime = NOON, **fields: Any) -> Claim:
    """A claim that was started a day ago."""
    task = task or Task.objects.filter(slug="where-is-my-card").first() or make_task()
    _own, rival = providers()
    defaults = {
        "version": task.version,
        "rival": rival,
        "provider_order": ["rival", "own"],
        "state": Claim.State.STARTED,
        "claimed_at": now - timedelta(days=1),
        "held_until": now - timedelta(hours=12),
        "started_at": now - timedelta(days=1),
        "deadline": now + timedelta(days=6),
    }
    return Claim.objects.create(task=task, member=member, **(defaults | fields))


def answer(claim: Claim, answers: Mapping[tuple[str, str], Any], *, now: datetime = NOON) -> None:
    draft = open_draft(claim=claim, now=now)
    for (question, subject), value in answers.items():
        save_answer(draft=draft, question=question, subject=subject, value=value, now=now)


def a_photo(seed: int = 1, *, size: tuple[int, int] = (640, 480), form: str = "JPEG", **saving: Any) -> bytes:
    """A picture of its own for each seed: blocks whose brightness is drawn from it."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    greys = random.Random(seed)  # noqa: S311 - a picture, no secret
    for place in range(64):
        grey = greys.randrange(256)
        left, top = place % 8 * size[0] // 8, place // 8 * size[1] // 8
        pen.rectangle([left, top, left + size[0] // 8, top + size[1] // 8], fill=(grey, grey, 255 - grey))
    out = io.BytesIO()
    image.save(out, form, **saving)
    return out.getvalue()


def fill(claim: Claim, *, but: tuple[str, ...] = (), seed: int = 0, now: datetime = NOON, **changes: Any) -> None:
    """Everything that is asked, except the questions named by `but`."""
    whole = {cell: value for cell, value in WHOLE.items() if cell[0] not in but} | {(name, "own"): value for name, value in changes.items()}
    answer(claim, whole, now=now)
    if "letter" not in but:
        add_photo(claim=claim, id=uuid.uuid4(), question="letter", subject="own", content=a_photo(seed or claim.pk), now=now)


def sent(member: Member, *, now: datetime = NOON, **claim: Any) -> Submission:
    """A whole submission that waits for review."""
    made = make_claim(member, now=now, **claim)
    fill(made, now=now)
    return submit(claim=made, key=uuid.uuid4(), now=now)
