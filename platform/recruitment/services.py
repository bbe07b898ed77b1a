"""Rounds: opened, entered, closed; and the terms they give."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members import audit
from members.models import Member
from notifications.services import tell
from recruitment import errors, quiz
from recruitment.models import Entry, QuizAttempt, QuizQuestion, Round, Term
from recruitment.quiz import answer_question, start_quiz
from recruitment.referrals import refer
from recruitment.terms import RESIGNED, begin_term, end_term, holds_right
from seats.errors import AlreadySeated
from seats.models import Attempt, Pool, Seat
from seats.selectors import pool_of
from seats.services import Promotion, give_back, keep, leave_list, make_pool, take
from shared.translated import Texts, in_language

__all__ = ["QuestionText", "answer_question", "close_round", "enter_round", "open_round", "start_quiz", "withdraw"]

State = Entry.State
TAKEN_WITHIN = timedelta(minutes=10)  # a seat is kept in the transaction that takes it; the hold only bounds a crash


@dataclass(frozen=True)
class QuestionText:
    """A quiz question as it is written: `right` is the index of the right choice."""

    text: Texts
    choices: Sequence[Texts]
    right: int


@transaction.atomic
def open_round(
    *,
    slug: str,
    title: Texts,
    right: str,
    contest: str,
    opens_at: datetime,
    closes_at: datetime,
    seats: int,
    term_from: date,
    term_until: date,
    by: Member | None,
    now: datetime,
    invitation: Texts | None = None,
    questions: Sequence[QuestionText] = (),
    quiz_questions: int = 10,
    quiz_seconds: int = 180,
) -> Round:
    """Announce a round with its seats and, for a quiz, its questions; the same slug again answers the first one."""
    if known := Round.objects.filter(slug=slug).first():
        return known
    if contest == Round.Contest.QUIZ and len(questions) < quiz_questions:
        raise errors.TooFewQuestions(len(questions), quiz_questions)
    opened = Round.objects.create(
        slug=slug, title=dict(title), invitation=dict(invitation or {}), right=right, contest=contest, opens_at=opens_at,
        closes_at=closes_at, seats=seats, quiz_questions=quiz_questions, quiz_seconds=quiz_seconds, term_from=term_from,
        term_until=term_until,
    )  # fmt: skip
    QuizQuestion.objects.bulk_create(
        QuizQuestion(round=opened, text=dict(asked.text), choices=[dict(choice) for choice in asked.choices], right=asked.right)
        for asked in questions
    )
    # The pool itself stays open: a quiz hands its seats out when it is closed, and seats given back later go to who waits.
    make_pool(
        reference=opened.pool_reference, capacity=seats, opens_at=opens_at, hold_for=TAKEN_WITHIN, take_up_for=TAKEN_WITHIN,
    )  # fmt: skip
    audit.record(by=by, did="round.open", on=opened, now=now, seats=seats)
    return opened


@transaction.atomic
def enter_round(*, round: Round, member: Member, key: UUID, via: str = "", now: datetime) -> Entry:  # noqa: A002 - the product's word
    """Try for a seat: by flash claim it is decided at once, in a quiz the attempt may begin. Entering again answers the same.

    `via` is the code of the colleague whose link led here.
    """
    known = Entry.objects.filter(round=round, member=member).exclude(state=State.WITHDRAWN).first()
    if known is not None:
        return known
    _refuse_unless_open(round, now)
    if holds_right(member=member, right=round.right, on=round.term_from):
        raise errors.RightHeld
    entry, new = Entry.objects.get_or_create(round=round, member=member, defaults={"entered_at": now})
    if new and via:
        refer(round=round, invited=member, code=via, now=now)
    if round.contest == Round.Contest.QUIZ:
        if QuizAttempt.objects.filter(entry=entry).exists():  # one attempt, also after having left
            raise errors.AlreadyOut
        return _become(entry, State.ENTERED)
    return _take_seat(entry, key, now)


@transaction.atomic
def withdraw(*, round: Round, member: Member, now: datetime) -> Entry:  # noqa: A002 - the product's word
    """Leave a round, or the term it gave; a seat goes to the first who waits. Leaving twice changes nothing."""
    entry = Entry.objects.select_for_update(of=("self",)).select_related("round", "member").filter(round=round, member=member).first()
    if entry is None or entry.state == State.DECLINED:
        raise errors.AlreadyOut
    if entry.state == State.WITHDRAWN:
        return entry
    before = entry.state
    _become(entry, State.WITHDRAWN)
    audit.record(by=member, did="round.withdraw", on=entry, now=now)
    pool = pool_of(round.pool_reference)
    if before == State.WAITING:
        leave_list(pool=pool, member=member, now=now)
    elif before == State.SEATED:
        for term in Term.objects.filter(round=round, member=member, ended_at=None):
            end_term(term=term, how=RESIGNED, by=member, now=now)
        _seat_next(entry.round, give_back(seat=Seat.objects.get(pool=pool, member=member), now=now, reason="withdrawn"), now)
    return entry


@transaction.atomic
def close_round(*, round: Round, by: Member | None, now: datetime) -> list[Term]:  # noqa: A002 - the product's word
    """Give the seats' holders their terms and tell everybody; closing again answers the same terms.

    In a quiz the seats go by right answers, then time; who answered nothing right gets none.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)  # noqa: A001 - the product's word
    if round.closed_at is None:
        round.closed_at = now
        round.save(update_fields=["closed_at"])
        if round.contest == Round.Contest.QUIZ:
            _seat_by_score(round, now)
        for entry in round.entries.select_related("member").filter(state__in=[State.SEATED, State.WAITING, State.DECLINED]):
            _settle(round, entry, now)
        audit.record(by=by, did="round.close", on=round, now=now, terms=round.terms.count())
    return list(round.terms.select_related("member").order_by("pk"))


def _refuse_unless_open(round: Round, now: datetime) -> None:  # noqa: A002 - the product's word
    # Whoever closes the round waits for those who are entering, and who comes later sees that it is closed.
    fresh = Round.objects.raw("SELECT * FROM recruitment_round WHERE id = %s FOR KEY SHARE", [round.pk])[0]
    if now < fresh.opens_at:
        raise errors.RoundNotOpen
    if not fresh.is_open(at=now):
        raise errors.RoundOver


def _become(entry: Entry, state: Entry.State) -> Entry:
    entry.state = state
    entry.save(update_fields=["state"])
    return entry


def _take_seat(entry: Entry, key: UUID, now: datetime) -> Entry:
    pool = Pool.objects.get(reference=entry.round.pool_reference)
    try:
        taken = take(pool=pool, member=entry.member, key=key, now=now)
    except AlreadySeated:
        return _become(entry, State.SEATED)
    if taken.outcome == Attempt.Outcome.SEATED and taken.seat is not None:
        keep(seat=taken.seat, now=now)
        _tell(
            entry, now, "seated", _("The seat is yours: %(round)s"), _("Your term begins when the round is closed. You will hear from us.")
        )
        return _become(entry, State.SEATED)
    _tell(entry, now, "waiting", _("You are on the wait list: %(round)s"), _("When a seat comes free, it goes to the first who waits."))
    return _become(entry, State.WAITING)


def _seat_by_score(round: Round, now: datetime) -> None:  # noqa: A002 - the product's word
    for attempt in QuizAttempt.objects.filter(entry__round=round, finished_at=None).select_related("entry"):
        quiz.end_if_over(attempt=attempt, now=max(now, attempt.ends_at))
    entries = list(round.entries.select_related("member", "round").filter(state=State.ENTERED))
    best = [entry for entry in quiz.ranked(entries) if entry.right_answers]
    pool = pool_of(round.pool_reference)
    for entry in best:
        taken = take(pool=pool, member=entry.member, key=uuid5(NAMESPACE_URL, f"round:{round.pk}:{entry.pk}"), now=now)
        if taken.seat is not None:
            keep(seat=taken.seat, now=now)
        _become(entry, State.SEATED if taken.seat is not None else State.WAITING)
    for entry in entries:
        if entry not in best:
            _become(entry, State.DECLINED)


def _settle(round: Round, entry: Entry, now: datetime) -> None:  # noqa: A002 - the product's word
    entry.round = round
    if entry.state == State.SEATED:
        _give_term(entry, now)
    elif entry.state == State.WAITING:
        _tell(
            entry,
            now,
            "closed",
            _("Close: %(round)s"),
            _("All seats are taken this time. You stay on the wait list and move up when one comes free."),
        )
    else:
        _tell(entry, now, "closed", _("The round is over: %(round)s"), _("It did not work out this time. The next round is yours to try."))


def _give_term(entry: Entry, now: datetime) -> None:
    round = entry.round  # noqa: A001 - the product's word
    term, new = Term.objects.get_or_create(
        member=entry.member, round=round, defaults={"right": round.right, "from_day": round.term_from, "until_day": round.term_until}
    )
    if not new:
        return
    begin_term(term=term, now=now)
    _tell(entry, now, "term", _("Welcome aboard: %(round)s"), _("Your term is written down. New tasks are waiting for you."))


def _seat_next(round: Round, promotion: Promotion | None, now: datetime) -> None:  # noqa: A002 - the product's word
    if promotion is None:
        return
    keep(seat=promotion.seat, now=now)
    entry = Entry.objects.select_related("member", "round").get(round=round, member=promotion.member)
    _become(entry, State.SEATED)
    if entry.round.closed_at is not None:
        _give_term(entry, now)
        return
    _tell(
        entry, now, "promoted", _("A seat came free, and it is yours: %(round)s"), _("If it does not suit you, give it back on the page.")
    )


def _tell(entry: Entry, now: datetime, what: str, title: Promise, body: Promise) -> None:
    with translation.override(entry.member.locale):
        title_in_full = title % {"round": in_language(entry.round.title)}
    tell(
        member=entry.member, kind="recruitment", reference=f"round:{entry.round_id}:{what}", now=now, title=title_in_full, body=body,
        url=reverse("recruitment:round", args=[entry.round.slug]), action=_("Look at it"),
    )  # fmt: skip
