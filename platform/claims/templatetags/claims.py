"""Words for stretches of time, and what a brief and a claim hold."""

from datetime import timedelta

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.arms import arms_of, scenario_of
from claims.briefs import Proof, proofs_of
from claims.dial import TICKS, Tick
from claims.models import Claim
from claims.sifting import Row, rows_of
from shared.translated import in_language
from tasks_catalog.models import QuestionnaireVersion, Task
from tasks_catalog.offering import Wish
from tasks_catalog.questionnaire import Arm
from tasks_catalog.themes import stamp_of

register = template.Library()


@register.simple_tag
def dial_ticks() -> list[Tick]:
    """`{% dial_ticks as ticks %}`: the marks around the countdown."""
    return TICKS


@register.filter
def proofs(version: QuestionnaireVersion, arm: str = "") -> list[Proof]:
    """`{% for proof in version|proofs:claim.arm %}`: what to bring back in this scenario, or in the one that asks most."""
    return proofs_of(version.definition, arm)


@register.simple_tag
def campaign_colours(task: Task) -> SafeString:
    """`{% campaign_colours task %}` in a page's head: the sheet of its campaign's colours, if they are its own."""
    stamp = stamp_of(getattr(task, "colours", None) or {})
    if not stamp:
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}?v={}">', reverse("cms:theme", args=[vars(task)["colours_by"]]), stamp)


@register.simple_tag
def sifting(wish: Wish, *, every_kind: bool) -> list[Row]:
    """`{% sifting wish every_kind=every_kind as rows %}`: what the list can be narrowed to."""
    return rows_of(wish, every_kind=every_kind)


@register.filter
def scenario(claim: Claim | None) -> Arm | None:
    """`{% with arm=claim|scenario %}`: what was drawn for this claim, where the brief has several scenarios."""
    return scenario_of(claim) if claim else None


@register.filter
def scenarios(version: QuestionnaireVersion) -> list[Arm]:
    """`{% for arm in version|scenarios %}`: what may be drawn."""
    return arms_of(version.pk)


@register.filter
def played(arm: Arm) -> list[str]:
    """`{% for words in arm|played %}`: whom one plays, where and with what, as far as the scenario says."""
    return [words for texts in (arm.get("persona"), arm.get("channel"), arm.get("product")) if (words := in_language(texts))]


@register.filter
def coin(task: Task) -> str:
    """`{{ task|coin }}`: what the task's campaign calls its points, on pages that have its theme; empty: points."""
    wording = (getattr(task, "colours", None) or {}).get("wording", {})
    return in_language(wording.get("coin"))


@register.filter
def lapse(time: timedelta | None) -> str:
    """`{{ arrival.after|lapse }}`: "0.4 s", "15 minutes", "2 hours", "3 days"."""
    if time is None:
        return ""
    seconds = time.total_seconds()
    if seconds < 60:
        return _("%(seconds)s s") % {"seconds": number_format(seconds, decimal_pos=1)}
    if seconds < 3600:
        minutes = round(seconds / 60)
        return ngettext("%d minute", "%d minutes", minutes) % minutes
    if seconds < 86_400:
        hours = round(seconds / 3600)
        return ngettext("%d hour", "%d hours", hours) % hours
    days = round(seconds / 86_400)
    return ngettext("%d day", "%d days", days) % days


@register.filter
def clock(time: timedelta | None) -> str:
    """`{{ left|clock }}`: "4:05", "2:04:05"; empty when there is no end."""
    if time is None:
        return ""
    minutes, seconds = divmod(max(0, int(time.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
