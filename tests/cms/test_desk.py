"""The admin: who enters, what the editor refuses, the way of approval, previews on unsaved work."""

import json
import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.admin.viewsets import viewsets
from wagtail.models import Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.choices import named_pictures
from cms.compiling import blocks_from
from cms.models import CampaignIndexPage, CampaignPage, TaskBriefPage
from cms.site import set_up_site
from members.models import Member
from members.rights import TESTER, grant
from tasks_catalog.models import Campaign, Provider, Task, Touchpoint
from tests.cms.factories import make_brief_page
from tests.members.factories import DepartmentFactory
from tests.tasks_catalog.definitions import definition, texts

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "zh-hans", "pl")


def in_languages(name: str, english: str) -> dict[str, str]:
    return {f"{name}_{code.replace('-', '_')}": text for code, text in texts(english).items()}


def in_block(english: str) -> dict[str, str]:
    return {code.replace("-", "_"): text for code, text in texts(english).items()}


def as_form(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """Stream data as the browser posts it."""
    steps = []
    for step in blocks:
        value = dict(step["value"])
        questions = [
            (question["type"], {k: v for k, v in question["value"].items() if k not in ("choices", "rows") and v not in (None, False)})
            for question in value["questions"]
        ]
        steps.append(("step", {**{k: v for k, v in value.items() if v is not None}, "questions": streamfield(questions)}))
    return streamfield(steps)


def brief_form(**changes: Any) -> dict[str, str]:
    form = {
        **in_languages("headline", "Where is the new card"),
        **in_languages("lead", ""),
        **{f"{name}_{code.replace('-', '_')}": "" for name in ("persona", "city") for code in LANGUAGES},
        "kind": "routine",
        "points": "80",
        "seats": "3",
        "minutes": "25",
        "days_to_submit": "7",
        "hold_hours": "24",
        "giving": "flash",
        "opens_at": "2026-03-02 12:00",
        "quotas": streamfield([]),
        "arms": streamfield([]),
        "questions": as_form(blocks_from(definition())),
        "touchpoints": [str(pk) for pk in Touchpoint.objects.values_list("pk", flat=True)],
        "providers": [str(pk) for pk in Provider.objects.values_list("pk", flat=True)],
        "comments": inline_formset([]),
    } | changes
    for code in LANGUAGES:
        form[f"lead_{code.replace('-', '_')}"] = ""
    many = {name: form.pop(name) for name in ("touchpoints", "providers")}
    return {**nested_form_data(form), **many, **({"waived_duties": changes["waived_duties"]} if "waived_duties" in changes else {})}


def add_url(campaign_page: CampaignPage) -> str:
    return reverse("wagtailadmin_pages:add", args=["cms", "taskbriefpage", campaign_page.pk])


# Who enters -------------------------------------------------------------------


def test_an_employee_never_enters_the_admin(index: CampaignIndexPage, client: Client, ada: Member) -> None:
    client.force_login(ada)

    assert client.get("/manage/").status_code in {302, 403, 404}
    assert client.get(reverse("wagtailadmin_pages:edit", args=[index.pk])).status_code in {302, 403, 404}


def test_a_guest_is_sent_to_our_own_sign_in(index: CampaignIndexPage, client: Client) -> None:
    assert client.get("/manage/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")


def test_a_manager_finds_the_catalogue_and_no_menu_that_is_never_used(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    home = bea_at_desk.get("/manage/")

    page = home.content.decode()
    assert home.status_code == 200
    assert "Waiting for review" in page
    assert '"name": "catalogue"' in page
    assert '"name": "documents"' not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_manager_finds_the_same_menu_in_each_language(index: CampaignIndexPage, bea_at_desk: Client, bea: Member, language: str) -> None:
    Member.objects.filter(pk=bea.pk).update(locale=language)

    names = set(re.findall(r'"name": "([\w-]+)"', bea_at_desk.get("/manage/").content.decode()))

    assert {"campaigns", "reading", "journeys", "catalogue", "rewards", "reports"} <= names


@pytest.mark.parametrize("language", ["zh-hans", "pl"])
def test_what_is_listed_has_a_plural_in_each_language(language: str) -> None:
    """Django would put an “s” behind a name that has none."""
    listed = [view_set.model for view_set in viewsets.viewsets if hasattr(getattr(view_set, "model", None), "_meta")]
    with translation.override(language):
        bare = {model for model in listed if str(model._meta.verbose_name_plural) == f"{model._meta.verbose_name}s"}

    assert {model.__name__ for model in bare if not model.__module__.startswith("wagtail")} == set()


@pytest.mark.parametrize("room", ["journeys", "companies", "departments", "measures", "benefits"])
def test_a_manager_opens_each_list_of_the_catalogue(index: CampaignIndexPage, bea_at_desk: Client, room: str) -> None:
    assert bea_at_desk.get(f"/manage/{room}/").status_code == 200
    assert bea_at_desk.get(f"/manage/{room}/new/").status_code == 200


def test_laying_the_site_twice_lays_it_once(index: CampaignIndexPage) -> None:
    assert set_up_site() == index
    assert Workflow.objects.filter(name="Campaign approval").count() == 1
    assert CampaignIndexPage.objects.count() == 1


# Writing ----------------------------------------------------------------------


def test_a_draft_may_be_incomplete(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    answer = bea_at_desk.post(add_url(campaign_page), brief_form(questions=streamfield([]), opens_at=""))

    assert answer.status_code == 302
    assert not TaskBriefPage.objects.get().live


def test_a_brief_that_cannot_be_compiled_cannot_be_submitted(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    spoilt = definition()
    spoilt["steps"][0]["questions"][0]["label"]["pl"] = ""

    answer = bea_at_desk.post(add_url(campaign_page), brief_form(questions=as_form(blocks_from(spoilt))) | {"action-submit": "1"})

    assert answer.status_code == 200
    errors = answer.context["form"].errors.as_data()["questions"][0]
    assert errors.block_errors[0].block_errors["questions"].block_errors[0].block_errors["label"].messages
    assert not TaskBriefPage.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"opens_at": ""}, "opens_at"),
        ({"closes_at": "2026-03-01 12:00"}, "closes_at"),
        ({"giving": "lottery"}, "draws_at"),
        ({"giving": "lottery", "draws_at": "2026-03-01 12:00"}, "draws_at"),
        ({"giving": "lottery", "draws_at": "2026-03-09 12:00", "closes_at": "2026-03-09 12:00"}, "draws_at"),
        ({"seats": "50"}, "points"),  # 4,000 points of a budget of 1,000
        ({"touchpoints": []}, "touchpoints"),
        ({"providers": []}, "providers"),
        ({"headline_pl": ""}, "headline"),
        ({"quotas": streamfield([("quota", {"department": "cards", "seats": "9"})])}, "quotas"),
        ({"quotas": streamfield([("quota", {"department": "cards", "seats": "1"})] * 2)}, "quotas"),
        ({"arms": streamfield([("arm", {"label": in_block("Calm"), "rival_first": "random", "share": "1", "name": "calm"})] * 2)}, "arms"),
    ],
)
def test_what_stands_before_publication_is_said_at_its_field(
    campaign_page: CampaignPage, bea_at_desk: Client, changes: dict[str, Any], field: str
) -> None:
    answer = bea_at_desk.post(add_url(campaign_page), brief_form(**changes) | {"action-submit": "1"})

    assert answer.status_code == 200
    assert field in answer.context["form"].errors


def test_a_brief_that_costs_too_much_beside_the_others_is_not_submitted(
    campaign_page: CampaignPage, bea_at_desk: Client, noon: datetime
) -> None:
    make_brief_page(campaign_page, opens_at=noon, seats=10)  # 800 points of 1,000

    answer = bea_at_desk.post(add_url(campaign_page), brief_form() | {"action-submit": "1"})

    assert "points" in answer.context["form"].errors


def test_a_brief_that_is_edited_is_not_counted_beside_itself(campaign_page: CampaignPage, bea_at_desk: Client, noon: datetime) -> None:
    brief = make_brief_page(campaign_page, opens_at=noon, seats=10)

    answer = bea_at_desk.post(reverse("wagtailadmin_pages:edit", args=[brief.pk]), brief_form(seats="11") | {"action-submit": "1"})

    assert answer.status_code == 302


def test_a_brief_is_held_against_the_budget_that_its_campaign_was_given_last(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    campaign_page.points_budget = 4000
    campaign_page.save_revision()

    answer = bea_at_desk.post(add_url(campaign_page), brief_form(seats="50") | {"action-submit": "1"})

    assert answer.status_code == 302


def test_colours_that_cannot_be_read_are_refused(campaign_page: CampaignPage) -> None:
    campaign_page.on_brand_light = "#0b6b60"

    with pytest.raises(Exception, match="contrast"):
        campaign_page.full_clean()


# Previews ---------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", ["brief", "questions"])
def test_unsaved_work_is_seen_as_testers_will(brief_page: TaskBriefPage, bea_at_desk: Client, mode: str, language: str) -> None:
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[brief_page.pk])
    unsaved = definition(label=texts("Wait at home"))

    posted = bea_at_desk.post(url, brief_form(questions=as_form(blocks_from(unsaved))))
    shown = bea_at_desk.get(url, {"mode": f"{mode}:{language}"})

    assert posted.json() == {"is_valid": True, "is_available": True}
    assert texts("Wait at home")[language] in shown.content.decode()
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_unsaved_work_is_tried_in_the_true_runner(brief_page: TaskBriefPage, bea_at_desk: Client, language: str) -> None:
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[brief_page.pk])
    bea_at_desk.post(url, brief_form(questions=as_form(blocks_from(definition(label=texts("Wait at home"))))))

    shown = bea_at_desk.get(url, {"mode": f"trial:{language}"}).content.decode()

    told = json.loads(shown.partition('<script id="page" type="application/json">')[2].partition("</script>")[0])
    assert (told["trial"], told["steps"][0]["label"]) == (True, texts("Wait at home")[language])


def test_a_campaign_is_seen_in_its_colours_before_it_is_published(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[campaign_page.pk])
    form = {name: getattr(campaign_page, name) for name in ("sponsor_id", "journey_id", "starts_on", "ends_on", "points_budget")}
    form = {name.removesuffix("_id"): str(value) for name, value in form.items()}
    form |= {name.replace("-", "_"): colour for name, colour in campaign_page.theme.items()} | {"brand_light": "#7a1f5c"}
    form |= in_languages("headline", "Spring") | in_languages("lead", "We live it.")
    form |= nested_form_data({"comments": inline_formset([]), "quiz": streamfield([])})
    form |= {"quiz_right": "tester", "quiz_seats": "10", "quiz_seconds": "120"}

    assert bea_at_desk.post(url, form).json()["is_valid"]
    shown = bea_at_desk.get(url, {"mode": "campaign:pl"}).content.decode()

    assert "Spring (pl)" in shown
    assert "--brand-light: #7a1f5c" in shown


# What members see -------------------------------------------------------------


def test_members_see_a_published_campaign_with_its_tasks(brief_page: TaskBriefPage, client: Client, ada: Member, noon: datetime) -> None:
    brief_page.save_revision().publish()
    client.force_login(ada)

    page = client.get("/campaigns/a-new-card-in-time/")

    assert page.status_code == 200
    assert "Where is the new card" in page.content.decode()


@pytest.mark.parametrize(("is_tester", "is_named"), [(False, False), (True, True)])
def test_what_is_tried_before_a_launch_is_named_to_testers_only(
    brief_page: TaskBriefPage, client: Client, ada: Member, is_tester: bool, is_named: bool
) -> None:
    brief_page.save_revision().publish()
    Task.objects.update(kind=Task.Kind.DYNAMIC)
    if is_tester:
        grant(member=ada, right=TESTER)
    client.force_login(ada)

    assert ("Where is the new card" in client.get("/campaigns/a-new-card-in-time/").content.decode()) is is_named


@pytest.mark.parametrize("kept", ["elsewhere", "closed"])
def test_a_campaigns_page_names_neither_what_is_for_others_nor_what_is_over(
    brief_page: TaskBriefPage, client: Client, ada: Member, kept: str
) -> None:
    brief_page.save_revision().publish()
    if kept == "elsewhere":
        Task.objects.get().departments.add(DepartmentFactory(code="elsewhere"))
    else:
        Task.objects.update(state=Task.State.CLOSED)
    grant(member=ada, right=TESTER)
    client.force_login(ada)

    assert "Where is the new card" not in client.get("/campaigns/a-new-card-in-time/").text


def test_colours_that_change_come_by_another_address(campaign_page: CampaignPage, client: Client, ada: Member) -> None:
    """The sheet is kept for a year."""
    client.force_login(ada)
    sheets = set()
    for colour in ("#7a1f5c", "#123456"):
        campaign_page.brand_light = colour
        campaign_page.save_revision().publish()
        sheets.add(re.search(r'theme\.css[^"]*', client.get("/campaigns/a-new-card-in-time/").content.decode())[0])  # type: ignore[index]

    assert len(sheets) == 2


def test_a_campaign_colours_its_page_by_a_sheet_of_its_own(campaign_page: CampaignPage, client: Client, ada: Member) -> None:
    campaign = Campaign.objects.get()
    campaign.theme["flash-to"] = "red; } body { display: none"
    campaign.save()
    client.force_login(ada)

    sheet = client.get("/campaigns/a-new-card-in-time/theme.css")

    assert sheet.headers["Content-Type"] == "text/css"
    assert "--brand-light: #0b6b63;" in sheet.content.decode()
    assert "display" not in sheet.content.decode()


@pytest.mark.parametrize("address", ["", "theme.css"])
def test_a_campaign_is_for_members_only(campaign_page: CampaignPage, client: Client, address: str) -> None:
    assert client.get(f"/campaigns/a-new-card-in-time/{address}").status_code == 302
    assert client.get("/campaigns/nothing/").status_code == 302


def test_a_campaign_that_was_never_published_does_not_exist(campaign_page: CampaignPage, client: Client, ada: Member) -> None:
    Campaign.objects.update(state="draft")
    client.force_login(ada)

    assert client.get("/campaigns/a-new-card-in-time/").status_code == 404
    assert client.post("/campaigns/a-new-card-in-time/").status_code == 405


def test_a_campaign_speaks_its_own_words_and_shows_its_picture(campaign_page: CampaignPage, client: Client, ada: Member) -> None:
    campaign_page.coin_name, campaign_page.tester_title, campaign_page.picture = texts("Planck coins"), texts("super-bodies"), "mailbox"
    campaign_page.save_revision().publish()
    client.force_login(ada)

    page = client.get("/campaigns/a-new-card-in-time/").content.decode()

    assert "is called Planck coins" in page
    assert "Testers are called super-bodies" in page
    assert "<svg" in page.split("<h1>", maxsplit=1)[0].rsplit("<main", maxsplit=1)[1]


def test_every_picture_of_the_house_has_a_name_for_authors() -> None:
    assert {name for name, called in named_pictures() if called == name} == set()


def test_a_picture_that_is_not_there_is_refused(campaign_page: CampaignPage) -> None:
    campaign_page.picture = "../../403"

    with pytest.raises(Exception, match="no such picture"):
        campaign_page.full_clean()


def test_a_picture_that_went_away_leaves_the_page_whole(campaign_page: CampaignPage, client: Client, ada: Member) -> None:
    Campaign.objects.update(theme={"picture": "nothing"})
    client.force_login(ada)

    assert client.get("/campaigns/a-new-card-in-time/").status_code == 200
