"""The refusals of a pool."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from seats.models import Seat
from shared.errors import RuleBroken


class NotOpenYet(RuleBroken):
    """`opens_in`: in so many seconds, by the clock that decides; 0 when that is not known."""

    def __init__(self, opens_in: float = 0.0) -> None:
        self.opens_in = opens_in
        super().__init__(_("The door is not open yet. Nothing is lost: try again when the clock is at zero."))


class PoolPaused(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("Giving out seats is paused for a moment. Nothing is lost: stay here and try again."))


class PoolClosed(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This is closed: no seats are given any more. Nothing of yours has changed; have a look at what else is open."))


class Barred(RuleBroken):
    """The member's account is not active (any more)."""

    def __init__(self) -> None:
        super().__init__(
            _("Your account is closed, so no seat was given. Your points are safe; if this is a mistake, ask whoever runs the programme.")
        )


class AllTaken(RuleBroken):
    """Nothing is to be had, and the member does not want to wait."""

    def __init__(self) -> None:
        super().__init__(_("The last one has just gone. Nothing of yours has changed; have a look at what else is open."))


class AlreadySeated(RuleBroken):
    """The member has as many seats here as one person may have; `seat` is the latest of them."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        super().__init__(_("You already have your seat here. It is safe; there is nothing more to do."))


class KeyReused(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This request was already used for something else, so it was not carried out. Reload the page and try again."))


class SeatGone(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This seat is no longer yours: its time ran out or it was given back. Nothing else has changed."))


class NotInList(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("You are not in this wait list. Nothing has changed."))


class FewerThanTaken(RuleBroken):
    """The pool cannot shrink below what is taken or reserved."""

    def __init__(self, taken: int) -> None:
        self.taken = taken
        super().__init__(
            ngettext(
                "%(taken)d seat is taken or reserved, so there cannot be fewer. Nothing has changed.",
                "%(taken)d seats are taken or reserved, so there cannot be fewer. Nothing has changed.",
                taken,
            )
            % {"taken": taken}
        )


class WayOfGivingStands(RuleBroken):
    """Flash or lottery, and when the draw is, cannot change under people who already asked."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has already asked for a seat, so the way they are given stays as it is. Nothing has changed."))


class SeedLost(RuleBroken):
    """No key of this installation gives the seed that was committed to."""

    def __init__(self) -> None:
        super().__init__(
            _("The seed of this lottery cannot be made any more, so nothing was drawn. Put the former secret key among the fallback keys.")
        )


class QuotasDoNotFit(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("The departments' shares are more than the seats there are, or would change seats already made."))


_NAMES: dict[type[RuleBroken], str] = {
    NotOpenYet: "early",
    PoolPaused: "paused",
    PoolClosed: "closed",
    AllTaken: "gone",
    AlreadySeated: "have",
    KeyReused: "reused",
    Barred: "barred",
}


def name_of(refusal: RuleBroken) -> str:
    """The word by which a refusal is counted and a page acts on it; "rule" for those of other rooms."""
    return _NAMES.get(type(refusal), "rule")
