"""Rounds: the list, the door, the quiz, and the desk where they are closed."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from members.rights import AUDITOR, PROGRAMME_MANAGER, SUPER_MANAGER, has_right, member_required, rights_required
from recruitment import quiz, selectors
from recruitment.cards import link_of
from recruitment.models import Round
from recruitment.services import close_round, enter_round, start_quiz, withdraw
from shared.errors import RuleBroken
from shared.http import MemberRequest


@require_GET
@member_required
def rounds(request: MemberRequest) -> HttpResponse:
    return render(request, "recruitment/rounds.html", {"doors": selectors.doors_for(request.user, now=timezone.now())})


@require_GET
@member_required
def round_page(request: MemberRequest, slug: str) -> HttpResponse:
    if via := request.GET.get("via", "")[:40]:
        request.session[f"via:{slug}"] = via  # until they enter, however long they look around
    return _door(request, slug)


@require_POST
@member_required
def enter(request: MemberRequest, slug: str) -> HttpResponse:
    found = selectors.round_called(slug)
    try:
        enter_round(round=found, member=request.user, key=_key(request), via=request.session.get(f"via:{slug}", ""), now=timezone.now())
        if found.contest == Round.Contest.QUIZ:
            start_quiz(round=found, member=request.user, now=timezone.now())
            return redirect("recruitment:quiz", slug)
    except RuleBroken as refusal:
        return _door(request, slug, refusal)
    return redirect("recruitment:round", slug)


@require_POST
@member_required
def leave(request: MemberRequest, slug: str) -> HttpResponse:
    try:
        withdraw(round=selectors.round_called(slug), member=request.user, now=timezone.now())
    except RuleBroken as refusal:
        return _door(request, slug, refusal)
    messages.success(request, _("You are out of this round."))
    return redirect("recruitment:round", slug)


@require_GET
@member_required
def quiz_page(request: MemberRequest, slug: str) -> HttpResponse:
    return _quiz(request, slug)


@require_POST
@member_required
def answer(request: MemberRequest, slug: str) -> HttpResponse:
    attempt = selectors.attempt_of(request.user, slug)
    number, choice = request.POST.get("number", ""), request.POST.get("choice", "")
    if attempt is None:
        return redirect("recruitment:round", slug)
    if not _is_small(number) or not _is_small(choice):
        return _quiz(request, slug, RuleBroken(_("Choose one of the answers first. Your answers so far are safe.")), status=422)
    try:
        quiz.answer_question(attempt=attempt, number=int(number), choice=int(choice), now=timezone.now())
    except RuleBroken as refusal:
        return _quiz(request, slug, refusal, status=409)
    return redirect("recruitment:quiz", slug)


@require_GET
@rights_required(PROGRAMME_MANAGER, SUPER_MANAGER, AUDITOR)
def desk(request: MemberRequest) -> HttpResponse:
    return render(request, "recruitment/desk_rounds.html", {"doors": selectors.doors_for(request.user, now=timezone.now())})


@require_GET
@rights_required(PROGRAMME_MANAGER, SUPER_MANAGER, AUDITOR)
def desk_round(request: MemberRequest, slug: str) -> HttpResponse:
    return _desk_round(request, slug)


@require_POST
@rights_required(PROGRAMME_MANAGER)
def close(request: MemberRequest, slug: str) -> HttpResponse:
    try:
        terms = close_round(round=selectors.round_called(slug), by=request.user, now=timezone.now())
    except RuleBroken as refusal:
        return _desk_round(request, slug, refusal)
    messages.success(request, ngettext("Closed: %(n)s term given.", "Closed: %(n)s terms given.", len(terms)) % {"n": len(terms)})
    return redirect("recruitment:desk_round", slug)


def _door(request: MemberRequest, slug: str, refusal: RuleBroken | None = None) -> HttpResponse:
    door = selectors.door_for(request.user, slug, now=timezone.now())
    context = {"door": door, "round": door.round, "key": uuid4(), "refusal": refusal, "share_url": link_of(door.round, request.user)}
    return render(request, "recruitment/round.html", context, status=409 if refusal else 200)


def _quiz(request: MemberRequest, slug: str, refusal: RuleBroken | None = None, status: int = 200) -> HttpResponse:
    attempt, now = selectors.attempt_of(request.user, slug), timezone.now()
    if attempt is None:
        return redirect("recruitment:round", slug)
    attempt = quiz.end_if_over(attempt=attempt, now=now)
    context = {
        "round": attempt.entry.round,
        "attempt": attempt,
        "question": quiz.current_question(attempt),
        "left": max(0, round((attempt.ends_at - now).total_seconds())),
        "total": round((attempt.ends_at - attempt.started_at).total_seconds()),
        "refusal": refusal,
    }
    return render(request, "recruitment/quiz.html", context, status=status)


def _desk_round(request: MemberRequest, slug: str, refusal: RuleBroken | None = None) -> HttpResponse:
    door = selectors.door_for(request.user, slug, now=timezone.now())
    entries = selectors.entries_of(door.round)
    context = {
        "door": door,
        "round": door.round,
        "entries": entries,
        "counts": selectors.counts_of(entries),
        "may_close": has_right(request.user, PROGRAMME_MANAGER),
        "refusal": refusal,
    }
    return render(request, "recruitment/desk_round.html", context, status=409 if refusal else 200)


def _key(request: MemberRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise RuleBroken(_("The request was not complete, so nothing was done. Reload the page and try again.")) from None


def _is_small(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 4
