"""From a merged pain point to something that is decided on."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from feedback.models import Submission
from improvement.models import Finding
from insights.models import PainTheme
from members import audit
from members.models import Member
from notifications.services import tell
from shared.translated import in_language

lazy_text = lazy(in_language, str)  # a content text in the language of whoever reads it in the end
HEARD = (Submission.State.ACCEPTED, Submission.State.EXCLUDED)


@transaction.atomic
def make_finding(*, theme: PainTheme, by: Member | None = None, now: datetime) -> Finding:
    """The finding of a theme, made once; everybody whose pain point it holds is told."""
    finding, is_new = Finding.objects.get_or_create(
        theme=theme, defaults={"campaign_id": theme.campaign_id, "title": theme.title, "created_at": now}
    )
    if is_new:
        audit.record(by=by, did="finding.make", on=finding, now=now, theme=theme.pk)
        tell_supporters(finding, event="found", title=_("What you found goes to the joint review"), now=now)
    return finding


@transaction.atomic
def make_findings(*, themes: Iterable[PainTheme], by: Member, now: datetime) -> int:
    """Findings of several themes at once; how many are new."""
    before = Finding.objects.count()
    for theme in themes:
        make_finding(theme=theme, by=by, now=now)
    return Finding.objects.count() - before


def supporters(finding: Finding) -> list[Member]:
    """The people of whose pain points a finding is made; their names stay here."""
    found = Member.objects.filter(
        claims__submission__pain_points__merge__theme_id=finding.theme_id, claims__submission__state__in=HEARD, left_at=None
    )
    return list(found.distinct().order_by("pk"))


def tell_supporters(finding: Finding, *, event: str, title: str | Promise, body: str | Promise = "", now: datetime) -> None:
    """Tell each supporter once per event what became of what they found."""
    for member in supporters(finding):
        tell(
            member=member,
            kind="finding",
            reference=f"finding:{finding.pk}:{event}",
            title=title,
            body=body,
            url=reverse("improvement:findings"),
            action=_("See what became of it"),
            now=now,
        )
