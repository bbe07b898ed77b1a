"""Photos of a draft: drawn anew, kept once per client-made id, acknowledged by checksum."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Claim
from feedback.drafts import find_question, lock_writable, open_draft
from feedback.models import DraftAnswer, Evidence, SubmissionRevision
from shared.errors import RuleBroken
from shared.images import PhotoRefused, redraw
from tasks_catalog.questionnaire import Question, cell

MAX_PHOTOS = 6  # per question, unless the brief says otherwise


class OtherPhoto(RuleBroken):
    """The id already belongs to a photo with other content."""


def add_photo(*, claim: Claim, id: UUID, question: str, subject: str, content: bytes, now: datetime) -> Evidence:  # noqa: A002
    """Keep a photo and put it into its cell; `sent_sha256` is the receipt. The same id with the same bytes changes nothing."""
    sent = hashlib.sha256(content).hexdigest()
    if known := _known(claim, id, sent):
        return known
    _asked_for(claim, question, subject)
    drawn = redraw(content)
    photo = Evidence(
        id=id,
        claim=claim,
        question=question,
        subject=subject,
        width=drawn.width,
        height=drawn.height,
        size=len(drawn.image),
        sent_sha256=sent,
        sha256=hashlib.sha256(drawn.image).hexdigest(),
        perceptual_hash=drawn.perceptual_hash,
        uploaded_at=now,
    )
    with transaction.atomic():
        locked = lock_writable(claim_id=claim.pk, now=now)
        if known := _known(claim, id, sent):  # its twin was faster
            return known
        _put_into_cell(locked, photo, now)
        name = uuid4().hex
        photo.image.save(f"{name}.jpg", ContentFile(drawn.image), save=False)
        photo.thumbnail.save(f"{name}-s.jpg", ContentFile(drawn.thumbnail), save=False)
        photo.save(force_insert=True)
    return photo


@transaction.atomic
def remove_photo(*, photo: Evidence, now: datetime) -> None:
    """Take a photo out of the draft. One that was never sent is gone for good; one that was, is only taken down."""
    claim = lock_writable(claim_id=photo.claim_id, now=now)
    cell = DraftAnswer.objects.filter(draft__claim=claim, question=photo.question, subject=photo.subject).first()
    if cell and str(photo.pk) in (cell.value or []):
        _write(cell, [item for item in cell.value or [] if item != str(photo.pk)], now)
    _take_out(photo, was_sent=SubmissionRevision.objects.filter(submission__claim=claim).exists(), now=now)


def drop_hidden_photos(*, claim: Claim, visible: Collection[str], now: datetime) -> None:
    """Take out the photos of questions that are no longer asked, by the rule of `remove_photo`; the claim is locked by the caller."""
    was_sent = SubmissionRevision.objects.filter(submission__claim=claim).exists()
    for photo in Evidence.objects.filter(claim=claim, taken_down_at=None):
        if cell(photo.question, photo.subject) not in visible:
            _take_out(photo, was_sent=was_sent, now=now)


def _take_out(photo: Evidence, *, was_sent: bool, now: datetime) -> None:
    if was_sent:
        Evidence.objects.filter(pk=photo.pk, taken_down_at=None).update(taken_down_at=now)
        return
    Evidence.objects.filter(pk=photo.pk).delete()
    for file in (photo.image, photo.thumbnail):
        transaction.on_commit(partial(file.storage.delete, str(file.name)))


def cell_of(photo: Evidence) -> DraftAnswer:
    """The cell the photo stands in."""
    return DraftAnswer.objects.get(draft__claim=photo.claim_id, question=photo.question, subject=photo.subject)


def _known(claim: Claim, photo_id: UUID, sent: str) -> Evidence | None:
    photo = Evidence.objects.filter(pk=photo_id).first()
    if photo and (photo.claim_id != claim.pk or photo.sent_sha256 != sent):
        raise OtherPhoto(_("Another photo has this number already. Add yours again: it gets a new one."))
    return photo


def _asked_for(claim: Claim, question: str, subject: str) -> Question:
    asked, _whose = find_question(claim.version.definition, question, subject, with_rival=claim.rival_id is not None)
    if asked["type"] != "photo":
        raise PhotoRefused(_("This question does not ask for a photo."))
    return asked


def _put_into_cell(claim: Claim, photo: Evidence, now: datetime) -> None:
    asked = _asked_for(claim, photo.question, photo.subject)
    draft = open_draft(claim=claim, now=now)
    cell, _made = DraftAnswer.objects.get_or_create(
        draft=draft, question=photo.question, subject=photo.subject, defaults={"value": [], "revision": 0, "saved_at": now}
    )
    most = asked.get("maximum", MAX_PHOTOS)
    if len(cell.value or []) >= most:
        raise PhotoRefused(_("At most %(most)d photos fit here. Remove one first.") % {"most": most})
    _write(cell, [*(cell.value or []), str(photo.pk)], now)


def _write(cell: DraftAnswer, value: list[str], now: datetime) -> None:
    cell.value, cell.revision, cell.saved_at = value, cell.revision + 1, now
    cell.save(update_fields=["value", "revision", "saved_at"])
