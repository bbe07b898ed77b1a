"""The refusals of the shop and of awards; the ledger's own are in `rewards.ledger`."""

from django.utils.translation import gettext_lazy as _

from shared.errors import RuleBroken


class BenefitGone(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This benefit is not offered any more. Your points are untouched; have a look at the others."))


class SoldOut(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("The last one has just gone. Your points are untouched; have a look at the others."))


class OnePerPerson(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("You have as many of these as one person may have. Your points are untouched."))


class PriceChanged(RuleBroken):
    def __init__(self, price: int) -> None:
        self.price = price
        super().__init__(_("The price has changed since you opened this page. Your points are untouched; look at the new price first."))


class KeyTaken(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This request was already used for something else, so it was not carried out. Reload the page and try again."))


class AlreadyEnded(RuleBroken):
    """The redemption was decided or ended otherwise before."""


class OwnRedemption(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This is your own request, so somebody else has to decide on it. Nothing was changed."))


class PricesAndApprovals(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("You set the price of this benefit, so somebody else has to decide on it. Nothing was changed."))


class ReasonMissing(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("Say why: the reason is what the person reads. Nothing was changed."))


class OwnAward(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("Nobody gives points to themselves, or decides on their own. Nothing was changed."))


class FourEyes(RuleBroken):
    def __init__(self, limit: int) -> None:
        super().__init__(
            _("An award above %(limit)s points needs a second person, and you proposed it. Nothing was changed.") % {"limit": limit}
        )


class AwardDecided(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("Somebody decided on this award before. Nothing was changed."))


class SharesDoNotFit(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("So many shares of that size do not add up to the total. Nothing was made; change one of the numbers."))


class OverBeforeItBegins(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("It would be closed already: it has to close after it opens, and in the future. Nothing was changed."))


class OwnRedPacket(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("You made this red packet, so somebody else has to approve it. Nothing was changed."))


class RedPacketDecided(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("Somebody decided on this red packet before. Nothing was changed; reload the page."))


class AlreadyOpen(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This red packet has opened, so it cannot be taken back. What nobody grabs returns to the budget at its end."))


class NotForItsMakers(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("You made or approved this red packet, so it is for the others. Thank you for it."))


class NotForYou(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This red packet is meant for others. Nothing of yours has changed."))


class NoneLeft(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("The last share has just gone. You lose nothing; the next red packet will come."))


class RedPacketOver(RuleBroken):
    def __init__(self) -> None:
        super().__init__(_("This red packet is closed. You lose nothing; the next one will come."))
