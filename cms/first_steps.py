"""What an empty house still needs before its first campaign can run, in the order in which it is needed."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState, get_default_page_content_type

from cms.models import CampaignIndexPage, CampaignPage, TaskBriefPage
from members.models import Department, Member
from members.rights import ADMINISTRATOR, PROGRAMME_MANAGER, has_right
from tasks_catalog.models import Campaign, Provider, Touchpoint


@dataclass(frozen=True)
class FirstStep:
    """One thing to do, why, and where; without `url` it is not this reader's to do."""

    title: str
    why: str
    done: bool
    url: str = ""
    action: str = ""


def first_steps(member: Member) -> list[FirstStep]:
    """The way to the first campaign; nothing for who cannot walk it, and nothing once a campaign was published."""
    if not has_right(member, PROGRAMME_MANAGER, ADMINISTRATOR) or Campaign.objects.exists():
        return []
    return [*_of_the_house(member), *_of_the_campaign()]


def _of_the_house(member: Member) -> Iterator[FirstStep]:
    may_appoint = has_right(member, ADMINISTRATOR)
    yield FirstStep(
        _("Invite your colleagues"),
        _("A campaign is approved by somebody who did not write it. An administrator gives people their roles."),
        _somebody_else_approves(),
        reverse("home:people"),
        _("Invite and give roles") if may_appoint else _("Invite people"),
    )
    yield FirstStep(
        _("Name the departments"),
        _("One sponsors the campaign, each touchpoint belongs to one, and its owner approves."),
        Department.objects.filter(owner__isnull=False).exists(),
        reverse("departments:add"),
        _("Add a department"),
    )
    kinds = set(Provider.objects.values_list("kind", flat=True))
    yield FirstStep(
        _("Name your company and a rival"),
        _("Testers live both, so that you see the difference."),
        {Provider.Kind.OWN, Provider.Kind.RIVAL} <= kinds,
        reverse("companies:add"),
        _("Add a company"),
    )
    yield FirstStep(
        _("Draw a journey"),
        _("The stages a customer goes through, and the touchpoints in them that tasks are about."),
        Touchpoint.objects.exists(),
        reverse("journeys:add"),
        _("Draw the first journey"),
    )


def _somebody_else_approves() -> bool:
    """Whether there are two people who write or approve, so that one need not approve their own."""
    may = Q(is_superuser=True) | Q(groups__name__in=[PROGRAMME_MANAGER, ADMINISTRATOR])
    return Member.objects.filter(may, is_active=True).distinct().count() > 1


def _was_submitted(campaign: CampaignPage) -> bool:
    """Whether anybody ever asked for its approval."""
    return WorkflowState.objects.filter(base_content_type=get_default_page_content_type(), object_id=str(campaign.pk)).exists()


def _of_the_campaign() -> Iterator[FirstStep]:
    index = CampaignIndexPage.objects.first()
    newest = CampaignPage.objects.order_by("-pk").first()
    has_brief = newest is not None and TaskBriefPage.objects.child_of(newest).exists()
    asked = newest is not None and _was_submitted(newest)
    edit = reverse("wagtailadmin_pages:edit", args=[newest.pk]) if newest else ""
    new = reverse("wagtailadmin_pages:add", args=["cms", "campaignpage", index.pk]) if index and not newest else ""
    yield FirstStep(
        _("Write the campaign"),
        _("Its name in every language, its dates, its points. Save it as a draft first."),
        newest is not None,
        new or edit,
        _("Write a campaign"),
    )
    yield FirstStep(
        _("Add its briefs"),
        _("A brief is one task: the questions, the seats and what a tester earns."),
        has_brief,
        reverse("wagtailadmin_pages:add", args=["cms", "taskbriefpage", newest.pk]) if newest else "",
        _("Add a brief"),
    )
    yield FirstStep(
        _("Submit it for approval"),
        _("Choose the hour under “Schedule”. Once approved, it opens by itself at its second."),
        asked,
        edit if has_brief else "",
        _("Open the campaign"),
    )
