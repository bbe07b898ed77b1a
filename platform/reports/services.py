"""A report's life: asked for, built, worded by a person, published and then frozen."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members import audit
from members.models import Member
from members.rights import DEPARTMENT_OWNER, MANAGEMENT
from notifications.outbox import send_later
from notifications.services import tell
from reports.models import Report
from shared.errors import RuleBroken
from tasks_catalog.models import Campaign

BUILD = "reports.tasks.build"
UNDER_WAY = (Report.State.ASKED, Report.State.BUILDING)
PATIENCE = timedelta(minutes=2)  # a lease without a sign of life for so long is nobody's


class ReportRefused(RuleBroken):
    """The report cannot be changed that way; it stays as it is."""


def digest_of(report: Report) -> str:
    """sha256 of the canonical JSON of everything the report says: figures and words."""
    said = {"data": report.data, "title": report.title, "headline": report.headline, "answer": report.answer, "edition": report.edition}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@transaction.atomic
def ask_for_report(*, campaign: Campaign, by: Member, now: datetime) -> Report:
    """Ask for the next edition; while one is under way, that one is the answer."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    under_way = Report.objects.filter(campaign=campaign, state__in=UNDER_WAY).order_by("pk").first()
    if under_way:
        return under_way
    edition = (Report.objects.filter(campaign=campaign).aggregate(last=Max("edition"))["last"] or 0) + 1
    report = Report.objects.create(campaign=campaign, edition=edition, title=campaign.title, as_of=now, asked_by=by, asked_at=now)
    audit.record(by=by, did="report.ask", on=report, now=now)
    send_later(task=BUILD, arguments={"report_id": report.pk}, now=now)
    return report


@transaction.atomic
def build_again(*, report: Report, by: Member, now: datetime) -> Report:
    """Build a draft or a failed report anew, as of now; words that a person wrote are kept. Under way already: nothing changes."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.state == Report.State.PUBLISHED:
        raise ReportRefused(_("This edition is published and frozen; nothing was changed. Ask for a new edition instead."))
    if report.state in UNDER_WAY and not is_abandoned(report, now=now):
        return report
    report.state, report.progress, report.stage, report.failure, report.leased_until = Report.State.ASKED, 0, "", "", None
    report.as_of = report.asked_at = now
    report.save()
    audit.record(by=by, did="report.build_again", on=report, now=now)
    send_later(task=BUILD, arguments={"report_id": report.pk}, now=now)
    return report


def is_abandoned(report: Report, *, now: datetime) -> bool:
    """Whether a build is under way on paper only: nobody took it up, or its worker went silent."""
    if report.state == Report.State.ASKED:
        return report.asked_at < now - PATIENCE
    return report.state == Report.State.BUILDING and (report.leased_until is None or report.leased_until < now)


@transaction.atomic
def write_words(*, report: Report, headline: Mapping[str, str], answer: Mapping[str, str], by: Member, now: datetime) -> Report:
    """A person's answer in one sentence and what stands under it; only a draft can be worded."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.state != Report.State.DRAFT:
        raise ReportRefused(_("Only a draft can be worded; nothing was changed. For a published report ask for a new edition."))
    if not any(text.strip() for text in headline.values()):
        raise ReportRefused(_("The headline is the answer and cannot be empty; the old one stays."))
    report.headline, report.answer = dict(headline), dict(answer)
    report.digest = digest_of(report)
    report.save(update_fields=["headline", "answer", "digest"])
    audit.record(by=by, did="report.word", on=report, now=now)
    return report


@transaction.atomic
def publish_report(*, report: Report, by: Member, now: datetime) -> Report:
    """Freeze the draft: data, words and hash never change again. Publishing twice changes nothing."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.state == Report.State.PUBLISHED:
        return report
    if report.state != Report.State.DRAFT:
        raise ReportRefused(_("Only a finished draft can be published; nothing was changed. Wait for the build, or build it again."))
    report.digest = digest_of(report)
    report.state, report.published_by, report.published_at = Report.State.PUBLISHED, by, now
    report.save(update_fields=["digest", "state", "published_by", "published_at"])
    audit.record(by=by, did="report.publish", on=report, now=now, digest=report.digest)
    _tell_readers(report, now=now)
    return report


def _tell_readers(report: Report, *, now: datetime) -> None:
    readers = Member.objects.filter(groups__name__in=[MANAGEMENT, DEPARTMENT_OWNER], is_active=True, left_at=None).distinct()
    for member in readers.order_by("pk"):
        tell(
            member=member,
            kind="report",
            reference=f"report:{report.pk}:published",
            title=_("A customer-experience report is published"),
            body=_("Page one holds the answer and the decisions asked."),
            url=reverse("reports:report", args=[report.pk]),
            action=_("Read it"),
            now=now,
        )
