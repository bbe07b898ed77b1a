from datetime import datetime

import pytest
from django.test import Client

from cms.models import CampaignIndexPage, CampaignPage, TaskBriefPage
from members.models import Member
from tasks_catalog.models import Task
from tests.cms.factories import make_brief_page, make_campaign_page, make_site


@pytest.fixture
def index(bea: Member, dan: Member) -> CampaignIndexPage:
    """Bea writes campaigns; Dan owns the department that sponsors them."""
    return make_site(manager=bea, owner=dan)


@pytest.fixture
def campaign_page(index: CampaignIndexPage) -> CampaignPage:
    page = make_campaign_page(index)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def brief_page(campaign_page: CampaignPage, noon: datetime) -> TaskBriefPage:
    return make_brief_page(campaign_page, opens_at=noon)


@pytest.fixture
def task(index: CampaignIndexPage, noon: datetime) -> Task:
    """The only one of a campaign that is published."""
    page = make_campaign_page(index)
    make_brief_page(page, opens_at=noon)
    page.save_revision().publish()
    return Task.objects.get()


@pytest.fixture
def bea_at_desk(client: Client, bea: Member) -> Client:
    client.force_login(bea)
    return client
