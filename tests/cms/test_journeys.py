"""A journey is edited as one map; what is used cannot be dropped by mistake."""

from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.models import CampaignIndexPage, TaskBriefPage
from tasks_catalog.models import Journey, Touchpoint
from tests.tasks_catalog.definitions import texts

pytestmark = pytest.mark.django_db


def in_block(english: str) -> dict[str, str]:
    return {code.replace("-", "_"): text for code, text in texts(english).items()}


def stage(name: str, *touchpoints: dict[str, Any], slug: str = "") -> tuple[str, dict[str, Any]]:
    return ("stage", {"name": in_block(name), "slug": slug, "touchpoints": streamfield([("item", value) for value in touchpoints])})


def touchpoint(name: str, slug: str = "", **more: str) -> dict[str, Any]:
    return {"name": in_block(name), "slug": slug, "owner": "cards", "promise": in_block(""), "promise_days": "", "instead_of": "", **more}


def post(client: Client, *stages: Any, journey: Journey | None = None, **changes: Any) -> Any:
    journey = journey or Journey.objects.get()
    names = {f"name_{code}": text for code, text in in_block("Card renewal").items()}
    form = nested_form_data({"journey_map": streamfield(stages), "slug": "card-renewal"})
    return client.post(f"/manage/journeys/edit/{journey.pk}/", names | form | {"kind": "as_is"} | changes)


def test_stages_and_touchpoints_are_added_and_put_in_order(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    answer = post(
        bea_at_desk,
        stage("Expiry", touchpoint("Reminder", promise_days="30")),
        stage("Delivery", touchpoint("Courier", slug="courier-call", moment_of_truth="on"), slug="delivery"),
    )

    assert answer.status_code == 302
    assert list(Journey.objects.get().stages.order_by("position").values_list("slug", flat=True)) == ["expiry", "delivery"]
    assert Touchpoint.objects.get(slug="courier-call").moment_of_truth
    assert Touchpoint.objects.get(slug="reminder").promise_within.days == 30  # type: ignore[union-attr]


def test_the_editor_shows_the_map_as_it_is(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    page = bea_at_desk.get(f"/manage/journeys/edit/{Journey.objects.get().pk}/").content.decode()

    assert "courier-call" in page


def test_a_touchpoint_that_nothing_points_at_may_go(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    post(bea_at_desk, stage("Delivery", slug="delivery"))

    assert not Touchpoint.objects.exists()


def test_a_touchpoint_that_a_task_looks_at_stays(brief_page: TaskBriefPage, bea_at_desk: Client) -> None:
    brief_page.save_revision().publish()

    answer = post(bea_at_desk, stage("Delivery", slug="delivery"))

    assert answer.status_code == 200
    assert "cannot go" in str(answer.context["form"].errors["journey_map"])
    assert Touchpoint.objects.exists()


def test_a_name_is_asked_for_in_every_language(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    half = touchpoint("Courier", slug="courier-call") | {"name": {"en": "Courier", "zh_hans": "", "pl": "Kurier"}}

    answer = post(bea_at_desk, stage("Delivery", half, slug="delivery"))

    assert "Chinese" in str(answer.context["form"].errors["journey_map"])


def test_a_journey_as_it_is_improves_no_other(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    journey = Journey.objects.get()

    answer = post(bea_at_desk, stage("Delivery", slug="delivery"), improves=str(journey.pk))

    assert "Only a journey as it is to be" in str(answer.context["form"].errors["improves"])


def test_a_touchpoint_to_be_says_what_it_replaces(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    today = Journey.objects.get()
    to_be = Journey.objects.create(slug="to-be", name=texts("To be"), kind=Journey.Kind.TO_BE, improves=today)

    answer = post(
        bea_at_desk,
        stage("Delivery", touchpoint("Parcel locker", instead_of="courier-call")),
        journey=to_be,
        slug="to-be",
        kind="to_be",
        improves=str(today.pk),
    )

    assert answer.status_code == 302
    instead_of = Touchpoint.objects.get(slug="parcel-locker").instead_of
    assert instead_of is not None
    assert instead_of.slug == "courier-call"
