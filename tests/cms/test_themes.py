"""A campaign's own colours: on all its pages, and readable by day and by night."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cms.contrast import contrast
from cms.models import CampaignPage
from cms.themes import NIGHT, sheet_of
from members.models import Member
from tasks_catalog.models import Campaign
from tasks_catalog.themes import OURS, colours_of, stamp_of

PLUM = {**OURS, "brand-light": "#7a1f5c", "brand-dark": "#f0a6d8", "on-brand-dark": "#2a0a1e"}


@pytest.mark.parametrize("brand", ["#7a1f5c", "#0b5cab", "#6b5a00", "#b3261e", "#333333"])
def test_what_is_derived_from_a_colour_can_be_read_by_day(brand: str) -> None:
    day = re.search(r"--brand-soft: (#\w+); --brand-ink: (#\w+); --mark: (#\w+)", sheet_of({**PLUM, "brand-light": brand}))
    assert day is not None
    soft, ink, mark = day.groups()

    assert min(contrast(ink, soft), contrast("#12211f", mark)) >= 4.5


@pytest.mark.parametrize("brand", ["#f0a6d8", "#8ab4ff", "#ffd84d", "#ffffff"])
def test_what_is_derived_from_a_colour_can_be_read_by_night(brand: str) -> None:
    night = sheet_of({**PLUM, "brand-dark": brand}).partition("@media")[2]
    found = re.search(r"--brand-soft: (#\w+); --brand-ink: (#\w+); --mark: (#\w+)", night)
    assert found is not None
    soft, ink, mark = found.groups()

    assert min(contrast(ink, soft), contrast("#e9f2f0", mark)) >= 4.5


@pytest.mark.parametrize("brand", ["#7a1f5c", "#0b5cab", "#6b5a00", "#b3261e", "#333333"])
def test_a_seat_is_won_on_the_campaigns_colour_in_words_that_can_be_read(brand: str) -> None:
    found = re.search(r"--deep: (#\w+); --on-deep: (#\w+); --on-deep-dim: (#\w+)", sheet_of({**PLUM, "brand-light": brand}))
    assert found is not None
    deep, words, dim = found.groups()

    assert min(contrast(words, deep), contrast(dim, deep)) >= 4.5


def test_a_campaigns_pictures_wear_its_colour() -> None:
    assert "--i-1: #7a1f5c" in sheet_of(PLUM)


def test_the_houses_own_colours_make_no_difference() -> None:
    assert stamp_of({}) == stamp_of(OURS) == stamp_of({**OURS, "picture": "tree"}) == ""
    assert "--brand-soft" not in sheet_of(OURS)


def test_other_colours_are_another_sheet() -> None:
    assert len({stamp_of(PLUM), stamp_of({**PLUM, "flash-to": "#a02020"}), ""}) == 3


def test_what_is_no_colour_never_reaches_a_page() -> None:
    assert colours_of({**PLUM, "flash-to": "red; } body { display: none"})["flash-to"] == OURS["flash-to"]


@pytest.mark.parametrize(
    ("field", "colours"),
    [
        ("brand_light", {"brand_light": "#8fd3c8", "on_brand_light": "#06201d"}),
        ("brand_dark", {"brand_dark": "#1d3a36", "on_brand_dark": "#ffffff"}),
        ("flash_from", {"flash_from": "#ea580c"}),
        ("on_brand_light", {"on_brand_light": "#0b6b60"}),
    ],
)
def test_a_colour_that_hides_words_is_refused(campaign_page: CampaignPage, field: str, colours: dict[str, str]) -> None:
    for name, colour in colours.items():
        setattr(campaign_page, name, colour)

    with pytest.raises(ValidationError) as refused:
        campaign_page.clean()

    assert [*refused.value.message_dict] == [field]


def test_night_is_the_ground_of_cards() -> None:
    assert contrast(OURS["brand-dark"], NIGHT) >= 4.5


def test_a_sheet_with_its_stamp_is_kept_for_long(campaign_page: CampaignPage, client: Client, ada: Member) -> None:
    client.force_login(ada)
    slug = Campaign.objects.get().slug

    kept = [client.get(f"/campaigns/{slug}/theme.css{query}").headers["Cache-Control"] for query in ("", "?v=1")]

    assert kept == ["private, max-age=300", "private, max-age=31536000"]
