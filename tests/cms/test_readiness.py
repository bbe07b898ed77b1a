"""Before a campaign is submitted, everything that stands in its way is said at once, brief by brief."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.costs import costs_of
from cms.models import CampaignIndexPage, CampaignPage, TaskBriefPage
from members.models import Department
from tasks_catalog.models import Journey
from tests.cms.factories import make_brief_page, make_campaign_page
from tests.cms.test_desk import in_languages
from tests.tasks_catalog.definitions import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(index: CampaignIndexPage) -> CampaignPage:
    page = make_campaign_page(index)
    page.save_revision()
    return page


def campaign_form(**changes: Any) -> dict[str, Any]:
    form = {
        **in_languages("headline", "A new card, in time"),
        **in_languages("lead", "We live a renewal."),
        "sponsor": str(Department.objects.get(code="cards").pk),
        "journey": str(Journey.objects.get().pk),
        "starts_on": "2026-03-01",
        "ends_on": "2026-04-30",
        "points_budget": "1000",
        "quiz": streamfield([]),
        "quiz_right": "tester",
        "quiz_seats": "10",
        "quiz_seconds": "120",
        "comments": inline_formset([]),
    } | changes
    theme = {name.replace("-", "_"): colour for name, colour in CampaignPage().theme.items()}
    return nested_form_data(form) | theme


def submit(client: Client, page: CampaignPage, **changes: Any) -> Any:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), campaign_form(**changes) | {"action-submit": "1"})


def errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200
    found: dict[str, list[str]] = answer.context["form"].errors
    return found


def test_a_complete_campaign_is_submitted_with_its_briefs(draft: CampaignPage, bea_at_desk: Client, noon: datetime) -> None:
    make_brief_page(draft, opens_at=noon)

    answer = submit(bea_at_desk, draft)

    assert answer.status_code == 302
    page = CampaignPage.objects.get(pk=draft.pk)
    assert page.workflow_in_progress
    assert len(page.get_latest_revision_as_object().briefs) == 1


def test_a_campaign_without_a_brief_is_not_submitted(draft: CampaignPage, bea_at_desk: Client) -> None:
    assert "no brief yet" in str(errors(submit(bea_at_desk, draft))["__all__"])


def test_a_draft_needs_none_of_this(draft: CampaignPage, bea_at_desk: Client) -> None:
    answer = bea_at_desk.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), campaign_form(points_budget="0"))

    assert answer.status_code == 302


@pytest.mark.parametrize(("changes", "field"), [({"ends_on": "2026-02-28"}, "ends_on"), ({"points_budget": "0"}, "points_budget")])
def test_a_campaign_without_sense_is_not_submitted(
    draft: CampaignPage, bea_at_desk: Client, noon: datetime, changes: dict[str, str], field: str
) -> None:
    make_brief_page(draft, opens_at=noon)

    assert field in errors(submit(bea_at_desk, draft, **changes))


def test_what_a_brief_lacks_is_named_with_the_brief(draft: CampaignPage, bea_at_desk: Client, noon: datetime) -> None:
    make_brief_page(draft, opens_at=noon, headline=texts("By phone") | {"pl": ""}, questions=[])

    found = str(errors(submit(bea_at_desk, draft))["__all__"])

    assert "By phone" in found
    assert "2 problems" in found  # the title in Polish, and no step


def test_a_brief_that_does_not_say_when_it_opens_is_not_ready(draft: CampaignPage, bea_at_desk: Client, noon: datetime) -> None:
    brief = make_brief_page(draft, opens_at=noon)
    brief.opens_at = None
    brief.save_revision(clean=False)

    assert "Say when the task opens." in str(errors(submit(bea_at_desk, draft))["__all__"])


def test_a_text_that_was_begun_is_wanted_in_every_language(draft: CampaignPage, bea_at_desk: Client, noon: datetime) -> None:
    make_brief_page(draft, opens_at=noon, lead={"en": "Live a renewal."})

    assert "is missing in:" in str(errors(submit(bea_at_desk, draft))["__all__"])


def test_a_cost_beyond_the_budget_is_told_at_the_budget_alone(draft: CampaignPage, bea_at_desk: Client, noon: datetime) -> None:
    make_brief_page(draft, opens_at=noon, seats=20)

    assert list(errors(submit(bea_at_desk, draft))) == ["points_budget"]


def test_all_seats_together_must_fit_the_budget(draft: CampaignPage, bea_at_desk: Client, noon: datetime) -> None:
    make_brief_page(draft, opens_at=noon, seats=10)
    make_brief_page(draft, opens_at=noon, seats=10, headline=texts("By phone"))

    found = errors(submit(bea_at_desk, draft))

    assert "would cost 1600 points, but its budget is 1000" in str(found["points_budget"])


def test_a_task_cannot_open_before_its_campaign_is_published(draft: CampaignPage, bea_at_desk: Client, noon: datetime) -> None:
    make_brief_page(draft, opens_at=noon + timedelta(days=1000))
    late = timezone.localtime(noon + timedelta(days=1000)).strftime("%Y-%m-%d %H:%M")

    found = errors(submit(bea_at_desk, draft, go_live_at=late))

    assert "would open before" in str(found["go_live_at"])


def test_a_spoilt_quiz_stands_in_the_way(draft: CampaignPage, bea_at_desk: Client, noon: datetime) -> None:
    make_brief_page(draft, opens_at=noon)
    asked = {"text": dict.fromkeys(("en", "zh_hans", "pl"), "?"), "answers": streamfield([])}

    assert "quiz" in errors(submit(bea_at_desk, draft, quiz=streamfield([("question", asked)])))


def test_the_cost_counts_every_seat_of_every_brief(draft: CampaignPage, noon: datetime) -> None:
    make_brief_page(draft, opens_at=noon, seats=3, points=80)
    make_brief_page(draft, opens_at=noon, seats=2, points=60, headline=texts("By phone"))

    cost = costs_of(draft)

    assert (cost.seats, cost.points, cost.left) == (5, 360, 640)


def test_a_complete_brief_leads_back_to_its_campaign(draft: CampaignPage, bea_at_desk: Client, noon: datetime) -> None:
    from tests.cms.test_desk import add_url, brief_form

    answer = bea_at_desk.post(add_url(draft), brief_form() | {"action-submit": "1"})

    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert not TaskBriefPage.objects.get().workflow_in_progress


def test_a_brief_offers_no_approval_of_its_own(draft: CampaignPage, bea_at_desk: Client, noon: datetime) -> None:
    brief = make_brief_page(draft, opens_at=noon)

    page = bea_at_desk.get(reverse("wagtailadmin_pages:edit", args=[brief.pk])).content.decode()

    assert "Save and check" in page
    assert "Submit to" not in page
