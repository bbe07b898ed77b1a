"""A form of another tool becomes a brief to edit, beside the others of its campaign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from cms.compiling import arms_from, blocks_from
from cms.models import CampaignPage, TaskBriefPage
from members.models import Member
from tasks_catalog.xlsform import Remark, in_languages, read_xlsform

ACTION = "firsthand.import_form"
MOST_KEPT = 2_000  # remarks


@dataclass(frozen=True)
class ImportedForm:
    """Where a brief came from, as its history keeps it."""

    file: str
    at: datetime
    left_out: list[Remark]


def import_form(*, campaign: CampaignPage, content: bytes, file: str, by: Member, now: datetime) -> TaskBriefPage:
    """A draft brief of what the form asks; nothing is published. Raises `FormRefused`, and then nothing was changed."""
    form = read_xlsform(content)
    ours = [code for code, _name in settings.LANGUAGES]
    definition, foreign = in_languages(form.definition, ours)
    left_out = [*_about_languages(foreign, spoken=definition["languages"], known=form.definition["languages"]), *form.left_out]
    page = TaskBriefPage(
        headline={ours[0]: form.title[:200]}, questions=blocks_from(definition), arms=arms_from(definition), owner=by, live=False
    )
    with transaction.atomic():
        campaign.add_child(instance=page)
        page.save_revision(user=by, log_action=False, clean=False)  # a draft may lack its dates
        data = {"file": file[:200], "left_out": [remark.as_json() for remark in left_out[:MOST_KEPT]]}
        log(instance=page, action=ACTION, user=by, data=data, timestamp=now)
    return page


def _about_languages(foreign: Sequence[str], *, spoken: Sequence[str], known: Sequence[str]) -> list[Remark]:
    if not set(known) & set(spoken):
        reason = _("The form’s words are in “%(theirs)s” and stand in the place of “%(ours)s” until you translate them.")
        return [Remark("", 0, "", reason % {"theirs": known[0], "ours": spoken[0]})]
    reason = _("The texts in “%(language)s” were passed over: testers do not choose that language here.")
    return [Remark("", 0, "", reason % {"language": language}) for language in foreign]


def imported_form(page: TaskBriefPage) -> ImportedForm | None:
    """What its history tells of the form that the brief was made from."""
    entry = PageLogEntry.objects.filter(page_id=page.pk, action=ACTION).order_by("-timestamp").first()
    return None if entry is None else ImportedForm(entry.data["file"], entry.timestamp, [_remark(told) for told in entry.data["left_out"]])


def _remark(told: dict[str, Any]) -> Remark:
    return Remark(told["sheet"] or "", told["row"] or 0, told["column"] or "", told["reason"])
