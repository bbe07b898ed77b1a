"""The campaign as one revision: each revision of its page holds all briefs as they were, so that what was approved is what is published."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypedDict

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from wagtail.models import COMMENTS_RELATION_NAME, Revision

from members.models import Member

if TYPE_CHECKING:
    from cms.models import CampaignPage, TaskBriefPage

# What Wagtail keeps with every revision of a page, but nobody wrote.
NOT_WRITTEN = frozenset({
    "path", "depth", "numchild", "translation_key", "locale", "content_type", "live", "has_unpublished_changes", "url_path", "owner",
    "go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by", "first_published_at", "last_published_at",
    "latest_revision_created_at", "latest_revision", "live_revision", "alias_of", "latest_revision_id", "draft_title", "task",
    "search_description", "seo_title", "show_in_menus", "page_ptr", "pk", COMMENTS_RELATION_NAME,
})  # fmt: skip


class BriefThen(TypedDict):
    """A brief inside a revision of its campaign."""

    pk: int
    content: dict[str, Any]


def briefs_of(campaign: "CampaignPage") -> list["TaskBriefPage"]:
    """The campaign's briefs as last saved, in their order."""
    from cms.models import TaskBriefPage

    if campaign.pk is None:
        return []
    briefs = TaskBriefPage.objects.child_of(campaign).select_related("latest_revision").order_by("path")
    return [brief.get_latest_revision_as_object() for brief in briefs]


def briefs_now(campaign: "CampaignPage") -> list[BriefThen]:
    """All briefs as they stand, ready to go into a revision."""
    return [{"pk": brief.pk, "content": _plain(brief)} for brief in briefs_of(campaign)]


def _plain(brief: "TaskBriefPage") -> dict[str, Any]:
    """The brief's fields as a revision keeps them, in JSON's own types."""
    content: dict[str, Any] = json.loads(json.dumps(brief.serializable_data(), cls=DjangoJSONEncoder))
    return content


def written(content: dict[str, Any]) -> dict[str, Any]:
    """Only what an author wrote: two briefs are the same when this is."""
    return {key: value for key, value in content.items() if key not in NOT_WRITTEN}


def briefs_in(campaign: "CampaignPage") -> Iterator["TaskBriefPage"]:
    """The briefs as this revision of the campaign holds them; one that was deleted since is shown as it was."""
    from cms.models import TaskBriefPage

    there = TaskBriefPage.objects.in_bulk([brief["pk"] for brief in campaign.briefs])
    for then in campaign.briefs:
        known = there.get(then["pk"])
        yield known.with_content_json(dict(then["content"])) if known else TaskBriefPage.from_serializable_data(dict(then["content"]))


@transaction.atomic
def bring_back(campaign: "CampaignPage", revision: Revision, *, by: Member | None) -> None:
    """Write the briefs as an older revision holds them; what came after stays in their history. Deleted ones stay deleted."""
    from cms.models import TaskBriefPage

    older = {brief["pk"]: brief["content"] for brief in revision.content.get("briefs", [])}
    for brief in TaskBriefPage.objects.child_of(campaign).filter(pk__in=older):
        now = brief.get_latest_revision_as_object()
        if written(_plain(now)) != written(older[brief.pk]):
            brief.with_content_json(dict(older[brief.pk])).save_revision(user=by, log_action="wagtail.revert", clean=False)


@transaction.atomic
def publish_briefs(campaign: "CampaignPage", *, by: Member | None) -> int:
    """Publish the briefs as this revision holds them, those first that give points back; unchanged ones are left alone."""
    from cms.briefs import promised_change
    from cms.models import TaskBriefPage

    there = TaskBriefPage.objects.child_of(campaign).in_bulk([brief["pk"] for brief in campaign.briefs])
    changed = [
        (there[then["pk"]], then["content"])
        for then in campaign.briefs
        if then["pk"] in there and not _is_live_so(there[then["pk"]], then["content"])
    ]
    for brief, content in sorted(changed, key=lambda one: promised_change(one[0].with_content_json(dict(one[1])))):
        _publish_brief(brief, content, by=by)
    return len(changed)


def _is_live_so(brief: "TaskBriefPage", content: dict[str, Any]) -> bool:
    live = Revision.objects.filter(pk=brief.live_revision_id).first() if brief.live else None
    return live is not None and written(live.content) == written(content)


def _publish_brief(brief: "TaskBriefPage", content: dict[str, Any], *, by: Member | None) -> None:
    """What was written after the campaign's revision was made is kept, as the newer draft that it is."""
    newest = brief.latest_revision
    if newest is not None and written(newest.content) == written(content):
        newest.publish(user=by, skip_permission_checks=True)
        return
    brief.with_content_json(dict(content)).save_revision(user=by, clean=False).publish(user=by, skip_permission_checks=True)
    if newest is not None:
        type(brief).objects.get(pk=brief.pk).with_content_json(dict(newest.content)).save_revision(user=newest.user, clean=False)
