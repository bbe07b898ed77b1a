"""What members are told about their claims."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from claims.models import Claim
from notifications.services import tell


def tell_promoted(claim: Claim, *, now: datetime) -> None:
    """A seat came free for somebody who waited."""
    tell(
        member=claim.member,
        kind="seat",
        reference=f"claim:{claim.pk}:promoted",
        title=_("A seat came free: it is yours"),
        body=format_lazy(
            _("It is held for you until {until}. Start by then, or it goes to the next person; that costs you nothing."),
            until=date_format(localtime(claim.held_until), "SHORT_DATETIME_FORMAT"),
        ),
        url=reverse("claims:claim", args=[claim.pk]),
        action=_("See the task"),
        now=now,
    )


def tell_expired(claim: Claim, *, started: bool, now: datetime) -> None:
    """The time ran out."""
    tell(
        member=claim.member,
        kind="seat",
        reference=f"claim:{claim.pk}:expired",
        title=_("Your time for a task ran out"),
        body=(
            _("It was not sent by its deadline, so the seat went to the next person. Your points are safe.")
            if started
            else _("It was not started in time, so the seat went to the next person. That costs you nothing.")
        ),
        url=reverse("claims:tasks"),
        action=_("See what is open"),
        now=now,
    )
