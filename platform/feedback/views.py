"""The tester's pages: drafts, the runner, what was sent, what came back; and the photos."""

import json
from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from claims.models import Claim
from claims.selectors import get_own_claim
from feedback import services
from feedback.codes import read_code
from feedback.drafts import DraftConflict, NotYours, open_draft, save_answer, save_step
from feedback.duties import judge
from feedback.models import Draft, DraftAnswer, Evidence, Submission
from feedback.photos import add_photo, cell_of, remove_photo
from feedback.reading import read
from feedback.runner import page_of, urls_of
from feedback.selectors import drafts_of, last_review, readable_evidence
from feedback.services import NotComplete
from members.rights import member_required
from shared.errors import RuleBroken
from shared.http import MemberRequest
from shared.images import MAX_BYTES

WRITING = (Claim.State.STARTED, Claim.State.RETURNED)
ENDED_WITHOUT = (Claim.State.HELD, Claim.State.EXPIRED, Claim.State.RELEASED)


@require_GET
@member_required
def drafts(request: MemberRequest) -> HttpResponse:
    """Work in progress, and what only this phone has."""
    return render(request, "feedback/drafts.html", {"drafts": drafts_of(request.user)})


@require_GET
@member_required
def runner(request: MemberRequest, claim_id: int) -> HttpResponse:
    """One step a screen."""
    claim = get_own_claim(request.user, claim_id)
    if claim.state not in WRITING:
        return _where_it_is(claim)
    draft = open_draft(claim=claim, now=timezone.now())
    return render(request, "feedback/runner.html", {"claim": claim, "page": page_of(draft, comments=_comments(claim))})


@require_GET
@member_required
def returned(request: MemberRequest, claim_id: int) -> HttpResponse:
    """What the reviewer asks for, with exactly these questions to mend."""
    claim = get_own_claim(request.user, claim_id)
    if claim.state != Claim.State.RETURNED:
        return _where_it_is(claim)
    draft = open_draft(claim=claim, now=timezone.now())
    review = last_review(claim.submission)
    asked = review.question_comments if review else {}
    return render(
        request, "feedback/returned.html", {"claim": claim, "review": review, "page": page_of(draft, comments=asked, only=asked.keys())}
    )


@require_GET
@member_required
def sent(request: MemberRequest, claim_id: int) -> HttpResponse:
    """The receipt, and later the decision."""
    claim = get_own_claim(request.user, claim_id)
    submission = get_object_or_404(Submission.objects.filter(claim=claim).select_related("claim__task", "claim__version"))
    if submission.state == Submission.State.RETURNED:
        return redirect("feedback:returned", claim.pk)
    review = last_review(submission) if submission.state != Submission.State.WAITING else None
    return render(
        request, "feedback/sent.html", {"claim": claim, "submission": submission, "review": review, "sheet": read(submission, {})}
    )


@require_http_methods(["PATCH"])
@member_required
def answers(request: MemberRequest, claim_id: int) -> HttpResponse:
    """Keep one cell, or the step: `{"question", "subject", "value", "base"}` or `{"step"}`."""
    draft = _own_draft(request, claim_id)
    body = _json(request)
    if body is None:
        return _refusal("This request cannot be read.", HTTPStatus.BAD_REQUEST)
    now = timezone.now()
    if body.keys() == {"step"} and isinstance(body["step"], int):
        save_step(draft=draft, step=body["step"], now=now)
        return JsonResponse({})
    if body.keys() != {"question", "subject", "value", "base"} or not isinstance(body["base"], int):
        return _refusal("This request cannot be read.", HTTPStatus.BAD_REQUEST)
    question, subject = str(body["question"]), str(body["subject"])
    try:
        cell = save_answer(draft=draft, question=question, subject=subject, value=body["value"], base_revision=body["base"], now=now)
    except DraftConflict as conflict:
        return JsonResponse({"message": str(conflict), **_cell(conflict.cell)}, status=HTTPStatus.CONFLICT)
    except RuleBroken as refusal:
        return _refused(refusal)
    return JsonResponse(_cell(cell))


@require_http_methods(["PUT", "DELETE"])
@member_required
def upload(request: MemberRequest, claim_id: int, photo_id: UUID) -> HttpResponse:
    """Keep a photo under the phone's id and answer with the checksum of what arrived; or take it out again."""
    claim = get_own_claim(request.user, claim_id)
    try:
        if request.method == "DELETE":
            remove_photo(photo=get_object_or_404(Evidence, pk=photo_id, claim=claim), now=timezone.now())
            return JsonResponse({})
        announced = int(request.headers.get("Content-Length") or 0)
        if announced > MAX_BYTES:
            return _refusal("Too large.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        content = request.body
        if len(content) < announced:  # some servers hand over what came before the connection broke
            return _refusal("It broke off.", HTTPStatus.REQUEST_TIMEOUT)
        kept = add_photo(
            claim=claim,
            id=photo_id,
            question=request.GET.get("question", ""),
            subject=request.GET.get("subject", ""),
            content=content,
            now=timezone.now(),
        )
    except RuleBroken as refusal:
        return _refused(refusal)
    return JsonResponse(
        {"id": str(kept.pk), "sha256": kept.sent_sha256, "size": len(content), **urls_of(kept.pk), "cell": _cell(cell_of(kept))}
    )


@require_POST
@member_required
def barcode(request: MemberRequest, claim_id: int) -> HttpResponse:
    """Read a code from a photo for a phone that cannot; the photo is not kept."""
    _own_draft(request, claim_id)
    if int(request.headers.get("Content-Length") or 0) > MAX_BYTES:
        return _refusal("Too large.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        return JsonResponse({"code": read_code(request.body)})
    except RuleBroken as refusal:
        return _refused(refusal)


@require_GET
@member_required
def check(request: MemberRequest, claim_id: int) -> HttpResponse:
    """What is still missing, by the server's own rules."""
    draft = _own_draft(request, claim_id)
    return JsonResponse(_checked(draft))


@require_POST
@member_required
def submit(request: MemberRequest, claim_id: int) -> HttpResponse:
    """Send; the same key again answers the same."""
    claim = get_own_claim(request.user, claim_id)
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return _refusal("This request cannot be read.", HTTPStatus.BAD_REQUEST)
    try:
        services.submit(claim=claim, key=key, now=timezone.now())
    except NotComplete as lacking:
        return JsonResponse({"message": str(lacking), **_checked(_own_draft(request, claim_id))}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except RuleBroken as refusal:
        return _refused(refusal)
    return JsonResponse({"url": redirect("feedback:sent", claim.pk).url})


@require_GET
@member_required
def photo(request: MemberRequest, photo_id: UUID, *, small: bool = False) -> HttpResponseBase:
    """A photo as we drew it, for its tester, its reviewers and readers of reports; everybody else is told nothing."""
    shown = get_object_or_404(readable_evidence(request.user), pk=photo_id)
    try:
        file = (shown.thumbnail if small else shown.image).open()
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = FileResponse(file, content_type="image/jpeg", filename=f"{shown.pk}.jpg")
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _where_it_is(claim: Claim) -> HttpResponse:
    if claim.state in ENDED_WITHOUT:
        return redirect("claims:claim", claim.pk)
    return redirect("feedback:returned" if claim.state == Claim.State.RETURNED else "feedback:sent", claim.pk)


def _comments(claim: Claim) -> dict[str, str]:
    if claim.state != Claim.State.RETURNED:
        return {}
    review = last_review(claim.submission)
    return review.question_comments if review else {}


def _own_draft(request: MemberRequest, claim_id: int) -> Draft:
    claim = get_own_claim(request.user, claim_id)
    return get_object_or_404(Draft.objects.select_related("claim__task", "claim__version", "claim__rival"), claim=claim)


def _json(request: MemberRequest) -> dict[str, Any] | None:
    try:
        body = json.loads(request.body)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _cell(cell: DraftAnswer) -> dict[str, Any]:
    return {"question": cell.question, "subject": cell.subject, "value": cell.value, "revision": cell.revision}


def _checked(draft: Draft) -> dict[str, Any]:
    judged = judge(draft)
    return {
        "problems": [asdict(problem) for problem in judged.problems],
        "duties": [{"name": duty, "done": duty not in judged.missing} for duty in judged.due],
    }


def _refused(refusal: RuleBroken) -> JsonResponse:
    status = HTTPStatus.GONE if isinstance(refusal, NotYours) else HTTPStatus.UNPROCESSABLE_ENTITY
    return _refusal(str(refusal), status)


def _refusal(message: str, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)
