"""Terms: a right from a day to a day, begun and ended by the calendar."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from members import audit
from members.models import Member
from members.rights import grant, revoke
from notifications.services import tell
from recruitment.models import Term

COMPLETED = "completed"
RESIGNED = "resigned"


def holds_right(*, member: Member, right: str, on: date) -> bool:
    """Whether a term of the member's gives this right on that day."""
    return Term.objects.filter(member=member, right=right, ended_at=None, from_day__lte=on, until_day__gt=on).exists()


def begin_term(*, term: Term, now: datetime) -> bool:
    """Give the right once its first day has come; whether it was given by this call."""
    if term.granted_at is not None or term.ended_at is not None or term.from_day > timezone.localdate(now):
        return False
    grant(member=term.member, right=term.right)
    term.granted_at = now
    term.save(update_fields=["granted_at"])
    audit.record(by=None, did="term.begin", on=term, now=now, right=term.right)
    return True


@transaction.atomic
def end_term(*, term: Term, how: str, by: Member | None, now: datetime) -> Term:
    """End a term; the right goes with it unless another term still gives it. Ending twice changes nothing."""
    term = Term.objects.select_for_update(of=("self",)).select_related("member").get(pk=term.pk)
    if term.ended_at is not None:
        return term
    term.ended_at, term.ended_how = now, how
    term.save(update_fields=["ended_at", "ended_how"])
    if not holds_right(member=term.member, right=term.right, on=timezone.localdate(now)):
        revoke(member=term.member, right=term.right)
    audit.record(by=by, did="term.end", on=term, now=now, right=term.right, how=how)
    with translation.override(term.member.locale):
        title = _("Your term is over: %(role)s") % {"role": term.get_right_display()}
        body = _("Thank you for all you noticed. Your points and findings stay yours.")
    tell(member=term.member, kind="recruitment", reference=f"term:{term.pk}:end", title=title, body=body, url="/rounds/", now=now)
    return term


def sweep_terms(*, now: datetime) -> tuple[int, int]:
    """Begin the terms whose first day has come and end those whose last has passed; how many of each. May run twice."""
    day = timezone.localdate(now)
    due = Term.objects.filter(ended_at=None).select_related("member")
    begun = sum(begin_term(term=term, now=now) for term in due.filter(granted_at=None, from_day__lte=day, until_day__gt=day))
    over = list(due.filter(until_day__lte=day))
    for term in over:
        end_term(term=term, how=COMPLETED, by=None, now=now)
    return begun, len(over)
