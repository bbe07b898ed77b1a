"""What is earned and what it buys: a double-entry ledger of whole points."""

from rewards.models.awards import Award
from rewards.models.ledger import Account, BooksCheck, Day, Expiring, Transfer
from rewards.models.merits import Medal, Merit
from rewards.models.red_packets import RedPacket, Share
from rewards.models.shop import Benefit, Redemption

__all__ = [
    "Account",
    "Award",
    "Benefit",
    "BooksCheck",
    "Day",
    "Expiring",
    "Medal",
    "Merit",
    "RedPacket",
    "Redemption",
    "Share",
    "Transfer",
]
