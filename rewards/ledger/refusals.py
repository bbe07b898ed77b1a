"""What the ledger refuses. Each sentence says that nothing was moved."""

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from shared.errors import RuleBroken


class Bare(RuleBroken):
    """A refusal that needs no figures to be understood."""

    def __init__(self) -> None:
        super().__init__(self.sentence)

    sentence: Promise


class NotWholePoints(Bare):
    """An amount that is no whole number above zero."""

    sentence = _("Points are whole and more than none. Nothing was moved; give another amount.")


class NotEnoughPoints(RuleBroken):
    """The floor of the debited account."""

    def __init__(self, *, available: int, amount: int) -> None:
        self.available, self.missing = available, amount - available
        sentence = ngettext(
            "%(missing)s point is missing for this. Nothing was moved.",
            "%(missing)s points are missing for this. Nothing was moved.",
            self.missing,
        )
        super().__init__(sentence % {"missing": self.missing})


class ReferenceTaken(Bare):
    """The reference already stands for another transfer."""

    sentence = _("This was booked before, with another content. The first booking stands; nothing was moved.")


class HoldEnded(Bare):
    """A hold that was settled or voided before."""

    sentence = _("These points were released or paid out before. Nothing was moved.")


class NotHeld(Bare):
    """Only a hold is settled or voided."""

    sentence = _("These points are not held, so there is nothing to pay out or give back. Nothing was moved.")


class AccountClosed(Bare):
    """Nothing moves on a closed account."""

    sentence = _("This account is closed. Nothing was moved; ask finance which account takes its place.")


class DatedAhead(Bare):
    """A transfer dated after now by the database's clock."""

    sentence = _("This is dated in the future, so a clock is wrong. Nothing was moved; try again in a moment.")


class SameAccount(Bare):
    """From an account to itself."""

    sentence = _("Points move from one account to another, and these two are the same. Nothing was moved.")


class PurseMixed(Bare):
    """Routine, quarterly and promotion points are labels of what a member earned, and of nothing else."""

    sentence = _("Only points of a member belong to a purse: routine, quarterly or promotion. Nothing was moved; give one of them or none.")


class AccountNotEmpty(RuleBroken):
    """An account is closed only when nothing is in it."""

    def __init__(self, points: int) -> None:
        self.points = points
        sentence = ngettext(
            "There is still %(points)s point in this account, so it stays open. Move it first.",
            "There are still %(points)s points in this account, so it stays open. Move them first.",
            points,
        )
        super().__init__(sentence % {"points": points})


class HoldsOpen(Bare):
    """An account is closed only when nothing is on its way."""

    sentence = _("Points of this account are still held, so it stays open. Pay them out or give them back first.")


class AccountStaysOpen(Bare):
    """Only purses, budgets and reserves are closed."""

    sentence = _("Only purses, budgets and reserves can be closed, and there is none of this name. Nothing was changed.")


class BatchRefused(RuleBroken):
    """One move of a batch could not be made, so none was; `move` is the one, `because` the refusal it would have met alone."""

    def __init__(self, *, number: int, reference: str, because: RuleBroken) -> None:
        self.number, self.reference, self.because = number, reference, because
        super().__init__(
            gettext("None of the batch was booked, because of number %(number)s, %(reference)s: %(because)s")
            % {"number": number, "reference": reference, "because": because}
        )
