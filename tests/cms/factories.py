"""Pages as a programme manager leaves them, ready to publish."""

from datetime import date, datetime, timedelta
from typing import Any

from cms.compiling import blocks_from
from cms.models import CampaignIndexPage, CampaignPage, TaskBriefPage
from cms.site import set_up_site
from members.models import Department, Member
from members.rights import DEPARTMENT_OWNER, PROGRAMME_MANAGER, grant
from tasks_catalog.models import Journey, Provider, Stage, Touchpoint
from tests.members.factories import DepartmentFactory
from tests.tasks_catalog.definitions import definition, texts


def make_catalogue(owner: Department) -> Touchpoint:
    journey = Journey.objects.create(slug="card-renewal", name=texts("Card renewal"))
    stage = Stage.objects.create(journey=journey, slug="delivery", name=texts("Delivery"), position=1)
    Provider.objects.create(slug="own", name="Harbour Bank", kind=Provider.Kind.OWN)
    Provider.objects.create(slug="northgate", name="Northgate", kind=Provider.Kind.RIVAL)
    return Touchpoint.objects.create(stage=stage, slug="courier-call", name=texts("Courier"), position=1, owner=owner)


def make_campaign_page(index: CampaignIndexPage, **fields: Any) -> CampaignPage:
    """A campaign's page, in draft."""
    terms = {
        "headline": texts("A new card, in time"),
        "lead": texts("We live a renewal."),
        "sponsor": Department.objects.get(code="cards"),
        "journey": Journey.objects.get(slug="card-renewal"),
        "starts_on": date(2026, 3, 1),
        "ends_on": date(2026, 4, 30),
        "points_budget": 1000,
        "live": False,
    } | fields
    page: CampaignPage = index.add_child(instance=CampaignPage(**terms))
    return page


def make_brief_page(campaign: CampaignPage, *, opens_at: datetime, **fields: Any) -> TaskBriefPage:
    """A brief's page, in draft."""
    terms = {
        "headline": texts("Where is the new card"),
        "points": 80,
        "seats": 3,
        "opens_at": opens_at,
        "closes_at": opens_at + timedelta(days=14),
        "questions": blocks_from(definition()),
        "live": False,
    } | fields
    page = TaskBriefPage(**terms)
    page.touchpoints = Touchpoint.objects.filter(slug="courier-call")
    page.providers = Provider.objects.all()
    campaign.add_child(instance=page)
    return page


def make_site(*, manager: Member, owner: Member) -> CampaignIndexPage:
    """The site with a programme manager, and an owner of the department that sponsors."""
    index = set_up_site()
    cards = DepartmentFactory(code="cards")
    cards.owner = owner
    cards.save()
    make_catalogue(cards)
    grant(member=manager, right=PROGRAMME_MANAGER)
    grant(member=owner, right=DEPARTMENT_OWNER)
    return index
