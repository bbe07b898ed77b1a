"""The loop's rules: finding → decision → action → shipped → experienced again → proven, or not."""

from improvement.services.actions import agree, decline, propose_action, ship, start_action
from improvement.services.findings import make_finding, make_findings
from improvement.services.joint_reviews import (
    NewAction,
    begin_review,
    carry_over,
    decide,
    open_joint_review,
    publish_minutes,
    set_attendance,
)
from improvement.services.re_experience import open_re_experience
from improvement.services.verification import NotEnoughYet, verify, verify_what_is_complete

__all__ = [
    "NewAction",
    "NotEnoughYet",
    "agree",
    "begin_review",
    "carry_over",
    "decide",
    "decline",
    "make_finding",
    "make_findings",
    "open_joint_review",
    "open_re_experience",
    "propose_action",
    "publish_minutes",
    "set_attendance",
    "ship",
    "start_action",
    "verify",
    "verify_what_is_complete",
]
