"""From a gap to a task: a brief that asks the touchpoint's first questions, ready to be made one's own."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.compiling import blocks_from
from cms.models import CampaignPage, TaskBriefPage
from members import audit
from members.models import Member
from shared.translated import in_language
from tasks_catalog.models import Provider, Touchpoint
from tasks_catalog.questionnaire import Definition

OPENS_IN = timedelta(days=7)  # time for the approval
OPEN_FOR = timedelta(days=14)


@transaction.atomic
def start_task(*, campaign: CampaignPage, touchpoint: Touchpoint, by: Member, now: datetime) -> TaskBriefPage:
    """A draft brief in the campaign about this touchpoint: us and every rival, the four duties, a week to get it approved."""
    opens_at = timezone.localtime(now + OPENS_IN).replace(hour=12, minute=0, second=0, microsecond=0)
    page = TaskBriefPage(
        headline=_in_every_language(_("%(touchpoint)s: live it again"), touchpoint=touchpoint.name),
        opens_at=opens_at,
        closes_at=opens_at + OPEN_FOR,
        questions=blocks_from(starter_questions(touchpoint)),
        owner=by,
        live=False,
    )
    page.touchpoints = [touchpoint]
    page.providers = list(Provider.objects.filter(kind__in=[Provider.Kind.OWN, Provider.Kind.RIVAL]))
    campaign.add_child(instance=page)
    page.save_revision(user=by, log_action=True, clean=False)
    CampaignPage.objects.filter(pk=campaign.pk).update(has_unpublished_changes=True)
    audit.record(by=by, did="brief.start_from_gap", on=page, now=now, touchpoint=touchpoint.slug)
    return page


def starter_questions(touchpoint: Touchpoint) -> Definition:
    """One step that meets the four duties; every text in every language."""
    questions: list[Any] = [
        _question("csat", "integer", _("How satisfied were you?"), scale="csat", subjects=["own", "rival"], required=True),
        _question("emotion", "integer", _("How did it feel?"), scale="emotion", subjects=["own", "rival"], required=True),
        _question("words", "text", _("What happened, in your own words?"), required=True),
        _question("pains", "pain", _("What hurt, also for somebody else than you?"), minimum=1, required=True),
        _question("ideas", "idea", _("Who does it better, in any industry?"), minimum=1, required=True),
    ]
    step: Any = {"name": "again", "label": dict(touchpoint.name), "touchpoint": touchpoint.slug, "questions": questions}
    return {"languages": [code for code, _name in settings.LANGUAGES], "steps": [step]}


def _question(name: str, kind: str, label: Promise | str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "label": _in_every_language(label)} | more


def _in_every_language(text: Promise | str, **names: dict[str, str]) -> dict[str, str]:
    """The sentence as each language's translation says it, with names in that language put in."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            spoken = str(text)
        found[code] = spoken % {key: in_language(value, code) for key, value in names.items()} if names else spoken
    return found
