"""The joint review: called, held one finding on one screen, and printed as minutes."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from improvement.evidence import evidence_of
from improvement.forms import DecisionForm, ReviewForm
from improvement.models import Action, Decision, JointReview
from improvement.rights import may_decide
from improvement.services import carry_over, decide, open_joint_review, publish_minutes, set_attendance
from members.models import Member
from members.rights import DEPARTMENT_OWNER, MANAGEMENT, PROGRAMME_MANAGER, rights_required
from shared.errors import RuleBroken
from shared.http import MemberRequest

WHO = (PROGRAMME_MANAGER, DEPARTMENT_OWNER, MANAGEMENT)
RECORDERS = (PROGRAMME_MANAGER, MANAGEMENT)


@require_GET
@rights_required(*WHO)
def joint_reviews(request: MemberRequest) -> HttpResponse:
    return _list(request, ReviewForm(today=timezone.localdate()))


@require_POST
@rights_required(*RECORDERS)
def call_review(request: MemberRequest) -> HttpResponse:
    form = ReviewForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _list(request, form, status=422)
    title = {get_language() or "en": form.cleaned_data["title"]}
    try:
        review = open_joint_review(
            campaign=form.cleaned_data["campaign"], held_on=form.cleaned_data["held_on"], title=title, by=request.user, now=timezone.now()
        )
    except RuleBroken as refusal:
        return _list(request, form, refusal=refusal, status=409)
    return redirect("improvement:joint_review", review.pk)


@require_GET
@rights_required(*WHO)
def joint_review(request: MemberRequest, review_id: int) -> HttpResponse:
    review = get_object_or_404(JointReview.objects.select_related("campaign"), pk=review_id)
    if review.state == JointReview.State.PUBLISHED:
        return redirect("improvement:minutes", review.pk)
    agenda = _agenda(review)
    wanted = request.GET.get("item", "")
    item = next((each for each in agenda if str(each.position) == wanted), None) or _next_open(agenda, 0)
    return _session(request, review, agenda, item)


@require_POST
@rights_required(*RECORDERS)
def record(request: MemberRequest, decision_id: int) -> HttpResponse:
    """One decision; then the next finding."""
    decision = get_object_or_404(_decisions(), pk=decision_id)
    review = decision.joint_review
    if "carry" in request.POST:
        return _after(
            request, decision, lambda: carry_over(decision=decision, note=request.POST.get("note", ""), by=request.user, now=timezone.now())
        )
    form = DecisionForm(request.POST, finding=decision.finding)
    if not form.is_valid():
        return _session(request, review, _agenda(review), decision, form=form, status=422)
    action = None if form.cleaned_data["without_action"] else form.new_action()
    return _after(
        request,
        decision,
        lambda: decide(
            decision=decision,
            way=form.cleaned_data["way"],
            note=form.cleaned_data["note"],
            action=action,
            by=request.user,
            now=timezone.now(),
        ),
        form=form,
    )


@require_POST
@rights_required(*RECORDERS)
def attend(request: MemberRequest, review_id: int) -> HttpResponse:
    review = get_object_or_404(JointReview, pk=review_id)
    there = Member.objects.filter(pk__in=[pk for pk in request.POST.getlist("there") if pk.isdigit()])
    try:
        set_attendance(review=review, members=there, by=request.user, now=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect(_at(review, request.POST.get("item", "")))


@require_POST
@rights_required(*RECORDERS)
def publish(request: MemberRequest, review_id: int) -> HttpResponse:
    review = get_object_or_404(JointReview, pk=review_id)
    try:
        publish_minutes(review=review, by=request.user, now=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("improvement:joint_review", review.pk)
    return redirect("improvement:minutes", review.pk)


@require_GET
@rights_required(*WHO)
def minutes(request: MemberRequest, review_id: int) -> HttpResponse:
    review = get_object_or_404(JointReview.objects.select_related("campaign"), pk=review_id)
    agenda = _agenda(review)
    context = {
        "review": review,
        "decided": [(each, _known_then(each, review)) for each in agenda if each.way],
        "carried": [each for each in agenda if not each.way],
        "there": review.attendance.select_related("department").order_by("nickname", "pk"),
    }
    return render(request, "improvement/minutes.html", context)


def _known_then(decision: Decision, review: JointReview) -> list[Action]:
    """A finding's actions when the minutes were published; later ones are no part of them."""
    actions = list(decision.finding.actions.all())
    return [action for action in actions if not review.published_at or action.created_at <= review.published_at]


def _after(request: MemberRequest, decision: Decision, step: Any, *, form: DecisionForm | None = None) -> HttpResponse:
    review = decision.joint_review
    try:
        step()
    except RuleBroken as refusal:
        return _session(request, review, _agenda(review), decision, form=form, refusal=refusal, status=409)
    following = _next_open(_agenda(review), decision.position)
    return redirect(_at(review, str(following.position) if following else ""))


def _at(review: JointReview, item: str) -> str:
    address = reverse("improvement:joint_review", args=[review.pk])
    return f"{address}?{urlencode({'item': item})}" if item else address


def _decisions() -> Any:
    return Decision.objects.select_related("joint_review__campaign", "finding__theme__touchpoint__owner", "finding__campaign", "decided_by")


def _agenda(review: JointReview) -> list[Decision]:
    return list(_decisions().filter(joint_review=review).prefetch_related("finding__actions__owner").order_by("position"))


def _next_open(agenda: list[Decision], after: int) -> Decision | None:
    """The next item that waits, from there on and then from the start; the first one when all are settled."""
    waiting = [each for each in agenda if not each.way and not each.carried_over]
    return next((each for each in waiting if each.position > after), None) or next(iter(waiting or agenda), None)


def _session(
    request: MemberRequest,
    review: JointReview,
    agenda: list[Decision],
    item: Decision | None,
    *,
    form: DecisionForm | None = None,
    refusal: RuleBroken | None = None,
    status: int = 200,
) -> HttpResponse:
    records = may_decide(request.user)
    if item and records and form is None:
        form = DecisionForm(
            finding=item.finding, initial={"way": item.way, "note": item.note, "without_action": bool(item.finding.actions.all())}
        )
    invited = Member.objects.filter(groups__name__in=WHO, left_at=None).select_related("department").distinct().order_by("nickname", "pk")
    context = {
        "review": review,
        "agenda": agenda,
        "item": item,
        "evidence": evidence_of(item.finding, as_of=timezone.now()) if item else None,
        "form": form if records else None,
        "refusal": refusal,
        "records": records,
        "invited": invited,
        "there": set(review.attendance.values_list("pk", flat=True)),
        "settled": sum(bool(each.way) or each.carried_over for each in agenda),
        "undecided": sum(not each.way for each in agenda),
    }
    return render(request, "improvement/joint_review.html", context, status=status)


def _list(request: MemberRequest, form: ReviewForm, *, refusal: RuleBroken | None = None, status: int = 200) -> HttpResponse:
    reviews = JointReview.objects.select_related("campaign").prefetch_related("decisions").order_by("-held_on", "-pk")
    context = {"reviews": reviews, "form": form, "refusal": refusal, "records": may_decide(request.user)}
    return render(request, "improvement/joint_reviews.html", context, status=status)
