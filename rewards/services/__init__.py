"""Points promised, earned and spent. Each rule of `rewards` has its owner here; the ledger only moves."""

from rewards.ledger import PROMOTION, QUARTERLY, ROUTINE
from rewards.services.awards import approve_award, propose_award, refuse_award
from rewards.services.benefits import price_benefit, stock_benefit
from rewards.services.budgets import fund_budget, pay, release_reserve, reserve_points
from rewards.services.expiries import ends_soon, expire_points, warn_of_expiry
from rewards.services.merits import Work, count_fix, count_referral, count_work, earn_medals
from rewards.services.red_packets import approve_red_packet, cancel_red_packet, end_red_packets, grab, make_red_packet
from rewards.services.redemptions import (
    approve_redemption,
    cancel_redemption,
    decline_redemption,
    deliver_redemption,
    redeem,
)

__all__ = [
    "PROMOTION",
    "QUARTERLY",
    "ROUTINE",
    "Work",
    "approve_award",
    "approve_red_packet",
    "approve_redemption",
    "cancel_red_packet",
    "cancel_redemption",
    "count_fix",
    "count_referral",
    "count_work",
    "decline_redemption",
    "deliver_redemption",
    "earn_medals",
    "end_red_packets",
    "ends_soon",
    "expire_points",
    "fund_budget",
    "grab",
    "make_red_packet",
    "pay",
    "price_benefit",
    "propose_award",
    "redeem",
    "refuse_award",
    "release_reserve",
    "reserve_points",
    "stock_benefit",
    "warn_of_expiry",
]
