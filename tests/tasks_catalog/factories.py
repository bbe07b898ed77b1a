from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from seats.services import make_pool
from tasks_catalog.effort import effort_of
from tasks_catalog.models import Campaign, Journey, Provider, Questionnaire, QuestionnaireVersion, Stage, Task, Touchpoint
from tasks_catalog.questionnaire import Definition, digest_of
from tests.members.factories import DepartmentFactory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def texts(words: str) -> dict[str, str]:
    return {"en": words, "zh-hans": words, "pl": words}


DEFINITION: Definition = {
    "languages": ["en", "zh-hans", "pl"],
    "steps": [
        {
            "name": "ask",
            "label": texts("Ask when the card comes"),
            "hint": texts("Call, or use the app"),
            "touchpoint": "courier-call",
            "questions": [
                {"type": "integer", "scale": "csat", "name": "clear", "label": texts("How clear was it?"), "subjects": ["own", "rival"]},
                {"type": "photo", "name": "message", "label": texts("The message"), "minimum": 1, "subjects": ["own", "rival"]},
            ],
        },
        {
            "name": "think",
            "label": texts("Think"),
            "questions": [
                {"type": "text", "name": "words", "label": texts("What did they say?"), "required": True},
                {"type": "pain", "name": "pains", "label": texts("What hurt?"), "minimum": 1},
                {"type": "idea", "name": "ideas", "label": texts("What would delight?"), "minimum": 1},
            ],
        },
    ],
}


class JourneyFactory(DjangoModelFactory[Journey]):
    class Meta:
        model = Journey
        django_get_or_create = ("slug",)

    slug = "card-renewal"
    name = factory.LazyFunction(lambda: texts("Card renewal"))


class StageFactory(DjangoModelFactory[Stage]):
    class Meta:
        model = Stage
        django_get_or_create = ("journey", "slug")

    journey = factory.SubFactory(JourneyFactory)
    slug = "delivery"
    name = factory.LazyFunction(lambda: texts("Delivery"))
    position = 3


class TouchpointFactory(DjangoModelFactory[Touchpoint]):
    class Meta:
        model = Touchpoint
        django_get_or_create = ("slug",)

    stage = factory.SubFactory(StageFactory)
    slug = "courier-call"
    name = factory.LazyFunction(lambda: texts("The courier's call"))
    position = 1
    owner = factory.SubFactory(DepartmentFactory, code="logistics")


class ProviderFactory(DjangoModelFactory[Provider]):
    class Meta:
        model = Provider
        django_get_or_create = ("slug",)

    slug = "own"
    name = "Harbour Bank"
    kind = Provider.Kind.OWN


class CampaignFactory(DjangoModelFactory[Campaign]):
    class Meta:
        model = Campaign
        django_get_or_create = ("slug",)

    slug = "renewal-2026"
    title = factory.LazyFunction(lambda: texts("Renewal"))
    sponsor = factory.SubFactory(DepartmentFactory, code="marketing")
    journey = factory.SubFactory(JourneyFactory)
    starts_on = date(2026, 3, 1)
    ends_on = date(2026, 4, 30)
    points_budget = 10_000
    state = Campaign.State.RUNNING


class VersionFactory(DjangoModelFactory[QuestionnaireVersion]):
    class Meta:
        model = QuestionnaireVersion

    questionnaire = factory.LazyFunction(lambda: Questionnaire.objects.get_or_create(slug="where-is-my-card")[0])
    number = factory.LazyAttribute(lambda made: made.questionnaire.versions.count() + 1)
    definition = factory.LazyFunction(lambda: DEFINITION)
    digest = factory.LazyAttributeSequence(lambda made, n: digest_of(made.definition)[:56] + f"{n:08}")
    published_at = NOON


class TaskFactory(DjangoModelFactory[Task]):
    """A published all-hands task on one touchpoint, own company and two rivals, with three seats from noon on."""

    class Meta:
        model = Task
        skip_postgeneration_save = True

    campaign = factory.SubFactory(CampaignFactory)
    slug = factory.Sequence(lambda n: f"task-{n}")
    kind = Task.Kind.ALL_HANDS
    title = factory.LazyAttribute(lambda made: texts(f"Where is my card? {made.slug}"))
    summary = factory.LazyFunction(lambda: texts("Order a renewal and see who tells you when it comes."))
    persona = factory.LazyFunction(lambda: texts("A customer who has just moved house"))
    version = factory.SubFactory(VersionFactory)
    points = 80
    minutes = 25
    questions = factory.LazyAttribute(lambda made: effort_of(made.version.definition).questions if made.version else 0)
    photos = factory.LazyAttribute(lambda made: effort_of(made.version.definition).photos if made.version else 0)
    opens_at = NOON
    state = Task.State.OPEN

    @factory.post_generation
    def touchpoints(self: Task, _create: bool, given: list[Touchpoint] | None) -> None:
        self.touchpoints.set(given if given is not None else [TouchpointFactory()])

    @factory.post_generation
    def providers(self: Task, _create: bool, given: list[Provider] | None) -> None:
        rivals = [("northgate", "Northgate"), ("lotus", "Lotus Bank")]
        cast = [ProviderFactory(), *(ProviderFactory(slug=slug, name=name, kind=Provider.Kind.RIVAL) for slug, name in rivals)]
        self.providers.set(given if given is not None else cast)

    @factory.post_generation
    def seats(self: Task, _create: bool, given: int | None, **terms: object) -> None:
        defaults: dict[str, object] = {"hold_for": timedelta(hours=6), "take_up_for": timedelta(minutes=15), **terms}
        make_pool(
            reference=self.pool_reference,
            capacity=3 if given is None else given,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            draws_at=self.draws_at,
            **defaults,  # type: ignore[arg-type]
        )

    @factory.post_generation
    def reach(self: Task, _create: bool, _given: None) -> None:
        """The database has worked it out by now."""
        self.refresh_from_db(fields=["audience", "owners"])
